//! Which field a message is about.

use crate::record::Path;
use serde_json::{Map, Value};

/// Members of a message that say which field it is about.
const PLACES: [&str; 11] = [
    "pointer",
    "field",
    "path",
    "instancePath",
    "propertyPath",
    "param",
    "property",
    "loc",
    "target",
    "parameter",
    "name",
];

/// Returns which field a message is about.
pub(super) fn place(members: &Map<String, Value>) -> Option<Path> {
    let info = members.get("info").or_else(|| members.get("params"));
    let missing = info.and_then(|info| info.get("missingProperty"));
    let source = members.get("source").and_then(Value::as_object);
    let extensions = members.get("extensions").and_then(Value::as_object);
    if let Some(Value::String(name)) = missing {
        return Some(path(name));
    }
    let inner = [source, extensions].into_iter().flatten();
    let mut candidates = inner
        .chain([members])
        .flat_map(|members| PLACES.iter().filter_map(move |name| members.get(*name)));
    candidates.find_map(|value| match value {
        Value::String(text) if !text.is_empty() => Some(path(text)),
        Value::Array(steps) => Some(joined(steps)),
        _ => None,
    })
}

fn joined(steps: &[Value]) -> Path {
    let mut path = Path::root();
    for (position, step) in steps.iter().enumerate() {
        path = match step {
            Value::String(name) if position == 0 && matches!(name.as_str(), "body" | "query") => {
                path
            }
            Value::String(name) => path.step(name),
            Value::Number(index) => path
                .index(index.as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(0)),
            _ => path,
        };
    }
    path
}

/// Reads a pointer, dots or brackets, without the envelope of JSON:API.
pub(super) fn path(text: &str) -> Path {
    let text = text.strip_prefix('#').unwrap_or(text);
    if !text.starts_with('/') {
        return Path::from(text.replace('[', ".").replace(']', ""));
    }
    let prefixes = ["/data/attributes/", "/data/relationships/", "/body/", "/data/"];
    let inner = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    match inner {
        Some(inner) => Path::from_pointer(&format!("/{inner}")),
        None => Path::from_pointer(text),
    }
}
