//! Data that shares its parts with the data before it.

use super::cache::Inner;
use super::entry::Entry;
use super::state::Erased;
use super::{QueryClient, QueryKey};
use std::cell::RefCell;
use std::rc::Rc;

/// Makes new data of the data before and what arrived; nothing for data of
/// another type.
type Sharing = Rc<dyn Fn(&QueryKey, Option<&Erased>, &Erased) -> Option<Erased>>;

/// The functions of a client, by the types of their data.
#[derive(Default)]
struct Sharings(RefCell<Vec<Sharing>>);

impl QueryClient {
    /// Lets `share` look at each data of type `T` before it enters the cache:
    /// it gets the key, the data there is, and the data that arrived, and
    /// returns what the cache is to hold.
    ///
    /// Where the type has parts of its own to share, such as rows, the result
    /// may keep those of the data before that did not change. Data that as a
    /// whole equals the data before keeps its allocation in any case. Several
    /// functions for a type run one after the other, in the order in which they
    /// were set.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(ManualClock::default()),
    /// #     spawn: Rc::new(LocalSpawn::default()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// type Rows = Vec<Rc<str>>;
    /// client.share_structure(|_, before: Option<&Rc<Rows>>, new: Rc<Rows>| {
    ///     let known = before.map(|rows| rows.as_slice()).unwrap_or_default();
    ///     let keep = |row: &Rc<str>| known.iter().find(|old| *old == row).unwrap_or(row).clone();
    ///     Rc::new(new.iter().map(keep).collect())
    /// });
    /// let key = QueryKey::from("rows");
    /// client.set_data::<Rows>(&key, vec!["a".into(), "b".into()]);
    /// let before = client.get_data::<Rows>(&key).unwrap();
    /// client.set_data::<Rows>(&key, vec!["a".into(), "c".into()]);
    /// let after = client.get_data::<Rows>(&key).unwrap();
    /// assert!(Rc::ptr_eq(&before[0], &after[0]) && *after[1] == *"c");
    /// ```
    pub fn share_structure<T: 'static>(
        &self,
        share: impl Fn(&QueryKey, Option<&Rc<T>>, Rc<T>) -> Rc<T> + 'static,
    ) {
        let sharing: Sharing = Rc::new(move |key, before, new| {
            let new: Rc<T> = Rc::clone(new).downcast().ok()?;
            let before = before.and_then(|before| Rc::clone(before).downcast::<T>().ok());
            Some(share(key, before.as_ref(), new))
        });
        let inner = self.inner();
        inner.extensions.get_or(Sharings::default).0.borrow_mut().push(sharing);
        let this = inner.this.clone();
        let hook = move |entry: &Entry, new: Erased| match this.upgrade() {
            Some(inner) => share_all(&inner, entry, new),
            None => new,
        };
        let before = inner.plugs.borrow_mut().share.replace(Rc::new(hook));
        drop(before);
    }
}

fn share_all(inner: &Inner, entry: &Entry, new: Erased) -> Erased {
    let Some(sharings) = inner.extensions.get::<Sharings>() else { return new };
    let before = entry.state.borrow().data.clone();
    let all = sharings.0.borrow().clone();
    all.iter().fold(new, |new, share| share(&entry.key, before.as_ref(), &new).unwrap_or(new))
}
