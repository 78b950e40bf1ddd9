//! The handlers that belong to no collection.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{
    extract::{Base, Body},
    handlers::json_response,
    routes::Shared,
};
use crate::{
    auth, model::Credentials, picture, problem::Problem, resource::RESOURCES, store, validate,
};

pub(super) async fn login(
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

pub(super) async fn root() -> Response {
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

pub(super) async fn document(State(app): Shared) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], app.document.clone()).into_response()
}

pub(super) async fn image(Path(name): Path<String>) -> Result<Response, Problem> {
    let number = name.strip_suffix(".svg").and_then(|number| number.parse().ok());
    let number = number.ok_or_else(|| Problem::not_found(format!("image {name}")))?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    store::blocking(move || Ok((headers, picture::draw(number)).into_response())).await
}
