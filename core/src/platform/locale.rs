//! Numbers, dates and plurals in the person's language, by the browser's `Intl`.
//!
//! Outside a browser the formats are plain and fixed, so that tests of layers
//! above do not depend on a machine's settings.

#[cfg(target_arch = "wasm32")]
#[path = "locale/browser.rs"]
mod sys;
#[cfg(not(target_arch = "wasm32"))]
#[path = "locale/native.rs"]
mod sys;

/// Sets the language, a BCP 47 tag such as `en` or `zh-Hans`; the browser's own
/// until then.
pub fn set_language(tag: &str) {
    sys::set_language(tag);
}

/// Writes a number with the digits it has, grouped.
///
/// `decimals` is the least and the most number of digits behind the point.
#[must_use]
pub fn number(value: f64, decimals: (u8, u8)) -> String {
    sys::number(value, decimals)
}

/// Writes an amount of money as it is usual for its currency, which is a code of
/// three letters such as `EUR`.
#[must_use]
pub fn money(value: f64, currency: [u8; 3]) -> String {
    sys::money(value, currency)
}

/// Writes a day; `text` is `YYYY-MM-DD` or begins with it.
///
/// A day has no time zone and is never shifted. Returns `None` for other text.
#[must_use]
pub fn date(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    is_day(day).then(|| sys::date(day))
}

/// Writes a moment in the person's time zone; `text` is an RFC 3339 date-time.
///
/// A moment without a zone is taken as local time. Returns `None` for other
/// text.
#[must_use]
pub fn date_time(text: &str) -> Option<String> {
    is_day(text.get(..10)?).then(|| sys::date_time(text)).flatten()
}

/// Writes a moment in the person's time zone, given in milliseconds since the
/// Unix epoch.
#[must_use]
pub fn moment(epoch_ms: u64) -> String {
    sys::moment(epoch_ms)
}

/// Returns the text in small letters; the tables for it are the browser's.
#[must_use]
pub fn lowercase(text: &str) -> String {
    sys::lowercase(text)
}

/// Returns the text in capitals.
#[must_use]
pub fn uppercase(text: &str) -> String {
    sys::uppercase(text)
}

/// Reads a number written in digits, such as `32999.99`.
#[must_use]
pub fn parse_number(text: &str) -> Option<f64> {
    let is_plain = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    is_plain.then(|| sys::parse_number(text)).flatten()
}

/// Returns the CLDR plural category of a count: `one`, `other` and so on.
#[must_use]
pub fn plural(count: u64) -> String {
    sys::plural(count)
}

/// Returns the minutes that local time is ahead of UTC at a moment given in
/// milliseconds since the Unix epoch.
#[must_use]
pub fn offset_minutes(at: i64) -> i32 {
    sys::offset_minutes(at)
}

fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(position, byte)| match position {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_text_are_read_and_other_text_is_not() {
        assert_eq!(parse_number("32999.99"), Some(32_999.99));
        assert_eq!(parse_number("-1e3"), Some(-1_000.0));
        assert_eq!(parse_number("12 Main St"), None);
        assert_eq!(parse_number("1.2.3"), None);
        assert_eq!(parse_number(""), None);
    }

    #[test]
    fn only_days_are_read_as_days() {
        assert_eq!(date("2026-02-28").as_deref(), Some("2026-02-28"));
        assert_eq!(date("2026-02-28T23:30:00Z").as_deref(), Some("2026-02-28"));
        assert_eq!(date("28.02.2026"), None);
        assert_eq!(date("2026"), None);
    }
}
