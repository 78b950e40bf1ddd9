//! What protects an origin, and this page from a slow one.
//!
//! # Model
//! An [`OriginGate`] stands before every try of a client. Each query belongs to
//! an origin, by a function of its key. An [`OriginPolicy`] says how many tries
//! of an origin run at a time, how long one may take, and when a [`Breaker`]
//! opens: after so many failures one after the other the origin is spared for
//! a while; then one try finds out whether it is back.
//!
//! # Invariants
//! - Of one origin no more tries than allowed are under way.
//! - Of those that wait the one with the greatest rank goes first, and of equal
//!   ones the one that came first.
//! - While a breaker is half open one try is under way.
//! - A try that is dropped frees its place at once.

mod breaker;
mod gate;
mod queue;

pub use breaker::{Breaker, BreakerState};
pub use gate::{OriginGate, OriginOf, OriginOptions, OriginPolicy, OriginStatistics};
