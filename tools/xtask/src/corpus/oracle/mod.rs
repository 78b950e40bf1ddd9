//! Collections of a document, found by a walk that knows nothing of the product.

mod pairs;
mod schema;

pub use pairs::{Pair, operations, pairs};
