//! Formats that texts show.

/// Tells whether a text has a format.
type Test = fn(&str) -> bool;

/// The formats that texts show, strictest first.
const FORMATS: [(&str, Test); 17] = [
    ("date-time", is_date_time),
    ("date", is_date),
    ("time", is_time),
    ("uuid", is_uuid),
    ("email", is_email),
    ("image", is_picture),
    ("uri", is_link),
    ("color", is_color),
    ("decimal", is_decimal),
    ("ipv4", is_ipv4),
    ("ipv6", is_ipv6),
    ("geo", is_place),
    ("money", is_money),
    ("duration", is_duration),
    ("json", is_json),
    ("html", is_html),
    ("markdown", is_markdown),
];

/// Returns the format that all of `texts` have.
pub(super) fn format_of(texts: &[&str]) -> Option<&'static str> {
    let found = FORMATS.iter().find(|(_, fits)| texts.iter().all(|text| fits(text)));
    found.filter(|_| !texts.is_empty()).map(|(format, _)| *format)
}

/// Returns whether `text` begins like `pattern`, in which 0 stands for a digit.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() >= pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(letter, wanted)| match wanted {
            b'0' => letter.is_ascii_digit(),
            b'T' => matches!(letter, b'T' | b't' | b' '),
            other => letter == other,
        })
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && fits(text, "0000-00-00")
}

fn is_date_time(text: &str) -> bool {
    text.len() <= 40 && fits(text, "0000-00-00T00:00")
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(position, letter)| match position {
            8 | 13 | 18 | 23 => letter == '-',
            _ => letter.is_ascii_hexdigit(),
        })
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

fn is_link(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(' ')
}

/// Returns whether a link leads to a picture, by the end of its path.
fn is_picture(text: &str) -> bool {
    const ENDS: [&str; 7] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"];
    let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    is_link(text) && ENDS.iter().any(|end| path.ends_with(end))
}

fn is_time(text: &str) -> bool {
    matches!(text.len(), 5 | 8)
        && fits(text, "00:00")
        && (text.len() == 5 || fits(text, "00:00:00"))
}

/// Returns whether a text is a number with decimals, which servers write so to
/// keep every digit.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.strip_prefix('-').unwrap_or(text);
    // Versions and parts of addresses have short decimals and no second dot, too.
    number.split_once('.').is_some_and(|(whole, rest)| {
        digits(whole) && digits(rest) && rest.len() >= 2 && number.len() <= 30
    })
}

fn is_ipv4(text: &str) -> bool {
    let parts = text.split('.');
    parts.clone().count() == 4 && parts.into_iter().all(|part| part.parse::<u8>().is_ok())
}

fn is_ipv6(text: &str) -> bool {
    text.matches(':').count() >= 2 && text.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Returns whether a text is a latitude and a longitude.
fn is_place(text: &str) -> bool {
    let degrees = |part: &str, most: f64| {
        let part = part.trim();
        part.contains('.') && part.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most)
    };
    text.split_once(',').is_some_and(|(one, other)| degrees(one, 90.0) && degrees(other, 180.0))
}

/// Returns whether a text is an amount with a currency: `$12.50`, `12.50 EUR`.
fn is_money(text: &str) -> bool {
    const SIGNS: [char; 6] = ['$', '€', '£', '¥', '₹', '₩'];
    let is_code =
        |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_amount = |part: &str| {
        let part = part.trim().trim_start_matches('-');
        part.starts_with(|first: char| first.is_ascii_digit())
            && part.chars().all(|letter| letter.is_ascii_digit() || ".,".contains(letter))
    };
    let text = text.trim();
    let by_sign = text.strip_prefix(SIGNS).or_else(|| text.strip_suffix(SIGNS));
    let by_code = text.split_once([' ', '\u{a0}']).and_then(|(one, other)| match () {
        () if is_code(one) => Some(other),
        () if is_code(other) => Some(one),
        () => None,
    });
    by_sign.or(by_code).is_some_and(is_amount)
}

/// Returns whether a text has signs of Markdown that plain text has not.
fn is_markdown(text: &str) -> bool {
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && line.len() - rest.len() <= 6 && rest.starts_with(' ')
    };
    let mut lines = text.lines();
    text.contains("](http")
        || text.contains("```")
        || text.matches("**").count() >= 2
        || text.contains('\n') && lines.any(is_heading)
}

/// Source: ISO 8601, as `P3DT4H` and `PT0.5S`.
fn is_duration(text: &str) -> bool {
    let body =
        text.strip_prefix('P').filter(|body| body.ends_with(|end: char| "YMWDHS".contains(end)));
    body.is_some_and(|body| {
        body.starts_with(|first: char| first.is_ascii_digit() || first == 'T')
            && body.chars().all(|letter| letter.is_ascii_digit() || ".,TYMWDHS".contains(letter))
    })
}

/// Returns whether a text is an object or a list as JSON.
fn is_json(text: &str) -> bool {
    let text = text.trim();
    let is_framed = text.starts_with('{') && text.ends_with('}')
        || text.starts_with('[') && text.ends_with(']');
    is_framed && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Returns whether a text has tags of HTML that are closed again.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 10] = ["p", "div", "ul", "ol", "h1", "h2", "strong", "em", "a", "span"];
    text.contains('<')
        && TAGS
            .iter()
            .any(|tag| text.contains(&format!("<{tag}")) && text.contains(&format!("</{tag}>")))
}

fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').filter(|digits| matches!(digits.len(), 3 | 6 | 8));
    digits.is_some_and(|digits| digits.chars().all(|digit| digit.is_ascii_hexdigit()))
}
