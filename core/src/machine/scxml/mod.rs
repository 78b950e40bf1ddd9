//! Machines that are read from SCXML.
//!
//! Modelled on [SCXML](https://www.w3.org/TR/scxml/) with its data model of
//! ECMAScript, of which a small evaluator knows the expressions, `var`,
//! functions, `if` and assignments.
//!
//! # Model
//! A [`Document`] is what was read. An [`Interpreter`] runs it, and the
//! documents that it invokes, each as a session of its own.
//!
//! # Invariants
//! - The interpreter has no clock: who runs it says what time it is, and asks
//!   when the next delayed event is due.
//! - An error in a document's content is an event of that document
//!   (`error.execution`, `error.communication`), never a panic.
//!
//! ```
//! use vitrine_core::machine::scxml::{Document, Interpreter};
//! let source = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
//!   <state id="locked"><transition event="coin" target="open"/></state>
//!   <state id="open"><transition event="push" target="locked"/></state>
//! </scxml>"#;
//! let document = Document::read(source, &|_| None).expect("a document");
//! let mut turnstile = Interpreter::new(document, |_| None);
//! turnstile.run();
//! turnstile.send("coin");
//! assert!(turnstile.matches("open"));
//! ```

mod document;
mod element;
mod evaluate;
mod event;
mod execute;
mod interpreter;
mod read;
mod session;
mod syntax;
mod tokens;
mod value;

pub use document::Document;
pub use element::Element;
pub use interpreter::Interpreter;
pub use read::{Load, ReadError};
pub use syntax::Function;
pub use value::Value;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod tests;
