//! The workspace: its connections and what became of each.

use super::connection::{Connection, slug};
use super::discovery::{Question, STORAGE_KEY, discover_api, keep_connections};
use crate::app::config::Config;
use crate::app::locale;
use crate::app::session::Session;
use leptos::prelude::*;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use vitrine_core::api::discover::{DiscoverError, DiscoverOptions, Input};
use vitrine_core::api::{Api, Credentials};
use vitrine_core::platform::{HttpClient, KeyValue, LocalStorage, Message};

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

struct Inner {
    http: Rc<dyn HttpClient>,
    credentials: Credentials,
    stages: RefCell<HashMap<String, RwSignal<Stage, LocalStorageKind>>>,
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
        for api in config.apis {
            let taken: Vec<&str> = connections.iter().map(|c| c.slug.as_str()).collect();
            connections.push(Connection {
                slug: slug(&api.name, &taken),
                name: api.name,
                url: api.url,
                document: None,
                model: api.model.map(Rc::new),
                is_configured: true,
            });
        }
        for kept in kept_connections() {
            match connections.iter_mut().find(|known| known.slug == kept.slug) {
                // What was understood of a configured API is kept as well, as
                // long as it is still the same API.
                Some(known) if known.is_configured => {
                    if known.model.is_none() && known.url == kept.url {
                        known.model = kept.model;
                    }
                }
                Some(_) => {}
                None => connections.push(kept),
            }
        }
        let workspace = Self {
            connections: RwSignal::new_local(connections),
            inner: StoredValue::new_local(Rc::new(Inner {
                http,
                credentials: Credentials::new(),
                stages: RefCell::default(),
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
        // A session outlives the screen that opened it.
        let stage = inner.owner.with(|| match connection.model.clone() {
            Some(model) => RwSignal::new_local(Stage::Open(self.session(slug, model))),
            None => RwSignal::new_local(Stage::Reading(None)),
        });
        inner.stages.borrow_mut().insert(slug.to_owned(), stage);
        if connection.model.is_none() {
            self.read(&connection, stage);
        }
        Some(stage)
    }

    /// Reads the connection `slug` again, whatever became of it before.
    pub fn reread(self, slug: &str) {
        let stage = self.inner().stages.borrow().get(slug).copied();
        if let (Some(stage), Some(connection)) = (stage, self.find(slug)) {
            stage.set(Stage::Reading(None));
            self.read(&connection, stage);
        }
    }

    /// Reads the API at `input` and adds it; returns its slug.
    ///
    /// # Errors
    /// When nothing of the API could be read.
    pub async fn connect(
        self,
        input: Input,
        on_progress: impl Fn(Message) + 'static,
    ) -> Result<String, DiscoverError> {
        let api = self.discover(input.clone(), Rc::new(on_progress)).await?;
        let (url, document) = match input {
            Input::Url(url) => (url, None),
            Input::Document { text, name, .. } => (name.unwrap_or_default(), Some(text)),
        };
        let known = self.connections.with_untracked(|connections| {
            let mut known = connections.iter();
            known.find(|c| c.url == url && c.document == document).map(|c| c.slug.clone())
        });
        let name = if api.title.trim().is_empty() { url.clone() } else { api.title.clone() };
        let slug = known.unwrap_or_else(|| {
            self.connections.with_untracked(|connections| {
                let taken: Vec<&str> = connections.iter().map(|c| c.slug.as_str()).collect();
                slug(&name, &taken)
            })
        });
        let connection = Connection {
            slug: slug.clone(),
            name,
            url,
            document,
            model: Some(Rc::new(api)),
            is_configured: false,
        };
        self.put(connection);
        self.inner().stages.borrow_mut().remove(&slug);
        Ok(slug)
    }

    /// Removes the connection `slug` from this device.
    pub fn forget(self, slug: &str) {
        self.connections.update(|connections| connections.retain(|c| c.slug != slug));
        self.inner().stages.borrow_mut().remove(slug);
        self.keep();
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    fn find(self, slug: &str) -> Option<Connection> {
        self.connections.with_untracked(|connections| {
            connections.iter().find(|connection| connection.slug == slug).cloned()
        })
    }

    fn session(self, slug: &str, api: Rc<Api>) -> Session {
        let inner = self.inner();
        Session::new(slug.to_owned(), api, Rc::clone(&inner.http), inner.credentials.clone())
    }

    fn read(self, connection: &Connection, stage: RwSignal<Stage, LocalStorageKind>) {
        let mut connection = connection.clone();
        let input = match &connection.document {
            Some(text) => Input::Document {
                text: text.clone(),
                name: Some(connection.url.clone()),
                url: None,
            },
            None => Input::Url(connection.url.clone()),
        };
        leptos::task::spawn_local(async move {
            let on_progress = Rc::new(move |message| stage.set(Stage::Reading(Some(message))));
            match self.discover(input, on_progress).await {
                Ok(api) => {
                    let api = Rc::new(api);
                    connection.model = Some(Rc::clone(&api));
                    let owner = self.inner().owner.clone();
                    let session = owner.with(|| self.session(&connection.slug, api));
                    self.put(connection);
                    stage.set(Stage::Open(session));
                }
                Err(error) => stage.set(Stage::Failed(error)),
            }
        });
    }

    async fn discover(
        self,
        input: Input,
        on_progress: Rc<dyn Fn(Message)>,
    ) -> Result<Api, DiscoverError> {
        let inner = self.inner();
        let options = DiscoverOptions {
            page_url: page_url(),
            credentials: inner.credentials.clone(),
            on_progress: Some(on_progress),
        };
        let question = Question { http: Rc::clone(&inner.http), input, options };
        futures::join!(locale::complete(), discover_api(question)).1
    }

    fn put(self, connection: Connection) {
        self.connections.update(|connections| {
            match connections.iter_mut().find(|known| known.slug == connection.slug) {
                Some(known) => {
                    known.model = connection.model;
                    known.document = connection.document;
                }
                None => connections.push(connection),
            }
        });
        self.keep();
    }

    /// Keeps the connections on the device.
    fn keep(self) {
        let connections = self.connections.get_untracked();
        leptos::task::spawn_local(keep_connections(connections));
    }
}

fn kept_connections() -> Vec<Connection> {
    let kept = LocalStorage.get(STORAGE_KEY);
    let kept: Value =
        kept.and_then(|kept| serde_json::from_slice(kept.as_bytes()).ok()).unwrap_or_default();
    let kept = kept.as_array().into_iter().flatten();
    kept.filter_map(Connection::read).collect()
}

fn page_url() -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    return document().base_uri().ok().flatten();
    #[cfg(not(target_arch = "wasm32"))]
    None
}
