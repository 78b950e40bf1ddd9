//! The address that paths are appended to.

use crate::api::address::{join, origin};
use serde_json::Value;

/// Returns the base address, without a final slash; `document_url` is where
/// the description was read.
pub(super) fn base_url(root: &Value, document_url: Option<&str>) -> String {
    let url = match root.get("servers").and_then(Value::as_array) {
        Some(servers) => server(servers, document_url),
        None if root.get("swagger").is_some() => Some(swagger(root, document_url)),
        None => None,
    };
    let url = url.unwrap_or_else(|| "/".to_owned());
    // A document may say itself where it lives; relative addresses start there.
    //
    // Source: `OpenAPI` 3.2.0, `$self`.
    let own = root.get("$self").and_then(Value::as_str);
    let home = match (document_url, own) {
        (Some(document), Some(own)) => Some(join(document, own)),
        (None, Some(own)) => Some(own.to_owned()).filter(|own| !origin(own).is_empty()),
        (document, None) => document.map(str::to_owned),
    };
    let url = home.map_or_else(|| url.clone(), |home| join(&home, &url));
    url.trim_end_matches('/').to_owned()
}

/// Prefers the server that the description itself came from: others are often
/// examples, and another origin may refuse this page.
fn server(servers: &[Value], document_url: Option<&str>) -> Option<String> {
    let urls: Vec<String> = servers.iter().filter_map(filled).collect();
    let own = document_url.and_then(|document| {
        urls.iter().find(|url| origin(&join(document, url)) == origin(document))
    });
    own.or_else(|| urls.first()).cloned()
}

/// Puts the default values into a templated address.
fn filled(server: &Value) -> Option<String> {
    let mut url = server.get("url")?.as_str()?.to_owned();
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        let first = || variable.get("enum")?.get(0);
        let value = variable.get("default").or_else(first).and_then(Value::as_str);
        url = url.replace(&format!("{{{name}}}"), value.unwrap_or_default());
    }
    Some(url)
}

fn swagger(root: &Value, document_url: Option<&str>) -> String {
    let path = root.get("basePath").and_then(Value::as_str).unwrap_or("/");
    let Some(host) = root.get("host").and_then(Value::as_str) else {
        return path.to_owned();
    };
    let schemes = root.get("schemes").and_then(Value::as_array);
    let schemes: Vec<&str> = schemes.into_iter().flatten().filter_map(Value::as_str).collect();
    let own = document_url.and_then(|url| url.split_once("://")).map(|(scheme, _)| scheme);
    let scheme = own
        .filter(|own| schemes.is_empty() || schemes.contains(own))
        .or_else(|| schemes.iter().copied().find(|scheme| *scheme == "https"))
        .or_else(|| schemes.first().copied())
        .unwrap_or("https");
    format!("{scheme}://{host}/{}", path.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(root: &Value, document: Option<&str>, expected: &str) {
        assert_eq!(base_url(root, document), expected);
    }

    #[test]
    fn a_document_may_say_where_it_lives() {
        let check = |own: &str, document: Option<&str>, expected: &str| {
            let root = json!({"$self": own, "servers": [{"url": "v1"}]});
            assert_eq!(base_url(&root, document), expected, "{own}");
        };
        check("https://a.org/api/x.json", None, "https://a.org/api/v1");
        check("https://a.org/api/x.json", Some("https://b.org/x.json"), "https://a.org/api/v1");
        check("/api/x.json", Some("https://b.org/x.json"), "https://b.org/api/v1");
        check("/api/x.json", None, "v1");
    }

    #[test]
    fn servers_are_relative_to_the_document() {
        let document = Some("https://a.org/docs/openapi.json");
        check(&json!({"servers": [{"url": "/api/v3"}]}), document, "https://a.org/api/v3");
        check(&json!({"servers": [{"url": "../v2/"}]}), document, "https://a.org/v2");
        check(&json!({}), document, "https://a.org");
        check(&json!({"servers": [{"url": "/api/v3"}]}), None, "/api/v3");
    }

    #[test]
    fn the_server_of_the_document_is_preferred() {
        let root =
            json!({"servers": [{"url": "https://prod.org/v1"}, {"url": "http://localhost:80/v1"}]});
        check(&root, Some("http://localhost:80/openapi.json"), "http://localhost:80/v1");
        check(&root, Some("https://docs.org/openapi.json"), "https://prod.org/v1");
    }

    #[test]
    fn templates_take_their_defaults() {
        let root = json!({"servers": [{"url": "https://{region}.a.org/{v}",
            "variables": {"region": {"default": "eu"}, "v": {"enum": ["v1", "v2"]}}}]});
        check(&root, None, "https://eu.a.org/v1");
    }

    #[test]
    fn swagger_has_host_and_base_path() {
        let root = json!({"swagger": "2.0", "host": "a.org", "basePath": "/v2", "schemes": ["http", "https"]});
        check(&root, None, "https://a.org/v2");
        check(&root, Some("http://a.org/swagger.json"), "http://a.org/v2");
        check(
            &json!({"swagger": "2.0", "basePath": "/v2"}),
            Some("http://b.org/x/y"),
            "http://b.org/v2",
        );
    }
}
