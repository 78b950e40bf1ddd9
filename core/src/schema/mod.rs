//! JSON Schema.
//!
//! Modelled on [JSON Schema 2020-12](https://json-schema.org/draft/2020-12),
//! with the habits of draft 4 and of `OpenAPI` 3.0 understood beside it:
//! `nullable`, `discriminator`, exclusive bounds as booleans, `items` as a list.
//! A [`Draft`] reads a schema by the rules of one draft alone.
//!
//! # Model
//! A [`Schema`] judges a value and reports [`Violation`]s, each at the path of
//! the value that is wrong. A [`Description`] is what a schema says of one
//! value to a person: its references followed, its `allOf` merged.
//!
//! # Invariants
//! - Nothing fails: an unreadable keyword, pattern or reference judges nothing.
//! - No sentence is written here; a violation carries `validation.<keyword>`.
//! - References are names, not addresses: nothing is fetched.
//! - One field is judged as it is among all the others, without judging them.
//! - `format` is a judgment, and a lenient one: what a server may accept passes.
//!
//! ```
//! use serde_json::json;
//! use vitrine_core::schema::Schema;
//! let schema = Schema::new(json!({
//!     "type": "object",
//!     "required": ["name"],
//!     "properties": { "name": { "type": "string" }, "price": { "minimum": 0 } },
//! }));
//! let violations = schema.validate(&json!({ "price": -1 }));
//! let places: Vec<_> = violations.iter().map(|v| v.path.to_string()).collect();
//! assert_eq!(places, ["name", "price"]);
//! assert_eq!(violations[1].message.argument("limit"), Some("0"));
//! ```

mod array;
mod describe;
mod document;
mod draft;
mod equality;
mod format;
mod index;
mod judge;
mod object;
mod reference;
mod scalar;
mod unevaluated;
mod union;
mod validate;
mod violation;

pub use describe::{Choice, Description, TypeSet};
pub use document::{Direction, Schema};
pub use draft::Draft;
pub use equality::equal;
pub use violation::Violation;

#[cfg(test)]
mod tests;
