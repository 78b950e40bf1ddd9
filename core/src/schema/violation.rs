//! One reason why a value is refused.

use crate::platform::Message;
use crate::record::Path;

/// One keyword that a value does not fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The value, or where it is missing.
    pub path: Path,
    /// The keyword, such as `minLength`.
    pub keyword: &'static str,
    /// What is wrong, for people; the key is `validation.<keyword>`, and that of
    /// `enum` for `discriminator` and of `contains` for `minContains`.
    ///
    /// Arguments: `limit` of bounds, sizes and `multipleOf`; `expected` of
    /// `type` and `const`; `format`; `pattern`; `name` of a property that is
    /// too much.
    pub message: Message,
}

impl Violation {
    pub(super) fn new(path: &Path, keyword: &'static str) -> Self {
        // To a person, these say the same as their neighbors.
        let words = match keyword {
            "discriminator" => "enum",
            "minContains" => "contains",
            _ => keyword,
        };
        let message = Message::new(["validation.", words].concat());
        Self { path: path.clone(), keyword, message }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.message = self.message.with(name, value);
        self
    }
}
