//! The handlers, the same for all collections.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Map, Value, json};

use super::{
    App,
    extract::{Base, Body, Id, Pairs, entity_tag, lists_tag},
};
use crate::{
    auth::{self, Principal},
    model::{Credentials, Pagination},
    picture,
    problem::Problem,
    query::ListQuery,
    read,
    resource::{Access, RESOURCES, Resource},
    store, validate,
    write::{Mode, Writer, Written},
};

type Shared = State<Arc<App>>;

/// Returns all routes.
pub(crate) fn routes(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/", get(root))
        .route("/openapi.json", get(document))
        .route("/auth/login", post(login))
        .route("/events", get(|State(app): Shared| async move { app.hub.stream() }))
        .route("/images/{name}", get(image));
    for resource in RESOURCES {
        router = collection(router, resource);
        router = single(router, resource);
        router = nested(router, resource);
    }
    router
        .fallback(|uri: Uri| async move { Problem::not_found(format!("path {}", uri.path())) })
        .method_not_allowed_fallback(|method: Method, uri: Uri| async move {
            let detail = format!("{} does not take {method}.", uri.path());
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
        })
        .with_state(app)
}

fn collection(router: Router<Arc<App>>, resource: &'static Resource) -> Router<Arc<App>> {
    let list = move |State(app): Shared, uri: Uri, query: RawQuery, pairs: Pairs, base: Base| {
        list(app, resource, None, ListRequest { uri, query, pairs, base })
    };
    let create =
        move |State(app): Shared, headers: HeaderMap, base: Base, body: Result<Body, Problem>| {
            create(app, resource, None, headers, (base, body))
        };
    router.route(&format!("/{}", resource.name), get(list).post(create))
}

fn single(router: Router<Arc<App>>, resource: &'static Resource) -> Router<Arc<App>> {
    let read = move |State(app): Shared, id: Id, headers: HeaderMap, base: Base| {
        read_one(app, resource, id, headers, base)
    };
    let change = move |mode| {
        move |State(app): Shared,
              id: Id,
              headers: HeaderMap,
              base: Base,
              body: Result<Body, Problem>| {
            update(app, resource, (id, mode), headers, (base, body))
        }
    };
    let delete = move |State(app): Shared, id: Id, headers: HeaderMap, base: Base| {
        delete(app, resource, id, headers, base)
    };
    let methods = get(read).patch(change(Mode::Merge)).put(change(Mode::Replace)).delete(delete);
    router.route(&format!("/{}/{{id}}", resource.name), methods)
}

fn nested(router: Router<Arc<App>>, resource: &'static Resource) -> Router<Arc<App>> {
    let Some(parent) = &resource.parent else { return router };
    let list =
        move |State(app): Shared, id: Id, uri: Uri, query: RawQuery, pairs: Pairs, base: Base| {
            list(app, resource, Some(id.0), ListRequest { uri, query, pairs, base })
        };
    let create = move |State(app): Shared,
                       id: Id,
                       headers: HeaderMap,
                       base: Base,
                       body: Result<Body, Problem>| {
        create(app, resource, Some(id.0), headers, (base, body))
    };
    let path = format!("/{}/{{{}}}/{}", parent.resource, parent.field, resource.name);
    router.route(&path, get(list).post(create))
}

struct ListRequest {
    uri: Uri,
    query: RawQuery,
    pairs: Pairs,
    base: Base,
}

async fn list(
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

async fn read_one(
    app: Arc<App>,
    resource: &'static Resource,
    Id(id): Id,
    headers: HeaderMap,
    Base(base): Base,
) -> Result<Response, Problem> {
    let item = app
        .store
        .read(move |connection| read::item(connection, resource, id, &base))
        .await?
        .ok_or_else(|| Problem::not_found(format!("{} {id}", resource.noun())))?;
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

async fn create(
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

async fn update(
    app: Arc<App>,
    resource: &'static Resource,
    (Id(id), mode): (Id, Mode),
    headers: HeaderMap,
    (Base(base), body): (Base, Result<Body, Problem>),
) -> Result<Response, Problem> {
    let principal = allowed(&app, resource.change, &headers)?;
    let Body(body) = body?;
    let written = write(app, resource, principal, base, move |writer| {
        writer.update(id, body, mode, |current| precondition(&headers, current))
    })
    .await?;
    Ok(tagged(StatusCode::OK, &written.item))
}

async fn delete(
    app: Arc<App>,
    resource: &'static Resource,
    Id(id): Id,
    headers: HeaderMap,
    Base(base): Base,
) -> Result<StatusCode, Problem> {
    let principal = allowed(&app, resource.change, &headers)?;
    write(app, resource, principal, base, move |writer| {
        let events = writer.delete(id, |current| precondition(&headers, current))?;
        Ok(Written { id, item: Value::Null, events })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Runs a write, and tells its events once they are true.
async fn write(
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

fn allowed(app: &App, access: Access, headers: &HeaderMap) -> Result<Principal, Problem> {
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

async fn login(
    State(app): Shared,
    Base(base): Base,
    Body(body): Body,
) -> Result<Response, Problem> {
    let body = Value::Object(body);
    let errors = validate::validate(&body, &app.components["Credentials"], &app.components);
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    let credentials: Credentials =
        serde_json::from_value(body).map_err(|error| Problem::bad_request(error.to_string()))?;
    let (principal, user) =
        app.store.read(move |connection| auth::sign_in(connection, &credentials, &base)).await?;
    let session = json!({
        "token": app.tokens.issue(principal),
        "expiresIn": app.tokens.lifetime(),
        "user": user,
    });
    let mut response = json_response(StatusCode::OK, &session);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn root() -> Response {
    let collections: Map<String, Value> = RESOURCES
        .iter()
        .map(|resource| (resource.name.to_owned(), format!("/{}", resource.name).into()))
        .collect();
    let body = json!({
        "title": "Demo API",
        "description": "A shop and a blog. What can be done here is in the OpenAPI document.",
        "openapi": "/openapi.json",
        "collections": collections,
    });
    let mut response = json_response(StatusCode::OK, &body);
    // RFC 8631: where a machine finds the description of this service.
    let link = r#"</openapi.json>; rel="service-desc"; type="application/json""#;
    response.headers_mut().insert(header::LINK, HeaderValue::from_static(link));
    response
}

async fn document(State(app): Shared) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], app.document.clone()).into_response()
}

async fn image(Path(name): Path<String>) -> Result<Response, Problem> {
    let number = name.strip_suffix(".svg").and_then(|number| number.parse().ok());
    let number = number.ok_or_else(|| Problem::not_found(format!("image {name}")))?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    store::blocking(move || Ok((headers, picture::draw(number)).into_response())).await
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("a value can be written as JSON")
}

fn json_response(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], bytes(value)).into_response()
}

/// Answers with one record, which a cache may keep but has to ask about.
fn tagged(status: StatusCode, item: &Value) -> Response {
    let body = bytes(item);
    let tag = entity_tag(&body);
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (status, headers, body).into_response()
}
