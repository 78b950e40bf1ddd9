//! Why something is refused, in words.

use crate::app::locale::sentence;
use vitrine_core::api::Error;
use vitrine_core::form::FieldProblem;

/// Returns what a field says.
pub(super) fn problem_text(problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Message(message) => sentence(message),
        FieldProblem::Server(text) => text.clone(),
    }
}

/// Returns what the server said of the whole, else the sentence of the error.
pub(super) fn refusal_text(error: &Error) -> String {
    match error.text().map(str::trim) {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => sentence(&error.message()),
    }
}
