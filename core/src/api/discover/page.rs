//! Web pages that show or hold a description.

use super::openapi::is_description;
use crate::api::address::{join, origin, path_of};
use serde_json::Value;

/// Returns the addresses that may be those of a description, best first.
pub(super) fn documents(html: &str, url: &str) -> Vec<String> {
    const HINTS: [&str; 8] = [
        "openapi",
        "swagger.json",
        "swagger.yaml",
        "swagger.yml",
        "api-docs",
        "api-json",
        "apispec",
        "/schema",
    ];
    const LABELS: [&str; 4] = ["spec-url=", "apiDescriptionUrl=", "data-url=", "spec_url:"];
    // Programs that show descriptions, and the settings that name them.
    const VIEWERS: [&str; 6] = [
        "SwaggerUIBundle",
        "Redoc.init",
        "createApiReference",
        "api-reference",
        "rapi-doc",
        "openapi-explorer",
    ];
    const SETTINGS: [&str; 4] = ["url", "configUrl", "specUrl", "Redoc.init("];
    let html = &html.replace("&quot;", "\"");
    let mut found: Vec<String> = Vec::new();
    let mut add = |quoted: &str| {
        let address = join(url, &quoted.replace("&amp;", "&"));
        let is_file = [".js", ".css", ".png", ".svg", ".ico", ".map", ".html"]
            .iter()
            .any(|end| path_of(&address).ends_with(end));
        if !is_file && !found.contains(&address) && address != url {
            found.push(address);
        }
    };
    for label in LABELS {
        for (start, _) in html.match_indices(label) {
            let behind = html[start + label.len()..].trim_start();
            let mut parts = behind.splitn(3, ['"', '\'']);
            if parts.next() == Some("") {
                parts.next().into_iter().for_each(&mut add);
            }
        }
    }
    if VIEWERS.iter().any(|viewer| html.contains(viewer)) {
        for setting in SETTINGS {
            for (start, _) in html.match_indices(setting) {
                let behind = &html[start + setting.len()..];
                let behind = behind.strip_prefix(['"', '\'']).unwrap_or(behind).trim_start();
                let behind = match behind.strip_prefix([':', '=']) {
                    Some(value) => value.trim_start(),
                    None if setting.ends_with('(') => &html[start + setting.len()..],
                    None => continue,
                };
                let quote = behind.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
                let value = quote.and_then(|quote| behind[1..].split(quote).next());
                value.filter(|value| !value.is_empty()).into_iter().for_each(&mut add);
            }
        }
    }
    for hint in HINTS {
        for (start, _) in html.match_indices(hint) {
            quoted(html, start).into_iter().for_each(&mut add);
        }
    }
    found.truncate(6);
    found
}

/// Returns the text in quotes around `position`.
fn quoted(html: &str, position: usize) -> Option<&str> {
    const ENDS: [char; 9] = ['"', '\'', '`', '<', '>', ' ', '\n', '(', ')'];
    let start = html[..position].rfind(ENDS)? + 1;
    let end = position + html[position..].find(ENDS)?;
    let is_quote = |letter: Option<char>| matches!(letter, Some('"' | '\'' | '`'));
    let is_quoted =
        is_quote(html[..start].chars().next_back()) && is_quote(html[end..].chars().next());
    let text = &html[start..end];
    (is_quoted && text.contains(['/', '.'])).then_some(text)
}

/// Returns the address of the description that an answer's `Link` header names.
///
/// Source: RFC 8631.
pub(super) fn service_description(header: &str, url: &str) -> Option<String> {
    header.split(',').find_map(|link| {
        let (address, parameters) = link.split_once('>')?;
        let is_description =
            parameters.contains("service-desc") || parameters.contains("describedby");
        is_description.then(|| join(url, address.trim().trim_start_matches('<')))
    })
}

/// Returns the scripts that set up a viewer of descriptions.
pub(super) fn scripts(html: &str, url: &str) -> Vec<String> {
    let sources = html.split("<script").skip(1).filter_map(|tag| {
        let tag = tag.split('>').next()?;
        attribute(tag, "src")
    });
    let is_setup = |source: &&str| source.contains("init") || source.contains("config");
    let addresses = sources.filter(is_setup).map(|source| join(url, source));
    addresses.filter(|address| origin(address) == origin(url)).take(3).collect()
}

/// Returns a description that stands inside a page or script.
pub(super) fn embedded(text: &str) -> Option<Value> {
    let keys = ["\"openapi\"", "\"swagger\""];
    let starts = keys.iter().flat_map(|key| text.match_indices(key));
    for (key, _) in starts.take(8) {
        let Some(start) = text[..key].rfind('{') else { continue };
        let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        if let Some(Ok(value)) = values.next()
            && is_description(&value)
        {
            return Some(value);
        }
    }
    None
}

/// Returns the last segments of links to what may be collections.
pub(super) fn links(html: &str, url: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let folder = path_of(url).trim_end_matches('/').to_owned();
    for tag in html.split("<a ").skip(1) {
        let Some(reference) = tag.split('>').next().and_then(|tag| attribute(tag, "href")) else {
            continue;
        };
        let address = join(&format!("{}{folder}/", origin(url)), reference);
        let Some(name) = path_of(&address).strip_prefix(folder.as_str()) else { continue };
        let name = name.trim_matches('/');
        let is_plain = !name.is_empty() && !name.contains(['/', '.', '#', ':']);
        if is_plain && origin(&address) == origin(url) && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    found.truncate(24);
    found
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let behind = tag.split_once(&format!("{name}="))?.1;
    let quote = behind.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    behind[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[&str]) {
        assert_eq!(documents(html, "https://a.org/docs/"), expected, "{html}");
    }

    #[test]
    fn viewers_tell_where_the_description_is() {
        check(
            r#"<script>SwaggerUIBundle({url: '/openapi.json', dom_id: "x"})</script>"#,
            &["https://a.org/openapi.json"],
        );
        check(
            r#"<redoc spec-url="api.yaml?x=1&amp;y=2"></redoc>"#,
            &["https://a.org/docs/api.yaml?x=1&y=2"],
        );
        check(
            r#"<script id="api-reference" data-url="../spec"></script>"#,
            &["https://a.org/spec"],
        );
        check(
            r#"<script>SwaggerUIBundle({ urls: [{ url: "/one.json" }, { "url" : "/two.yaml" }] })</script>"#,
            &["https://a.org/one.json", "https://a.org/two.yaml"],
        );
        check("<script>Redoc.init('../spec.yaml', {})</script>", &["https://a.org/spec.yaml"]);
        check(
            "<script>Scalar.createApiReference('#app', { url: `/spec` })</script>",
            &["https://a.org/spec"],
        );
        check(
            r#"<script id="api-reference" data-configuration="{&quot;spec&quot;:{&quot;url&quot;:&quot;/s.json&quot;}}"></script>"#,
            &["https://a.org/s.json"],
        );
        check(r#"<link href="/swagger-ui.css"><script src="/openapi-viewer.js"></script>"#, &[]);
    }

    #[test]
    fn a_description_inside_a_script_is_found() {
        let script = r#"let options = {"swaggerDoc": {"openapi": "3.0.0", "paths": {}}, "x": 1};"#;
        assert!(embedded(script).is_some_and(|value| value["openapi"] == "3.0.0"));
        assert_eq!(embedded("const openapi = \"openapi\";"), None);
    }

    #[test]
    fn links_to_neighbors_are_candidates() {
        let html = r##"<a href="users">x</a> <a href="/api/posts/">y</a> <a href="https://b.org/z">z</a>
            <a href="#top">t</a> <a href="style.css">s</a> <a class="x" href='/other'>o</a>"##;
        assert_eq!(links(html, "https://a.org/api"), ["users", "posts"]);
    }
}
