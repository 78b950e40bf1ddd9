//! `docs/DIALECTS.md`.

use std::fmt::Write;

use vitrine_core::api::dialect::catalogue::{Answer, Known, Sign, known};

use super::{choices::TOPICS, example::requests};

const HEAD: &str = "\
# Dialects

How REST APIs list and write, as Vitrine speaks it.
This page is written by `cargo xtask dialects` from `core/src/api/dialect/catalogue/known.json`; every example is a request as the application encodes it, shown decoded, for a resource `things` with the fields `id`, `name` and `price`.

A dialect is data: choices that are independent of each other, each found out and proved by itself.
The names below are where a choice was seen; an API that is none of them is a combination of the same choices.

";

/// Returns the page.
#[must_use]
pub fn page() -> String {
    let table = known();
    let mut page = HEAD.to_owned();
    page.push_str("## Choices\n\n");
    for topic in &TOPICS {
        let choices = table.iter().flat_map(|known| {
            (topic.of)(known).into_iter().map(move |choice| (choice.name, choice.example, known))
        });
        push_topic(&mut page, topic.title, choices.collect());
    }
    page.push_str("## Known dialects\n\n");
    for known in &table {
        push_known(&mut page, known);
    }
    let mut page = page.trim_end().to_owned();
    page.push('\n');
    page
}

/// Adds a table with one row for each example; those of one choice stand together.
fn push_topic(page: &mut String, title: &str, choices: Vec<(String, String, &Known)>) {
    let mut rows: Vec<(String, String, Vec<&str>)> = Vec::new();
    for (name, example, known) in choices {
        match rows.iter_mut().find(|(choice, known, _)| *choice == name && *known == example) {
            Some((_, _, seen)) => seen.push(&known.title),
            None => rows.push((name, example, vec![&known.title])),
        }
    }
    let mut names: Vec<String> = Vec::new();
    for (name, ..) in &rows {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    rows.sort_by_key(|(name, ..)| names.iter().position(|known| known == name));
    push(page, &format!("### {title}\n\n| choice | example | seen in |\n|---|---|---|\n"));
    for (name, example, seen) in &rows {
        let example = if example.is_empty() { String::new() } else { code(example) };
        push(page, &format!("| {name} | {example} | {} |\n", seen.join("; ")));
    }
    page.push('\n');
}

fn push_known(page: &mut String, known: &Known) {
    let seen = match &known.seen {
        Some(version) => format!("Seen: {version}."),
        None => "From its documentation.".to_owned(),
    };
    push(
        page,
        &format!("### {}\n\n`{}` · <{}> · {seen}\n\n", known.title, known.name, known.source),
    );
    if !known.signs.is_empty() {
        let signs: Vec<String> = known.signs.iter().map(sign).collect();
        push(page, &format!("Recognized by {}.\n\n", signs.join(", or ")));
    }
    page.push_str("```http\n");
    for request in requests(known) {
        push(page, &format!("{request}\n"));
    }
    page.push_str("```\n\n");
}

fn sign(sign: &Sign) -> String {
    let place = match sign.of {
        Answer::Root => "the base address",
        Answer::List => "a list",
    };
    let mut parts: Vec<String> = Vec::new();
    let names = |paths: &[_]| {
        paths.iter().map(|path| code(&format!("{path}"))).collect::<Vec<_>>().join(", ")
    };
    if !sign.members.is_empty() {
        parts.push(format!("members {}", names(&sign.members)));
    }
    if !sign.absent.is_empty() {
        parts.push(format!("no {}", names(&sign.absent)));
    }
    if let Some((name, part)) = &sign.header {
        let value = if part.is_empty() { String::new() } else { format!(" with {}", code(part)) };
        parts.push(format!("header {}{value}", code(name)));
    }
    parts.extend(sign.text.as_ref().map(|text| format!("text {}", code(text))));
    format!("{place}: {}", parts.join("; "))
}

/// Returns `text` as code in a table cell.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|").replace('\n', " "))
}

fn push(page: &mut String, text: &str) {
    page.write_str(text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_page_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/DIALECTS.md");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == page(), "run `cargo xtask dialects`");
    }

    #[test]
    fn every_topic_and_every_dialect_is_on_the_page() {
        let page = page();
        for topic in &TOPICS {
            let (_, rest) = page.split_once(&format!("### {}\n", topic.title)).unwrap();
            assert!(
                rest.lines().nth(3).is_some_and(|row| row.starts_with("| ")),
                "{}",
                topic.title
            );
        }
        for known in known() {
            let (_, rest) = page.split_once(&format!("### {}\n", known.title)).unwrap();
            let requests = rest.split("```").nth(1).unwrap();
            assert!(requests.contains("\nGET ") || requests.contains("\nPOST "), "{}", known.name);
        }
    }
}
