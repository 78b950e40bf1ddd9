//! Tokens of the data model's language.

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Word(String),
    Sign(&'static str),
}

/// Longer signs come before their beginnings.
const SIGNS: &[&str] = &[
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "(", ")",
    "[", "]", "{", "}", ",", ";", ":", "?", ".", "=", "<", ">", "+", "-", "*", "/", "%", "!", "|",
    "&",
];

pub(super) fn tokens(source: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(inner) = rest.strip_prefix("/*") {
            rest = inner.split_once("*/").ok_or("a comment has no end")?.1;
        } else if first == '"' || first == '\'' {
            let (text, behind) = text(&rest[1..], first)?;
            tokens.push(Token::Text(text));
            rest = behind;
        } else if is_number(rest) {
            let end = rest
                .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
                .unwrap_or(rest.len());
            let number =
                rest[..end].parse().map_err(|_| format!("{} is no number", &rest[..end]))?;
            tokens.push(Token::Number(number));
            rest = &rest[end..];
        } else if is_letter(first) {
            let end = rest
                .find(|letter| !is_letter(letter) && !letter.is_ascii_digit())
                .unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            return Err(format!("unexpected {first}"));
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_' || letter == '$'
}

fn is_number(rest: &str) -> bool {
    let digits = rest.strip_prefix('.').unwrap_or(rest);
    digits.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Reads a text up to `quote`; returns it and what follows.
fn text(source: &str, quote: char) -> Result<(String, &str), String> {
    let mut text = String::new();
    let mut letters = source.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, 'r')) => text.push('\r'),
                Some((_, other)) => text.push(other),
                None => break,
            },
            letter if letter == quote => return Ok((text, &source[index + 1..])),
            letter => text.push(letter),
        }
    }
    Err("a text has no end".into())
}
