//! Finding an entry by its first letters.

use leptos::prelude::*;

/// How long, in milliseconds, a pause may be before the next letter starts a new word.
const PAUSE: f64 = 600.0;

/// The letters typed so far.
#[derive(Clone, Copy)]
pub(super) struct Typeahead(StoredValue<(String, f64)>);

impl Typeahead {
    pub(super) fn new() -> Self {
        Self(StoredValue::new((String::new(), 0.0)))
    }

    /// Takes a letter with the time stamp of its event and returns the word so far.
    pub(super) fn push(self, letter: &str, now: f64) -> String {
        self.0
            .try_update_value(|(word, last)| {
                if now - *last > PAUSE {
                    word.clear();
                }
                *last = now;
                word.push_str(&letter.to_lowercase());
                word.clone()
            })
            .unwrap_or_default()
    }

    /// Returns whether a word is being typed, so that a blank belongs to it.
    pub(super) fn is_active(self, now: f64) -> bool {
        self.0.with_value(|(word, last)| !word.is_empty() && now - *last <= PAUSE)
    }
}

/// Returns whether a key types a letter.
pub(super) fn is_letter(event: &web_sys::KeyboardEvent) -> bool {
    let key = event.key();
    let mut letters = key.chars();
    let is_single = letters.next().is_some() && letters.next().is_none();
    is_single && !event.ctrl_key() && !event.meta_key() && !event.alt_key()
}

/// Returns the place of the entry that a word means.
///
/// One letter, however often repeated, walks through the entries that begin with it; a longer word
/// stays where it is as long as that fits.
///
/// Source: WAI-ARIA Authoring Practices, listbox, type-ahead.
pub(super) fn find(labels: &[String], current: Option<usize>, word: &str) -> Option<usize> {
    let mut letters = word.chars();
    let first = letters.next()?;
    let is_one_letter = letters.all(|letter| letter == first);
    let (start, prefix) = if is_one_letter {
        (current.map_or(0, |at| at + 1), first.to_string())
    } else {
        (current.unwrap_or(0), word.to_owned())
    };
    (0..labels.len())
        .map(|offset| (start + offset) % labels.len())
        .find(|&at| labels[at].trim_start().to_lowercase().starts_with(&prefix))
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::{Typeahead, find};

    #[track_caller]
    fn check(current: Option<usize>, word: &str, expected: Option<usize>) {
        let labels = ["Apple", "Banana", "Blueberry", "cherry"].map(ToOwned::to_owned);
        assert_eq!(find(&labels, current, word), expected);
    }

    #[test]
    fn one_letter_walks_through_its_entries_and_around() {
        check(None, "b", Some(1));
        check(Some(1), "b", Some(2));
        check(Some(2), "bb", Some(1));
    }

    #[test]
    fn a_word_stays_where_it_fits_and_moves_where_it_does_not() {
        check(Some(1), "ba", Some(1));
        check(Some(1), "bl", Some(2));
    }

    #[test]
    fn case_does_not_matter_and_strangers_are_not_found() {
        check(None, "c", Some(3));
        check(Some(0), "x", None);
        check(Some(0), "", None);
    }

    #[test]
    fn a_pause_starts_a_new_word() {
        Owner::new().with(|| {
            let typeahead = Typeahead::new();
            assert_eq!(typeahead.push("B", 1000.0), "b");
            assert_eq!(typeahead.push("l", 1400.0), "bl");
            assert!(typeahead.is_active(1500.0));
            assert!(!typeahead.is_active(2500.0));
            assert_eq!(typeahead.push("c", 2500.0), "c");
        });
    }
}
