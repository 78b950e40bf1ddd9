//! The way to the origin, for those who guard it.

use super::QueryError;
use super::QueryKey;
use super::client::QueryClient;
use crate::platform::Random;
use futures::future::LocalBoxFuture;
use std::any::Any;
use std::rc::Rc;

/// The end of one try: data of the query's type, or an error.
pub type TryResult = Result<Rc<dyn Any>, QueryError>;

/// One try to fetch: starts when it is called; dropping its future aborts it.
pub type Try = Box<dyn FnOnce() -> LocalBoxFuture<'static, TryResult>>;

/// Stands between the cache and the network.
///
/// Each try of each fetch passes it, so that it can hold tries back, refuse
/// them, or end them. [`OriginGate`](super::OriginGate) limits how many run at a
/// time, gives up after a time, and spares an origin that is down.
pub trait Gate {
    /// Returns the result of `attempt`, or of not making it.
    fn pass(&self, key: &QueryKey, attempt: Try) -> LocalBoxFuture<'static, TryResult>;
}

impl QueryClient {
    /// Sends every try of every fetch through `gate` from now on.
    pub fn set_gate(&self, gate: Rc<dyn Gate>) {
        let before = self.inner().plugs.borrow_mut().gate.replace(gate);
        drop(before);
    }

    /// Spreads the waits between tries by chance from now on; see
    /// [`RetryPolicy`](super::RetryPolicy).
    pub fn set_random(&self, random: Rc<dyn Random>) {
        let before = self.inner().plugs.borrow_mut().random.replace(random);
        drop(before);
    }
}
