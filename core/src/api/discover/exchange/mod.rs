//! Discovery in another thread: a question, and the answers to it.
//!
//! # Model
//! A [`Question`] is sent as JSON; the description of a picked file goes
//! beside it. [`answer`] runs where it arrives and tells [`Answer`]s: progress,
//! the first lists of a large description, then the model in [`parts`](self)
//! that are each read in a few milliseconds, and at last how it ended. A
//! [`Reception`] puts them together again.
//!
//! # Invariants
//! Both sides are of the same build, so a message that cannot be read is a
//! broken one: it ends the exchange.

mod answer;
mod parts;
mod question;
mod reception;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use question::{Known, Question, answer};
pub use reception::{Received, Reception};
