//! Whether the development server has to pass requests on to an API.
//!
//! A browser lets a page read an API of another origin only where that API allows it (CORS). Most
//! do not allow a page on this machine; trunk then passes the requests on, and `config.json` says
//! through which address.

use std::rc::Rc;

use futures::executor::block_on;
use vitrine_core::api::dialect::encode_list;
use vitrine_core::api::discover::{DiscoverOptions, discover};
use vitrine_core::api::{ListParams, origin};
use vitrine_core::platform::{HttpClient, NativeHttp, Request};

use super::model;
use crate::console;

/// The path whose requests are passed on; no API of the application is called `-`.
pub(super) const PATH: &str = "/-/proxy/";

/// Returns the origin of the API at `source`, an address or a file, if pages of `page`, an origin,
/// may not read it, or `is_forced` says so; nothing where that cannot be found out.
pub(super) fn origin_to_proxy(source: &str, page: &str, is_forced: bool) -> Option<String> {
    let http: Rc<dyn HttpClient> = Rc::new(NativeHttp);
    let url = address(&http, source)?;
    let api = origin(&url).to_owned();
    if api.is_empty() || api == page {
        return None;
    }
    if is_forced {
        return Some(api);
    }
    let is_open = may_read(&http, &url, page);
    if is_open == Some(false) {
        console::note(format!("{api} lets no page of {page} read it (CORS)"));
    }
    let is_document_apart = source.contains("://") && origin(source) != api;
    if is_document_apart && may_read(&http, source, page) == Some(false) {
        console::note(format!(
            "and neither may its description be read at {source}: download it and give the file"
        ));
    }
    (is_open == Some(false)).then_some(api)
}

/// Returns an address of the API that a list is at, else the one that was given.
fn address(http: &Rc<dyn HttpClient>, source: &str) -> Option<String> {
    let input = model::input(source).ok()?;
    let given = source.contains("://").then(|| source.to_owned());
    // What wants to know who asks, or is not understood, is asked as it is.
    let Ok(api) = block_on(discover(http, &input, &DiscoverOptions::default())) else {
        return given;
    };
    let lists = api.resources.iter().filter(|resource| resource.parents.is_empty());
    let list =
        lists.filter_map(|it| encode_list(it, &api.base_url, &ListParams::default()).ok()).next();
    Some(list.map_or(api.base_url, |request| request.url))
}

/// Returns whether pages of `page` may read what is at `url`; nothing without an answer.
fn may_read(http: &Rc<dyn HttpClient>, url: &str, page: &str) -> Option<bool> {
    let mut request = Request::get(url).with_header("Origin", page);
    request.limit = Some(0);
    let response = block_on(http.send(request)).ok()?;
    let allowed = response.header("access-control-allow-origin");
    Some(allowed.is_some_and(|allowed| allowed == "*" || allowed == page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{Reply, Server};

    const PAGE: &str = "http://127.0.0.1:8080";

    /// Serves rows with this header for other origins.
    fn server(allowed: Option<&'static str>) -> (Server, String) {
        let server = Server::start(0, move |request| {
            let mut headers = vec![("content-type", "application/json".to_owned())];
            headers.extend(allowed.map(|it| ("access-control-allow-origin", it.to_owned())));
            let is_list = request.path == "/lamps";
            let body =
                if is_list { r#"[{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]"# } else { "{}" };
            Reply { status: if is_list { 200 } else { 404 }, headers, body: body.into() }
        });
        let server = server.unwrap();
        let url = format!("http://{}", server.address());
        (server, url)
    }

    fn check(allowed: Option<&'static str>, is_forced: bool, is_proxied: bool) {
        let (_server, url) = server(allowed);
        let found = origin_to_proxy(&format!("{url}/lamps"), PAGE, is_forced);
        assert_eq!(found, is_proxied.then_some(url), "{allowed:?}");
    }

    #[test]
    fn an_api_that_lets_no_page_read_it_is_proxied() {
        check(None, false, true);
        check(Some("https://other.org"), false, true);
        check(Some("*"), false, false);
        check(Some(PAGE), false, false);
        check(Some("*"), true, true);
    }

    #[test]
    fn what_does_not_answer_is_left_to_the_application_to_explain() {
        assert_eq!(origin_to_proxy("http://127.0.0.1:9/lamps", PAGE, false), None);
    }
}
