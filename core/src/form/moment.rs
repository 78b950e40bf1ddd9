//! Moments between a record and a `datetime-local` input.

use std::rc::Rc;

/// Returns the minutes east of UTC that the wall clock shows at a moment given
/// in milliseconds since the Unix epoch.
pub type TimeZoneOffset = Rc<dyn Fn(i64) -> i32>;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// How a record writes the zone of its moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Utc,
    Minutes(i64),
    Unsaid,
}

/// Returns the moment `value` as the wall clock shows it: `2026-11-22T09:30`,
/// with seconds where it has some. A moment without a zone is shown as it is;
/// a text that is no moment is `None`.
pub(super) fn to_local(value: &str, offset: &TimeZoneOffset) -> Option<String> {
    let (wall, zone) = read(value)?;
    let local = match zone {
        Zone::Unsaid => wall,
        Zone::Utc => shift(wall, offset),
        Zone::Minutes(minutes) => shift(wall - minutes * MINUTE, offset),
    };
    let text = write(local);
    Some(if text.ends_with(":00") { text[..16].to_owned() } else { text })
}

/// Returns the moment that the wall clock shows as `text`, written with the
/// zone of `old`; without one it is written in UTC.
pub(super) fn from_local(text: &str, old: Option<&str>, offset: &TimeZoneOffset) -> Option<String> {
    let (wall, zone) = read(text)?;
    let old_zone = old.and_then(read).map_or(Zone::Utc, |(_, zone)| zone);
    if old_zone == Zone::Unsaid {
        return Some(write(wall));
    }
    let moment = match zone {
        Zone::Utc => wall,
        Zone::Minutes(minutes) => wall - minutes * MINUTE,
        // The offset depends on the moment that is looked for; a second look
        // from the first guess is right but inside the hour that a change of
        // clock skips or repeats.
        Zone::Unsaid => {
            let guess = wall - i64::from(offset(wall)) * MINUTE;
            wall - i64::from(offset(guess)) * MINUTE
        }
    };
    Some(match old_zone {
        Zone::Minutes(minutes) => {
            let (sign, size) = if minutes < 0 { ('-', -minutes) } else { ('+', minutes) };
            format!("{}{sign}{:02}:{:02}", write(moment + minutes * MINUTE), size / 60, size % 60)
        }
        _ => write(moment) + "Z",
    })
}

fn shift(moment: i64, offset: &TimeZoneOffset) -> i64 {
    moment + i64::from(offset(moment)) * MINUTE
}

/// Reads `2026-11-22T09:30[:15[.5]][Z|+01:00]` as milliseconds on its own clock.
fn read(text: &str) -> Option<(i64, Zone)> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut parts = date.splitn(3, '-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let position = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(position);
    let clock = clock.split('.').next()?;
    let mut parts = clock.splitn(3, ':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let is_moment = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    let zone = match zone.as_bytes() {
        [] => Zone::Unsaid,
        [b'Z' | b'z'] => Zone::Utc,
        [sign, ..] => {
            let (hours, minutes) =
                zone[1..].split_once(':').or_else(|| zone[1..].split_at_checked(2))?;
            let minutes = number(hours)? * 60 + number(minutes).unwrap_or(0);
            Zone::Minutes(if *sign == b'-' { -minutes } else { minutes })
        }
    };
    let wall = days(year, month, day) * DAY + (hour * 60 + minute) * MINUTE + second * 1_000;
    is_moment.then_some((wall, zone))
}

fn number(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.len() < 5 && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.bytes().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')))
}

/// Writes milliseconds on some clock as `2026-11-22T09:30:15`.
fn write(wall: i64) -> String {
    let (year, month, day) = date(wall.div_euclid(DAY));
    let seconds = wall.rem_euclid(DAY) / 1_000;
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Returns the days from 1970-01-01 to a day of the Gregorian calendar.
///
/// A year is counted from March, so that the leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

/// The inverse of [`days`].
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    // The first guess is right or, at the end of a year, one too large.
    let mut year = shifted.div_euclid(365) - shifted.div_euclid(365 * 1_460);
    let start =
        |year: i64| year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    while start(year) > shifted {
        year -= 1;
    }
    while start(year + 1) <= shifted {
        year += 1;
    }
    let day_of_year = shifted - start(year);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = (march_month + 2) % 12 + 1;
    (if month > 2 { year } else { year + 1 }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZoneOffset {
        // Summer time of 2026: from 29 March to 25 October, 01:00 UTC.
        Rc::new(|moment| {
            let is_summer = (1_774_746_000_000..1_792_890_000_000).contains(&moment);
            if is_summer { 120 } else { 60 }
        })
    }

    fn check(value: &str, local: &str) {
        assert_eq!(to_local(value, &berlin()).as_deref(), Some(local));
        assert_eq!(from_local(local, Some(value), &berlin()).as_deref(), Some(value));
    }

    #[test]
    fn a_moment_is_shown_on_the_wall_clock_and_comes_back() {
        check("2026-11-22T08:30:00Z", "2026-11-22T09:30");
        check("2026-07-01T08:30:15Z", "2026-07-01T10:30:15");
    }

    #[test]
    fn the_zone_of_the_record_is_kept() {
        check("2026-11-22T08:30:00-05:00", "2026-11-22T14:30");
        check("2026-11-22T08:30:00+05:30", "2026-11-22T04:00");
    }

    #[test]
    fn a_moment_without_a_zone_is_not_moved() {
        check("2026-11-22T08:30:00", "2026-11-22T08:30");
    }

    #[test]
    fn a_day_does_not_shift_at_midnight() {
        check("2025-12-31T23:00:00Z", "2026-01-01T00:00");
        check("2024-02-28T23:30:00Z", "2024-02-29T00:30");
    }

    #[test]
    fn moments_around_a_change_of_clock_come_back() {
        check("2026-03-29T00:30:00Z", "2026-03-29T01:30");
        check("2026-03-29T01:30:00Z", "2026-03-29T03:30");
        check("2026-10-25T02:30:00Z", "2026-10-25T03:30");
    }

    #[test]
    fn a_new_moment_is_written_in_utc() {
        let written = from_local("2026-11-22T09:30", None, &berlin());
        assert_eq!(written.as_deref(), Some("2026-11-22T08:30:00Z"));
    }

    #[test]
    fn half_a_moment_is_none() {
        for text in
            ["", "2026-11-22", "2026-11-22T", "2026-11-22T9", "2026-13-01T00:00", "x-1-1T00:00"]
        {
            assert_eq!(from_local(text, None, &berlin()), None, "{text}");
        }
    }

    #[test]
    fn days_and_dates_are_inverse_over_eight_centuries() {
        for day in -150_000..150_000 {
            let (year, month, date) = date(day);
            assert_eq!(days(year, month, date), day);
        }
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 3, 1), 11_017);
    }
}
