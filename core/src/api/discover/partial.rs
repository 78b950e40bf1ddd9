//! JSON that was cut off.

use serde_json::Value;

/// Reads as much of `text` as is whole: what was cut is left out, and what it
/// stood in is closed.
pub(super) fn read(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mut open: Vec<char> = Vec::new();
    let mut is_string = false;
    let mut is_escaped = false;
    // Where the text could end, and what was open there.
    let mut safe: Option<(usize, Vec<char>)> = None;
    for (position, letter) in text.char_indices() {
        if is_string {
            is_string = is_escaped || letter != '"';
            is_escaped = !is_escaped && letter == '\\';
            continue;
        }
        match letter {
            '"' => is_string = true,
            '{' | '[' => open.push(if letter == '{' { '}' } else { ']' }),
            '}' | ']' => {
                open.pop();
            }
            // Before a comma everything is whole.
            ',' => safe = Some((position, open.clone())),
            _ => {}
        }
        if matches!(letter, '{' | '[' | '}' | ']') {
            safe = Some((position + 1, open.clone()));
        }
    }
    let (end, open) = safe?;
    let mut closed = text[..end].to_owned();
    closed.extend(open.iter().rev());
    serde_json::from_str(&closed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_whole_is_kept() {
        let text = r#"{"a": [{"id": 1, "t": "x,}]\""}, {"id": 2, "t": "y"}], "b": [1]}"#;
        for end in 1..text.len() {
            let read = read(&text[..end]);
            assert!(read.is_some_and(|value| value.is_object()), "{}", &text[..end]);
        }
        assert_eq!(read(&text[..44]), Some(json!({"a": [{"id": 1, "t": "x,}]\""}, {"id": 2}]})));
        assert_eq!(read("<html>"), None);
    }
}
