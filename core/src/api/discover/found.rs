//! How the description of an API was when it was read.

use super::{DiscoverError, DiscoverOptions, Input, discover, outline};
use crate::api::address::origin as origin_of;
use crate::api::{Api, Transport};
use crate::platform::{Clock, HttpClient, HttpError, Request, Response, SystemClock};
use futures::future::LocalBoxFuture;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// An API, and how its description was when it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was understood.
    pub api: Api,
    /// How the description was: `etag` and `digest` of the document, `outline`
    /// of what it says, `checked` in milliseconds since 1970.
    pub origin: Value,
}

/// Reads or probes an API and remembers how its description was.
///
/// # Errors
/// When nothing of it could be read.
pub async fn find(
    http: &Rc<dyn HttpClient>,
    input: &Input,
    options: &DiscoverOptions,
) -> Result<Found, DiscoverError> {
    let seen = Rc::<RefCell<Vec<(String, Value)>>>::default();
    let inner = Rc::clone(http);
    let http: Rc<dyn HttpClient> = Rc::new(Recorder { inner, seen: Rc::clone(&seen) });
    let api = discover(&http, input, options).await?;
    let seen = seen.borrow();
    let of_document = seen.iter().rev().find(|(url, _)| Some(url) == api.document_url.as_ref());
    let mut origin = of_document.map_or_else(|| json!({}), |(_, mark)| mark.clone());
    origin["outline"] = outline(&api);
    origin["checked"] = json!(SystemClock.now());
    Ok(Found { api, origin })
}

/// Returns whether the document at `url` is still the one of `origin`; `None`
/// where nobody can tell.
pub(super) async fn is_same(
    transport: &Transport,
    page_url: Option<&str>,
    url: &str,
    origin: &Value,
) -> Option<bool> {
    let digest = origin.get("digest")?;
    let accept = "application/json, application/yaml;q=0.9, */*;q=0.1";
    let mut request = Request::get(url).with_header("Accept", accept);
    // To another origin this header would need a permission that few give; the
    // cache of the browser sends it by itself there.
    let is_own = page_url.is_none_or(|page| origin_of(page) == origin_of(url));
    if let Some(etag) = origin.get("etag").and_then(Value::as_str).filter(|_| is_own) {
        request = request.with_header("If-None-Match", etag);
    }
    let response = transport.send(request).await.ok()?;
    match response.status {
        304 => Some(true),
        200 => Some(mark(&response).get("digest") == Some(digest)),
        _ => None,
    }
}

fn mark(response: &Response) -> Value {
    // FNV-1a: short, and nobody gains by a description that collides.
    let digest = response.body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut mark = json!({ "digest": format!("{digest:016x}") });
    if let Some(etag) = response.header("etag") {
        mark["etag"] = json!(etag);
    }
    mark
}

/// Remembers what the whole answers were like.
struct Recorder {
    inner: Rc<dyn HttpClient>,
    seen: Rc<RefCell<Vec<(String, Value)>>>,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl HttpClient for Recorder {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let url = request.url.clone();
        let (answer, seen) = (self.inner.send(request), Rc::clone(&self.seen));
        Box::pin(async move {
            let response = answer.await?;
            if response.is_success() && !response.is_truncated {
                let url = if response.url.is_empty() { url } else { response.url.clone() };
                seen.borrow_mut().push((url, mark(&response)));
            }
            Ok(response)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Credentials;
    use futures::executor::block_on;
    use std::cell::Cell;

    const URL: &str = "http://shop.test/openapi.json";

    /// A server of one document that counts its whole answers.
    #[derive(Debug, Default)]
    struct Server {
        has_etag: bool,
        version: Cell<u32>,
        sent: Cell<u32>,
    }

    impl HttpClient for Server {
        fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
            let etag = format!("\"{}\"", self.version.get());
            let known = request.headers.iter().find(|(name, _)| name == "If-None-Match");
            let is_known = self.has_etag && known.is_some_and(|(_, known)| *known == etag);
            let items = json!({"type": "array", "items": {"type": "object", "properties": {
                "id": {"type": "integer"}, format!("v{}", self.version.get()): {"type": "string"},
            }}});
            let answer =
                json!({"description": "", "content": {"application/json": {"schema": items}}});
            let paths = json!({"/pets": {"get": {"responses": {"200": answer}}}});
            let document = json!({"openapi": "3.1.0", "info": {}, "paths": paths});
            let (status, body) =
                if is_known { (304, Vec::new()) } else { (200, document.to_string().into_bytes()) };
            self.sent.set(self.sent.get() + u32::from(!is_known));
            let headers = if self.has_etag { vec![("etag".into(), etag)] } else { Vec::new() };
            let url = request.url;
            Box::pin(
                async move { Ok(Response { status, url, headers, body, is_truncated: false }) },
            )
        }
    }

    fn transport(http: Rc<dyn HttpClient>) -> Transport {
        Transport::new(http, Rc::new(SystemClock), Credentials::new())
    }

    fn check(has_etag: bool, sent_for_nothing: u32) {
        let server = Rc::new(Server { has_etag, ..Server::default() });
        let http: Rc<dyn HttpClient> = server.clone();
        let input = Input::Url(URL.to_owned());
        let found = block_on(find(&http, &input, &DiscoverOptions::default())).unwrap();
        assert_eq!(found.origin.get("etag").is_some(), has_etag);
        let transport = transport(http);
        let ask = || block_on(is_same(&transport, None, URL, &found.origin));
        server.sent.set(0);
        assert_eq!(ask(), Some(true));
        assert_eq!(server.sent.get(), sent_for_nothing);
        server.version.set(2);
        assert_eq!(ask(), Some(false));
    }

    #[test]
    fn a_document_with_an_etag_is_not_sent_again() {
        check(true, 0);
    }

    #[test]
    fn a_document_without_an_etag_is_told_by_its_content() {
        check(false, 1);
    }

    #[test]
    fn nobody_can_tell_without_a_digest() {
        let transport = transport(Rc::new(Server::default()));
        let told = block_on(is_same(&transport, None, URL, &Value::Null));
        assert_eq!(told, None);
    }
}
