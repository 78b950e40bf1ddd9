//! The formats of strings and numbers that are judged.

use serde_json::Number;

/// Returns whether `text` has the form that `format` names; unknown formats are
/// never wrong.
pub(super) fn is_text(format: &str, text: &str) -> bool {
    match format {
        "email" | "idn-email" => is_email(text),
        "uri" | "url" | "iri" => is_uri(text),
        "uri-reference" | "iri-reference" => text.chars().all(is_uri_character),
        "uuid" => is_uuid(text),
        "date" => is_date(text),
        "time" => is_time(text),
        "date-time" => is_date_time(text),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        _ => true,
    }
}

/// Returns whether `number` fits the width that `format` names.
pub(super) fn is_number(format: &str, number: &Number) -> bool {
    match format {
        "int32" => {
            number.as_f64().is_some_and(|n| (-2_147_483_648.0..=2_147_483_647.0).contains(&n))
        }
        _ => true,
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let is_plain = local.split('.').all(|atom| {
        !atom.is_empty()
            && atom.chars().all(|c| !c.is_whitespace() && !"@\"(),:;<>[\\]".contains(c))
    });
    let is_literal = domain.starts_with('[') && domain.ends_with(']');
    let is_host = domain.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    });
    (is_quoted || is_plain) && (is_literal || is_host)
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && rest.chars().all(is_uri_character)
}

fn is_uri_character(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !"<>\"{}|\\^`".contains(character)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut next = |length| parts.next().and_then(|part| digits(part, length));
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

// RFC 3339 asks for seconds and a zone; many servers write neither, so both
// may be missing here.
fn is_time(text: &str) -> bool {
    let (clock, zone) = match text.find(['Z', 'z', '+', '-']) {
        Some(position) => text.split_at(position),
        None => (text, ""),
    };
    let is_zone = match zone.as_bytes() {
        [] | [b'Z' | b'z'] => true,
        _ => is_clock(zone.get(1..).unwrap_or_default(), false),
    };
    is_clock(clock, true) && is_zone
}

fn is_clock(text: &str, may_have_seconds: bool) -> bool {
    let mut parts = text.splitn(3, ':');
    let hour = parts.next().and_then(|part| digits(part, 2));
    let minute = parts.next().and_then(|part| digits(part, 2));
    let is_second = parts.next().is_none_or(|part| {
        let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
        may_have_seconds
            && digits(whole, 2).is_some_and(|second| second <= 60)
            && !fraction.is_empty()
            && fraction.bytes().all(|byte| byte.is_ascii_digit())
    });
    hour.is_some_and(|hour| hour < 24) && minute.is_some_and(|minute| minute < 60) && is_second
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    is_date(date) && is_time(time)
}
