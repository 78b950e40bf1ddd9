//! What an answer turns out to be.

use super::openapi::is_description;
use super::{partial, yaml};
use crate::platform::Response;
use serde_json::Value;

/// What an answer turns out to be.
#[derive(Debug)]
pub(super) enum Content {
    /// A description of an API.
    Description(Value),
    /// The beginning of a description.
    Beginning,
    /// Other JSON, as much of it as was read.
    Json(Value),
    /// A web page.
    Page(String),
    /// Something else, with the parser's words.
    Unreadable(String),
    /// Nothing.
    Nothing,
}

/// Reads the body of `response`.
pub(super) fn content(response: &Response) -> Content {
    let text = String::from_utf8_lossy(&response.body);
    let is_html = response.header("content-type").is_some_and(|kind| kind.contains("html"));
    read(&text, response.is_truncated, is_html)
}

/// Reads a text.
pub(super) fn read(text: &str, is_truncated: bool, is_html: bool) -> Content {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Content::Nothing;
    }
    if text.starts_with('<') || is_html && !text.starts_with(['{', '[']) {
        return Content::Page(text.to_owned());
    }
    if text.starts_with(['{', '[']) {
        let value = if is_truncated {
            partial::read(text).ok_or_else(|| "cut off".to_owned())
        } else {
            serde_json::from_str(text).map_err(|error| error.to_string())
        };
        match value {
            Ok(value) if is_truncated && seems_description(&value) => return Content::Beginning,
            Ok(value) if is_description(&value) => return Content::Description(value),
            Ok(value) => return Content::Json(value),
            // YAML has braces of its own.
            Err(error) => return yaml(text).unwrap_or(Content::Unreadable(error)),
        }
    }
    let has_version = text.lines().any(|line| {
        let line = line.trim_start_matches(['"', '\'']);
        line.starts_with("openapi") || line.starts_with("swagger")
    });
    match (has_version, is_truncated) {
        (true, true) => Content::Beginning,
        (true, false) => match yaml::parse_yaml(text) {
            Ok(value) if is_description(&value) => Content::Description(value),
            Ok(value) => Content::Json(value),
            Err(error) => Content::Unreadable(error),
        },
        (false, _) => Content::Unreadable("neither JSON nor YAML".to_owned()),
    }
}

fn yaml(text: &str) -> Option<Content> {
    let value = yaml::parse_yaml(text).ok()?;
    is_description(&value).then_some(Content::Description(value))
}

fn seems_description(value: &Value) -> bool {
    is_description(value)
        || ["components", "definitions", "paths"].iter().any(|name| value.get(name).is_some())
}
