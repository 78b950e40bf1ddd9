//! `docs/DIALECTS.md`.

use std::{fmt::Write, path::Path};

use vitrine_core::api::dialect::catalogue::{Answer, Known, Sign, known};

use super::{choices::TOPICS, errors::errors, example::requests};
use crate::Result;

const EXCHANGES: &str = "core/src/api/dialect/catalogue/exchanges";

const HEAD: &str = "\
# Dialects

How REST APIs list and write, as Vitrine speaks it.
This page is written by `cargo xtask dialects` from `core/src/api/dialect/catalogue/known.json`; every example is a request as the application encodes it, shown decoded, for a resource `things` with the fields `id`, `name` and `price`.

A dialect is data: choices that are independent of each other, each found out and proved by itself.
The names below are where a choice was seen; an API that is none of them is a combination of the same choices.

";

/// Returns the page, with the error answers that are recorded in the project at `root`.
///
/// # Errors
/// When the recordings cannot be read.
pub fn page(root: &Path) -> Result<String> {
    let table = known();
    let mut page = HEAD.to_owned();
    page.push_str("## Choices\n\n");
    for topic in &TOPICS {
        let choices = table.iter().flat_map(|known| {
            (topic.of)(known).into_iter().map(move |choice| (choice.name, choice.example, known))
        });
        push_topic(&mut page, topic.title, choices.collect());
    }
    push_errors(&mut page, root, &table)?;
    page.push_str("## Known dialects\n\n");
    for known in &table {
        push_known(&mut page, known);
    }
    let mut page = page.trim_end().to_owned();
    page.push('\n');
    Ok(page)
}

fn push_errors(page: &mut String, root: &Path, table: &[Known]) -> Result<()> {
    page.push_str(
        "### Errors\n\nNo dialect names the shape of its errors: all shapes are read by the same rules.\n\n\
         | seen in | status | answer | what is read |\n|---|---|---|---|\n",
    );
    for error in errors(&root.join(EXCHANGES))? {
        let known = table.iter().find(|known| known.name == error.known);
        let title = known.map_or(error.known.as_str(), |known| &known.title);
        let row =
            format!("| {title} | {} | {} | {} |\n", error.status, code(&error.body), error.read);
        page.push_str(&row);
    }
    page.push('\n');
    Ok(())
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
        Answer::Description => "the description of a list",
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
    if !sign.parameters.is_empty() {
        let names: Vec<String> = sign.parameters.iter().map(|name| code(name)).collect();
        parts.push(format!("parameters {}", names.join(", ")));
    }
    parts.extend(sign.text.as_ref().map(|text| format!("text {}", code(text))));
    format!("{place}: {}", parts.join("; "))
}

/// Returns `text` as code in a table cell.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|").replace('\n', " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn push(page: &mut String, text: &str) {
    page.write_str(text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

    #[test]
    fn the_committed_page_is_current() {
        let path = Path::new(ROOT).join("docs/DIALECTS.md");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == page(Path::new(ROOT)).unwrap(), "run `cargo xtask dialects`");
    }

    #[test]
    fn every_topic_and_every_dialect_is_on_the_page() {
        let page = page(Path::new(ROOT)).unwrap();
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
