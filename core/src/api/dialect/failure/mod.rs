//! Answers that are no success.

mod places;
mod shapes;
#[cfg(test)]
mod tests;

pub use shapes::decode_error;
