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

/// Returns the names of the members of the root object that are lists of
/// objects, without making values of them; the text may be cut off.
pub(super) fn lists(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut start = None;
    let mut is_escaped = false;
    let mut last = "";
    for (position, byte) in text.bytes().enumerate() {
        if let Some(begin) = start {
            if !is_escaped && byte == b'"' {
                start = None;
                if depth == 1 {
                    last = &text[begin..position];
                }
            }
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => start = Some(position + 1),
            b'{' | b'[' => {
                let inner = text[position + 1..].trim_start();
                if depth == 1 && byte == b'[' && inner.starts_with(['{', ']']) {
                    names.push(last.to_owned());
                }
                depth += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    names
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

    #[test]
    fn the_lists_of_an_object_are_named() {
        let text =
            r#"{"a": [{"b": [{}], "c]": "\"[{"}], "d": {"e": []}, "f": [ ], "g": [1], "h": [{"i"#;
        assert_eq!(lists(text), ["a", "f", "h"]);
        assert!(lists("[{}]").is_empty());
    }
}
