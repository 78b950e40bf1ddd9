//! The W3C's tests of SCXML.
//!
//! They lie under `tests/conformance/scxml` with their source and licence; what
//! is excluded stands there too, with its reason.

use super::{Document, Interpreter};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// No test waits longer than this, in milliseconds.
const PATIENCE: u64 = 120_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/scxml")
}

fn load(place: &str) -> Option<String> {
    let name = place.strip_prefix("file:")?;
    fs::read_to_string(folder().join("documents").join(name)).ok()
}

/// Runs a document to its end; `Ok` if it ended in its state `pass`.
fn run(file: &Path) -> Result<(), String> {
    let source = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let document = Document::read(&source, &load).map_err(|error| error.to_string())?;
    let mut interpreter = Interpreter::new(document, load);
    interpreter.run();
    while !interpreter.is_done() {
        match interpreter.next_due() {
            Some(due) if due <= PATIENCE => interpreter.advance(due),
            _ => break,
        }
    }
    let states = interpreter.states();
    if interpreter.is_done() && states.contains(&"pass") {
        return Ok(());
    }
    Err(format!("stands in {states:?}"))
}

/// Returns the ids of the tests with how binding they are, as the manifest has
/// them.
fn manifest() -> BTreeMap<String, String> {
    let source = fs::read_to_string(folder().join("manifest.xml")).unwrap();
    let manifest = roxmltree::Document::parse(&source).unwrap();
    let tests = manifest.descendants().filter(|node| node.has_tag_name("test"));
    let pair = |node: roxmltree::Node<'_, '_>| {
        let attribute = |name: &str| node.attribute(name).unwrap().to_owned();
        (attribute("id"), attribute("conformance"))
    };
    tests.map(pair).collect()
}

/// Returns the documents of a test: some ids stand for several, which differ by
/// a letter or a number behind the id.
fn documents(id: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder().join("documents")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let rest = name.strip_prefix(&format!("test{id}"));
        let variant = rest.and_then(|rest| rest.strip_suffix(".txml.scxml"));
        if variant.is_some_and(|variant| !variant.starts_with(|c: char| c.is_ascii_digit())) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn exclusions() -> BTreeMap<String, String> {
    let table = fs::read_to_string(folder().join("exclusions.csv")).unwrap();
    let rows = table.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.map(|(id, reason)| (id.to_owned(), reason.to_owned())).collect()
}

#[test]
#[allow(clippy::print_stdout, reason = "the counts are what the run is for")]
fn the_tests_of_the_w3c_pass_but_for_those_excluded_with_a_reason() {
    let exclusions = exclusions();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut surprises = Vec::new();
    for (id, binding) in manifest() {
        let (passed, all) = counts.entry(binding).or_default();
        *all += 1;
        let documents = documents(&id);
        let outcome = if documents.is_empty() {
            Err("there is no document".to_owned())
        } else {
            documents.iter().try_for_each(|document| run(document))
        };
        let is_excluded = exclusions.contains_key(&id);
        match outcome {
            Ok(()) => *passed += 1,
            Err(message) if !is_excluded => surprises.push(format!("{id}: {message}")),
            Err(_) => {}
        }
        if outcome_is_stale(is_excluded, &documents) {
            surprises.push(format!("{id}: is excluded, but passes"));
        }
    }
    let (mandatory, optional) = (counts["mandatory"], counts["optional"]);
    println!(
        "passed {} of {} mandatory, {} of {} optional",
        mandatory.0, mandatory.1, optional.0, optional.1
    );
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Returns whether an excluded test passes after all.
fn outcome_is_stale(is_excluded: bool, documents: &[PathBuf]) -> bool {
    is_excluded && !documents.is_empty() && documents.iter().all(|document| run(document).is_ok())
}
