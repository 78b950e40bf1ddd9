//! Lazy chunks: the module that loads them, made to survive a failed download.
//!
//! # What `wasm-split-cli` 0.2.4 generates
//! The main module imports one function for each lazy function from `./__wasm_split.js`, and that
//! file imports `initSync` from the main JavaScript: the two files name each other. Its exports
//! `__wasm_split_load_<name>(callback, data)` fetch the chunk (and chunks it shares with others)
//! once, instantiate it with the main module's exports, and call
//! `__indirect_function_table.get(callback)(data, success)`. With `success == 0` the Rust side of
//! Leptos 0.8 panics, and each fetch is this text:
//!
//! ```text
//! () => {
//!     const src = fetch(new URL("./NAME.wasm", import.meta.url));
//!     src.catch(() => {});
//!     return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
//! }
//! ```
//!
//! (`debugWrap(...)` around the last call when debug assertions are on.) A fetcher is called when
//! the chunk is wanted; what it returns is called with the imports once the chunks it depends on
//! are there. [`Loader::read`] replaces every fetcher by a call of `fetchChunk`, whose promise does
//! not fail but waits for a retry: `assets/chunk_loader.js` says how the application takes part.

use crate::{Error, Result};

/// The name under which the main module imports the loader.
pub const LOADER: &str = "./__wasm_split.js";

const RUNTIME: &str = include_str!("../../assets/chunk_loader.js");
const HEAD: &str = "() => {\n    const src = fetch(new URL(\"./";
const MIDDLE: &str =
    ".wasm\", import.meta.url));\n    src.catch(() => {});\n    return async (imports) => ";
const TAILS: [&str; 2] = [
    "(WebAssembly.instantiateStreaming(src, imports));\n}\n",
    "debugWrap(WebAssembly.instantiateStreaming(src, imports));\n}\n",
];

/// The module that loads chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loader {
    /// Its text, in which each chunk still has the splitter's name.
    pub text: String,
    /// The splitter's names of the chunks, without `.wasm`.
    pub chunks: Vec<String>,
}

impl Loader {
    /// Reads what the splitter generated and replaces its fetchers.
    ///
    /// # Errors
    /// When the text is not what this version of the splitter writes.
    pub fn read(generated: &str) -> Result<Self> {
        let changed = |why: &str| {
            Error::new("cannot read the chunk loader that wasm-split-cli wrote")
                .because(why)
                .advise("Its version has changed: compare it with bundle/chunks.rs of xtask.")
        };
        let mut pieces = generated.split(HEAD);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        let mut chunks = Vec::new();
        for piece in pieces {
            let (name, after) =
                piece.split_once(MIDDLE).ok_or_else(|| changed("a fetcher has another form"))?;
            let after = TAILS
                .iter()
                .find_map(|tail| after.strip_prefix(tail))
                .ok_or_else(|| changed("a fetcher instantiates in another way"))?;
            text.extend(["() => fetchChunk(\"./", name, ".wasm\")", after]);
            chunks.push(name.to_owned());
        }
        if text.contains("instantiateStreaming") || !text.contains("initSync") {
            return Err(changed("it fetches in a way that is not known here"));
        }
        text.push_str(RUNTIME);
        Ok(Self { text: without_comments(&text), chunks })
    }

    /// Puts the final name of a chunk into the text.
    pub fn rename(&mut self, chunk: &str, file: &str) {
        self.text = self.text.replace(&format!("\"./{chunk}.wasm\""), &format!("\"./{file}\""));
    }
}

/// Removes the lines that are only a comment.
#[must_use]
pub fn without_comments(script: &str) -> String {
    let is_comment =
        |line: &str| line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
    let code = script.lines().filter(|line| !is_comment(line.trim()));
    code.fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENERATED: &str = r#"import { initSync } from "./vitrine.js";

/* a, b */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
export const __wasm_split_load_a = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_a.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => debugWrap(WebAssembly.instantiateStreaming(src, imports));
}
, [__chunk_1]));
"#;

    #[test]
    fn every_fetcher_is_replaced() {
        let mut loader = Loader::read(GENERATED).unwrap();
        assert_eq!(loader.chunks, ["chunk_1", "split_a"]);
        loader.rename("split_a", "a-77.wasm");
        assert!(loader.text.contains(r#"makeLoad(() => fetchChunk("./a-77.wasm"), [__chunk_1])"#));
        assert!(loader.text.contains("function fetchChunk(path)"));
        assert!(
            !loader.text.contains("//") && !loader.text.contains("/*"),
            "no comment is shipped"
        );
    }

    #[test]
    fn a_loader_of_another_splitter_is_refused() {
        let other = GENERATED.replace("src.catch(() => {});", "");
        assert!(Loader::read(&other).is_err());
        let other = GENERATED.replace("const src = fetch(", "const source = fetch(");
        assert!(Loader::read(&other).is_err());
    }
}
