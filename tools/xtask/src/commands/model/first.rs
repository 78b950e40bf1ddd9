//! The first request of each list, for the page to send beside the application's download.

use std::{cell::RefCell, rc::Rc};

use futures::{FutureExt, executor::block_on, future::LocalBoxFuture};
use serde_json::{Value, json};
use vitrine_core::api::{
    Api, Credentials, DataProvider, ListParams, Resource, RestProvider, Transport, local,
};
use vitrine_core::platform::{HttpClient, HttpError, Method, Request, Response, SystemClock};

/// Puts into each resource of `model`, the JSON of `api`, what its list asks for as it opens:
/// `"first": {"url": .., "headers": [[name, value], ..]}`.
///
/// A list below a parent, one that is no `GET`, one that wants to know who asks and one of an API
/// without an absolute address have none.
pub(super) fn add(model: &mut Value, api: &Api) {
    if !api.base_url.starts_with("http") {
        return;
    }
    let kept = Rc::new(Kept::default());
    let transport = Transport::new(
        Rc::clone(&kept) as Rc<dyn HttpClient>,
        Rc::new(SystemClock),
        Credentials::new(),
    );
    let provider = RestProvider::new(Rc::new(api.clone()), transport);
    let resources = model["resources"].as_array_mut().into_iter().flatten();
    for (json, resource) in resources.zip(&api.resources) {
        let is_open = resource.list.as_ref().is_some_and(|list| !list.needs_auth);
        if !is_open || !resource.is_placed() {
            continue;
        }
        let first = kept.first_of(&provider, resource);
        if let Some(request) = first.filter(|it| it.method == Method::Get) {
            json["first"] = json!({ "url": request.url, "headers": request.headers });
        }
    }
}

/// Keeps the first request instead of sending any.
#[derive(Debug, Default)]
struct Kept {
    first: RefCell<Option<Request>>,
}

impl Kept {
    fn first_of(&self, provider: &RestProvider, resource: &Resource) -> Option<Request> {
        let capabilities = provider.capabilities(&resource.name);
        let (params, _) = local::divide(&capabilities, resource, ListParams::default());
        // The answer is that nothing is there; what counts is what was asked.
        drop(block_on(provider.get_list(&resource.name, &params)));
        self.first.take()
    }
}

impl HttpClient for Kept {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let nothing = Response {
            status: 404,
            url: request.url.clone(),
            headers: Vec::new(),
            body: Vec::new(),
            is_truncated: false,
        };
        self.first.borrow_mut().get_or_insert(request);
        async move { Ok(nothing) }.boxed_local()
    }
}

#[cfg(test)]
mod tests {
    use vitrine_core::api::{Endpoint, Paging};

    use super::*;

    fn first(change: impl FnOnce(&mut Resource)) -> Value {
        let list = Some(Endpoint::new(Method::Get, "/pets"));
        let mut pets = Resource { name: "pets".to_owned(), list, ..Resource::default() };
        change(&mut pets);
        let base_url = "https://a.org/v1".to_owned();
        let api = Api { base_url, resources: vec![pets], ..Api::default() };
        let mut model = serde_json::to_value(&api).expect("a model is JSON");
        add(&mut model, &api);
        model["resources"][0]["first"].take()
    }

    #[test]
    fn a_list_tells_its_first_request() {
        let first = first(|pets| {
            pets.dialect.paging = Paging::Page {
                page: "page".to_owned(),
                size: Some("limit".to_owned()),
                first: 1,
                max_size: None,
            };
        });
        assert_eq!(first["url"], "https://a.org/v1/pets?page=1&limit=25");
        assert_eq!(first["headers"][0][0], "Accept");
    }

    #[test]
    fn a_list_that_wants_to_know_who_asks_has_no_first_request() {
        let first = first(|pets| pets.list.iter_mut().for_each(|list| list.needs_auth = true));
        assert_eq!(first, Value::Null);
    }

    #[test]
    fn a_list_that_is_posted_has_no_first_request() {
        let first = first(|pets| pets.list = Some(Endpoint::new(Method::Post, "/pets/search")));
        assert_eq!(first, Value::Null);
    }
}
