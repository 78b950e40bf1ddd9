//! The workspace: its connections and what became of each.

use super::connection::{Connection, slug};
use super::discovery::{STORAGE_KEY, discovery, keeping};
use super::reader::Reader;
use super::reading::{Audience, Given};
use crate::app::config::Config;
use crate::app::locale;
use crate::app::session::Session;
use leptos::prelude::*;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use vitrine_core::api::discover::{DiscoverError, DiscoverOptions};
use vitrine_core::api::{Api, Credentials, join};
use vitrine_core::platform::{HttpClient, KeyValue, LocalStorage, Message, is_online};

/// What became of opening a connection.
#[derive(Debug, Clone)]
pub enum Stage {
    /// It is being read; the message says how far it is.
    Reading(Option<Message>),
    /// It is open.
    Open(Session),
    /// It could not be read.
    Failed(DiscoverError),
}

/// A handle to the workspace.
#[derive(Debug, Clone, Copy)]
pub struct Workspace {
    /// The connections in the order they were made, configured ones first.
    pub connections: RwSignal<Vec<Connection>, LocalStorageKind>,
    inner: StoredValue<Rc<Inner>, LocalStorageKind>,
}

type LocalStorageKind = leptos::prelude::LocalStorage;

/// What becomes of a connection.
pub(super) type StageSignal = RwSignal<Stage, LocalStorageKind>;

struct Inner {
    http: Rc<dyn HttpClient>,
    through: Vec<(String, String)>,
    credentials: Credentials,
    stages: RefCell<HashMap<String, RwSignal<Stage, LocalStorageKind>>>,
    /// The lists that were tested or are being tested, by connection.
    tried: RefCell<Vec<(String, String)>>,
    owner: Owner,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Workspace").finish_non_exhaustive()
    }
}

impl Workspace {
    /// Opens the workspace of this device and provides it to the views below.
    ///
    /// # Panics
    /// Panics outside of a reactive owner.
    pub fn provide(config: Config, http: Rc<dyn HttpClient>) -> Self {
        let mut connections: Vec<Connection> = Vec::new();
        let page = page_url().unwrap_or_default();
        for mut api in config.apis {
            if let Some(model) = &mut api.model {
                // Links of answers are compared with it, and they are absolute.
                let url = join(&page, &format!("{}/", model.base_url.trim_end_matches('/')));
                url.trim_end_matches('/').clone_into(&mut model.base_url);
            }
            let taken: Vec<&str> = connections.iter().map(|c| c.slug.as_str()).collect();
            connections.push(Connection {
                slug: slug(&api.name, &taken),
                name: api.name,
                url: api.url,
                is_deployed: api.model.is_some(),
                model: api.model.map(Rc::new),
                overlay: api.overlay.map(Rc::new),
                is_configured: true,
                ..Connection::default()
            });
        }
        for kept in kept_connections() {
            match connections.iter_mut().find(|known| known.slug == kept.slug) {
                // What was understood of a configured API is kept as well, as
                // long as it is still the same API.
                Some(known) if known.is_configured && known.url == kept.url => known.take(kept),
                Some(_) => {}
                None => connections.push(kept),
            }
        }
        let workspace = Self {
            connections: RwSignal::new_local(connections),
            inner: StoredValue::new_local(Rc::new(Inner {
                http,
                through: config.through,
                credentials: Credentials::new(),
                stages: RefCell::default(),
                tried: RefCell::default(),
                owner: Owner::current().expect("the workspace lives in the application's owner"),
            })),
        };
        provide_context(workspace);
        workspace
    }

    /// Returns the workspace.
    ///
    /// # Panics
    /// Panics outside of the application's views.
    #[must_use]
    pub fn expect() -> Self {
        use_context().expect("this view must be placed within the application")
    }

    /// Opens the connection `slug`; `None` when there is none of that name.
    #[must_use]
    pub fn open(self, slug: &str) -> Option<RwSignal<Stage, LocalStorageKind>> {
        let inner = self.inner();
        if let Some(stage) = inner.stages.borrow().get(slug) {
            return Some(*stage);
        }
        let connection = self.find(slug)?;
        let corrections = connection.corrections();
        // A session outlives the screen that opened it.
        let stage = inner.owner.with(|| match connection.model.clone() {
            Some(model) if corrections.is_none() => {
                RwSignal::new_local(Stage::Open(self.session(slug, model)))
            }
            _ => RwSignal::new_local(Stage::Reading(None)),
        });
        inner.stages.borrow_mut().insert(slug.to_owned(), stage);
        match (connection.model.clone(), corrections) {
            (None, _) => self.read(connection, stage),
            (Some(model), Some(overlay)) => {
                let slug = slug.to_owned();
                leptos::task::spawn_local(async move {
                    let api = (keeping().await.correct)(&model, Some(&overlay));
                    stage.set(Stage::Open(self.new_session(&slug, api)));
                });
            }
            _ => {}
        }
        Some(stage)
    }

    /// Returns what becomes of a connection.
    pub(super) fn stage(self, slug: &str) -> StageSignal {
        let inner = self.inner();
        let mut stages = inner.stages.borrow_mut();
        let stage = stages.entry(slug.to_owned());
        *stage.or_insert_with(|| inner.owner.with(|| RwSignal::new_local(Stage::Reading(None))))
    }

    /// Reads the connection `slug` again, whatever became of it before.
    pub fn reread(self, slug: &str) {
        let stage = self.inner().stages.borrow().get(slug).copied();
        if let (Some(stage), Some(connection)) = (stage, self.find(slug)) {
            stage.set(Stage::Reading(None));
            self.read(connection, stage);
        }
    }

    /// Reads the API that a person gave and adds it; it opens as soon as there
    /// is something to see.
    ///
    /// # Errors
    /// When nothing of the API could be read.
    pub async fn connect(self, given: Given, audience: Audience) -> Result<(), DiscoverError> {
        let reader = Reader::start();
        let (discovery, ()) = futures::join!(discovery(), locale::complete());
        (discovery.connect)(self, reader, given, audience).await
    }

    /// Removes the connection `slug` from this device.
    pub fn forget(self, slug: &str) {
        if self.find(slug).is_some_and(|connection| connection.is_stored) {
            Reader::forget(slug);
        }
        self.connections.update(|connections| connections.retain(|c| c.slug != slug));
        self.inner().stages.borrow_mut().remove(slug);
        // Of what the boot script asks for at once, none shall go to this API any more.
        LocalStorage.remove("vitrine.first");
        self.keep();
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    pub(super) fn find(self, slug: &str) -> Option<Connection> {
        self.look_at(slug, Connection::clone)
    }

    /// Reads the connection `slug` in its place: what is known of an API may be
    /// large.
    pub(super) fn look_at<T>(self, slug: &str, read: impl FnOnce(&Connection) -> T) -> Option<T> {
        self.connections.with_untracked(|connections| {
            connections.iter().find(|connection| connection.slug == slug).map(read)
        })
    }

    /// Returns whether the list of `resource` is tested for the first time
    /// since the page was loaded.
    pub(super) fn is_first_try(self, slug: &str, resource: &str) -> bool {
        let inner = self.inner();
        let mut tried = inner.tried.borrow_mut();
        let is_first = !tried.iter().any(|(api, name)| api == slug && name == resource);
        if is_first {
            tried.push((slug.to_owned(), resource.to_owned()));
        }
        is_first
    }

    pub(super) fn forget_tries(self, slug: &str) {
        self.inner().tried.borrow_mut().retain(|(api, _)| api != slug);
    }

    pub(super) fn http(self) -> Rc<dyn HttpClient> {
        Rc::clone(&self.inner().http)
    }

    pub(super) fn options(self) -> DiscoverOptions {
        DiscoverOptions {
            page_url: page_url(),
            credentials: self.credentials(),
            is_online: Some(is_online),
            ..DiscoverOptions::default()
        }
    }

    pub(super) fn through(self) -> Vec<(String, String)> {
        self.inner().through.clone()
    }

    pub(super) fn credentials(self) -> Credentials {
        self.inner().credentials.clone()
    }

    fn session(self, slug: &str, api: Rc<Api>) -> Session {
        let inner = self.inner();
        Session::new(slug.to_owned(), api, Rc::clone(&inner.http), inner.credentials.clone())
    }

    /// Builds the screens of an open API anew.
    pub(super) fn show_again(self, session: Session) {
        let stage = self.inner().stages.borrow().get(&session.slug()).copied();
        if let Some(stage) = stage {
            stage.set(Stage::Open(session));
        }
    }

    /// Opens `api` for longer than the calling view lives.
    pub(super) fn new_session(self, slug: &str, api: Rc<Api>) -> Session {
        let owner = self.inner().owner.clone();
        owner.with(|| self.session(slug, api))
    }

    fn read(self, connection: Connection, stage: StageSignal) {
        let reader = Reader::replaying(&connection);
        leptos::task::spawn_local(async move {
            let (discovery, ()) = futures::join!(discovery(), locale::complete());
            (discovery.read)(self, reader, connection, stage).await;
        });
    }

    /// Changes what is known of the description of a connection.
    pub(super) fn note_origin(self, slug: &str, change: impl FnOnce(&mut Value)) {
        if let Some(mut connection) = self.find(slug) {
            change(&mut connection.origin);
            self.put(connection);
        }
    }

    pub(super) fn put(self, connection: Connection) {
        self.connections.update(|connections| {
            match connections.iter_mut().find(|known| known.slug == connection.slug) {
                Some(known) => {
                    let (is_configured, name) = (known.is_configured, known.name.clone());
                    *known = Connection { name, is_configured, ..connection };
                }
                None => connections.push(connection),
            }
        });
        self.keep();
    }

    /// Keeps the connections on the device.
    fn keep(self) {
        let connections = self.connections.get_untracked();
        leptos::task::spawn_local(async move { (keeping().await.keep)(connections) });
    }
}

fn kept_connections() -> Vec<Connection> {
    let kept = LocalStorage.get(STORAGE_KEY);
    let kept: Value =
        kept.and_then(|kept| serde_json::from_slice(kept.as_bytes()).ok()).unwrap_or_default();
    let kept = kept.as_array().into_iter().flatten();
    kept.filter_map(Connection::read).collect()
}

pub(super) fn page_url() -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    return document().base_uri().ok().flatten();
    #[cfg(not(target_arch = "wasm32"))]
    None
}
