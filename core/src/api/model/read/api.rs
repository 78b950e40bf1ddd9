//! An API and its resources.

use super::dialect::dialect;
use super::parts::{choice, enumerated, flag, list, optional, path, paths, text, word};
use crate::api::{
    Api, AuthScheme, Choice, Endpoint, Evidence, Field, Issue, Login, Operation, Parameter, Parent,
    Reference, Resource,
};
use crate::platform::Message;
use serde_json::Value;

impl Api {
    /// Reads a model as its serialization wrote it; `None` when it does not
    /// fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        json.as_object()?;
        Some(Self {
            title: text(json, "title").unwrap_or_default(),
            description: text(json, "description"),
            base_url: text(json, "base_url")?,
            document_url: text(json, "document_url"),
            resources: list(json, "resources", resource)?,
            operations: list(json, "operations", operation)?,
            auth: list(json, "auth", auth)?,
            login: optional(json, "login", login)?,
            schemas: json.get("schemas").and_then(Value::as_object).cloned().unwrap_or_default(),
            issues: list(json, "issues", issue)?,
        })
    }
}

fn resource(json: &Value) -> Option<Resource> {
    Some(Resource {
        name: text(json, "name")?,
        title: text(json, "title"),
        is_hidden: flag(json, "is_hidden"),
        list: optional(json, "list", endpoint)?,
        item: optional(json, "item", endpoint)?,
        create: optional(json, "create", endpoint)?,
        update: optional(json, "update", endpoint)?,
        delete: optional(json, "delete", endpoint)?,
        key: path(json, "key").unwrap_or_default(),
        is_key_link: flag(json, "is_key_link"),
        key_parts: paths(json, "key_parts")?,
        parents: list(json, "parents", |json| {
            Some(Parent { parameter: text(json, "parameter")?, resource: text(json, "resource") })
        })?,
        within: Vec::new(),
        fields: list(json, "fields", field)?,
        item_fields: list(json, "item_fields", field)?,
        label_field: path(json, "label_field"),
        dialect: dialect(json.get("dialect")?)?,
        evidence: list(json, "evidence", evidence)?,
    })
}

fn endpoint(json: &Value) -> Option<Endpoint> {
    Some(Endpoint {
        method: word(json, "method")?,
        path: text(json, "path")?,
        parameters: list(json, "parameters", parameter)?,
        body: json.get("body").cloned(),
        content_type: text(json, "content_type"),
        needs_auth: flag(json, "needs_auth"),
    })
}

fn parameter(json: &Value) -> Option<Parameter> {
    Some(Parameter {
        name: text(json, "name")?,
        place: word(json, "place")?,
        is_required: flag(json, "is_required"),
        schema: json.get("schema").cloned().unwrap_or_default(),
    })
}

fn operation(json: &Value) -> Option<Operation> {
    Some(Operation {
        name: text(json, "name")?,
        resource: text(json, "resource"),
        summary: text(json, "summary"),
        endpoint: endpoint(json.get("endpoint")?)?,
    })
}

fn auth(json: &Value) -> Option<AuthScheme> {
    match choice(json)? {
        ("bearer", _) => Some(AuthScheme::Bearer),
        ("basic", _) => Some(AuthScheme::Basic),
        ("api_key", key) => {
            Some(AuthScheme::ApiKey { name: text(key, "name")?, place: word(key, "place")? })
        }
        _ => None,
    }
}

fn login(json: &Value) -> Option<Login> {
    Some(Login { endpoint: endpoint(json.get("endpoint")?)?, token: path(json, "token") })
}

fn field(json: &Value) -> Option<Field> {
    Some(Field {
        name: text(json, "name")?,
        path: path(json, "path")?,
        title: text(json, "title"),
        kind: word(json, "kind")?,
        is_required: flag(json, "is_required"),
        is_nullable: flag(json, "is_nullable"),
        is_read_only: flag(json, "is_read_only"),
        choices: list(json, "choices", |json| {
            Some(Choice { value: json.get("value")?.clone(), label: text(json, "label") })
        })?,
        is_hidden: flag(json, "is_hidden"),
        reference: optional(json, "reference", reference)?,
        description: text(json, "description"),
    })
}

pub(super) fn reference(json: &Value) -> Option<Reference> {
    Some(Reference { resource: text(json, "resource")?, is_many: flag(json, "is_many") })
}

fn evidence(json: &Value) -> Option<Evidence> {
    Some(Evidence {
        subject: text(json, "subject")?,
        source: word(json, "source")?,
        confidence: u8::try_from(json.get("confidence")?.as_u64()?).ok()?,
        message: message(json.get("message")?)?,
        outcome: optional(json, "outcome", |json| enumerated(json.as_str()?))?,
        request: text(json, "request"),
    })
}

fn issue(json: &Value) -> Option<Issue> {
    Some(Issue {
        severity: word(json, "severity")?,
        place: text(json, "place")?,
        message: message(json.get("message")?)?,
    })
}

fn message(json: &Value) -> Option<Message> {
    let arguments = list(json, "arguments", |pair| {
        Some((pair.get(0)?.as_str()?.to_owned().into(), pair.get(1)?.as_str()?.to_owned()))
    })?;
    Some(Message { key: text(json, "key")?.into(), arguments })
}
