//! The publishing of a post.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde_json::{Map, Value};

use super::{
    App,
    extract::{Base, Body, Id},
    handlers::{allowed, tagged, write},
};
use crate::{
    problem::Problem,
    resource::{Access, Resource},
    timestamp,
    write::Mode,
};

/// Publishes a post now, or plans it for the moment that the body names.
pub(super) async fn publish(
    State(app): State<Arc<App>>,
    Id(id): Id,
    headers: HeaderMap,
    Base(base): Base,
    body: Result<Body, Problem>,
) -> Result<Response, Problem> {
    let principal = allowed(&app, Access::Admin, &headers)?;
    let Body(mut asked) = body?;
    let moment = asked.shift_remove("publishedAt").filter(|moment| !moment.is_null());
    if let Some((name, _)) = asked.iter().next() {
        return Err(Problem::field(format!("/{name}"), "is not a known field"));
    }
    let moment = moment.unwrap_or_else(|| timestamp::now().into());
    let change = Map::from_iter([("publishedAt".to_owned(), moment)]);
    let posts = Resource::by_name("posts").expect("the table has the posts");
    let written = write(app, posts, principal, base, move |writer| {
        writer.update(id, change, Mode::Merge, require_draft)
    })
    .await?;
    Ok(tagged(StatusCode::OK, &written.item))
}

/// What readers have seen cannot be published once more.
fn require_draft(post: &Value) -> Result<(), Problem> {
    let published = post["publishedAt"].as_str().and_then(timestamp::parse);
    if published.is_some_and(|published| published <= timestamp::unix_now()) {
        return Err(Problem::new(StatusCode::CONFLICT, "This post is published already."));
    }
    Ok(())
}
