//! An open API.

use super::guarded::Guarded;
use super::{Notes, References, SignIn};
use crate::app::route::Collection;
use leptos::prelude::*;
use serde_json::Value;
use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::api::dialect::within;
use vitrine_core::api::{
    Api, Capabilities, Credential, Credentials, DataProvider, Resource, RestProvider, Transport,
};
use vitrine_core::platform::{HttpClient, Message, SystemClock, SystemSpawn};
use vitrine_core::query::{QueryClient, QueryClientOptions, QueryKey, QueryOptions};

/// How long an answer counts as fresh: going back to a list asks nothing.
const STALE_TIME: Duration = Duration::from_secs(30);

/// A handle to an open API.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    sign_in: SignIn,
    /// Counts the models: reasons may have changed.
    model: RwSignal<u32>,
    /// Counts what screens show of them.
    look: RwSignal<u32>,
}

/// What another model of the same API changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whether a screen shows or offers something else.
    pub is_visible: bool,
    /// The resources whose rows have to be asked for again.
    pub refetch: Vec<String>,
    /// The resources whose records are called otherwise.
    pub relabel: Vec<String>,
}

struct Inner {
    slug: String,
    api: Rc<Api>,
    resources: Vec<Rc<Resource>>,
    guarded: Guarded,
    credentials: Credentials,
    query: QueryClient,
    references: References,
    notes: Notes,
    /// Counts how often lists were added.
    lists: RwSignal<u32>,
    /// What a chunk has added to the session; see [`Session::plug`].
    plugged: Rc<RefCell<Vec<Rc<dyn Any>>>>,
}

impl fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Session({})", self.slug)
    }
}

impl Session {
    /// Opens `api`; requests go through `http` with `credentials`.
    #[must_use]
    pub fn new(
        slug: String,
        api: Rc<Api>,
        http: Rc<dyn HttpClient>,
        credentials: Credentials,
    ) -> Self {
        let sign_in = SignIn::default();
        if credentials.get(&api.base_url).is_some() {
            sign_in.is_signed_in.set(true);
        }
        let transport = Transport::new(http, Rc::new(SystemClock), credentials.clone());
        let rest = Rc::new(RestProvider::new(Rc::clone(&api), transport));
        let references = References::new(Rc::clone(&api), Rc::clone(&rest));
        let guarded = Guarded { inner: rest, sign_in };
        let query = QueryClient::new(QueryClientOptions {
            clock: Rc::new(SystemClock),
            spawn: Rc::new(SystemSpawn),
            defaults: QueryOptions {
                stale_time: STALE_TIME,
                keep_previous_data: true,
                // The transport repeats safe requests itself.
                retry: vitrine_core::query::RetryPolicy::never(),
                ..QueryOptions::default()
            },
        });
        let resources = api.resources.iter().cloned().map(Rc::new).collect();
        let inner = Inner {
            slug,
            api,
            resources,
            guarded,
            credentials,
            query,
            references,
            notes: Notes::default(),
            lists: RwSignal::new(0),
            plugged: Rc::default(),
        };
        Self {
            inner: StoredValue::new_local(Rc::new(inner)),
            sign_in,
            model: RwSignal::new(0),
            look: RwSignal::new(0),
        }
    }

    /// Goes on with another model of the same API; what is shown stays until
    /// there is something to put in its place.
    pub fn adopt(self, api: Rc<Api>, changes: &Changes) {
        let known = self.inner.get_value();
        let transport = known.guarded.inner.transport().clone();
        let rest = Rc::new(RestProvider::new(Rc::clone(&api), transport));
        known.references.adopt(Rc::clone(&api), Rc::clone(&rest), &changes.relabel);
        let resources = api.resources.iter().cloned().map(Rc::new).collect();
        self.inner.set_value(Rc::new(Inner {
            slug: known.slug.clone(),
            api,
            resources,
            guarded: Guarded { inner: rest, sign_in: self.sign_in },
            credentials: known.credentials.clone(),
            query: known.query.clone(),
            references: known.references.clone(),
            notes: known.notes.clone(),
            lists: known.lists,
            plugged: Rc::clone(&known.plugged),
        }));
        if changes.is_visible {
            self.look.update(|look| *look += 1);
        }
        for resource in &changes.refetch {
            known.query.invalidate(&QueryKey::new([resource.as_str()]));
        }
        self.touch();
    }

    /// Adds what `make` makes to the session, unless it has a `T`: it lives as
    /// long as the session. The first module knows nothing of it.
    pub(super) fn plug<T: 'static>(self, make: impl FnOnce() -> Rc<T>) {
        let plugged = self.inner.with_value(|inner| Rc::clone(&inner.plugged));
        if !plugged.borrow().iter().any(|known| known.is::<T>()) {
            // What is made may ask for what is plugged.
            let value = make();
            plugged.borrow_mut().push(value);
        }
    }

    /// Returns what was added to the session, if it has a `T`.
    pub(super) fn plugged<T: 'static>(self) -> Option<Rc<T>> {
        let plugged = self.inner.with_value(|inner| Rc::clone(&inner.plugged));
        let plugged = plugged.borrow();
        plugged.iter().find_map(|known| Rc::clone(known).downcast().ok())
    }

    /// Returns the slug, the address and the credentials of the API, unless
    /// the session is over.
    pub(super) fn identity(self) -> Option<(String, String, Credentials)> {
        self.inner.try_with_value(|inner| {
            (inner.slug.clone(), inner.api.base_url.clone(), inner.credentials.clone())
        })
    }

    /// Goes on with a model that has more lists.
    pub fn grow(self, api: Rc<Api>, changes: &Changes) {
        self.adopt(api, changes);
        let lists = self.inner.with_value(|inner| inner.lists);
        lists.update(|lists| *lists += 1);
    }

    /// Has the calling view run again when lists are added.
    pub fn track_lists(self) {
        self.inner.with_value(|inner| inner.lists).track();
    }

    /// Returns how far the reading of the API is, as long as not all of it is
    /// known; the calling view runs again when that changes.
    #[must_use]
    pub fn progress(self) -> Option<Message> {
        self.track_model();
        self.inner.with_value(|inner| inner.notes.progress())
    }

    /// Tells those who show the model that something about it is new.
    pub fn touch(self) {
        self.model.update(|model| *model += 1);
    }

    /// Has the calling view run again when anything about the model is new.
    pub fn track_model(self) {
        self.model.track();
    }

    /// Returns a number that changes with what screens show of the model; the
    /// calling view runs again then.
    #[must_use]
    pub fn look(self) -> u32 {
        self.look.get()
    }

    /// Returns what was found out besides the model.
    #[must_use]
    pub fn notes(self) -> Notes {
        self.inner.with_value(|inner| inner.notes.clone())
    }

    /// Returns whether the description is another one than before; the calling
    /// view runs again when that changes.
    #[must_use]
    pub fn has_news(self) -> bool {
        self.track_model();
        self.inner.with_value(|inner| inner.notes.has_news())
    }

    /// Returns what sends the requests of this API.
    #[must_use]
    pub fn transport(self) -> Transport {
        self.inner.with_value(|inner| inner.guarded.inner.transport().clone())
    }

    /// Returns the session around the calling view.
    ///
    /// # Panics
    /// Panics outside of the screens of an API.
    #[must_use]
    pub fn expect() -> Self {
        use_context().expect("this view must be placed within the screens of an API")
    }

    /// Returns the slug of the connection.
    #[must_use]
    pub fn slug(self) -> String {
        self.inner.with_value(|inner| inner.slug.clone())
    }

    /// Returns the name of the API.
    #[must_use]
    pub fn title(self) -> String {
        self.inner.with_value(|inner| match inner.api.title.trim() {
            "" => inner.slug.clone(),
            title => title.to_owned(),
        })
    }

    /// Reads the model of the API.
    pub fn with_api<T>(self, read: impl FnOnce(&Api) -> T) -> T {
        self.inner.with_value(|inner| read(&inner.api))
    }

    /// Returns the resource called `name`.
    #[must_use]
    pub fn resource(self, name: &str) -> Option<Rc<Resource>> {
        self.inner.with_value(|inner| {
            inner.resources.iter().find(|resource| resource.name == name).cloned()
        })
    }

    /// Returns the resource that an address names, below its parents.
    #[must_use]
    pub fn placed(self, collection: &Collection) -> Option<Rc<Resource>> {
        let resource = self.resource(&collection.resource)?;
        match collection.parents.as_slice() {
            [] => Some(resource),
            parents => Some(Rc::new(within(&resource, parents))),
        }
    }

    /// Returns what the address of a screen of `resource` names.
    #[must_use]
    pub fn collection(self, resource: &Resource) -> Collection {
        Collection {
            api: self.slug(),
            resource: resource.name.clone(),
            parents: resource.within.clone(),
        }
    }

    /// Returns the provider of a resource, which asks for credentials when it
    /// must.
    ///
    /// A trait object brings all nine verbs along; what only reads takes
    /// [`reader_of`](Self::reader_of), so that the code of writing stays out of
    /// the first transfer.
    #[must_use]
    pub fn provider_of(self, resource: &Resource) -> Rc<dyn DataProvider> {
        Rc::new(self.reader_of(resource))
    }

    /// Returns the same provider by its own type.
    #[must_use]
    pub fn reader_of(self, resource: &Resource) -> Guarded {
        self.reader().within(resource)
    }

    /// Returns the provider of whatever stands below no parents.
    #[must_use]
    pub fn reader(self) -> Guarded {
        self.inner.with_value(|inner| inner.guarded.clone())
    }

    /// Returns what a resource can do.
    #[must_use]
    pub fn capabilities(self, resource: &str) -> Capabilities {
        self.reader().capabilities(resource)
    }

    /// Returns the cache of the API's answers.
    #[must_use]
    pub fn query(self) -> QueryClient {
        self.inner.with_value(|inner| inner.query.clone())
    }

    /// Returns the labels of referenced records.
    #[must_use]
    pub fn references(self) -> References {
        self.inner.with_value(|inner| inner.references.clone())
    }

    /// Returns whether credentials are asked for or held.
    #[must_use]
    pub fn sign_in(self) -> SignIn {
        self.sign_in
    }

    /// Signs in with a credential given by hand.
    pub fn use_credential(self, credential: Credential) {
        self.inner.with_value(|inner| {
            inner.credentials.set(&inner.api.base_url, credential);
            // Another identity may see other records.
            inner.query.invalidate(&QueryKey::root());
        });
        self.sign_in.finish(true);
    }

    /// Signs in through the API's login operation.
    ///
    /// # Errors
    /// When the API refuses, or answers without a token.
    pub async fn log_in(self, data: Value) -> vitrine_core::api::Result<()> {
        let rest = self.inner.with_value(|inner| Rc::clone(&inner.guarded.inner));
        let credential = rest.sign_in(&data).await?;
        self.use_credential(credential);
        Ok(())
    }

    /// Forgets the credentials of this API.
    pub fn sign_out(self) {
        self.inner.with_value(|inner| {
            inner.credentials.clear(&inner.api.base_url);
            inner.query.invalidate(&QueryKey::root());
        });
        self.sign_in.is_signed_in.set(false);
    }
}
