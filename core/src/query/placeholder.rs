//! What is shown before there is data.

use super::QueryKey;
use super::QueryObserver;
use super::entry::Entry;
use super::state::Erased;
use std::cell::RefCell;
use std::rc::Rc;

/// What was made for a key after what was shown last.
struct Made {
    key: QueryKey,
    previous: Option<Erased>,
    placeholder: Option<Erased>,
}

impl<T: PartialEq + 'static> QueryObserver<T> {
    /// Shows what `make` returns while a query has no data and has not failed.
    ///
    /// `make` is called with the key and with what was shown last, once for
    /// each pair. The result looks like data of [`Status::Success`](super::Status) with
    /// `is_placeholder` set; it never enters the cache, and takes the place of
    /// [`keep_previous_data`](super::QueryOptions::keep_previous_data).
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
    /// # let fetcher: Fetcher<u32> = Rc::new(|| Box::pin(async { Ok(7) }));
    /// let observer = client.observe(&"count".into(), client.defaults(), fetcher);
    /// observer.set_placeholder(|_key, previous| Some(previous.unwrap_or_else(|| Rc::new(0))));
    /// assert_eq!(observer.state().data.as_deref(), Some(&0));
    /// assert!(observer.state().is_placeholder);
    /// ```
    pub fn set_placeholder(
        &self,
        make: impl Fn(&QueryKey, Option<Rc<T>>) -> Option<Rc<T>> + 'static,
    ) {
        let memo: RefCell<Option<Made>> = RefCell::default();
        let hook = move |previous: Option<&Erased>, entry: &Rc<Entry>| {
            if let Some(made) = memo.borrow().as_ref()
                && made.key == entry.key
                && is_same(made.previous.as_ref(), previous)
            {
                return made.placeholder.clone();
            }
            let typed = previous.and_then(|shown| Rc::clone(shown).downcast::<T>().ok());
            let placeholder = make(&entry.key, typed).map(|made| made as Erased);
            let before = memo.take().and_then(|made| made.placeholder);
            let placeholder = match (before, placeholder) {
                (Some(before), Some(new))
                    if (entry.shape.is_same)(before.as_ref(), new.as_ref()) =>
                {
                    Some(before)
                }
                (_, new) => new,
            };
            let (key, previous) = (entry.key.clone(), previous.cloned());
            *memo.borrow_mut() = Some(Made { key, previous, placeholder: placeholder.clone() });
            placeholder
        };
        let before = self.core().placeholder.replace(Some(Rc::new(hook)));
        drop(before);
        self.core().refresh();
    }

    /// Shows nothing before there is data, or what
    /// [`keep_previous_data`](super::QueryOptions::keep_previous_data) says.
    pub fn clear_placeholder(&self) {
        let before = self.core().placeholder.take();
        drop(before);
        self.core().refresh();
    }
}

fn is_same(left: Option<&Erased>, right: Option<&Erased>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => std::ptr::addr_eq(Rc::as_ptr(left), Rc::as_ptr(right)),
        (None, None) => true,
        _ => false,
    }
}
