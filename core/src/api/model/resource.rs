//! An API and its resources.

use super::field::is_false;
use super::{Dialect, Evidence, Field, Issue};
use crate::api::address::last_segment;
use crate::platform::{Method, percent};
use crate::record::{Identifier, Path, Record};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What was understood of an API.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Api {
    /// Its name.
    pub title: String,
    /// What it says of itself, Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The absolute address that the paths are appended to, without a final
    /// slash; or one relative to the page.
    pub base_url: String,
    /// Where the description was read; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_url: Option<String>,
    /// The collections, in the order of the description.
    pub resources: Vec<Resource>,
    /// The calls that are no part of a collection.
    pub operations: Vec<Operation>,
    /// The ways to sign in.
    pub auth: Vec<AuthScheme>,
    /// An operation that answers with a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<Login>,
    /// The schemas that bodies refer to, by the reference; [`Api::expand`]
    /// puts them where they are referred to.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub schemas: Map<String, Value>,
    /// What could not be understood.
    pub issues: Vec<Issue>,
}

impl Api {
    /// Returns the resource called `name`.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }
}

/// One collection.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// The name in routes, unique in the API.
    pub name: String,
    /// Its name for people, where it is not made of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether the menu leaves it out.
    #[serde(skip_serializing_if = "is_false")]
    pub is_hidden: bool,
    /// The list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<Endpoint>,
    /// One record; without a list, the only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Endpoint>,
    /// Making a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<Endpoint>,
    /// Changing a record; the verb is that of the dialect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<Endpoint>,
    /// Removing a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete: Option<Endpoint>,
    /// The field that holds the key, as it stands in a row.
    pub key: Path,
    /// Whether that field holds a link to the record, whose last segment is
    /// the key.
    #[serde(skip_serializing_if = "is_false")]
    pub is_key_link: bool,
    /// The fields that make the key together, in the order in which the path
    /// of a record takes them; none where one field is the key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_parts: Vec<Path>,
    /// The resources that this one stands below, outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Parent>,
    /// The keys of those parents, by parameter, once they were chosen: the
    /// paths are then those below them.
    #[serde(skip)]
    pub within: Vec<(String, String)>,
    /// The fields of a row.
    pub fields: Vec<Field>,
    /// The further fields of a record that is read by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub item_fields: Vec<Field>,
    /// The field by which people know a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_field: Option<Path>,
    /// How it lists and writes.
    pub dialect: Dialect,
    /// The reasons for what stands here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Resource {
    /// Returns the field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns whether it has one record and no list, such as `/settings`; the
    /// record is read and changed by any key, for which [`Identifier::only`]
    /// stands.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.list.is_none() && self.item.is_some()
    }

    /// Returns whether the keys of all its parents are known, so that there is
    /// a list to ask for.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.parents
            .iter()
            .all(|parent| self.within.iter().any(|(name, _)| *name == parent.parameter))
    }

    /// Returns whether a record can be read by its key alone: the path takes
    /// nothing else, or the parents were chosen.
    #[must_use]
    pub fn is_found_by_key(&self) -> bool {
        let own = if self.is_single() { 0 } else { self.key_parts.len().max(1) };
        self.item.as_ref().is_some_and(|item| item.path.matches('{').count() <= own)
    }

    /// Returns the key of a row; the parts of a composite one are joined by
    /// commas.
    #[must_use]
    pub fn identifier(&self, fields: &Value) -> Option<Identifier> {
        if !self.key_parts.is_empty() {
            let part = |path: &Path| {
                let part = Identifier::from_value(path.get(fields)?)?;
                Some(percent::encode(part.as_str()))
            };
            let mut key = String::new();
            for path in &self.key_parts {
                if !key.is_empty() {
                    key.push(',');
                }
                key.push_str(&part(path)?);
            }
            return Some(Identifier::new(key));
        }
        let identifier = Identifier::from_value(self.key.get(fields)?)?;
        if self.is_key_link {
            return last_segment(identifier.as_str());
        }
        Some(identifier)
    }

    /// Returns the text by which people know `record`: its label field, else
    /// its key, else nothing.
    #[must_use]
    pub fn label(&self, record: &Record) -> String {
        let label = self.label_field.as_ref().and_then(|path| record.get(path));
        match label {
            Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => record.identifier.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// A resource that another one stands below: `/owners/{ownerId}/pets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The parameter of the paths that takes its key.
    pub parameter: String,
    /// The name of the resource, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// One operation of the description that serves a resource.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The verb.
    pub method: Method,
    /// The path verbatim from the description, such as `/products/{id}`.
    pub path: String,
    /// The parameters, without those of paging, order and search, and without
    /// filters on fields of the row. A required one of the list carries a
    /// `default` in its schema where a value for it could be found; the list is
    /// asked for with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The JSON Schema of the body. Its own members stand in it, unless they
    /// are many; what it refers to is in [`Api::schemas`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The content type of the body; `None` means `application/json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Whether the description asks for credentials.
    #[serde(default, skip_serializing_if = "is_false")]
    pub needs_auth: bool,
}

impl Endpoint {
    /// Returns an operation of which only this is known.
    #[must_use]
    pub fn new(method: Method, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            parameters: Vec::new(),
            body: None,
            content_type: None,
            needs_auth: false,
        }
    }
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it is sent.
    pub place: ParameterPlace,
    /// Whether the call fails without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_required: bool,
    /// The JSON Schema of its value, references resolved.
    #[serde(default)]
    pub schema: Value,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the body of a list that is asked for by `POST`; the name is the path
    /// of a member.
    Body,
}

/// A call that is no part of a collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Its name, unique in the API.
    pub name: String,
    /// The resource it belongs to, where it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// What it does, in the words of the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// How it is called.
    pub endpoint: Endpoint,
}

/// A way to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuthScheme {
    /// `Authorization: Bearer ...`.
    Bearer,
    /// `Authorization: Token ...`: a token behind another word.
    Prefixed {
        /// The word.
        prefix: String,
    },
    /// User name and password with every request.
    Basic,
    /// A key in a header or in the query.
    ApiKey {
        /// The name of the header or parameter.
        name: String,
        /// Where it is sent.
        place: ParameterPlace,
    },
}

/// An operation that answers with a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Login {
    /// How it is called; its body schema makes the form.
    pub endpoint: Endpoint,
    /// Where the token stands in the answer; `None` when only a call can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Path>,
}
