//! What a server has to send so that a page of another origin may use it.
//!
//! Source: the Fetch standard, "CORS protocol".

use crate::api::{
    Api, AuthScheme, Dialect, Endpoint, Next, Paging, ParameterPlace, Resource, Total,
};
use crate::platform::{Message, Method};

/// The seconds for which a browser need not ask again; the most that all of
/// them take.
const MAX_AGE: u32 = 7200;

/// One header of an answer, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsHeader {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Why it is needed, for people.
    pub message: Message,
    /// The headers that it lists, each with what it is for.
    pub names: Vec<CorsName>,
    /// Whether nothing works without it.
    pub is_needed: bool,
}

/// A header that is sent or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsName {
    /// Its name.
    pub name: String,
    /// What it is for, for people.
    pub message: Message,
}

/// Returns the headers by which pages of `origin` may use `api`; where nothing
/// of it is known, those that most APIs need.
#[must_use]
pub fn cors_headers(origin: &str, api: Option<&Api>) -> Vec<CorsHeader> {
    let header = |name, value: String, key: &'static str, names| CorsHeader {
        name,
        value,
        message: Message::new(key),
        names,
        is_needed: true,
    };
    let list = |names: &[CorsName]| {
        let names: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
        names.join(", ")
    };
    let allow = "Access-Control-Allow-Origin";
    let mut headers = vec![header(allow, origin.to_owned(), "cors.allow_origin", Vec::new())];
    let methods = methods(api);
    if !methods.is_empty() {
        let name = "Access-Control-Allow-Methods";
        headers.push(header(name, methods.join(", "), "cors.allow_methods", Vec::new()));
    }
    let sent = sent(api);
    if !sent.is_empty() {
        let name = "Access-Control-Allow-Headers";
        headers.push(header(name, list(&sent), "cors.allow_headers", sent));
    }
    let has_preflight = headers.len() > 1;
    let read = read(api);
    if !read.is_empty() {
        let name = "Access-Control-Expose-Headers";
        headers.push(header(name, list(&read), "cors.expose_headers", read));
    }
    if has_preflight {
        let age = header("Access-Control-Max-Age", MAX_AGE.to_string(), "cors.max_age", Vec::new());
        headers.push(CorsHeader { is_needed: false, ..age });
    }
    headers
}

/// Returns the headers of answers that the application reads of `resource`,
/// beyond those that every page sees.
#[must_use]
pub(super) fn read_of(resource: &Resource) -> Vec<CorsName> {
    let mut names = Vec::new();
    let Dialect { total, paging, has_if_match, .. } = &resource.dialect;
    if let Total::Header { name } | Total::Head { name } = total {
        add(&mut names, name, "cors.name.total");
    }
    if let Paging::Cursor { next: Next::Header { name }, .. }
    | Paging::Link { next: Next::Header { name }, .. } = paging
    {
        add(&mut names, name, "cors.name.next");
    }
    if *has_if_match {
        add(&mut names, "ETag", "cors.name.etag");
    }
    if resource.create.is_some() {
        add(&mut names, "Location", "cors.name.location");
    }
    names
}

fn add(names: &mut Vec<CorsName>, name: &str, key: &'static str) {
    if !names.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
        names.push(CorsName { name: name.to_owned(), message: Message::new(key) });
    }
}

fn all(known: &[(&str, &'static str)]) -> Vec<CorsName> {
    let mut names = Vec::new();
    known.iter().for_each(|(name, key)| add(&mut names, name, key));
    names
}

fn endpoints(resource: &Resource) -> impl Iterator<Item = &Endpoint> {
    let Resource { list, item, create, update, delete, .. } = resource;
    [list, item, create, update, delete].into_iter().flatten()
}

/// Returns the verbs that are no simple ones.
fn methods(api: Option<&Api>) -> Vec<&'static str> {
    let Some(api) = api else { return vec!["GET", "POST", "PUT", "PATCH", "DELETE"] };
    let mut methods = Vec::new();
    let operations = api.operations.iter().map(|operation| &operation.endpoint);
    for endpoint in api.resources.iter().flat_map(endpoints).chain(operations) {
        let method = endpoint.method;
        let is_simple = matches!(method, Method::Get | Method::Head | Method::Post);
        if !is_simple && !methods.contains(&method.as_str()) {
            methods.push(method.as_str());
        }
    }
    methods
}

/// Returns the headers that are sent beyond the simple ones.
fn sent(api: Option<&Api>) -> Vec<CorsName> {
    let Some(api) = api else {
        return all(&[
            ("Authorization", "cors.name.credential"),
            ("Content-Type", "cors.name.content_type"),
            ("If-Match", "cors.name.if_match"),
        ]);
    };
    let mut names = Vec::new();
    for scheme in &api.auth {
        match scheme {
            AuthScheme::ApiKey { name, place: ParameterPlace::Header } => {
                add(&mut names, name, "cors.name.credential");
            }
            AuthScheme::Bearer | AuthScheme::Basic | AuthScheme::Prefixed { .. } => {
                add(&mut names, "Authorization", "cors.name.credential");
            }
            AuthScheme::ApiKey { .. } => {}
        }
    }
    for resource in &api.resources {
        if resource.create.is_some() || resource.update.is_some() {
            add(&mut names, "Content-Type", "cors.name.content_type");
        }
        let Dialect { always, paging, has_if_match, .. } = &resource.dialect;
        let fixed = always.iter().filter(|always| always.place == ParameterPlace::Header);
        fixed.for_each(|always| add(&mut names, &always.name, "cors.name.fixed"));
        if let Paging::Window { parameter, place: ParameterPlace::Header, .. } = paging {
            add(&mut names, parameter, "cors.name.page");
        }
        if *has_if_match {
            add(&mut names, "If-Match", "cors.name.if_match");
        }
    }
    names
}

/// Returns the headers that are read beyond the simple ones.
fn read(api: Option<&Api>) -> Vec<CorsName> {
    let Some(api) = api else {
        return all(&[
            ("ETag", "cors.name.etag"),
            ("Link", "cors.name.next"),
            ("Location", "cors.name.location"),
            ("X-Total-Count", "cors.name.total"),
            ("WWW-Authenticate", "cors.name.challenge"),
        ]);
    };
    let mut names = Vec::new();
    for found in api.resources.iter().flat_map(read_of) {
        if !names.iter().any(|known: &CorsName| known.name.eq_ignore_ascii_case(&found.name)) {
            names.push(found);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(api: Option<&Api>) -> Vec<String> {
        let headers = cors_headers("https://app.org", api);
        headers.iter().map(|header| format!("{}: {}", header.name, header.value)).collect()
    }

    #[test]
    fn an_unknown_api_needs_what_most_need() {
        let lines = lines(None);
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[0], "Access-Control-Allow-Origin: https://app.org");
        assert!(lines[3].contains("X-Total-Count"));
    }

    #[test]
    fn a_known_api_needs_what_its_dialect_sends_and_reads() {
        let endpoint = |method| Some(Endpoint::new(method, "/lamps"));
        let resource = Resource {
            list: endpoint(Method::Get),
            update: endpoint(Method::Patch),
            dialect: Dialect {
                total: Total::Header { name: "Content-Range".to_owned() },
                paging: Paging::Link { size: None, next: Next::Header { name: "Link".to_owned() } },
                ..Dialect::default()
            },
            ..Resource::default()
        };
        let key = AuthScheme::ApiKey { name: "X-Key".into(), place: ParameterPlace::Header };
        let api = Api { resources: vec![resource], auth: vec![key], ..Api::default() };
        let expected = [
            "Access-Control-Allow-Origin: https://app.org",
            "Access-Control-Allow-Methods: PATCH",
            "Access-Control-Allow-Headers: X-Key, Content-Type",
            "Access-Control-Expose-Headers: Content-Range, Link",
            "Access-Control-Max-Age: 7200",
        ];
        assert_eq!(lines(Some(&api)), expected);
        let open = Api { resources: vec![Resource::default()], ..Api::default() };
        assert_eq!(lines(Some(&open)).len(), 1);
    }

    #[test]
    fn every_listed_header_has_a_reason_of_its_own() {
        let headers = cors_headers("https://app.org", None);
        let listed = headers.iter().filter(|header| header.name.ends_with("-Headers"));
        for header in listed {
            assert_eq!(header.names.len(), header.value.split(", ").count(), "{}", header.name);
        }
        assert!(headers.iter().filter(|header| !header.is_needed).count() == 1);
    }
}
