//! An API and its resources.

use super::dialect::dialect;
use super::parts::{Place, whole};
use crate::api::{
    Api, AuthScheme, Choice, Endpoint, Evidence, Field, Issue, Kind, Login, Operation, Parameter,
    ParameterPlace, Parent, Reference, Resource, Severity, Source,
};
use crate::platform::{Message, Method};
use serde_json::Value;

impl Api {
    /// Reads a model as its serialization wrote it; `None` when it does not
    /// fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        json.as_object()?;
        whole(json, api)
    }
}

fn api(json: Place<'_>) -> Api {
    Api {
        title: json.maybe_text("title").unwrap_or_default(),
        description: json.maybe_text("description"),
        base_url: json.text("base_url"),
        document_url: json.maybe_text("document_url"),
        resources: json.list("resources", resource),
        operations: json.list("operations", operation),
        auth: json.list("auth", auth),
        login: json.optional("login", login),
        schemas: json.json.get("schemas").and_then(Value::as_object).cloned().unwrap_or_default(),
        issues: json.list("issues", issue),
    }
}

fn resource(json: Place<'_>) -> Resource {
    Resource {
        name: json.text("name"),
        title: json.maybe_text("title"),
        is_hidden: json.flag("is_hidden"),
        list: json.optional("list", endpoint),
        item: json.optional("item", endpoint),
        create: json.optional("create", endpoint),
        update: json.optional("update", endpoint),
        delete: json.optional("delete", endpoint),
        key: json.maybe_path("key").unwrap_or_default(),
        is_key_link: json.flag("is_key_link"),
        key_parts: json.paths("key_parts"),
        parents: json.list("parents", parent),
        within: Vec::new(),
        fields: json.list("fields", field),
        item_fields: json.list("item_fields", field),
        label_field: json.maybe_path("label_field"),
        dialect: dialect(json.child("dialect")),
        evidence: json.list("evidence", evidence),
    }
}

fn parent(json: Place<'_>) -> Parent {
    Parent { parameter: json.text("parameter"), resource: json.maybe_text("resource") }
}

fn endpoint(json: Place<'_>) -> Endpoint {
    Endpoint {
        method: json.word("method", Method::Get),
        path: json.text("path"),
        parameters: json.list("parameters", parameter),
        body: json.json.get("body").cloned(),
        content_type: json.maybe_text("content_type"),
        needs_auth: json.flag("needs_auth"),
    }
}

fn parameter(json: Place<'_>) -> Parameter {
    Parameter {
        name: json.text("name"),
        place: json.word("place", ParameterPlace::Query),
        is_required: json.flag("is_required"),
        schema: json.json.get("schema").cloned().unwrap_or_default(),
    }
}

fn operation(json: Place<'_>) -> Operation {
    Operation {
        name: json.text("name"),
        resource: json.maybe_text("resource"),
        summary: json.maybe_text("summary"),
        endpoint: endpoint(json.child("endpoint")),
    }
}

fn auth(json: Place<'_>) -> AuthScheme {
    match json.choice() {
        ("bearer", _) => AuthScheme::Bearer,
        ("api_key", key) => AuthScheme::ApiKey {
            name: key.text("name"),
            place: key.word("place", ParameterPlace::Header),
        },
        ("prefixed", it) => AuthScheme::Prefixed { prefix: it.text("prefix") },
        (name, _) => {
            if name != "basic" {
                json.miss::<()>();
            }
            AuthScheme::Basic
        }
    }
}

fn login(json: Place<'_>) -> Login {
    Login { endpoint: endpoint(json.child("endpoint")), token: json.maybe_path("token") }
}

fn field(json: Place<'_>) -> Field {
    Field {
        name: json.text("name"),
        path: json.path("path"),
        title: json.maybe_text("title"),
        kind: json.word("kind", Kind::Text),
        is_required: json.flag("is_required"),
        is_nullable: json.flag("is_nullable"),
        is_read_only: json.flag("is_read_only"),
        choices: json.list("choices", choice),
        is_hidden: json.flag("is_hidden"),
        reference: json.optional("reference", reference),
        currency: json.maybe_path("currency"),
        description: json.maybe_text("description"),
    }
}

fn choice(json: Place<'_>) -> Choice {
    let value = json.json.get("value").cloned().unwrap_or_else(|| json.miss());
    Choice { value, label: json.maybe_text("label") }
}

pub(super) fn reference(json: Place<'_>) -> Reference {
    Reference { resource: json.text("resource"), is_many: json.flag("is_many") }
}

fn evidence(json: Place<'_>) -> Evidence {
    Evidence {
        subject: json.text("subject"),
        source: json.word("source", Source::Convention),
        confidence: u8::try_from(json.number("confidence")).unwrap_or_else(|_| json.miss()),
        message: message(json.child("message")),
        outcome: json.get("outcome").and_then(Place::enumerated),
        request: json.maybe_text("request"),
    }
}

fn issue(json: Place<'_>) -> Issue {
    Issue {
        severity: json.word("severity", Severity::Note),
        place: json.text("place"),
        message: message(json.child("message")),
    }
}

fn message(json: Place<'_>) -> Message {
    let arguments =
        json.list("arguments", |pair| (pair.at(0).string().into(), pair.at(1).string()));
    Message { key: json.text("key").into(), arguments }
}
