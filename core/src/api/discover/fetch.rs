//! Gentle requests, and why they fail.

use super::host::{host_name, is_local, is_private};
use super::{DiscoverError, DiscoverErrorKind, DiscoverOptions};
use crate::api::address::{join, origin};
use crate::api::challenged;
use crate::platform::{HttpClient, HttpErrorKind, Message, Method, Request, Response};
use std::rc::Rc;
use std::time::Duration;

/// The bytes of an answer that are read before it is known to be wanted.
const GLANCE: usize = 128 * 1024;
/// The bytes of a data set that are read at most.
const PORTION: usize = 8 * 1024 * 1024;
/// The bytes of a description that are read at most.
const DOCUMENT: usize = 64 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(15);

/// Sends the requests of one discovery.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fetcher<'a> {
    http: &'a Rc<dyn HttpClient>,
    options: &'a DiscoverOptions,
}

impl<'a> Fetcher<'a> {
    pub(super) fn new(http: &'a Rc<dyn HttpClient>, options: &'a DiscoverOptions) -> Self {
        Self { http, options }
    }

    /// Tells what is being done.
    pub(super) fn say(&self, message: Message) {
        if let Some(on_progress) = &self.options.on_progress {
            on_progress(message);
        }
    }

    /// Asks for the beginning of what is at `url`; any status will do.
    pub(super) async fn glance(&self, url: &str) -> Result<Response, DiscoverError> {
        self.get(url, GLANCE).await
    }

    /// Asks for as much of a data set as may be read.
    pub(super) async fn portion(&self, url: &str) -> Result<Response, DiscoverError> {
        self.get(url, PORTION).await
    }

    /// Asks for all of a description.
    pub(super) async fn document(&self, url: &str) -> Result<Response, DiscoverError> {
        self.get(url, DOCUMENT).await
    }

    /// Asks what may be done with what is at `url`.
    pub(super) async fn options(&self, url: &str) -> Result<Response, DiscoverError> {
        self.send(Method::Options, url, GLANCE).await
    }

    async fn get(&self, url: &str, limit: usize) -> Result<Response, DiscoverError> {
        self.send(Method::Get, url, limit).await
    }

    async fn send(
        &self,
        method: Method,
        url: &str,
        limit: usize,
    ) -> Result<Response, DiscoverError> {
        let accept = "application/json, application/yaml;q=0.9, text/html;q=0.5, */*;q=0.1";
        let mut request = Request::new(method, url).with_header("Accept", accept);
        request.limit = Some(limit);
        request.timeout = Some(PATIENCE);
        let request = self.options.credentials.apply(request);
        match self.http.send(request).await {
            Ok(response) => Ok(response),
            Err(error) => {
                let kind = match error.kind() {
                    HttpErrorKind::Timeout => DiscoverErrorKind::Timeout,
                    HttpErrorKind::InvalidUrl => DiscoverErrorKind::InvalidUrl,
                    HttpErrorKind::Network => self.why_silent(url).await,
                };
                Err(DiscoverError::new(kind, url).with_detail(error.to_string()))
            }
        }
    }

    /// Returns whether a page of a public address asks for something on this
    /// computer or in its network.
    ///
    /// Source: <https://wicg.github.io/local-network-access/>.
    fn is_inward(&self, url: &str) -> bool {
        let page = self.options.page_url.as_deref();
        page.is_some_and(|page| !is_private(host_name(page))) && is_private(host_name(url))
    }

    /// Tells a server that is not there from one that answers but not to this
    /// page, which an opaque request gets through to.
    async fn why_silent(&self, url: &str) -> DiscoverErrorKind {
        let mut request = Request::get(url);
        request.limit = Some(0);
        request.timeout = Some(PATIENCE);
        let mut opaque = request.clone();
        opaque.is_opaque = true;
        match self.http.send(opaque).await {
            Ok(_) => {
                // A credential in a header takes a permission of its own.
                let has_credential = self.options.credentials.get(url).is_some();
                if has_credential && self.http.send(request).await.is_ok() {
                    DiscoverErrorKind::Preflight
                } else {
                    DiscoverErrorKind::Cors
                }
            }
            Err(_) if self.is_inward(url) => DiscoverErrorKind::LocalNetwork,
            Err(_) if self.is_offline(url) => DiscoverErrorKind::Offline,
            Err(error) if error.kind() == HttpErrorKind::Timeout => DiscoverErrorKind::Timeout,
            Err(_) => DiscoverErrorKind::Unreachable,
        }
    }

    /// This computer can be reached without a connection.
    fn is_offline(&self, url: &str) -> bool {
        self.options.is_online.is_some_and(|is_online| !is_online()) && !is_local(host_name(url))
    }

    /// Returns the absolute address of what a person typed.
    pub(super) fn complete(&self, typed: &str) -> Result<String, DiscoverError> {
        let typed = typed.trim();
        let invalid = || DiscoverError::new(DiscoverErrorKind::InvalidUrl, typed);
        if typed.is_empty() || typed.contains(char::is_whitespace) {
            return Err(invalid());
        }
        if let Some((scheme, rest)) = typed.split_once("://") {
            let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            return if is_web && is_host(host) { Ok(typed.to_owned()) } else { Err(invalid()) };
        }
        if typed.starts_with(['/', '.']) {
            let page = self.options.page_url.as_deref();
            return Ok(page.map_or_else(|| typed.to_owned(), |page| join(page, typed)));
        }
        let host = typed.split(['/', '?', '#']).next().unwrap_or_default();
        let name = host.split(':').next().unwrap_or_default();
        if is_local(name) {
            return Ok(format!("http://{typed}"));
        }
        if name.contains('.') && is_host(host) {
            Ok(format!("https://{typed}"))
        } else {
            Err(invalid())
        }
    }

    /// Returns whether the browser refuses `url` because the page is served by
    /// https; local servers are exempt.
    pub(super) fn is_mixed(&self, url: &str) -> bool {
        let is_secure =
            self.options.page_url.as_deref().is_some_and(|page| page.starts_with("https:"));
        is_secure && origin(url).starts_with("http://") && !is_local(host_name(url))
    }
}

fn is_host(host: &str) -> bool {
    let name = host.rsplit('@').next().unwrap_or_default();
    let bare = name.rsplit_once(':').map_or(name, |(bare, _)| bare);
    let is_sane = |c: char| c.is_alphanumeric() || "-._[]:".contains(c);
    !bare.is_empty() && name.chars().all(is_sane) && !bare.starts_with('.') && !bare.contains("..")
}

/// Returns the error that the status of an answer tells.
pub(super) fn refusal(url: &str, response: &Response) -> Option<DiscoverError> {
    let kind = match response.status {
        200..=299 => return None,
        401 => DiscoverErrorKind::Unauthorized,
        403 => DiscoverErrorKind::Forbidden,
        404 | 410 => DiscoverErrorKind::NotFound,
        408 | 504 => DiscoverErrorKind::Timeout,
        500..=599 => DiscoverErrorKind::Server,
        _ => DiscoverErrorKind::Refused,
    };
    let challenged = challenged(response.header("www-authenticate").unwrap_or_default());
    let error = DiscoverError::new(kind, url).with_status(response.status);
    Some(error.with_challenged(challenged))
}
