//! The course of a discovery.

use super::content::{Content, content, read};
use super::fetch::{Fetcher, refusal};
use super::polite::Polite;
use super::probe::{Certainty, Hint, collections, dataset};
use super::{
    DiscoverError, DiscoverErrorKind, DiscoverOptions, Input, describe, evidence, openapi, page,
};
use crate::api::address::{origin, path_of, without_query};
use crate::api::{Api, Severity};
use crate::platform::{HttpClient, Message, Response};
use futures::StreamExt;
use futures::stream;
use serde_json::Value;
use std::rc::Rc;

/// Where descriptions are found by habit, most frequent first.
const WELL_KNOWN: [&str; 15] = [
    "openapi.json",
    "swagger.json",
    "v3/api-docs",
    "api-docs",
    "swagger/v1/swagger.json",
    "docs/openapi.json",
    "api-json",
    "api/openapi.json",
    "openapi.yaml",
    "api/schema/?format=json",
    "documentation/json",
    "v2/api-docs",
    "swagger.yaml",
    "swagger/doc.json",
    "server/specs/oas",
];
/// The requests that run at the same time.
const AT_ONCE: usize = 2;
/// What the page at the root of json-server has.
const JSON_SERVER: &str = "<title>JSON Server</title>";

/// Reads or probes the API at `input`.
///
/// # Errors
/// When nothing of it could be read; the error says why, for people.
pub async fn discover(
    http: &Rc<dyn HttpClient>,
    input: &Input,
    options: &DiscoverOptions,
) -> Result<Api, DiscoverError> {
    let polite = Polite::over(http);
    let http: Rc<dyn HttpClient> = Rc::<Polite>::clone(&polite);
    let session = Session { fetcher: Fetcher::new(&http, options) };
    let mut api = session.begin(input).await?;
    for origin in polite.limited() {
        api.issues.push(evidence::issue(Severity::Warning, origin, "rate_limited"));
    }
    Ok(api)
}

struct Session<'a> {
    fetcher: Fetcher<'a>,
}

impl Session<'_> {
    async fn begin(&self, input: &Input) -> Result<Api, DiscoverError> {
        match input {
            Input::Url(url) => self.url(url).await,
            Input::Document { text, name, url } => {
                let place = url.as_deref().or(name.as_deref()).unwrap_or_default();
                let url = match url {
                    Some(url) => Some(self.fetcher.complete(url)?),
                    None => None,
                };
                match read(text, false, false) {
                    Content::Description(value) => {
                        self.described(&value, url.as_deref(), place).await
                    }
                    Content::Page(text) => match page::embedded(&text) {
                        Some(value) => self.described(&value, url.as_deref(), place).await,
                        None => Err(DiscoverError::new(DiscoverErrorKind::WebPage, place)),
                    },
                    Content::Unreadable(detail) => {
                        let error = DiscoverError::new(DiscoverErrorKind::Unreadable, place);
                        Err(error.with_detail(detail))
                    }
                    _ => Err(DiscoverError::new(DiscoverErrorKind::Empty, place)),
                }
            }
        }
    }

    async fn url(&self, typed: &str) -> Result<Api, DiscoverError> {
        let url = self.fetcher.complete(typed)?;
        if self.fetcher.is_mixed(&url) {
            return Err(DiscoverError::new(DiscoverErrorKind::MixedContent, url));
        }
        self.fetcher.say(Message::new("connect.progress.read").with("url", &url));
        let response = self.fetcher.glance(&url).await?;
        let refusal = refusal(&url, &response);
        if let Some(error) = refusal.filter(|error| error.kind() != DiscoverErrorKind::NotFound) {
            // What is closed at its root may be described in the open.
            let is_closed = error.needs_credentials();
            let described = if is_closed { self.well_known(&url).await? } else { None };
            return described.ok_or(error);
        }
        // Redirects may have led elsewhere; paths are relative to where.
        let url = if response.url.is_empty() { url } else { response.url.clone() };
        if response.is_success() {
            self.answer(&url, &response).await
        } else {
            let found = self.well_known(&url).await?;
            let found = match found {
                Some(api) => Some(api),
                None => self.dataset(without_query(&url), Certainty::Guess).await,
            };
            if let Some(api) = found {
                return Ok(api);
            }
            let error = DiscoverError::new(DiscoverErrorKind::NotFound, &url);
            self.collections(&url).await?.ok_or_else(|| error.with_status(response.status))
        }
    }

    /// Goes on from the answer to the address that was given.
    async fn answer(&self, url: &str, response: &Response) -> Result<Api, DiscoverError> {
        let link = response.header("link").and_then(|link| page::service_description(link, url));
        if let Some(api) = self.first_described(Vec::from_iter(link)).await {
            return Ok(api);
        }
        match content(response) {
            Content::Description(value) => self.described(&value, Some(url), url).await,
            Content::Beginning => self.whole(url).await,
            Content::Page(html) => self.page(url, &html).await,
            Content::Json(value) => self.json(url, &value, response).await,
            Content::Nothing => {
                let found = self.well_known(url).await?;
                found.ok_or_else(|| DiscoverError::new(DiscoverErrorKind::Empty, url))
            }
            Content::Unreadable(detail) => {
                let found = self.well_known(url).await?;
                let error = DiscoverError::new(DiscoverErrorKind::Unreadable, url);
                found.ok_or_else(|| error.with_detail(detail))
            }
        }
    }

    /// Reads all of a description.
    async fn whole(&self, url: &str) -> Result<Api, DiscoverError> {
        self.fetcher.say(Message::new("connect.progress.document").with("url", url));
        let response = self.fetcher.document(url).await?;
        if let Some(error) = refusal(url, &response) {
            return Err(error);
        }
        let url = if response.url.is_empty() { url } else { response.url.as_str() };
        let error = match content(&response) {
            Content::Description(value) => return self.described(&value, Some(url), url).await,
            Content::Unreadable(detail) => {
                DiscoverError::new(DiscoverErrorKind::Unreadable, url).with_detail(detail)
            }
            _ => DiscoverError::new(DiscoverErrorKind::Empty, url),
        };
        Err(error)
    }

    async fn described(
        &self,
        value: &Value,
        url: Option<&str>,
        place: &str,
    ) -> Result<Api, DiscoverError> {
        let paths = value.get("paths").and_then(Value::as_object);
        if paths.is_none_or(serde_json::Map::is_empty) {
            return Err(DiscoverError::new(DiscoverErrorKind::Empty, place));
        }
        self.fetcher.say(Message::new("connect.progress.understand"));
        let watch = |step| match step {
            openapi::Step::Read(done, total) => {
                let message = Message::new("connect.progress.lists").with("done", done);
                self.fetcher.say(message.with("total", total));
            }
            openapi::Step::Lists(api) => self.fetcher.show(*api),
        };
        let (whole, issues) = if openapi::is_scattered(value) {
            let (whole, issues) = openapi::gather(self.fetcher, value.clone(), url).await;
            (Some(whole), issues)
        } else {
            (None, Vec::new())
        };
        let mut api = openapi::read(whole.as_ref().unwrap_or(value), url, &watch);
        api.issues.extend(issues);
        if self.fetcher.is_mixed(&api.base_url) {
            let issue = evidence::issue(Severity::Error, "/servers", "server.mixed_content");
            api.issues.push(issue);
        }
        Ok(api)
    }

    /// Goes on from a web page: it may show a description or link lists.
    async fn page(&self, url: &str, html: &str) -> Result<Api, DiscoverError> {
        let base = without_query(url);
        let is_json_server = html.contains(JSON_SERVER);
        if is_json_server && let Some(api) = self.dataset(base, Certainty::Known).await {
            return Ok(api);
        }
        if let Some(value) = page::embedded(html) {
            return self.described(&value, Some(url), url).await;
        }
        let mut documents = page::documents(html, url);
        for script in page::scripts(html, url) {
            let Ok(response) = self.fetcher.document(&script).await else { continue };
            let text = String::from_utf8_lossy(&response.body);
            if let Some(value) = page::embedded(&text) {
                return self.described(&value, Some(url), url).await;
            }
            documents.extend(page::documents(&text, url));
        }
        if let Some(api) = self.first_described(documents).await {
            return Ok(api);
        }
        if let Some(api) = self.well_known(url).await? {
            return Ok(api);
        }
        let links = page::links(html, url);
        let api = collections(self.fetcher, base, &links, Hint::None, None).await;
        if !api.resources.is_empty() {
            return Ok(api);
        }
        let found = self.dataset(base, Certainty::Guess).await;
        found.ok_or_else(|| DiscoverError::new(DiscoverErrorKind::WebPage, url))
    }

    /// Goes on from JSON that is no description: rows, links or a data set.
    async fn json(
        &self,
        url: &str,
        value: &Value,
        response: &Response,
    ) -> Result<Api, DiscoverError> {
        if let Some(api) = self.service(url, value).await {
            return Ok(api);
        }
        if let Some(api) = describe::hyper(value, url) {
            return Ok(api);
        }
        let base = without_query(url);
        let (parent, name) = base.rsplit_once('/').unwrap_or((base, ""));
        if !path_of(base).trim_matches('/').is_empty() && !describe::is_root(value, url) {
            let names = [name.to_owned()];
            let api = collections(self.fetcher, parent, &names, Hint::None, Some(response)).await;
            if !api.resources.is_empty() {
                return Ok(api);
            }
        }
        let documents = page::documents(&value.to_string(), url);
        if let Some(api) = self.first_described(documents).await {
            return Ok(api);
        }
        if let Some(api) = self.well_known(url).await? {
            return Ok(api);
        }
        let names = describe::lists(value, url);
        let mut api = collections(self.fetcher, base, &names, Hint::None, None).await;
        if api.resources.is_empty() && !names.is_empty() {
            let names = describe::deeper(self.fetcher, base, &names).await;
            api = collections(self.fetcher, base, &names, Hint::None, None).await;
        }
        if !api.resources.is_empty() {
            return Ok(api);
        }
        let found = self.dataset(base, Certainty::Guess).await;
        found.ok_or_else(|| DiscoverError::new(DiscoverErrorKind::Empty, url))
    }

    /// Asks for collections that an administrator may list.
    ///
    /// # Errors
    /// When they are there and closed: signing in helps then.
    async fn collections(&self, url: &str) -> Result<Option<Api>, DiscoverError> {
        let mut bases = vec![without_query(url), origin(url)];
        bases.dedup();
        for base in bases {
            let address = format!("{base}/{}", describe::COLLECTIONS);
            let Ok(response) = self.fetcher.glance(&address).await else { continue };
            if let Content::Json(value) = content(&response) {
                if let Some(api) = describe::collections(base, &value) {
                    return Ok(Some(api));
                }
                let closed = refusal(&address, &response);
                if let Some(error) = closed.filter(DiscoverError::needs_credentials) {
                    return Err(error);
                }
            }
        }
        Ok(None)
    }

    /// Reads the types of an OData service.
    async fn service(&self, url: &str, value: &Value) -> Option<Api> {
        let address = describe::metadata_url(value, url)?;
        let response = self.fetcher.document(&address).await.ok()?;
        if !response.is_success() {
            return None;
        }
        let text = String::from_utf8_lossy(&response.body);
        describe::service(without_query(url), &text)
    }

    /// Looks for a description where it is by habit, under the address and
    /// under its origin.
    async fn well_known(&self, url: &str) -> Result<Option<Api>, DiscoverError> {
        self.fetcher.say(Message::new("connect.progress.search").with("url", url));
        let folder = without_query(url);
        let root = origin(url);
        let mut addresses: Vec<String> = Vec::new();
        for place in [folder, root] {
            for path in WELL_KNOWN {
                let address = format!("{place}/{path}");
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
        }
        Ok(self.first_described(addresses).await)
    }

    /// Returns the first of these addresses that is a description.
    async fn first_described(&self, addresses: Vec<String>) -> Option<Api> {
        let requests = addresses.into_iter().map(|address| async move {
            let response = self.fetcher.glance(&address).await.ok()?;
            let is_wanted = response.is_success()
                && matches!(content(&response), Content::Description(_) | Content::Beginning);
            is_wanted.then_some((address, response))
        });
        let mut answers = stream::iter(requests).buffered(AT_ONCE);
        while let Some(answer) = answers.next().await {
            let Some((address, response)) = answer else { continue };
            let api = match content(&response) {
                Content::Description(value) => {
                    self.described(&value, Some(&address), &address).await
                }
                _ => self.whole(&address).await,
            };
            if let Ok(api) = api {
                return Some(api);
            }
        }
        None
    }

    /// Reads the lists of a data set that is served as it is.
    async fn dataset(&self, base: &str, certainty: Certainty) -> Option<Api> {
        let dataset = dataset(self.fetcher, base, certainty).await?;
        let mut api = collections(self.fetcher, base, &dataset.names, Hint::JsonServer, None).await;
        if dataset.is_truncated {
            let place = format!("{base}/db");
            api.issues.push(evidence::issue(Severity::Note, place, "collections.maybe_more"));
        }
        (!api.resources.is_empty()).then_some(api)
    }
}
