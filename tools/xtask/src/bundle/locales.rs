//! The sentences of the first screens, apart from all others.
//!
//! A locale is one file for those who translate it. Of a deployed one the first screens need a
//! quarter, so the rest becomes a file of its own, which the application fetches with its first
//! chunk. What the first screens need is told by the main module: the keys are in its data.

use std::{fs, path::Path};

use serde_json::{Map, Value};

use crate::{Context, Result};

/// Where the first part names the second.
const REST: &str = "@rest";
/// The endings of a key that the application puts together: CLDR's plural categories, and what to
/// do beside what happened.
const ENDINGS: [&str; 7] = ["zero", "one", "two", "few", "many", "other", "advice"];

/// Splits every file in `folder` by what `module` names.
///
/// # Errors
/// When a file cannot be read as one flat object, or not be written.
pub fn split(folder: &Path, module: &[u8]) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).context(format!("cannot read {}", folder.display()))? {
        let path = entry.context(format!("cannot read {}", folder.display()))?.path();
        let Some(language) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text = fs::read_to_string(&path).context(format!("cannot read {}", path.display()))?;
        let texts =
            serde_json::from_str(&text).context(format!("{} is not JSON", path.display()))?;
        let (mut first, rest) = parts(texts, module);
        if !rest.is_empty() {
            let name = format!("{language}.rest.json");
            write(&folder.join(&name), rest)?;
            first.insert(REST.to_owned(), Value::String(name));
        }
        write(&path, first)?;
    }
    Ok(())
}

fn parts(texts: Map<String, Value>, module: &[u8]) -> (Map<String, Value>, Map<String, Value>) {
    // Constants stand one behind the other, so a key may begin and end inside such a run.
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_';
    let runs = module.split(|byte| !is_part(*byte)).filter(|run| run.contains(&b'.'));
    let names = runs.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    let finder = |key: &str| names.contains(key);
    texts.into_iter().partition(|(key, _)| {
        let base = ENDINGS.iter().find_map(|end| key.strip_suffix(end)?.strip_suffix('.'));
        finder(key) || base.is_some_and(finder)
    })
}

fn write(path: &Path, texts: Map<String, Value>) -> Result<()> {
    fs::write(path, Value::Object(texts).to_string())
        .context(format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_module_names_comes_first() {
        let texts = json!({
            "list.rows.one": "a row", "list.rows.other": "rows", "error.network": "no answer",
            "error.network.advice": "check", "form.save": "Save", "form.one": "1",
        });
        let Value::Object(texts) = texts else { unreachable!("it is an object") };
        let (first, rest) = parts(texts, b"..list.rows..error.network..");
        let keys = |part: &Map<String, Value>| part.keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            keys(&first),
            ["list.rows.one", "list.rows.other", "error.network", "error.network.advice"]
        );
        assert_eq!(keys(&rest), ["form.save", "form.one"]);
    }
}
