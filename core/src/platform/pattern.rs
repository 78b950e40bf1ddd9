//! Regular expressions.

use std::fmt;

/// A regular expression in the syntax of ECMA-262, as JSON Schema asks for.
///
/// In the browser it is the browser's own, which costs no transfer.
///
/// ```
/// use vitrine_core::platform::Pattern;
/// let pattern = Pattern::new("^[A-Z]{2}-\\d+$").expect("it is well-formed");
/// assert!(pattern.is_match("DE-42") && !pattern.is_match("de-42"));
/// ```
pub struct Pattern {
    source: String,
    #[cfg(target_arch = "wasm32")]
    inner: js_sys::RegExp,
    #[cfg(not(target_arch = "wasm32"))]
    inner: regress::Regex,
}

impl Pattern {
    /// Returns the expression written as `source`; `None` if it cannot be read.
    ///
    /// It is read in Unicode mode, and in the lenient mode of old where that
    /// fails: many descriptions escape what needs no escape, such as `\-`.
    #[must_use]
    pub fn new(source: &str) -> Option<Self> {
        let inner = compile(source, "u").or_else(|| compile(source, ""))?;
        Some(Self { source: source.to_owned(), inner })
    }

    /// Returns whether it matches anywhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        #[cfg(target_arch = "wasm32")]
        return self.inner.test(text);
        #[cfg(not(target_arch = "wasm32"))]
        return self.inner.find(text).is_some();
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.source).finish()
    }
}

// The constructor is called by reflection because `RegExp::new` lets the
// exception of a malformed expression through, which would end the application.
#[cfg(target_arch = "wasm32")]
fn compile(source: &str, flags: &str) -> Option<js_sys::RegExp> {
    use wasm_bindgen::JsCast;
    let constructor = js_sys::Reflect::get(&js_sys::global(), &"RegExp".into()).ok()?;
    let constructor: js_sys::Function = constructor.dyn_into().ok()?;
    let arguments = js_sys::Array::of2(&source.into(), &flags.into());
    js_sys::Reflect::construct(&constructor, &arguments).ok()?.dyn_into().ok()
}

#[cfg(not(target_arch = "wasm32"))]
fn compile(source: &str, flags: &str) -> Option<regress::Regex> {
    regress::Regex::with_flags(source, flags).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needless_escape_is_forgiven() {
        let pattern = Pattern::new(r"^[a-z\-]+$").unwrap();
        assert!(pattern.is_match("a-b"));
    }

    #[test]
    fn a_malformed_expression_is_none() {
        assert!(Pattern::new("(").is_none());
    }

    #[test]
    fn letters_of_every_script_are_known() {
        assert!(Pattern::new(r"^\p{L}+$").unwrap().is_match("Škoda"));
    }
}
