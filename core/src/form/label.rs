//! Names for people.
//!
//! Only ASCII changes its case here: the tables for all of Unicode weigh more
//! than this layer may.

/// Words that are written in capitals.
const ACRONYMS: &[&str] = &["api", "html", "id", "ip", "json", "sku", "uri", "url", "uuid", "vat"];

/// Returns `name` in words: `shippingAddress` as "Shipping address".
pub(super) fn humanize(name: &str) -> String {
    let mut label = String::with_capacity(name.len() + 4);
    for word in words(name) {
        let lower = word.to_ascii_lowercase();
        let is_shouted = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
        if !label.is_empty() {
            label.push(' ');
        }
        if ACRONYMS.contains(&lower.as_str())
            || (is_shouted && name.contains(|c: char| c.is_ascii_lowercase()))
        {
            label.push_str(&lower.to_ascii_uppercase());
        } else if label.is_empty() {
            let mut characters = lower.chars();
            label.extend(characters.next().map(|first| first.to_ascii_uppercase()));
            label.push_str(characters.as_str());
        } else {
            label.push_str(&lower);
        }
    }
    label
}

/// Returns the label of an enumerated text: in words if it is written like a
/// name in code, else as it is.
pub(super) fn humanize_choice(text: &str) -> String {
    let is_code = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
    let is_constant =
        text.contains('_') && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    if is_code || is_constant { humanize(text) } else { text.to_owned() }
}

fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (position, character) in characters.iter().enumerate() {
        if character.is_ascii() && !character.is_ascii_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = position.checked_sub(1).map(|position| characters[position]);
        let after = characters.get(position + 1);
        let ends_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || !c.is_ascii();
        let starts_word = character.is_ascii_uppercase()
            && (before.is_some_and(ends_word)
                || (before.is_some_and(|c| c.is_ascii_uppercase())
                    && after.is_some_and(char::is_ascii_lowercase)));
        if starts_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*character);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_case_become_words() {
        let cases = [
            ("name", "Name"),
            ("shippingAddress", "Shipping address"),
            ("created_at", "Created at"),
            ("categoryId", "Category ID"),
            ("userID", "User ID"),
            ("HTTPServer", "HTTP server"),
            ("first-name", "First name"),
            ("UPPER_CASE", "Upper case"),
            ("line2Text", "Line2 text"),
            ("größe", "Größe"),
            ("", ""),
        ];
        for (name, label) in cases {
            assert_eq!(humanize(name), label);
        }
    }

    #[test]
    fn choices_keep_their_spelling_unless_they_are_code() {
        let cases = [
            ("in_progress", "In progress"),
            ("OUT_OF_STOCK", "Out of stock"),
            ("USD", "USD"),
            ("iPhone", "iPhone"),
            ("Two words", "Two words"),
            ("pending", "Pending"),
        ];
        for (text, label) in cases {
            assert_eq!(humanize_choice(text), label);
        }
    }
}
