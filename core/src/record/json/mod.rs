//! JSON text, read where it stands.
//!
//! What is shown of an answer is a small part of it, and most of it is what was
//! there before. So a body is not parsed: [`Scanner`] walks over it once and
//! finds where values begin and end; a value is parsed when somebody reads it.
//!
//! # Invariants
//! - Text that a [`Scanner`] has passed is text that `serde_json` parses: what
//!   was found is safe to keep as bytes and to parse later.
//! - Nothing recurses, and each byte is looked at a fixed number of times.

mod compare;
mod scanner;
mod text;

pub use compare::is_same_json;
pub use scanner::Scanner;
pub use text::{Members, at_path, member, parse};
