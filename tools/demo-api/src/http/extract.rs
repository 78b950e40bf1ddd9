//! The parts of a request, refused by a problem where they cannot be read.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// The pairs of the query.
#[derive(Debug)]
pub(super) struct Pairs(pub Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Pairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(pairs)) => Ok(Self(pairs)),
            Err(error) => Err(Problem::bad_request(format!("The query cannot be read: {error}."))),
        }
    }
}

/// The origin that the client knows this server by.
#[derive(Debug)]
pub(super) struct Base(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Base {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).unwrap_or("127.0.0.1");
        Ok(Self(format!("http://{host}")))
    }
}

/// The id in the path.
#[derive(Debug)]
pub(super) struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|error| Problem::bad_request(error.body_text()))?;
        let id = text.parse().map_err(|_| Problem::not_found(format!("record `{text}`")))?;
        Ok(Self(id))
    }
}

/// A record in the path, and the one it has to belong to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub parent: Option<i64>,
    pub id: i64,
}

impl From<Id> for Place {
    fn from(Id(id): Id) -> Self {
        Self { parent: None, id }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((parent, id)) = path.map_err(|error| Problem::bad_request(error.body_text()))?;
        let read =
            |text: &str| text.parse().map_err(|_| Problem::not_found(format!("record `{text}`")));
        Ok(Self { parent: Some(read(&parent)?), id: read(&id)? })
    }
}

/// A body that is a JSON object.
#[derive(Debug)]
pub(super) struct Body(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let is_json = kind.eq_ignore_ascii_case("application/json")
            || kind.eq_ignore_ascii_case("application/merge-patch+json");
        if !is_json {
            let detail = "The body must be application/json.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|error| Problem::new(error.status(), error.body_text()))?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(Problem::bad_request("The body must be a JSON object.")),
            Err(error) => Err(Problem::bad_request(format!("The body is not JSON: {error}."))),
        }
    }
}

/// Returns the strong entity tag of a body.
pub(super) fn entity_tag(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    format!("\"{}\"", BASE64.encode(&hash[..12]))
}

/// Returns whether a header like `If-Match` lists the tag, or `*`; `None` when it is not sent.
/// Weak tags match only where `is_weak_enough`: `If-Match` compares strongly (RFC 9110, 13.1.1).
pub(super) fn lists_tag(
    headers: &HeaderMap,
    name: header::HeaderName,
    tag: &str,
    is_weak_enough: bool,
) -> Option<bool> {
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let tags = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    Some(tags.map(str::trim).any(|candidate| {
        let strong = candidate.strip_prefix("W/").filter(|_| is_weak_enough).unwrap_or(candidate);
        strong == "*" || strong == tag
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_tags_is_searched() {
        let headers = |value: &'static str| {
            HeaderMap::from_iter([(header::IF_MATCH, header::HeaderValue::from_static(value))])
        };
        let lists = |value, is_weak| lists_tag(&headers(value), header::IF_MATCH, "\"a\"", is_weak);
        assert_eq!(lists("\"b\", \"a\"", false), Some(true));
        assert_eq!(lists("*", false), Some(true));
        assert_eq!(lists("W/\"a\"", false), Some(false));
        assert_eq!(lists("W/\"a\"", true), Some(true));
        assert_eq!(lists_tag(&HeaderMap::new(), header::IF_MATCH, "\"a\"", false), None);
    }
}
