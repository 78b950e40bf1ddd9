//! What talks about discovery, in a chunk of its own: an application whose model
//! is known never loads it. Discovery itself is in the worker.

#![allow(clippy::unused_async, reason = "a chunk is awaited, its functions are not")]

use super::connection::Connection;
use super::corrected::corrected;
use super::reader::Reader;
use super::reading::{self, Audience, Given};
use super::store::StageSignal;
use super::{Workspace, explaining, proofs, understanding};
use crate::app::session::Session;
use futures::future::LocalBoxFuture;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::discover::{Attempt, DiscoverError};
use vitrine_core::api::{Api, ListParams, Page, Resource};
use vitrine_core::platform::{KeyValue, LocalStorage};

/// Where the connections are kept.
pub(super) const STORAGE_KEY: &str = "vitrine.connections";

/// Everything that looks at an API, in one chunk: what several chunks share is
/// a further one, and a request of its own.
#[derive(Clone, Copy)]
pub(super) struct Discovery {
    /// Reads an API and adds it.
    pub(super) connect: Connect,
    /// Reads an API that is known.
    pub(super) read: fn(Workspace, Reader, Connection, StageSignal) -> LocalBoxFuture<'static, ()>,
    /// Tests what was understood of a list; returns whether it answered.
    pub(super) check: fn(Workspace, Session, Rc<Resource>) -> LocalBoxFuture<'static, bool>,
    /// Looks whether the description is still the same; returns whether it is
    /// not.
    pub(super) reread: Reread,
    /// Takes back what an answer refutes.
    pub(super) watch: fn(Workspace, Session, &Resource, &ListParams, &Page),
    /// Looks for the reason why an address does not answer.
    pub(super) explain: Explain,
}

type Connect =
    fn(Workspace, Reader, Given, Audience) -> LocalBoxFuture<'static, Result<(), DiscoverError>>;
type Explain = fn(Workspace, String, Attempt) -> LocalBoxFuture<'static, Option<DiscoverError>>;
/// The flag says whether somebody waits for it.
type Reread = fn(Workspace, Session, bool) -> LocalBoxFuture<'static, Result<bool, DiscoverError>>;

#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn discovery() -> Discovery {
    Discovery {
        connect: |workspace, reader, given, audience| {
            Box::pin(reading::connect(workspace, reader, given, audience))
        },
        read: |workspace, reader, connection, stage| {
            Box::pin(reading::read(workspace, reader, connection, stage))
        },
        check: |workspace, session, resource| {
            Box::pin(async move { understanding::check(workspace, session, &resource).await })
        },
        reread: |workspace, session, is_asked| {
            Box::pin(understanding::reread(workspace, session, is_asked))
        },
        watch: understanding::watch_rows,
        explain: |workspace, url, attempt| Box::pin(explaining::explain(workspace, url, attempt)),
    }
}

/// What concerns kept connections.
#[derive(Clone, Copy)]
pub(super) struct Keeping {
    /// Keeps connections on the device.
    pub(super) keep: fn(Vec<Connection>),
    /// Puts corrections over what was understood.
    pub(super) correct: fn(&Rc<Api>, Option<&Value>) -> Rc<Api>,
}

#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn keeping() -> Keeping {
    Keeping { keep: keep_connections, correct: corrected }
}

/// A device that is full keeps connections without their models, which can be
/// read again.
fn keep_connections(connections: Vec<Connection>) {
    let bare = |c: Connection| {
        let (tested, origin) = (Value::Null, Value::Null);
        Connection { model: None, verified: Vec::new(), tested, origin, ..c }
    };
    let connections = connections.into_iter().map(|c| match () {
        () if c.is_deployed => bare(c),
        () if c.is_stored => proofs::without_model(c),
        () => c,
    });
    let connections: Vec<Connection> = connections.collect();
    let kept = serde_json::to_string(&connections).unwrap_or_default();
    if LocalStorage.set(STORAGE_KEY, &kept) {
        return;
    }
    let connections: Vec<Connection> = connections.into_iter().map(bare).collect();
    let _ = LocalStorage.set(STORAGE_KEY, &serde_json::to_string(&connections).unwrap_or_default());
}
