//! How many bytes the data of each query takes.

use super::cache::Inner;
use super::entry::Entry;
use super::event::QueryEventKind;
use super::planted::{Planted, is_planted};
use super::{QueryClient, QueryKey};
use crate::atom::Subscription;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Scale = Rc<dyn Fn(&dyn Any) -> Option<usize>>;

/// What knows the sizes, and their sum.
#[derive(Default)]
pub(super) struct Weights {
    scales: RefCell<Vec<Scale>>,
    pub(super) total: Cell<usize>,
    hook: RefCell<Option<Subscription>>,
}

/// The bytes that an entry was last counted with.
#[derive(Default)]
struct Weight(Cell<usize>);

impl QueryClient {
    /// Tells how many bytes data of type `T` takes. Data that no such function
    /// knows takes none, for the bound as for the counters.
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
    /// client.weigh(String::len);
    /// client.set_data(&"greeting".into(), "hello".to_owned());
    /// assert_eq!(client.bytes(), 5);
    /// ```
    pub fn weigh<T: 'static>(&self, bytes: impl Fn(&T) -> usize + 'static) {
        let weights = self.inner().weights();
        let scale: Scale = Rc::new(move |data| data.downcast_ref().map(&bytes));
        weights.scales.borrow_mut().push(scale);
        for entry in self.inner().matching(&QueryKey::root()) {
            weights.update(&entry, true);
        }
    }

    /// Returns how many bytes the data of all queries takes, as far as
    /// [`weigh`](Self::weigh) knows.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.inner().extensions.get::<Weights>().map_or(0, |weights| weights.total.get())
    }

    /// Returns how many bytes the data of `key` takes.
    #[must_use]
    pub fn bytes_of(&self, key: &QueryKey) -> usize {
        self.inner().find(key).map_or(0, |entry| entry.bytes())
    }
}

impl Inner {
    pub(super) fn weights(&self) -> Rc<Weights> {
        let weights = self.extensions.get_or(Weights::default);
        if weights.hook.borrow().is_none() {
            let this = Rc::downgrade(&weights);
            let hook = self.watch(Rc::new(move |entry, kind| {
                let (Some(weights), Some(entry)) = (this.upgrade(), entry) else { return };
                match kind {
                    QueryEventKind::Updated
                    | QueryEventKind::Restored
                    | QueryEventKind::Amended => {
                        weights.update(entry, true);
                    }
                    QueryEventKind::Removed | QueryEventKind::Emptied => {
                        weights.update(entry, is_planted(Planted::WeightStays));
                    }
                    _ => {}
                }
            }));
            *weights.hook.borrow_mut() = Some(hook);
        }
        weights
    }
}

impl Weights {
    fn update(&self, entry: &Entry, is_held: bool) {
        let data = entry.state.borrow().data.clone().filter(|_| is_held);
        let scales = self.scales.borrow().clone();
        let bytes = data.and_then(|data| scales.iter().find_map(|scale| scale(data.as_ref())));
        let bytes = bytes.unwrap_or(0);
        let before = entry.extensions.get_or(Weight::default).0.replace(bytes);
        self.total.set(self.total.get() + bytes - before);
    }
}

impl Entry {
    pub(super) fn bytes(&self) -> usize {
        self.extensions.get::<Weight>().map_or(0, |weight| weight.0.get())
    }
}
