//! Links to APIs, credentials for them, and why a known one does not answer.

use super::Workspace;
use super::discovery::discovery;
use leptos::prelude::With;
use vitrine_core::api::Credential;
use vitrine_core::api::discover::{Attempt, DiscoverError, diagnose};
use vitrine_core::platform::percent;

impl Workspace {
    /// Looks for the reason why no answer came from `url`; `None` when there
    /// is none any more.
    pub async fn explain(self, url: &str, attempt: Attempt) -> Option<DiscoverError> {
        (discovery().await.explain)(self, url.to_owned(), attempt).await
    }

    /// Returns the slug of the connection to `url`, if there is one.
    #[must_use]
    pub fn known(self, url: &str) -> Option<String> {
        let bare = |url: &str| url.trim_end_matches('/').to_owned();
        self.connections.with(|connections| {
            let mut known = connections.iter().filter(|connection| connection.document.is_none());
            known.find(|known| bare(&known.url) == bare(url)).map(|known| known.slug.clone())
        })
    }

    /// Returns the query of a link by which others open the same API; `None`
    /// where its description is a file, or it comes with the application.
    #[must_use]
    pub fn link(self, slug: &str) -> Option<String> {
        let url = self.look_at(slug, |connection| {
            let is_shared = connection.document.is_none() && !connection.is_configured;
            is_shared.then(|| connection.url.clone())
        });
        let url = url.flatten().filter(|url| url.contains("://"))?;
        Some(format!("?api={}", percent::encode_readable(&url)))
    }

    /// Returns whether somebody has signed in anywhere since the page was
    /// loaded.
    #[must_use]
    pub fn has_credentials(self) -> bool {
        self.options(None).credentials.version() > 0
    }

    /// Keeps the credential for the origin of `url` as long as the tab lives.
    pub fn use_credential(self, url: &str, credential: Credential) {
        self.options(None).credentials.set(url, credential);
    }
}

pub(super) async fn explain(
    workspace: Workspace,
    url: String,
    attempt: Attempt,
) -> Option<DiscoverError> {
    diagnose(&workspace.http(), &url, attempt, &workspace.options(None)).await
}
