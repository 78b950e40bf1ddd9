//! Statecharts.
//!
//! Modelled on [SCXML](https://www.w3.org/TR/scxml/), whose procedures of its
//! appendix D the functions here are named after.
//!
//! # Model
//! A [`Machine`] is a tree of [`StateNode`]s, each with [`Transition`]s. It is a
//! value and never changes; where it stands is a [`Snapshot`], which also holds
//! the context `C` that guards read and assignments write. [`step`] takes one
//! event through to the end and returns the actions `A` that it asks for.
//!
//! # Invariants
//! - `step` has no effect but on the snapshot; whoever called it carries out
//!   the actions.
//! - A machine that was built knows every state and event that it names.
//! - Order is that of SCXML: exit actions innermost first, then the actions of
//!   the transition, then entry actions outermost first; each in document order.
//!
//! ```
//! use vitrine_core::machine::{Event, Machine, StateNode, Transition, step};
//! #[derive(Debug, Clone)]
//! enum Turn { Push, Coin }
//! impl Event for Turn {
//!     const NAMES: &'static [&'static str] = &["push", "coin"];
//!     fn name(&self) -> &'static str {
//!         match self { Self::Push => "push", Self::Coin => "coin" }
//!     }
//! }
//! let machine: Machine<(), Turn, &str> = Machine::new(
//!     StateNode::compound("turnstile", "locked")
//!         .child(StateNode::atomic("locked").on("coin", Transition::to("open").emit("unlock")))
//!         .child(StateNode::atomic("open").on("push", Transition::to("locked").emit("lock"))),
//! ).expect("every target is there");
//! let (mut snapshot, _) = machine.start(());
//! assert_eq!(step(&machine, &mut snapshot, Turn::Coin), ["unlock"]);
//! assert!(snapshot.matches("open"));
//! assert!(step(&machine, &mut snapshot, Turn::Coin).is_empty());
//! ```

mod build;
mod chart;
mod explore;
mod interpret;
mod microstep;
mod node;
mod outline;
#[cfg(any(feature = "scxml", all(test, not(target_arch = "wasm32"))))]
pub mod scxml;
mod snapshot;

pub use build::{Error, ErrorKind, Machine};
pub use explore::{Exploration, Step, explore};
pub use interpret::step;
pub use node::{Event, StateNode, Transition};
pub use outline::Outline;
pub use snapshot::Snapshot;

#[cfg(test)]
mod tests;
