//! The places where optional parts plug in.

use super::cache::Reason;
use super::entry::Entry;
use super::gate::Gate;
use super::state::Erased;
use super::store::Store;
use crate::platform::Random;
use futures::future::LocalBoxFuture;
use std::rc::Rc;
use std::time::Duration;

/// Reads an entry from the level below before its first try; ready with whether
/// that ended the fetch with this id.
pub(super) type Load = Rc<dyn Fn(&Rc<Entry>, u64, Duration) -> LocalBoxFuture<'static, bool>>;

/// Makes what an entry is to hold of what arrived for it.
pub(super) type Share = Rc<dyn Fn(&Entry, Erased) -> Erased>;

/// What is plugged into a client; empty unless a program asks for it.
#[derive(Default)]
pub(super) struct Plugs {
    pub(super) store: Option<Rc<dyn Store>>,
    pub(super) load: Option<Load>,
    pub(super) gate: Option<Rc<dyn Gate>>,
    pub(super) share: Option<Share>,
    pub(super) random: Option<Rc<dyn Random>>,
    /// Asked before queries are fetched on focus and reconnect; returns whether
    /// it does that itself, later.
    pub(super) resume: Option<Rc<dyn Fn(Reason) -> bool>>,
}
