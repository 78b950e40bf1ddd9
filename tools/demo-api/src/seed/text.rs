//! Templates whose gaps are filled from word lists.

use crate::random::Random;

/// Fills each `{name}` of a template with what `word` returns for the name.
pub(super) fn fill(template: &str, mut word: impl FnMut(&str) -> String) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        text += before;
        text += &word(name);
        rest = after;
    }
    text + rest
}

/// Returns the lower-case letters and digits of a text, joined by hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Returns some of the items, each at most once, in their order.
pub(super) fn some<'a>(random: &mut Random, items: &[&'a str], count: usize) -> Vec<&'a str> {
    let mut rest = items.len();
    let mut wanted = count.min(rest);
    let mut chosen = Vec::with_capacity(wanted);
    for item in items {
        if random.below(rest) < wanted {
            chosen.push(*item);
            wanted -= 1;
        }
        rest -= 1;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_and_slugs_are_plain() {
        assert_eq!(fill("a {x} and {y}.", |name| name.repeat(2)), "a xx and yy.");
        assert_eq!(slug("What's new: 3 Lamps & a Chair?"), "whats-new-3-lamps-a-chair");
    }

    #[test]
    fn a_choice_has_the_wanted_size_and_no_repetition() {
        let mut random = Random::new(1);
        for _ in 0..50 {
            let chosen = some(&mut random, &["a", "b", "c", "d"], 2);
            assert!(chosen.len() == 2 && chosen[0] < chosen[1], "{chosen:?}");
        }
    }
}
