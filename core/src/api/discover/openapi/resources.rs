//! The resources of a description.

use super::call::Call;
use super::collections::{Collection, offered};
use super::listing::{Listing, listing};
use super::paths::{Paths, noun};
use super::schema::{Document, Shape};
use super::schemas::Schemas;
use super::{fields, rows};
use crate::api::dialect::path_parameters;
use crate::api::discover::evidence::{evidence, issue};
use crate::api::discover::keys::key;
use crate::api::discover::kind::label;
use crate::api::discover::words::compact;
use crate::api::{Endpoint, Issue, ParameterPlace, Resource, Severity, Source, UpdateVerb};
use crate::platform::Method;
use crate::record::Path;
use serde_json::Value;

/// Makes resources of collections and remembers the calls they take.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) document: Document<'a>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) paths: Paths,
    pub(super) used: Vec<bool>,
    pub(super) issues: Vec<Issue>,
    pub(super) schemas: Schemas<'a>,
}

impl<'a> Builder<'a> {
    pub(super) fn resource(&mut self, collection: &Collection<'a>, name: String) -> Resource {
        let document = self.document;
        let noun = noun(&collection.base).to_owned();
        let list = self.calls[collection.list].clone();
        let row = collection.found.row.map(|row| document.shape(row)).unwrap_or_default();
        let item = collection.item.clone();
        let read = item.as_ref().and_then(|item| self.take(item, Method::Get));
        let (item_shape, detail) = match read.as_ref().and_then(|call| call.answer) {
            Some(answer) => rows::item(document, answer, &row, &noun),
            None => Default::default(),
        };
        let known = if row.properties.is_empty() { &detail } else { &row };
        let fields = fields::fields(document, known);
        let field_names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let parameter = item.as_deref().and_then(|item| path_parameters(item).next_back());
        let key_path = key(&field_names, parameter, &noun);
        let key_name = key_path.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut listing = listing(document, &list, &collection.found, &field_names, &key_name);
        listing.dialect.item = item_shape;
        self.used[collection.list] = true;
        let list = self.list_endpoint(&list, &listing, collection.is_search);
        let mut resource = Resource {
            name,
            list: Some(list),
            item: read.as_ref().map(|call| self.endpoint(call, &[])),
            key: key_path.clone().unwrap_or_else(|| Path::field("id")),
            label_field: label(&fields, &noun),
            item_fields: further(document, &detail, &row),
            fields,
            dialect: listing.dialect,
            evidence: listing.evidence,
            ..Resource::default()
        };
        self.writes(&mut resource, collection);
        reasons(&mut resource, collection, key_path.is_some(), parameter);
        resource
    }

    fn endpoint(&mut self, call: &Call<'a>, used: &[&str]) -> Endpoint {
        call.endpoint(self.document, &mut self.schemas, used)
    }

    /// Takes the call with this path and method, if nothing else has.
    fn take(&mut self, path: &str, method: Method) -> Option<Call<'a>> {
        let position = self.paths.at(path, &self.calls, method)?;
        if std::mem::replace(&mut self.used[position], true) {
            return None;
        }
        Some(self.calls[position].clone())
    }

    /// Returns the endpoint of the list, with a value for each parameter that
    /// it does not answer without.
    fn list_endpoint(
        &mut self,
        call: &Call<'a>,
        listing: &Listing<'a>,
        is_search: bool,
    ) -> Endpoint {
        let mut endpoint = self.endpoint(call, &listing.used);
        for parameter in &mut endpoint.parameters {
            if parameter.place != ParameterPlace::Query {
                continue;
            }
            let query = call.queries().find(|query| query.name == parameter.name);
            let value = query.and_then(|query| offered(self.document, query.schema));
            let has_default = parameter.schema.get("default").is_some();
            // A search without words is refused by many servers, required or not.
            parameter.is_required |= is_search && has_default;
            match value {
                _ if !parameter.is_required => {}
                Some(value) => {
                    if let Value::Object(members) = &mut parameter.schema {
                        members.entry("default").or_insert_with(|| value.clone());
                    }
                }
                None => {
                    let place = format!("GET {}", call.path);
                    let mut issue = issue(Severity::Warning, place, "list.parameter_required");
                    issue.message = issue.message.with("parameter", &parameter.name);
                    self.issues.push(issue);
                }
            }
        }
        endpoint
    }

    fn writes(&mut self, resource: &mut Resource, collection: &Collection<'a>) {
        let document = self.document;
        let mut create = self.take(&collection.base, Method::Post);
        for word in ["add", "create", "new"] {
            create =
                create.or_else(|| self.take(&format!("{}/{word}", collection.base), Method::Post));
        }
        resource.create = create.map(|call| self.endpoint(&call, &[]));
        let item = collection.item.as_deref().unwrap_or_default();
        let patch = self.take(item, Method::Patch).map(|call| (call, UpdateVerb::Patch));
        // Both verbs may be there; one of them is enough for the model.
        let put = self.take(item, Method::Put).map(|call| (call, UpdateVerb::Put));
        let update = patch.or(put).or_else(|| {
            let position = self.paths.at(&collection.base, &self.calls, Method::Put)?;
            let names = self.calls[position].body_names(document);
            let has_key = names.iter().any(|name| Path::field(*name) == resource.key);
            let call = has_key.then(|| self.take(&collection.base, Method::Put)).flatten()?;
            Some((call, UpdateVerb::PutCollection))
        });
        let update = update.or_else(|| {
            let position = self.paths.at(item, &self.calls, Method::Post)?;
            let has_body = !self.calls[position].body_names(document).is_empty();
            let call = has_body.then(|| self.take(item, Method::Post)).flatten()?;
            Some((call, UpdateVerb::Post))
        });
        if let Some((call, verb)) = update {
            let headers = call.parameters.iter();
            resource.dialect.has_if_match = call.has_precondition_failure
                || headers.into_iter().any(|header| compact(header.name) == "ifmatch");
            resource.dialect.update = verb;
            resource.update = Some(self.endpoint(&call, &[]));
        }
        let delete = self.take(item, Method::Delete);
        resource.delete = delete.map(|call| self.endpoint(&call, &[]));
    }
}

/// Returns the fields that a record has and a row has not.
fn further(document: Document<'_>, detail: &Shape<'_>, row: &Shape<'_>) -> Vec<crate::api::Field> {
    if row.properties.is_empty() {
        return Vec::new();
    }
    let fields = fields::fields(document, detail);
    fields.into_iter().filter(|field| row.property(&field.name).is_none()).collect()
}

fn reasons(
    resource: &mut Resource,
    collection: &Collection<'_>,
    is_key_known: bool,
    parameter: Option<&str>,
) {
    let how = match (&collection.item, collection.is_search) {
        (_, true) => "search",
        (Some(_), false) => "pair",
        (None, false) => "rows",
    };
    let confidence = if how == "pair" { 90 } else { 70 };
    let path = resource.list.as_ref().map(|list| list.path.clone()).unwrap_or_default();
    let list = evidence("list", Source::Document, confidence, how).with("path", path);
    let key = if is_key_known {
        evidence("key", Source::Document, 85, "parameter")
    } else {
        evidence("key", Source::Convention, 40, "habit")
    };
    let key = key.with("key", &resource.key).with("parameter", parameter.unwrap_or_default());
    resource.evidence.splice(0..0, [list, key]);
    if let Some(label) = &resource.label_field {
        let label = evidence("label", Source::Convention, 60, "name").with("field", label);
        resource.evidence.push(label);
    }
}
