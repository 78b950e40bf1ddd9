//! An application that is measured.

use std::path::PathBuf;

use crate::{
    Result,
    static_server::{Options, StaticServer},
};

/// How much of the peer's time an application may take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// It is the peer: what the others are compared with.
    Peer,
    /// At most this share of it.
    AtMost(f64),
}

/// An application on a server of its own.
#[derive(Debug)]
pub(super) struct Subject {
    /// The name on the command line and in the results.
    pub(super) name: &'static str,
    /// What is measured, for people.
    pub(super) label: String,
    /// How fast it should be.
    pub(super) goal: Goal,
    /// The address of its list.
    pub(super) url: String,
    _server: StaticServer,
}

impl Subject {
    /// Serves `folder` and points to the list at `path`.
    ///
    /// # Errors
    /// When the folder cannot be served.
    pub(super) fn serve(
        name: &'static str,
        label: String,
        goal: Goal,
        (folder, path): (PathBuf, &str),
    ) -> Result<Self> {
        let server =
            StaticServer::start(Options { directory: folder, base: "/".to_owned(), port: 0 })?;
        let url = format!("{}{path}", server.url());
        Ok(Self { name, label, goal, url, _server: server })
    }
}
