//! The parts of the document that belong to no single operation.

use std::collections::HashMap;

use super::{operations, parameters};
use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use crate::{
    model,
    resource::RESOURCES,
    schema::{Schemas, without},
    seed::DEMO_ACCOUNTS,
    validate::Components,
};

/// Returns all schemas by their names.
pub(crate) fn components(schemas: &HashMap<&'static str, Schemas>) -> Components {
    let mut components = Components::new();
    for resource in RESOURCES {
        let Schemas { read, create, replace, update } = &schemas[resource.name];
        let title = resource.title;
        components.insert(title.to_owned(), read.clone());
        components.insert(format!("{title}Create"), described(create, "A new", title, ""));
        if replace != create {
            let replace = described(replace, "A", title, " in place of the old one");
            components.insert(format!("{title}Replace"), replace);
        }
        components.insert(
            format!("{title}Update"),
            described(update, "The fields to change of a", title, ""),
        );
        if let Some(parent) = &resource.parent {
            // The path says which parent it is, so the body does not have to.
            let nested = without(create, |name, _| name == parent.field);
            let nested = described(&nested, "A new", title, " of the record in the path");
            components.insert(format!("{}{title}Create", parent.title), nested);
        }
        components.insert(
            format!("{title}Page"),
            json!({
                "type": "object",
                "description": format!("One page of {}.", resource.name),
                "required": ["data", "pagination"],
                "properties": {
                    "data": { "type": "array", "items": reference("schemas", title) },
                    "pagination": reference("schemas", "Pagination"),
                },
            }),
        );
    }
    let mut parts = Vec::new();
    collect::<model::Product>(&mut parts);
    collect::<model::User>(&mut parts);
    collect::<model::Order>(&mut parts);
    collect::<model::Post>(&mut parts);
    collect::<model::Session>(&mut parts);
    for (name, schema) in [
        whole::<model::Pagination>(&mut parts),
        whole::<model::ProblemDetails>(&mut parts),
        whole::<model::Credentials>(&mut parts),
        whole::<model::Session>(&mut parts),
        whole::<model::ChangeEvent>(&mut parts),
        whole::<model::Publication>(&mut parts),
    ] {
        components.insert(name, schema);
    }
    for (name, schema) in parts {
        // The collections' own are there already, without what is write-only.
        if !components.contains_key(&name) {
            components.insert(name, plain(&schema));
        }
    }
    components
}

type Part = (String, RefOr<Schema>);

/// Gathers the schemas that a type refers to.
fn collect<T: ToSchema>(parts: &mut Vec<Part>) {
    T::schemas(parts);
}

fn whole<T: ToSchema + PartialSchema>(parts: &mut Vec<Part>) -> (String, Value) {
    T::schemas(parts);
    (T::name().into_owned(), plain(&T::schema()))
}

fn plain(schema: &RefOr<Schema>) -> Value {
    serde_json::to_value(schema).expect("a schema is plain JSON")
}

fn described(schema: &Value, start: &str, title: &str, end: &str) -> Value {
    let mut schema = schema.clone();
    schema["description"] = format!("{start} {}{end}.", title.to_lowercase()).into();
    schema
}

/// Returns a reference to a component.
pub(super) fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// Writes the document.
pub(crate) fn write(components: &Components) -> String {
    let mut paths = Map::new();
    for resource in RESOURCES {
        operations::of_resource(&mut paths, resource, components);
    }
    operations::of_server(&mut paths);
    let tag = |name: &str, description: &str| json!({ "name": name, "description": description });
    let mut tags: Vec<Value> =
        RESOURCES.iter().map(|resource| tag(resource.name, resource.summary)).collect();
    tags.push(tag("auth", "Signing in."));
    tags.push(tag("events", "Hearing of changes."));
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Demo API",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A shop and a blog",
            "description": description(),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": components,
            "parameters": parameters::shared(),
            "headers": operations::headers(),
            "responses": operations::problems(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The `token` that `POST /auth/login` answers with.",
                },
            },
        },
    });
    document.to_string()
}

fn description() -> String {
    let accounts: Vec<String> = DEMO_ACCOUNTS
        .iter()
        .map(|account| {
            let (role, email, password) = (account.role, account.email, account.password);
            format!("| {role} | `{email}` | `{password}` |\n")
        })
        .collect();
    let accounts = accounts.concat();
    format!(
        "A small shop with its blog, filled with made-up data, to try a client on. Everybody may \
         read. An admin may write everything; a customer may order, review and comment, and \
         change their own reviews and comments.\n\n\
         Sign in at `POST /auth/login` with one of the demo accounts:\n\n\
         | role | email | password |\n|---|---|---|\n{accounts}\n\
         Lists come in pages (`page`, `limit`), in any order (`sort=-price,name`), filtered by \
         field (`price[gte]=10&categoryId=2`) and searched (`search=lamp`). Every record has an \
         `ETag`: send it as `If-Match` to change only what you have seen. Failures are \
         `application/problem+json` (RFC 9457) and name the fields that are wrong."
    )
}
