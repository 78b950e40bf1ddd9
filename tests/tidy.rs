//! The rules of the source code that neither the compiler nor clippy knows.
//!
//! Each rule is a function from one file to its violations, and is itself tested with a violation
//! planted in a file that does not exist.

#![cfg(not(target_arch = "wasm32"))]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Which layer may name which: `(folder, layer, layers it may name)`. `platform` is open to all.
const LAYERS: [(&str, &str, &[&str]); 11] = [
    ("core/src", "platform", &[]),
    ("core/src", "schema", &["record"]),
    ("core/src", "record", &[]),
    ("core/src", "atom", &[]),
    ("core/src", "machine", &[]),
    ("core/src", "query", &["atom", "record"]),
    ("core/src", "api", &["schema", "record"]),
    ("core/src", "form", &["atom", "machine", "schema", "record"]),
    ("src", "ui", &["machine"]),
    ("src", "reactive", &["schema", "record", "atom", "machine", "query", "api", "form"]),
    (
        "src",
        "app",
        &["schema", "record", "atom", "machine", "query", "api", "form", "ui", "reactive"],
    ),
];

/// Lines of a file before its tests.
const MAX_LINES: usize = 400;
const MAX_ARCHITECTURE_LINES: usize = 200;

/// Names of files and folders that gather strangers.
const VAGUE_NAMES: [&str; 4] = ["utils", "helpers", "common", "types"];

/// Resources of the APIs that the tests use: what knows them does not understand APIs.
const TEST_RESOURCES: [&str; 9] = [
    "products",
    "categories",
    "users",
    "orders",
    "reviews",
    "posts",
    "comments",
    "pet",
    "findByStatus",
];

/// Top-level names by which a word in ARCHITECTURE.md is known to be a path.
const TOP_LEVEL: [&str; 8] = ["core", "src", "worker", "style", "public", "tests", "tools", ".ci"];

struct Source {
    /// The path from the root, with `/` between its parts.
    path: String,
    text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    fn has_extension(&self, extension: &str) -> bool {
        has_extension(&self.path, extension)
    }

    /// Returns whether the file is part of what is shipped.
    fn is_shipped(&self) -> bool {
        self.is_rust()
            && ["src/", "core/src/", "worker/src/"].iter().any(|root| self.path.starts_with(root))
            && !self.path.ends_with("/tests.rs")
            && !self.path.contains("/tests/")
    }

    /// Returns the text without its unit tests, which stand at the end.
    fn without_tests(&self) -> &str {
        let end = ["#[cfg(test)]\nmod tests {", "#[cfg(test)]\nmod test {"]
            .iter()
            .filter_map(|start| self.text.find(start))
            .min();
        &self.text[..end.unwrap_or(self.text.len())]
    }

    /// Returns the numbered lines before the tests that are not only a comment.
    fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.without_tests().lines().enumerate();
        lines.map(|(index, line)| (index + 1, line)).filter(|(_, line)| !is_comment(line))
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

type Rule = fn(&Source) -> Vec<String>;

const RULES: [(&str, Rule); 8] = [
    ("layers", layers),
    ("length", length),
    ("first line", first_line),
    ("white space", white_space),
    ("names", names),
    ("style attributes", style_attributes),
    ("HTML from text", html_from_text),
    ("test resources", test_resources),
];

fn layers(source: &Source) -> Vec<String> {
    let folder = if source.path.starts_with("core/src/") { "core/src" } else { "src" };
    let Some(inside) = source.path.strip_prefix(folder).and_then(|path| path.strip_prefix('/'))
    else {
        return Vec::new();
    };
    // The files of the root itself declare the layers and start the application.
    let Some((layer, _)) = inside.split_once('/') else { return Vec::new() };
    let Some((_, _, allowed)) =
        LAYERS.iter().find(|(root, name, _)| (*root, *name) == (folder, layer))
    else {
        return vec![format!("{layer} is not in the table of layers")];
    };
    let code: String = source
        .text
        .lines()
        .map(|line| if is_comment(line) { "\n".to_owned() } else { format!("{line}\n") })
        .collect();
    let mut named = named_modules(&code, "vitrine_core::");
    named.extend(named_modules(&code, "crate::"));
    named
        .into_iter()
        .filter(|(_, name)| LAYERS.iter().any(|(_, layer, _)| layer == name))
        .filter(|(_, name)| {
            name != layer && name != "platform" && !allowed.contains(&name.as_str())
        })
        .map(|(line, name)| format!("line {line}: {layer} may not name {name}"))
        .collect()
}

/// Returns the first names behind each `root`, with their lines; those of a group one by one.
fn named_modules(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root) {
        let is_whole_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if !is_whole_word {
            continue;
        }
        let line = code[..at].lines().count().max(1);
        let rest = &code[at + root.len()..];
        let name = |text: &str| -> String {
            text.trim_start()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect()
        };
        let Some(group) = rest.strip_prefix('{') else {
            found.push((line, name(rest)));
            continue;
        };
        let (mut depth, mut start) = (1, 0);
        for (index, c) in group.char_indices() {
            depth = match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            };
            if depth == 0 || (depth == 1 && c == ',') {
                found.push((line, name(&group[start..index])));
                start = index + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn length(source: &Source) -> Vec<String> {
    let lines = source.without_tests().lines().count();
    let is_test = source.path.ends_with("/tests.rs") || source.path.starts_with("tests/");
    if source.is_rust() && !is_test && lines > MAX_LINES {
        return vec![format!("{lines} lines before its tests, of at most {MAX_LINES}")];
    }
    Vec::new()
}

fn first_line(source: &Source) -> Vec<String> {
    if source.is_rust() && !source.text.starts_with("//! ") {
        return vec!["it does not begin with `//! <Noun phrase>.`".to_owned()];
    }
    Vec::new()
}

fn white_space(source: &Source) -> Vec<String> {
    // The suites of others stay as they came.
    if source.path.starts_with("tests/conformance/") && source.has_extension("json") {
        return Vec::new();
    }
    let ends_with_space = |(_, line): &(usize, &str)| line.ends_with([' ', '\t']);
    let lines = source.text.lines().enumerate().filter(ends_with_space);
    lines.map(|(index, _)| format!("line {} ends with white space", index + 1)).collect()
}

fn names(source: &Source) -> Vec<String> {
    let parts = source.path.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
    let vague = parts.filter(|part| source.is_rust() && VAGUE_NAMES.contains(part));
    vague.map(|part| format!("`{part}` does not say what is in it")).collect()
}

fn style_attributes(source: &Source) -> Vec<String> {
    forbid(source, &[" style=", "\tstyle="], "a style attribute, which the CSP blocks")
}

fn html_from_text(source: &Source) -> Vec<String> {
    forbid(source, &["inner_html", "innerHTML", "insert_adjacent_html"], "HTML made from text")
}

fn test_resources(source: &Source) -> Vec<String> {
    let quoted: Vec<String> = TEST_RESOURCES.iter().map(|name| format!("\"{name}\"")).collect();
    let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
    forbid(source, &quoted, "the name of a resource that only tests may know")
}

fn forbid(source: &Source, texts: &[&str], what: &str) -> Vec<String> {
    if !source.is_shipped() {
        return Vec::new();
    }
    let has_one = |line: &str| {
        let from_start = format!(" {}", line.trim_start());
        texts.iter().any(|text| from_start.contains(text))
    };
    let lines = source.code_lines().filter(|(_, line)| has_one(line));
    lines.map(|(number, line)| format!("line {number}: {what}: {}", line.trim())).collect()
}

/// Returns what is wrong with the text of ARCHITECTURE.md.
fn architecture(text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_ARCHITECTURE_LINES {
        wrong.push(format!("{lines} lines, of at most {MAX_ARCHITECTURE_LINES}"));
    }
    for (index, line) in text.lines().enumerate() {
        // Every second piece between back quotes is code.
        for code in line.split('`').skip(1).step_by(2) {
            let is_plain = code.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
            let first = code.split('/').next().unwrap_or_default();
            let is_path = (code.contains('/') && TOP_LEVEL.contains(&first))
                || has_extension(code, "rs")
                || has_extension(code, "toml")
                || has_extension(code, "html");
            if is_plain && is_path && !exists(code) {
                wrong.push(format!("line {}: there is no {code}", index + 1));
            }
        }
    }
    wrong
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text files of the project, without what is generated or other people's data.
fn sources() -> Vec<Source> {
    const EXTENSIONS: [&str; 7] = ["rs", "toml", "js", "css", "html", "md", "json"];
    let mut pending: Vec<PathBuf> =
        ["src", "core", "style", "public", "tests", "tools"].map(|name| root().join(name)).into();
    pending.extend(["build.rs", "index.html", "Trunk.toml"].map(|name| root().join(name)));
    let mut sources = Vec::new();
    while let Some(path) = pending.pop() {
        let relative = path.strip_prefix(root()).expect("it was found below the root");
        let relative = relative.to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            let skipped = ["target", "node_modules", "fixtures"];
            if path.file_name().is_some_and(|name| skipped.iter().any(|skip| name == *skip)) {
                continue;
            }
            let entries = fs::read_dir(&path).expect("a folder of the project is readable");
            pending.extend(entries.map(|entry| entry.expect("and so are its entries").path()));
        } else if EXTENSIONS.iter().any(|known| path.extension().is_some_and(|e| e == *known)) {
            let text = fs::read_to_string(&path).expect("a source is text");
            sources.push(Source { path: relative, text });
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

#[test]
fn every_source_keeps_the_rules() {
    let sources = sources();
    assert!(sources.iter().any(|source| source.path == "core/src/lib.rs"), "nothing was scanned");
    let violations: Vec<String> = sources
        .iter()
        .flat_map(|source| {
            RULES.iter().flat_map(move |(name, rule)| {
                let path = &source.path;
                rule(source).into_iter().map(move |what| format!("{path}: {name}: {what}"))
            })
        })
        .collect();
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn the_architecture_names_only_what_exists() {
    let path = root().join("ARCHITECTURE.md");
    let text = fs::read_to_string(&path).expect("ARCHITECTURE.md stands in the root");
    let wrong = architecture(&text, |name| root().join(name).exists());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

mod planted {
    use super::*;

    /// Checks which rules a file violates, by their names.
    fn check(path: &str, text: &str, expected: &[&str]) {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        let violated: Vec<&str> = RULES
            .iter()
            .filter(|(_, rule)| !rule(&source).is_empty())
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(violated, expected, "{path}: {text}");
    }

    #[test]
    fn a_layer_may_not_name_another() {
        let path = "core/src/query/cache.rs";
        check(path, "//! A.\nuse crate::record::Record;\nuse crate::platform::Clock;\n", &[]);
        check(path, "//! A.\nuse crate::api::Api;\n", &["layers"]);
        check(path, "//! A.\nuse crate::{record::{Id, api}, atom};\n", &[]);
        check(path, "//! A.\nuse crate::{\n    record::Id,\n    form::Form,\n};\n", &["layers"]);
        check(path, "//! A.\n// Not crate::api::Api.\n", &[]);
        check("src/ui/grid/mod.rs", "//! A.\nfn a() { vitrine_core::query::x() }\n", &["layers"]);
        check("src/ui/grid/mod.rs", "//! A.\nuse crate::app::App;\n", &["layers"]);
        check("src/app/page.rs", "//! A.\nuse vitrine_core::query::Key;\nuse crate::ui;\n", &[]);
        check("core/src/cache/mod.rs", "//! A.\n", &["layers"]);
    }

    #[test]
    fn a_long_file_is_found_but_its_tests_do_not_count() {
        let code = "let a = 1;\n".repeat(MAX_LINES);
        check("tools/xtask/src/a.rs", &format!("//! A.\n{code}"), &["length"]);
        let code = "let a = 1;\n".repeat(MAX_LINES - 1);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{code}}}\n");
        check("tools/xtask/src/a.rs", &format!("//! A.\n{code}{tests}"), &[]);
    }

    #[test]
    fn a_file_without_its_first_line_is_found() {
        check("src/app/page.rs", "use std::fs;\n", &["first line"]);
        check("style/main.css", "p {}\n", &[]);
    }

    #[test]
    fn white_space_at_an_end_is_found() {
        check("public/boot.js", "start(); \n", &["white space"]);
    }

    #[test]
    fn a_vague_name_is_found() {
        check("core/src/api/utils.rs", "//! A.\n", &["names"]);
        check("core/src/api/common/mod.rs", "//! A.\n", &["names"]);
    }

    #[test]
    fn what_the_csp_blocks_is_found() {
        let path = "src/app/page.rs";
        check(path, "//! A.\nview! { <p style=\"color: red\"/> }\n", &["style attributes"]);
        check(path, "//! A.\n<p\n    style=move || a()\n/>\n", &["style attributes"]);
        check(path, "//! A.\nview! { <p style:color=red/> }\nlet style = 1;\n", &[]);
        check(path, "//! A.\nelement.set_inner_html(text);\n", &["HTML from text"]);
    }

    #[test]
    fn a_known_resource_is_found_outside_tests() {
        let path = "core/src/api/infer.rs";
        check(path, "//! A.\nif name == \"products\" {}\n", &["test resources"]);
        let test = "#[cfg(test)]\nmod tests {\n    const A: &str = \"products\";\n}\n";
        check(path, &format!("//! A.\n{test}"), &[]);
        check("core/src/api/infer/tests.rs", "//! A.\nconst A: &str = \"products\";\n", &[]);
    }

    #[test]
    fn a_path_that_is_gone_is_found() {
        let exists = |path: &str| path == "core/src";
        assert_eq!(architecture("`core/src` and `text/html` and `/:api/new`", exists).len(), 0);
        assert_eq!(architecture("a `core/src/gone` and `gone.rs`", exists).len(), 2);
        assert_eq!(architecture(&"a\n".repeat(MAX_ARCHITECTURE_LINES + 1), exists).len(), 1);
    }
}
