//! A file that a call takes.

use crate::app::format::humanize;
use crate::app::locale::{t, t_with};
use crate::ui::field;
use crate::ui::file_drop::FileDrop;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::JsFuture;

/// Takes the members that hold files out of the schema of a call and returns
/// their names: a form of texts cannot ask for them.
pub(super) fn take_files(schema: &mut Value) -> Vec<String> {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return Vec::new() };
    let is_file = |schema: &Value| {
        schema["format"] == "binary"
            || schema.get("contentMediaType").is_some_and(|kind| kind == "application/octet-stream")
    };
    let files: Vec<String> = properties
        .iter()
        .filter(|(_, schema)| is_file(schema))
        .map(|(name, _)| name.clone())
        .collect();
    properties.retain(|name, _| !files.contains(name));
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| !files.iter().any(|file| name == file));
    }
    files
}

/// Asks for a file; `value` is then its content as a `data:` address.
#[component]
pub(super) fn FileField(
    /// The member that takes the file.
    name: String,
    /// The content.
    value: RwSignal<Option<String>>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<String>);
    let take = move |files: Vec<web_sys::File>| {
        let Some(file) = files.into_iter().next() else { return };
        leptos::task::spawn_local(async move {
            let buffer = JsFuture::from(file.array_buffer()).await;
            let bytes = buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
            let Ok(bytes) = bytes else { return };
            let kind = match file.type_() {
                kind if kind.is_empty() => "application/octet-stream".to_owned(),
                kind => kind,
            };
            // The page may have been left in the meantime.
            let _ = value.try_set(Some(format!("data:{kind};base64,{}", base64(&bytes))));
            let _ = chosen.try_set(Some(file.name()));
        });
    };
    view! {
        <field::Root>
            <field::Label>{humanize(&name)}</field::Label>
            <FileDrop on_files=take>
                {move || match chosen.get() {
                    Some(name) => t_with("operation.file.chosen", &[("name", &name)]),
                    None => t("operation.file.choose"),
                }}
            </FileDrop>
        </field::Root>
    }
}

/// Source: RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - group.len()));
        for position in 0..4 {
            let sign = char::from(SIGNS[bits >> (18 - 6 * position) & 63]);
            text.push(if position <= group.len() { sign } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_are_asked_for_beside_the_form() {
        let mut schema = json!({
            "required": ["file", "note"],
            "properties": {
                "file": { "type": "string", "format": "binary" },
                "note": { "type": "string" }
            }
        });
        assert_eq!(take_files(&mut schema), ["file"]);
        let left = json!({ "required": ["note"], "properties": { "note": { "type": "string" } } });
        assert_eq!(schema, left);
    }

    #[test]
    fn bytes_become_base64() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }
}
