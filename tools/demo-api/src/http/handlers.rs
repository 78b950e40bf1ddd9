//! The handlers of records, the same for all collections.

use std::sync::Arc;

use axum::{
    extract::RawQuery,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    App,
    extract::{Base, Body, Pairs, Place, entity_tag, lists_tag},
};
use crate::{
    auth::Principal,
    model::Pagination,
    problem::Problem,
    query::ListQuery,
    read,
    resource::{Access, Resource},
    write::{Mode, Writer, Written},
};

/// What a list is asked with.
#[derive(Debug)]
pub(super) struct ListRequest {
    pub uri: Uri,
    pub query: RawQuery,
    pub pairs: Pairs,
    pub base: Base,
}

pub(super) async fn list(
    app: Arc<App>,
    resource: &'static Resource,
    parent: Option<i64>,
    request: ListRequest,
) -> Result<Response, Problem> {
    let fixed = resource.parent.as_ref().map(|parent| parent.field).zip(parent);
    let query = ListQuery::read(resource, &request.pairs.0, fixed)?;
    let page = query.page;
    let base = request.base.0.clone();
    let found = app
        .store
        .read(move |connection| {
            require_parent(connection, resource, parent)?;
            read::page(connection, resource, &query, &base)
        })
        .await?;
    let pagination = Pagination { total: found.total, page, pages: found.pages };
    let mut response =
        json_response(StatusCode::OK, &json!({ "data": found.data, "pagination": pagination }));
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-total-count"), found.total.into());
    if let Ok(link) = HeaderValue::try_from(links(&request, page, found.pages)) {
        headers.insert(header::LINK, link);
    }
    Ok(response)
}

/// Returns the addresses of the neighboring pages (RFC 8288).
fn links(request: &ListRequest, page: i64, pages: i64) -> String {
    let rest = request.query.0.iter().flat_map(|query| query.split('&'));
    let mut query = String::new();
    for pair in rest.filter(|pair| !pair.is_empty() && !pair.starts_with("page=")) {
        query += pair;
        query.push('&');
    }
    let (base, path) = (&request.base.0, request.uri.path());
    let link = |relation: &str, page: i64| {
        format!("<{base}{path}?{query}page={page}>; rel=\"{relation}\"")
    };
    let mut links = vec![link("first", 1)];
    if page > 1 {
        links.push(link("prev", (page - 1).min(pages.max(1))));
    }
    if page < pages {
        links.push(link("next", page + 1));
    }
    links.push(link("last", pages.max(1)));
    links.join(", ")
}

pub(super) async fn read_one(
    app: Arc<App>,
    resource: &'static Resource,
    place: Place,
    headers: HeaderMap,
    Base(base): Base,
) -> Result<Response, Problem> {
    let id = place.id;
    let item = app
        .store
        .read(move |connection| read::item(connection, resource, id, &base))
        .await?
        .ok_or_else(|| Problem::not_found(format!("{} {id}", resource.noun())))?;
    require_place(resource, place, &item)?;
    let mut response = tagged(StatusCode::OK, &item);
    let tag = response.headers()[header::ETAG].to_str().unwrap_or_default();
    if lists_tag(&headers, header::IF_NONE_MATCH, tag, true) == Some(true) {
        let tag = response.headers_mut().remove(header::ETAG);
        let mut unchanged = StatusCode::NOT_MODIFIED.into_response();
        if let Some(tag) = tag {
            unchanged.headers_mut().insert(header::ETAG, tag);
        }
        return Ok(unchanged);
    }
    Ok(response)
}

pub(super) async fn create(
    app: Arc<App>,
    resource: &'static Resource,
    parent: Option<i64>,
    headers: HeaderMap,
    (Base(base), body): (Base, Result<Body, Problem>),
) -> Result<Response, Problem> {
    let principal = allowed(&app, resource.create, &headers)?;
    let Body(body) = body?;
    let location = base.clone();
    let written = write(app, resource, principal, base, move |writer| {
        require_parent(writer.transaction, resource, parent)?;
        let fixed = resource.parent.as_ref().map(|parent| parent.field).zip(parent);
        writer.create(body, fixed)
    })
    .await?;
    let mut response = tagged(StatusCode::CREATED, &written.item);
    let location = format!("{location}/{}/{}", resource.name, written.id);
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

pub(super) async fn update(
    app: Arc<App>,
    resource: &'static Resource,
    (place, mode): (Place, Mode),
    headers: HeaderMap,
    (Base(base), body): (Base, Result<Body, Problem>),
) -> Result<Response, Problem> {
    let principal = allowed(&app, resource.change, &headers)?;
    let Body(body) = body?;
    let written = write(app, resource, principal, base, move |writer| {
        writer.update(place.id, body, mode, |current| {
            require_place(resource, place, current)?;
            precondition(&headers, current)
        })
    })
    .await?;
    Ok(tagged(StatusCode::OK, &written.item))
}

pub(super) async fn delete(
    app: Arc<App>,
    resource: &'static Resource,
    place: Place,
    headers: HeaderMap,
    Base(base): Base,
) -> Result<StatusCode, Problem> {
    let principal = allowed(&app, resource.change, &headers)?;
    write(app, resource, principal, base, move |writer| {
        let events = writer.delete(place.id, |current| {
            require_place(resource, place, current)?;
            precondition(&headers, current)
        })?;
        Ok(Written { id: place.id, item: Value::Null, events })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Runs a write, and tells its events once they are true.
pub(super) async fn write(
    app: Arc<App>,
    resource: &'static Resource,
    principal: Principal,
    base: String,
    work: impl FnOnce(Writer<'_>) -> Result<Written, Problem> + Send + 'static,
) -> Result<Written, Problem> {
    let shared = Arc::clone(&app);
    let written = app
        .store
        .write(move |transaction| {
            work(Writer {
                transaction,
                resource,
                schemas: shared.schemas(resource),
                components: &shared.components,
                principal: &principal,
                base: &base,
            })
        })
        .await?;
    app.hub.tell(&written.events);
    Ok(written)
}

pub(super) fn allowed(
    app: &App,
    access: Access,
    headers: &HeaderMap,
) -> Result<Principal, Problem> {
    let principal = app.tokens.principal(headers)?;
    let principal = principal.ok_or_else(|| Problem::unauthorized("Signing in is needed."))?;
    if access == Access::Admin && !principal.is_admin {
        return Err(Problem::forbidden("Only an admin may do this."));
    }
    Ok(principal)
}

fn precondition(headers: &HeaderMap, current: &Value) -> Result<(), Problem> {
    let tag = entity_tag(&bytes(current));
    match lists_tag(headers, header::IF_MATCH, &tag, false) {
        Some(false) => Err(Problem::new(
            StatusCode::PRECONDITION_FAILED,
            "The record has been changed since it was read.",
        )),
        _ => Ok(()),
    }
}

fn require_parent(
    connection: &rusqlite::Connection,
    resource: &Resource,
    id: Option<i64>,
) -> Result<(), Problem> {
    let parent = resource.parent.as_ref().and_then(|parent| Resource::by_name(parent.resource));
    match (parent, id) {
        (Some(parent), Some(id)) if !read::exists(connection, parent, id)? => {
            Err(Problem::not_found(format!("{} {id}", parent.noun())))
        }
        _ => Ok(()),
    }
}

/// Refuses a record that does not belong to the one above it in the path.
fn require_place(resource: &Resource, place: Place, item: &Value) -> Result<(), Problem> {
    let field = resource.parent.as_ref().map(|parent| parent.field);
    let owner = field.and_then(|field| item[field].as_i64());
    if place.parent.is_none() || place.parent == owner {
        return Ok(());
    }
    Err(Problem::not_found(format!("{} {} at this path", resource.noun(), place.id)))
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("a value can be written as JSON")
}

pub(super) fn json_response(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], bytes(value)).into_response()
}

/// Answers with one record, which a cache may keep but has to ask about.
pub(super) fn tagged(status: StatusCode, item: &Value) -> Response {
    let body = bytes(item);
    let tag = entity_tag(&body);
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (status, headers, body).into_response()
}
