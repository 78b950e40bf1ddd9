//! Plain, fixed formats.

pub(super) fn set_language(_tag: &str) {}

pub(super) fn number(value: f64, (least, most): (u8, u8)) -> String {
    let mut text = format!("{value:.*}", usize::from(most));
    if text.contains('.') {
        let point = text.find('.').unwrap_or(text.len());
        let keep = point + 1 + usize::from(least);
        while text.len() > keep && text.ends_with('0') {
            text.pop();
        }
        if text.ends_with('.') {
            text.pop();
        }
    }
    text
}

pub(super) fn money(value: f64, currency: [u8; 3]) -> String {
    format!("{} {}", String::from_utf8_lossy(&currency), number(value, (2, 2)))
}

pub(super) fn date(day: &str) -> String {
    day.to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "the browser's twin can fail")]
pub(super) fn date_time(text: &str) -> Option<String> {
    Some(text.get(..16).unwrap_or(text).replace('T', " "))
}

pub(super) fn plural(count: u64) -> String {
    if count == 1 { "one" } else { "other" }.to_owned()
}

pub(super) fn offset_minutes(_at: i64) -> i32 {
    0
}

pub(super) fn lowercase(text: &str) -> String {
    text.to_lowercase()
}

pub(super) fn uppercase(text: &str) -> String {
    text.to_uppercase()
}

pub(super) fn parse_number(text: &str) -> Option<f64> {
    text.parse().ok()
}
