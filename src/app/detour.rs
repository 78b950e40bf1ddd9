//! Requests to other origins that go by way of the page's own.
//!
//! A server that lets no page of another origin read it can be reached through
//! a path of the site that passes requests on. The rest of the application
//! knows the API by its own addresses, so that links of its answers, servers of
//! its description and the origin of a credential stay what they are.

use futures::future::LocalBoxFuture;
use std::rc::Rc;
use vitrine_core::api::join;
use vitrine_core::platform::{HttpClient, HttpError, Request, Response};

/// Sends what goes to certain origins through addresses of this one.
#[derive(Debug)]
pub struct Detour {
    inner: Rc<dyn HttpClient>,
    /// Origins, each with the absolute address that stands for it.
    ways: Rc<Vec<(String, String)>>,
}

impl Detour {
    /// Returns `http` behind these detours; the addresses in `through` are
    /// relative to the page.
    #[must_use]
    pub fn over(
        http: Rc<dyn HttpClient>,
        through: &[(String, String)],
        page_url: &str,
    ) -> Rc<dyn HttpClient> {
        if through.is_empty() {
            return http;
        }
        let way =
            |(origin, address): &(String, String)| (bare(origin), bare(&join(page_url, address)));
        Rc::new(Self { inner: http, ways: Rc::new(through.iter().map(way).collect()) })
    }
}

fn bare(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

/// Returns `url` with `to` in the place of `from`, if that is its beginning.
fn moved(url: &str, from: &str, to: &str) -> Option<String> {
    let rest = url.strip_prefix(from)?;
    let is_whole = rest.is_empty() || rest.starts_with(['/', '?', '#']);
    is_whole.then(|| format!("{to}{rest}"))
}

impl HttpClient for Detour {
    fn send(&self, mut request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let ways = Rc::clone(&self.ways);
        if let Some(url) = ways.iter().find_map(|(from, to)| moved(&request.url, from, to)) {
            request.url = url;
        }
        let answer = self.inner.send(request);
        Box::pin(async move {
            let mut response = answer.await?;
            if let Some(url) = ways.iter().find_map(|(from, to)| moved(&response.url, to, from)) {
                response.url = url;
            }
            Ok(response)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;

    #[derive(Debug)]
    struct Echo;

    impl HttpClient for Echo {
        fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
            let body = request.url.clone().into_bytes();
            let response = Response {
                status: 200,
                url: request.url,
                headers: Vec::new(),
                body,
                is_truncated: false,
            };
            Box::pin(async move { Ok(response) })
        }
    }

    fn check(url: &str, asked: &str) {
        let through = [("https://api.org/".to_owned(), "/api/".to_owned())];
        let http = Detour::over(Rc::new(Echo), &through, "https://app.org/tools/");
        let response = block_on(http.send(Request::get(url))).unwrap();
        assert_eq!(String::from_utf8(response.body).unwrap(), asked);
        // Whoever asked learns nothing of the detour.
        assert_eq!(response.url, url);
    }

    #[test]
    fn an_origin_is_reached_through_an_address_of_the_page() {
        check("https://api.org/v1/pets?page=2", "https://app.org/api/v1/pets?page=2");
        check("https://api.org?x=1", "https://app.org/api?x=1");
        check("https://api.org", "https://app.org/api");
    }

    #[test]
    fn what_only_begins_like_it_goes_its_own_way() {
        check("https://api.org.evil.org/x", "https://api.org.evil.org/x");
        check("http://api.org/x", "http://api.org/x");
        check("/x", "/x");
    }
}
