//! Error answers, as the recorded exchanges hold them.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{Context, Result};

/// The longest answer that is shown, in characters.
const LIMIT: usize = 240;

/// An error answer and what is read out of it.
pub(super) struct ErrorAnswer {
    /// The name of the known dialect.
    pub(super) known: String,
    pub(super) status: u64,
    pub(super) body: String,
    /// Which fields it names, or the words for the whole.
    pub(super) read: String,
}

/// Returns the error answers of all recordings in `folder`, by name of the file.
pub(super) fn errors(folder: &Path) -> Result<Vec<ErrorAnswer>> {
    let files = fs::read_dir(folder).context("cannot list the recorded exchanges")?;
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut errors = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).context("cannot read a recorded exchange")?;
        let recording: Value = serde_json::from_str(&text).context("a recording is no JSON")?;
        let exchanges = recording["exchanges"].as_array().into_iter().flatten();
        errors.extend(exchanges.filter(|exchange| exchange["verb"] == "error").map(|exchange| {
            ErrorAnswer {
                known: text_of(&recording["known"]),
                status: exchange["status"].as_u64().unwrap_or_default(),
                body: shortened(&text_of(&exchange["response"])),
                read: read(&exchange["read"]),
            }
        }));
    }
    Ok(errors)
}

fn read(read: &Value) -> String {
    let fields = read["fields"].as_array().into_iter().flatten();
    let names: Vec<String> = fields.map(|field| format!("`{}`", text_of(&field[0]))).collect();
    match (&names[..], read["text"].as_str()) {
        ([], Some(_)) => "words".to_owned(),
        ([], None) => "status".to_owned(),
        (_, Some(_)) => format!("words; {}", names.join(", ")),
        (_, None) => names.join(", "),
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
