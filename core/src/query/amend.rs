//! Data that is put right in its place.

use super::event::QueryEventKind;
use super::{QueryClient, QueryKey};
use std::rc::Rc;

impl QueryClient {
    /// Puts `data` in the place of the data of `key`, because part of it is
    /// known better by now; returns whether there was data of that type.
    ///
    /// Unlike [`set_data`](Self::set_data) this is no answer about the whole:
    /// the age stays, what is stale stays stale, an error stays, and a fetch
    /// under way goes on.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let clock = ManualClock::new(1_000);
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(clock.clone()),
    /// #     spawn: Rc::new(LocalSpawn::default()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// let key = QueryKey::from("names");
    /// client.set_data(&key, vec!["Ida", "Bo"]);
    /// clock.advance(std::time::Duration::from_secs(5));
    /// assert!(client.amend(&key, vec!["Ida", "Bob"]));
    /// let state = client.state::<Vec<&str>>(&key).unwrap();
    /// assert_eq!((state.data.unwrap()[1], state.updated_at), ("Bob", Some(1_000)));
    /// ```
    pub fn amend<T: PartialEq + 'static>(&self, key: &QueryKey, data: T) -> bool {
        let inner = self.inner();
        let Some(entry) = inner.find(key) else { return false };
        let Some(updated_at) = entry.state.borrow().updated_at.filter(|_| entry.has_data()) else {
            return false;
        };
        if !entry.shape.holds(&data) {
            return false;
        }
        inner.batch(|| {
            let before = {
                let state = entry.state.borrow();
                (state.status, state.error.clone(), state.is_invalidated)
            };
            let refused_until = entry.refused_until.get();
            entry.place(Rc::new(data), updated_at);
            entry.refused_until.set(refused_until);
            {
                let mut state = entry.state.borrow_mut();
                (state.status, state.error, state.is_invalidated) = before;
            }
            inner.emit(Some(&entry), QueryEventKind::Amended);
            inner.changed(&entry);
        });
        true
    }
}
