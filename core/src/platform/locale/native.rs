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

/// In UTC, by the civil calendar's days since the first of March of the year 0.
pub(super) fn moment(epoch_ms: u64) -> String {
    let (days, minutes) = (epoch_ms / 86_400_000 + 719_468, epoch_ms % 86_400_000 / 60_000);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let leaps = day_of_era / 1_460 + day_of_era / 146_096 - day_of_era / 36_524;
    let year_of_era = (day_of_era - leaps) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year_of_era + era * 400 + carry;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
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
