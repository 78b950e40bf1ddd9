//! Labels of the records that fields point to, fetched in batches.

use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use vitrine_core::api::{Api, DataProvider, RestProvider};
use vitrine_core::platform::{Task, together};
use vitrine_core::record::{Identifier, Record};

/// Knows the labels of records by resource and key.
///
/// Whoever asks for a label within one turn of the event loop shares one
/// request per resource with all others.
#[derive(Clone)]
pub struct References {
    inner: Rc<Inner>,
}

/// The model that says what labels are, and what asks for them.
type Model = (Rc<Api>, Rc<RestProvider>);

/// A record by its resource and its key.
type Target = (String, Identifier);

struct Inner {
    model: RefCell<Model>,
    labels: RefCell<HashMap<Target, ArcRwSignal<Option<String>>>>,
    wanted: RefCell<Vec<(String, Vec<Identifier>)>>,
}

impl fmt::Debug for References {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("References").finish_non_exhaustive()
    }
}

impl References {
    /// Returns an empty set that asks `provider`.
    #[must_use]
    pub fn new(api: Rc<Api>, provider: Rc<RestProvider>) -> Self {
        let (labels, wanted) = (RefCell::default(), RefCell::default());
        let model = RefCell::new((api, provider));
        Self { inner: Rc::new(Inner { model, labels, wanted }) }
    }

    /// Goes on with another model. The records of the resources in `relabel`
    /// keep their labels until the new ones are there.
    pub fn adopt(&self, api: Rc<Api>, provider: Rc<RestProvider>, relabel: &[String]) {
        *self.inner.model.borrow_mut() = (api, provider);
        let labels = self.inner.labels.borrow();
        for (resource, identifier) in labels.keys().filter(|(name, _)| relabel.contains(name)) {
            self.want(resource, identifier);
        }
    }

    /// Returns the label of a record; `None` until it is known.
    #[must_use]
    pub fn label(&self, resource: &str, identifier: &Identifier) -> ArcRwSignal<Option<String>> {
        let key = (resource.to_owned(), identifier.clone());
        if let Some(label) = self.inner.labels.borrow().get(&key) {
            return label.clone();
        }
        let label = ArcRwSignal::new(None);
        self.inner.labels.borrow_mut().insert(key, label.clone());
        self.want(resource, identifier);
        label
    }

    /// Takes the labels of records that an answer brought.
    pub fn put(&self, resource: &str, records: &[Record]) {
        let api = Rc::clone(&self.inner.model.borrow().0);
        let Some(model) = api.resource(resource) else { return };
        for record in records {
            let Some(identifier) = record.identifier.clone() else { continue };
            let label = model.label(record);
            let target = (resource.to_owned(), identifier);
            let known = self.inner.labels.borrow().get(&target).cloned();
            if let Some(known) = known
                && known.with_untracked(|known| known.as_deref() != Some(&label))
            {
                known.set(Some(label));
            }
        }
    }

    fn want(&self, resource: &str, identifier: &Identifier) {
        let mut wanted = self.inner.wanted.borrow_mut();
        let is_first = wanted.is_empty();
        match wanted.iter_mut().find(|(name, _)| name == resource) {
            Some((_, identifiers)) => identifiers.push(identifier.clone()),
            None => wanted.push((resource.to_owned(), vec![identifier.clone()])),
        }
        if is_first {
            let references = self.clone();
            leptos::task::spawn_local(async move { references.fetch().await });
        }
    }

    async fn fetch(&self) {
        let wanted = std::mem::take(&mut *self.inner.wanted.borrow_mut());
        let provider = &Rc::clone(&self.inner.model.borrow().1);
        let fetches = wanted.into_iter().map(|(resource, identifiers)| -> Task<'_, ()> {
            Box::pin(async move {
                // Without an answer the key stays on the screen, which is true too.
                if let Ok(records) = provider.get_many(&resource, &identifiers).await {
                    self.put(&resource, &records);
                }
            })
        });
        together(usize::MAX, fetches.collect()).await;
    }
}
