//! Points in time as RFC 3339 text in UTC, the form they are stored, compared and sent in.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400;

/// Returns the present second, like `2025-01-15T10:30:00Z`.
pub(crate) fn now() -> String {
    format(unix_now())
}

/// Returns the seconds since 1970.
pub(crate) fn unix_now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX))
}

/// Writes seconds since 1970 as RFC 3339.
pub(crate) fn format(unix: i64) -> String {
    let (year, month, day) = civil_from_days(unix.div_euclid(DAY));
    let second = unix.rem_euclid(DAY);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Reads RFC 3339, with any offset and fraction, as seconds since 1970.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let (date, time) = text.split_at_checked(10)?;
    let days = parse_date(date)?;
    let clock = time.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let (clock, offset) = clock.split_at_checked(clock.len().checked_sub(6)?)?;
        let sign = match offset.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let (hours, minutes) = offset.get(1..)?.split_once(':')?;
        (clock, sign * (digits(hours, 2, 23)? * 3600 + digits(minutes, 2, 59)? * 60))
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?, 2, 23)?;
    let minutes = digits(parts.next()?, 2, 59)?;
    let seconds = digits(parts.next()?, 2, 59)?;
    if parts.next().is_some() {
        return None;
    }
    Some(days * DAY + hours * 3600 + minutes * 60 + seconds - offset)
}

/// Reads a calendar date as days since 1970.
pub(crate) fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4, 9999)?;
    let month = digits(parts.next()?, 2, 12)?;
    let day = digits(parts.next()?, 2, 31)?;
    let days = days_from_civil(year, month, day);
    // February 30 would come back as March 2.
    (parts.next().is_none() && civil_from_days(days) == (year, month, day)).then_some(days)
}

fn digits(text: &str, length: usize, highest: i64) -> Option<i64> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten().filter(|number| *number <= highest)
}

/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Source: the same.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for unix in [0, 951_782_400, 1_709_164_799, 1_736_937_000, 4_102_444_800, -86_401] {
            assert_eq!(parse(&format(unix)), Some(unix), "{}", format(unix));
        }
        assert_eq!(format(1_709_164_800), "2024-02-29T00:00:00Z");
    }

    #[test]
    fn an_offset_and_a_fraction_are_understood() {
        assert_eq!(parse("2025-01-15T12:30:00.250+02:00"), parse("2025-01-15T10:30:00Z"));
    }

    #[test]
    fn what_is_no_point_in_time_is_refused() {
        for text in [
            "",
            "2025-01-15",
            "2025-02-30T00:00:00Z",
            "2025-01-15T24:00:00Z",
            "soon",
            "2025-01-15T10:30:00",
            "2025-01-15T10:30:00.Z",
            "2025-01-15T10:30Z",
            "日本日本日本日本",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
