//! The reading of an API, from its address to its screens.

use super::Workspace;
use super::asking::{Document, ask, question};
use super::connection::{Connection, slug};
use super::corrected::{changes, corrected};
use super::proofs;
use super::reader::Reader;
use super::store::{Stage, StageSignal};
use crate::app::session::{Changes, Session};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::api::Api;
use vitrine_core::api::discover::exchange::Received;
use vitrine_core::api::discover::{DiscoverError, DiscoverErrorKind, Found};
use vitrine_core::platform::{Clock, Message, SystemClock};

/// The bytes of a model beyond which the worker keeps it: what the page keeps
/// is read before anything is drawn, and written with every change.
pub(super) const MOST_KEPT: usize = 256 * 1024;
/// The bytes of a picked file up to which it is kept with its connection.
const MOST_TEXT: f64 = 1024.0 * 1024.0;

/// What a person gave to connect.
#[derive(Debug, Clone)]
pub enum Given {
    /// The address of an API, of its description or of a page that shows it.
    Url(String),
    /// A description.
    File(web_sys::File),
}

/// Who waits for an API that is being connected.
#[derive(Clone)]
pub struct Audience {
    /// Is told what is being done, until it is open.
    pub on_progress: Rc<dyn Fn(Message)>,
    /// Is told the slug once there is something to see.
    pub on_open: Rc<dyn Fn(String)>,
}

impl std::fmt::Debug for Audience {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Audience")
    }
}

/// Reads the API that a person gave and adds it to the workspace.
pub(super) async fn connect(
    workspace: Workspace,
    reader: Reader,
    given: Given,
    audience: Audience,
) -> Result<(), DiscoverError> {
    let (url, document) = match &given {
        Given::Url(url) => (url.clone(), None),
        Given::File(file) => (file.name(), Some(kept_text(file).await)),
    };
    let document = document.map(Option::unwrap_or_default);
    let connection = Connection { url, document, ..Connection::default() };
    let document = match given {
        Given::Url(_) => None,
        Given::File(file) => Some(Document::File(file)),
    };
    let mut course = Course { workspace, connection, stage: None, session: None, audience };
    course.run(reader, document).await
}

/// Reads an API that is in the workspace already.
pub(super) async fn read(
    workspace: Workspace,
    reader: Reader,
    connection: Connection,
    stage: StageSignal,
) {
    let audience = Audience {
        on_progress: Rc::new(move |message| stage.set(Stage::Reading(Some(message)))),
        on_open: Rc::new(|_| ()),
    };
    let document = connection.document.clone().map(Document::Text);
    let mut course = Course { workspace, connection, stage: Some(stage), session: None, audience };
    if let Err(error) = course.run(reader, document).await {
        let Connection { url, document, .. } = course.connection;
        let is_kept = document.as_deref() != Some("");
        let not_kept = || DiscoverError::new(DiscoverErrorKind::NotKept, url);
        stage.set(Stage::Failed(if is_kept { error } else { not_kept() }));
    }
}

/// Returns the text of a file that is small enough to be kept.
async fn kept_text(file: &web_sys::File) -> Option<String> {
    if file.size() > MOST_TEXT {
        return None;
    }
    wasm_bindgen_futures::JsFuture::from(file.text()).await.ok()?.as_string()
}

/// Lets the browser draw and listen: what was done before and what comes now
/// is too much for one task.
async fn breathe() {
    SystemClock.sleep(Duration::ZERO).await;
}

/// One reading.
struct Course {
    workspace: Workspace,
    /// What is read; without a slug as long as it is new.
    connection: Connection,
    /// What became of it; none as long as it is new.
    stage: Option<StageSignal>,
    /// Its screens, once they are open.
    session: Option<Session>,
    audience: Audience,
}

impl Course {
    async fn run(
        &mut self,
        reader: Reader,
        document: Option<Document>,
    ) -> Result<(), DiscoverError> {
        let question = question(self.workspace, &self.connection, None);
        let workspace = self.workspace;
        let see = async |received| self.see(received).await;
        let answered = ask(workspace, &reader, question, document, see).await;
        if let Some(session) = self.session {
            session.notes().put_progress(None);
        }
        match answered {
            Ok(Some((found, size))) => {
                self.finish(*found, size).await;
                if self.connection.is_stored {
                    reader.keep(&self.connection.slug);
                }
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(error) => {
                if let Some(stage) = self.stage {
                    stage.set(Stage::Failed(error.clone()));
                }
                Err(error)
            }
        }
    }

    /// Takes what comes before the end.
    async fn see(&mut self, received: Received) {
        match (received, self.session) {
            (Received::Progress(message), Some(session)) => {
                session.notes().put_progress(Some(message));
                session.touch();
            }
            (Received::Progress(message), None) => (self.audience.on_progress)(message),
            (Received::Lists(api), Some(session)) => {
                session.grow(self.corrected(*api), &Changes::default());
            }
            (Received::Lists(api), None) => {
                self.name(&api);
                self.workspace.put(self.connection.clone());
                let api = self.corrected(*api);
                let session = self.workspace.new_session(&self.connection.slug, api);
                session.notes().put_progress(Some(Message::new("connect.progress.understand")));
                self.session = Some(session);
                breathe().await;
                let stage = self.workspace.stage(&self.connection.slug);
                stage.set(Stage::Open(session));
                self.stage = Some(stage);
                (self.audience.on_open)(self.connection.slug.clone());
            }
            (Received::Part | Received::End(_), _) => {}
        }
    }

    /// Takes the whole model.
    async fn finish(&mut self, found: Found, size: usize) {
        let Found { mut api, mut origin } = found;
        if self.session.is_some() {
            // Whoever has forgotten the API since it was opened wants no more of it.
            let Some(known) = self.workspace.find(&self.connection.slug) else { return };
            self.connection.overlay = known.overlay;
        }
        self.name(&api);
        proofs::recall(&mut self.connection, &mut api, &mut origin);
        let api = Rc::new(api);
        self.connection.model = Some(Rc::clone(&api));
        self.connection.origin = origin;
        self.connection.is_stored = size > MOST_KEPT;
        let workspace = self.workspace;
        let slug = self.connection.slug.clone();
        workspace.forget_tries(&slug);
        workspace.put(self.connection.clone());
        let api = corrected(&api, self.connection.corrections().as_deref());
        breathe().await;
        if let Some(session) = self.session {
            let changes = session.with_api(|before| changes(before, &api));
            session.grow(api, &changes);
        } else {
            let session = workspace.new_session(&slug, api);
            workspace.stage(&slug).set(Stage::Open(session));
            (self.audience.on_open)(slug);
        }
    }

    fn corrected(&self, api: Api) -> Rc<Api> {
        corrected(&Rc::new(api), self.connection.corrections().as_deref())
    }

    /// Gives a new connection its name and its part of the address; one that
    /// was there already keeps them, and its corrections.
    fn name(&mut self, api: &Api) {
        if !self.connection.slug.is_empty() {
            return;
        }
        let Connection { url, document, .. } = &self.connection;
        let name = if api.title.trim().is_empty() { url } else { &api.title };
        let (slug, overlay) = self.workspace.connections.with_untracked(|connections| {
            let known = connections.iter().find(|c| c.url == *url && c.document == *document);
            if let Some(known) = known {
                return (known.slug.clone(), known.overlay.clone());
            }
            let taken: Vec<&str> = connections.iter().map(|c| c.slug.as_str()).collect();
            (slug(name, &taken), None)
        });
        let name = name.clone();
        self.connection = Connection { slug, name, overlay, ..self.connection.clone() };
    }
}
