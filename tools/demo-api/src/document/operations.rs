//! The operations of the document.

use serde_json::{Map, Value, json};

use super::{contents::reference, parameters};
use crate::{
    resource::{Access, Resource},
    validate::Components,
};

/// The refusals that operations have in common: component, status, meaning.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("BadRequest", "400", "The request cannot be understood."),
    ("Unauthorized", "401", "Signing in is needed, or did not succeed."),
    ("Forbidden", "403", "Who is signed in may not do this."),
    ("NotFound", "404", "There is no such record."),
    ("Conflict", "409", "Other records still refer to this one."),
    ("PreconditionFailed", "412", "The record has another `ETag` than `If-Match` says."),
    ("UnsupportedMediaType", "415", "The body is not `application/json`."),
    ("UnprocessableContent", "422", "Some fields are not valid; `errors` says which."),
];

/// Returns the refusals as components.
pub(super) fn problems() -> Value {
    let mut responses = Map::new();
    for (name, status, description) in PROBLEMS {
        let mut content = json!({ "schema": reference("schemas", "ProblemDetails") });
        if *status != "422" {
            let status: u16 = status.parse().expect("the table has numbers");
            let title = axum::http::StatusCode::from_u16(status)
                .ok()
                .and_then(|status| status.canonical_reason());
            content["example"] = json!({
                "type": "about:blank", "title": title, "status": status, "detail": description,
            });
        }
        let mut response = json!({
            "description": description,
            "content": { "application/problem+json": content },
        });
        if *status == "401" {
            response["headers"] = json!({
                "WWW-Authenticate": { "schema": { "type": "string" } },
            });
        }
        responses.insert((*name).to_owned(), response);
    }
    Value::Object(responses)
}

/// Returns the headers of answers as components.
pub(super) fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The version of the record, to be sent as `If-Match` with a change.",
            "schema": { "type": "string" },
            "example": "\"5f2a90c41b7de3a6d0c1b2e4\"",
        },
        "Location": {
            "description": "Where the new record is.",
            "schema": { "type": "string", "format": "uri" },
        },
        "XTotalCount": {
            "description": "How many records there are on all pages.",
            "schema": { "type": "integer", "minimum": 0 },
        },
        "Link": {
            "description": "The `first`, `prev`, `next` and `last` page (RFC 8288).",
            "schema": { "type": "string" },
        },
    })
}

/// Adds the paths of a collection.
pub(super) fn of_resource(
    paths: &mut Map<String, Value>,
    resource: &Resource,
    components: &Components,
) {
    let title = resource.title;
    let plural = capitalized(resource.name);
    let collection = format!("/{}", resource.name);
    let list = list(resource, components, &format!("list{plural}"), None);
    let create = create(resource, &format!("create{title}"), &format!("{title}Create"));
    paths.insert(collection.clone(), json!({ "get": list, "post": create }));
    paths.insert(format!("{collection}/{{id}}"), single(resource, components, ""));
    if resource.name == "posts" {
        paths.insert(format!("{collection}/{{id}}/publish"), publish(resource));
    }
    if let Some(parent) = &resource.parent {
        let parameter = id_parameter(parent.field, parent.title);
        let list_id = format!("list{}{plural}", parent.title);
        let create_id = format!("create{}{title}", parent.title);
        let mut create =
            self::create(resource, &create_id, &format!("{}{title}Create", parent.title));
        create["responses"]["404"] = reference("responses", "NotFound");
        let mut list = self::list(resource, components, &list_id, Some(parent.field));
        list["responses"]["404"] = reference("responses", "NotFound");
        let path = format!("/{}/{{{}}}/{}", parent.resource, parent.field, resource.name);
        let mut single = single(resource, components, parent.title);
        single["parameters"] = json!([parameter, id_parameter("id", title)]);
        paths.insert(
            path.clone(),
            json!({ "parameters": [parameter], "get": list, "post": create }),
        );
        paths.insert(format!("{path}/{{id}}"), single);
    }
}

fn list(
    resource: &Resource,
    components: &Components,
    operation_id: &str,
    fixed: Option<&str>,
) -> Value {
    let title = resource.title;
    let schema = reference("schemas", &format!("{title}Page"));
    json!({
        "operationId": operation_id,
        "tags": [resource.name],
        "summary": format!("List {}", resource.name),
        "description": resource.summary,
        "parameters": parameters::of_list(resource, &components[title], fixed),
        "responses": {
            "200": {
                "description": format!("One page of {}.", resource.name),
                "headers": {
                    "X-Total-Count": reference("headers", "XTotalCount"),
                    "Link": reference("headers", "Link"),
                },
                "content": { "application/json": { "schema": schema } },
            },
            "400": reference("responses", "BadRequest"),
        },
    })
}

fn create(resource: &Resource, operation_id: &str, schema: &str) -> Value {
    let title = resource.title;
    let mut created = record(resource, "The new record.");
    created["headers"]["Location"] = reference("headers", "Location");
    json!({
        "operationId": operation_id,
        "tags": [resource.name],
        "summary": format!("Create {} {}", article(title), resource.noun()),
        "description": rights(resource.create),
        "security": [{ "bearer": [] }],
        "requestBody": body(&reference("schemas", schema)),
        "responses": refusals(
            json!({ "201": created }),
            &["BadRequest", "Unauthorized", "Forbidden", "UnsupportedMediaType",
                "UnprocessableContent"],
        ),
    })
}

/// The publishing of a post, which is no part of its collection.
fn publish(resource: &Resource) -> Value {
    let mut operation = json!({
        "operationId": "publishPost",
        "tags": [resource.name],
        "summary": "Publish a post",
        "description": "For admins. Now, or at the moment that is given.",
        "security": [{ "bearer": [] }],
        "requestBody": body(&reference("schemas", "Publication")),
        "responses": refusals(
            json!({ "200": record(resource, "The post as it is now.") }),
            &["BadRequest", "Unauthorized", "Forbidden", "NotFound", "UnsupportedMediaType",
                "UnprocessableContent"],
        ),
    });
    operation["responses"]["409"] = json!({ "description": "The post is published already.", "content": {
            "application/problem+json": { "schema": reference("schemas", "ProblemDetails") } } });
    json!({ "parameters": [id_parameter("id", resource.title)], "post": operation })
}

/// The paths of one record; `above` is the title of the records that the path goes through.
fn single(resource: &Resource, components: &Components, above: &str) -> Value {
    let title = resource.title;
    let noun = resource.noun();
    let one = format!("{} {noun}", article(title));
    let replace = if components.contains_key(&format!("{title}Replace")) {
        format!("{title}Replace")
    } else {
        format!("{title}Create")
    };
    let write = |operation_id: String, summary: String, schema: String| {
        json!({
            "operationId": operation_id,
            "tags": [resource.name],
            "summary": summary,
            "description": rights(resource.change),
            "security": [{ "bearer": [] }],
            "parameters": [reference("parameters", "ifMatch")],
            "requestBody": body(&reference("schemas", &schema)),
            "responses": refusals(
                json!({ "200": record(resource, "The record as it is now.") }),
                &["BadRequest", "Unauthorized", "Forbidden", "NotFound", "PreconditionFailed",
                    "UnsupportedMediaType", "UnprocessableContent"],
            ),
        })
    };
    json!({
        "parameters": [id_parameter("id", title)],
        "get": {
            "operationId": format!("get{above}{title}"),
            "tags": [resource.name],
            "summary": format!("Get {one}"),
            "parameters": [reference("parameters", "ifNoneMatch")],
            "responses": {
                "200": record(resource, "The record."),
                "304": { "description": "The record still has the `ETag` of `If-None-Match`." },
                "404": reference("responses", "NotFound"),
            },
        },
        "patch": write(
            format!("update{above}{title}"),
            format!("Change fields of {one}"),
            format!("{title}Update"),
        ),
        "put": write(format!("replace{above}{title}"), format!("Replace {one}"), replace),
        "delete": {
            "operationId": format!("delete{above}{title}"),
            "tags": [resource.name],
            "summary": format!("Delete {one}"),
            "description": rights(resource.change),
            "security": [{ "bearer": [] }],
            "parameters": [reference("parameters", "ifMatch")],
            "responses": refusals(
                json!({ "204": { "description": "The record is gone." } }),
                &["Unauthorized", "Forbidden", "NotFound", "Conflict", "PreconditionFailed"],
            ),
        },
    })
}

/// Adds the paths that belong to no collection.
pub(super) fn of_server(paths: &mut Map<String, Value>) {
    let session = json!({
        "description": "Who is signed in now.",
        "content": { "application/json": { "schema": reference("schemas", "Session") } },
    });
    let login = json!({
        "operationId": "login",
        "tags": ["auth"],
        "summary": "Sign in",
        "description": "Answers with a token for the `Authorization` header.",
        "security": [],
        "requestBody": body(&reference("schemas", "Credentials")),
        "responses": refusals(
            json!({ "200": session }),
            &["BadRequest", "Unauthorized", "UnsupportedMediaType", "UnprocessableContent"],
        ),
    });
    paths.insert("/auth/login".to_owned(), json!({ "post": login }));
    let events = json!({
        "operationId": "streamEvents",
        "tags": ["events"],
        "summary": "Hear of every change",
        "description": "Server-sent events. The data of each message is a `ChangeEvent`; a comment \
            every 15 seconds says that the stream is alive; an event named `missed` says that the \
            reader was too slow and has to load everything again.",
        "responses": {
            "200": {
                "description": "A stream that does not end by itself.",
                "content": { "text/event-stream": {
                    "schema": { "type": "string", "contentMediaType": "application/json",
                        "contentSchema": reference("schemas", "ChangeEvent") },
                    "example": "id: 1\ndata: {\"resource\":\"products\",\"id\":17,\
                        \"action\":\"updated\"}\n\n",
                } },
            },
        },
    });
    paths.insert("/events".to_owned(), json!({ "get": events }));
}

fn record(resource: &Resource, description: &str) -> Value {
    json!({
        "description": description,
        "headers": { "ETag": reference("headers", "ETag") },
        "content": { "application/json": { "schema": reference("schemas", resource.title) } },
    })
}

fn body(schema: &Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

fn refusals(mut responses: Value, names: &[&str]) -> Value {
    for (name, status, _) in PROBLEMS.iter().filter(|(name, ..)| names.contains(name)) {
        responses[*status] = reference("responses", name);
    }
    responses
}

fn id_parameter(name: &str, title: &str) -> Value {
    json!({
        "name": name, "in": "path", "required": true,
        "description": format!("The `id` of the {}.", title.to_lowercase()),
        "schema": { "type": "integer", "format": "int64", "minimum": 1 },
        "example": 1,
    })
}

fn rights(access: Access) -> &'static str {
    match access {
        Access::Admin => "For admins.",
        Access::Owner => "For admins, and for customers where the record is their own.",
    }
}

fn article(title: &str) -> &'static str {
    if title.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
