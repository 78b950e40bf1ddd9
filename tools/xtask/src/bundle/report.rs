//! The size table of a build.

use std::{fs, path::Path};

use super::{compress, post_build::WORKER};
use crate::{Context, Result, console};

struct Row {
    name: String,
    plain: u64,
    packed: u64,
    is_first: bool,
}

/// Prints every file of `dist` with its size as it is and as it is sent.
///
/// The first transfer is what the page itself links; `config.json` and the English messages are
/// counted with it because the application asks for them before its first view.
///
/// # Errors
/// When the folder cannot be read.
pub fn print(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let page = fs::read_to_string(&page).context(format!("cannot read {}", page.display()))?;
    let mut rows = Vec::new();
    for file in compress::files(dist)? {
        let name = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "br")
            || name.starts_with('.')
        {
            continue;
        }
        let size = |path: &Path| fs::metadata(path).map(|file| file.len());
        let plain = size(&file).context(format!("cannot read {name}"))?;
        let packed = size(Path::new(&format!("{}.br", file.display()))).unwrap_or(plain);
        let is_first = is_first(&page, &name);
        rows.push(Row { name, plain, packed, is_first });
    }
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    console::line(format!("{:width$}  {:>10}  {:>10}", "file", "bytes", "brotli"));
    for row in &rows {
        let mark = if row.is_first { "  first" } else { "" };
        console::line(format!("{:width$}  {:>10}  {:>10}{mark}", row.name, row.plain, row.packed));
    }
    for (name, wanted) in [("first transfer", true), ("later, when needed", false)] {
        let sum = |size: fn(&Row) -> u64| {
            rows.iter().filter(|row| row.is_first == wanted).map(size).sum::<u64>()
        };
        let (plain, packed) = (sum(|row| row.plain), sum(|row| row.packed));
        console::line(format!("{name:width$}  {plain:>10}  {packed:>10}"));
    }
    Ok(())
}

fn is_first(page: &str, name: &str) -> bool {
    // The page names the worker as well, which only reading an API starts.
    let is_worker = page.contains(&format!("{WORKER}=\"{name}\""));
    ["index.html", "config.json", "locales/en.json"].contains(&name)
        || (name.starts_with("assets/") && page.contains(name) && !is_worker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_no_part_of_the_first_transfer() {
        let page = r#"<script src="assets/boot-1.js" data-worker="assets/start-2.js"></script>"#;
        assert!(is_first(page, "assets/boot-1.js") && is_first(page, "index.html"));
        assert!(!is_first(page, "assets/start-2.js") && !is_first(page, "assets/chunk-3.wasm"));
    }
}
