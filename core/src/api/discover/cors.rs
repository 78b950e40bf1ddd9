//! What a server has to send so that a page of another origin may use it.
//!
//! Source: the Fetch standard, "CORS protocol".

use crate::api::{
    Api, AuthScheme, Dialect, Endpoint, Next, Paging, ParameterPlace, Resource, Total,
};
use crate::platform::{Message, Method};

/// One header of an answer, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsHeader {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Why it is needed, for people.
    pub message: Message,
}

/// Returns the headers by which pages of `origin` may use `api`; where nothing
/// of it is known, those that most APIs need.
#[must_use]
pub fn cors_headers(origin: &str, api: Option<&Api>) -> Vec<CorsHeader> {
    let header = |name, values: &[String], key: &'static str| CorsHeader {
        name,
        value: values.join(", "),
        message: Message::new(key),
    };
    let mut headers =
        vec![header("Access-Control-Allow-Origin", &[origin.to_owned()], "cors.allow_origin")];
    let methods = methods(api);
    if !methods.is_empty() {
        headers.push(header("Access-Control-Allow-Methods", &methods, "cors.allow_methods"));
    }
    let sent = sent(api);
    if !sent.is_empty() {
        headers.push(header("Access-Control-Allow-Headers", &sent, "cors.allow_headers"));
    }
    let read = read(api);
    if !read.is_empty() {
        headers.push(header("Access-Control-Expose-Headers", &read, "cors.expose_headers"));
    }
    headers
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name.to_owned());
    }
}

fn endpoints(resource: &Resource) -> impl Iterator<Item = &Endpoint> {
    let Resource { list, item, create, update, delete, .. } = resource;
    [list, item, create, update, delete].into_iter().flatten()
}

/// Returns the verbs that are no simple ones.
fn methods(api: Option<&Api>) -> Vec<String> {
    let Some(api) = api else { return owned(&["GET", "POST", "PUT", "PATCH", "DELETE"]) };
    let mut methods = Vec::new();
    let operations = api.operations.iter().map(|operation| &operation.endpoint);
    for endpoint in api.resources.iter().flat_map(endpoints).chain(operations) {
        if !matches!(endpoint.method, Method::Get | Method::Head | Method::Post) {
            add(&mut methods, endpoint.method.as_str());
        }
    }
    methods
}

/// Returns the headers that are sent beyond the simple ones.
fn sent(api: Option<&Api>) -> Vec<String> {
    let Some(api) = api else { return owned(&["Authorization", "Content-Type", "If-Match"]) };
    let mut names = Vec::new();
    for scheme in &api.auth {
        match scheme {
            AuthScheme::ApiKey { name, place: ParameterPlace::Header } => add(&mut names, name),
            AuthScheme::Bearer | AuthScheme::Basic => add(&mut names, "Authorization"),
            _ => {}
        }
    }
    for resource in &api.resources {
        let has_body = resource.create.is_some() || resource.update.is_some();
        if has_body {
            add(&mut names, "Content-Type");
        }
        let Dialect { always, paging, has_if_match, .. } = &resource.dialect;
        let fixed = always.iter().filter(|always| always.place == ParameterPlace::Header);
        fixed.for_each(|always| add(&mut names, &always.name));
        if let Paging::Window { parameter, place: ParameterPlace::Header, .. } = paging {
            add(&mut names, parameter);
        }
        if *has_if_match {
            add(&mut names, "If-Match");
        }
    }
    names
}

/// Returns the headers that are read beyond the simple ones.
fn read(api: Option<&Api>) -> Vec<String> {
    let Some(api) = api else { return owned(&["ETag", "Link", "Location", "X-Total-Count"]) };
    let mut names = Vec::new();
    for resource in &api.resources {
        let Dialect { total, paging, has_if_match, .. } = &resource.dialect;
        if let Total::Header { name } | Total::Head { name } = total {
            add(&mut names, name);
        }
        if let Paging::Cursor { next: Next::Header { name }, .. }
        | Paging::Link { next: Next::Header { name }, .. } = paging
        {
            add(&mut names, name);
        }
        if *has_if_match {
            add(&mut names, "ETag");
        }
        if resource.create.is_some() {
            add(&mut names, "Location");
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
        assert_eq!(lines.len(), 4);
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
        ];
        assert_eq!(lines(Some(&api)), expected);
        let open = Api { resources: vec![Resource::default()], ..Api::default() };
        assert_eq!(lines(Some(&open)).len(), 1);
    }
}
