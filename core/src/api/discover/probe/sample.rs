//! The first rows of a list.

use super::values::schema_of_answer;
use crate::api::address::path_of;
use crate::api::dialect::next_link;
use crate::api::discover::content::{Content, content};
use crate::api::discover::fetch::Fetcher;
use crate::api::discover::openapi::rows;
use crate::api::discover::openapi::schema::Document;
use crate::api::{Rows, Total};
use crate::platform::Response;
use crate::record::Path;
use serde_json::Value;

/// The first rows of a list.
#[derive(Debug, Clone)]
pub(in crate::api::discover) struct Sample {
    /// All that was read of the answer.
    pub(super) body: Value,
    pub(super) rows: Vec<Value>,
    pub(super) place: Rows,
    pub(in crate::api::discover) total: Total,
    pub(super) next: Option<Path>,
    /// The link to the next page, from the header or the body.
    pub(super) next_link: Option<String>,
    /// The header that holds the total, with its value.
    pub(super) header_total: Option<(String, u64)>,
    pub(super) is_truncated: bool,
    /// The methods that the list takes, where the answer told.
    pub(super) allow: Option<String>,
    pub(super) headers: Vec<(String, String)>,
}

impl Sample {
    /// Returns the answer that the rows came in, as much as was read of it.
    pub(super) fn response(&self) -> Response {
        Response {
            status: 200,
            url: String::new(),
            headers: self.headers.clone(),
            body: self.body.to_string().into_bytes(),
            is_truncated: false,
        }
    }

    /// Returns the first rows, to compare lists by.
    pub(super) fn first(&self, count: usize) -> &[Value] {
        &self.rows[..count.min(self.rows.len())]
    }
}

/// Asks for the list at `url`; `None` where no rows come.
pub(super) async fn sample(fetcher: Fetcher<'_>, url: &str, noun: &str) -> Option<Sample> {
    let response = fetcher.glance(url).await.ok()?;
    if !response.is_success() {
        return None;
    }
    of_response(&response, noun)
}

/// Reads the rows of an answer.
pub(in crate::api::discover) fn of_response(response: &Response, noun: &str) -> Option<Sample> {
    let Content::Json(body) = content(response) else { return None };
    let schema = schema_of_answer(&body);
    let found = rows::find(Document::new(&schema), &schema, noun, false)?;
    let rows = match &found.rows {
        Rows::Root => body.as_array(),
        Rows::Path { path } | Rows::Map { path } => path.get(&body).and_then(Value::as_array),
    };
    let mut rows: Vec<Value> = rows?.clone();
    if !rows.iter().all(Value::is_object) {
        return None;
    }
    // The last row may have been cut.
    if response.is_truncated && rows.len() > 1 {
        rows.pop();
    }
    let in_body = found.next.as_ref().and_then(|path| path.get(&body)).and_then(Value::as_str);
    let in_body = in_body.filter(|link| link.contains('?')).map(str::to_owned);
    Some(Sample {
        rows,
        place: found.rows,
        total: found.total,
        next: found.next,
        next_link: in_body.or_else(|| response.header("link").and_then(next_link)),
        header_total: header_total(response),
        is_truncated: response.is_truncated,
        allow: response.header("allow").map(str::to_uppercase),
        headers: response.headers.clone(),
        body,
    })
}

fn header_total(response: &Response) -> Option<(String, u64)> {
    response.headers.iter().find_map(|(name, value)| {
        let has_total = name == "content-range" || name.contains("total") && !name.contains("page");
        if !has_total {
            return None;
        }
        let number = value.rsplit('/').next()?.trim().parse().ok()?;
        Some((name.clone(), number))
    })
}

/// Returns the last segment of an address.
pub(super) fn noun_of(url: &str) -> &str {
    path_of(url).trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
