//! The routes.

use std::sync::Arc;

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, Method, StatusCode, Uri},
    routing::{get, post},
};

use super::{
    App,
    extract::{Base, Body, Id, Pairs, Place},
    handlers::{self, ListRequest},
    publish, service,
};
use crate::{
    problem::Problem,
    resource::{RESOURCES, Resource},
    write::Mode,
};

pub(super) type Shared = State<Arc<App>>;

/// Returns all routes.
pub(crate) fn routes(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/", get(service::root))
        .route("/openapi.json", get(service::document))
        .route("/auth/login", post(service::login))
        .route("/events", get(|State(app): Shared| async move { app.hub.stream() }))
        .route("/images/{name}", get(service::image))
        .route("/posts/{id}/publish", post(publish::publish));
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
        handlers::list(app, resource, None, ListRequest { uri, query, pairs, base })
    };
    let create =
        move |State(app): Shared, headers: HeaderMap, base: Base, body: Result<Body, Problem>| {
            handlers::create(app, resource, None, headers, (base, body))
        };
    router.route(&format!("/{}", resource.name), get(list).post(create))
}

fn single(router: Router<Arc<App>>, resource: &'static Resource) -> Router<Arc<App>> {
    let read = move |State(app): Shared, id: Id, headers: HeaderMap, base: Base| {
        handlers::read_one(app, resource, Place::from(id), headers, base)
    };
    let change = move |mode| {
        move |State(app): Shared,
              id: Id,
              headers: HeaderMap,
              base: Base,
              body: Result<Body, Problem>| {
            handlers::update(app, resource, (Place::from(id), mode), headers, (base, body))
        }
    };
    let delete = move |State(app): Shared, id: Id, headers: HeaderMap, base: Base| {
        handlers::delete(app, resource, Place::from(id), headers, base)
    };
    let methods = get(read).patch(change(Mode::Merge)).put(change(Mode::Replace)).delete(delete);
    router.route(&format!("/{}/{{id}}", resource.name), methods)
}

/// The records of a collection below those that they belong to.
fn nested_single(
    router: Router<Arc<App>>,
    resource: &'static Resource,
    path: &str,
) -> Router<Arc<App>> {
    let read = move |State(app): Shared, place: Place, headers: HeaderMap, base: Base| {
        handlers::read_one(app, resource, place, headers, base)
    };
    let change = move |mode| {
        move |State(app): Shared,
              place: Place,
              headers: HeaderMap,
              base: Base,
              body: Result<Body, Problem>| {
            handlers::update(app, resource, (place, mode), headers, (base, body))
        }
    };
    let delete = move |State(app): Shared, place: Place, headers: HeaderMap, base: Base| {
        handlers::delete(app, resource, place, headers, base)
    };
    let methods = get(read).patch(change(Mode::Merge)).put(change(Mode::Replace)).delete(delete);
    router.route(&format!("{path}/{{id}}"), methods)
}

fn nested(router: Router<Arc<App>>, resource: &'static Resource) -> Router<Arc<App>> {
    let Some(parent) = &resource.parent else { return router };
    let list =
        move |State(app): Shared, id: Id, uri: Uri, query: RawQuery, pairs: Pairs, base: Base| {
            handlers::list(app, resource, Some(id.0), ListRequest { uri, query, pairs, base })
        };
    let create = move |State(app): Shared,
                       id: Id,
                       headers: HeaderMap,
                       base: Base,
                       body: Result<Body, Problem>| {
        handlers::create(app, resource, Some(id.0), headers, (base, body))
    };
    let path = format!("/{}/{{{}}}/{}", parent.resource, parent.field, resource.name);
    nested_single(router, resource, &path).route(&path, get(list).post(create))
}
