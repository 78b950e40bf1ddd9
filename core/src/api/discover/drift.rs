//! What changed in an API since it was understood.

use super::evidence::issue;
use crate::api::{Api, Endpoint, Field, Issue, Resource, Severity};

/// Returns what is different in `new`, as far as it matters to what people see
/// and do; the place of each issue is the resource, with the field or verb
/// behind a slash. Titles, descriptions and evidence do not count.
#[must_use]
pub fn drift(old: &Api, new: &Api) -> Vec<Issue> {
    let mut issues = Vec::new();
    for before in &old.resources {
        match new.resource(&before.name) {
            Some(after) => compare(before, after, &mut issues),
            None => issues.push(issue(Severity::Warning, &before.name, "drift.resource_gone")),
        }
    }
    for after in new.resources.iter().filter(|it| old.resource(&it.name).is_none()) {
        issues.push(issue(Severity::Note, &after.name, "drift.resource_new"));
    }
    if old.base_url != new.base_url {
        issues.push(issue(Severity::Warning, &new.base_url, "drift.base_url"));
    }
    if old.auth != new.auth {
        issues.push(issue(Severity::Note, "auth", "drift.auth"));
    }
    issues
}

/// Returns the endpoint of a verb.
type Verb = fn(&Resource) -> Option<&Endpoint>;

fn compare(before: &Resource, after: &Resource, issues: &mut Vec<Issue>) {
    let mut note = |severity: Severity, part: &str, key: &str| {
        issues.push(issue(severity, format!("{}/{part}", before.name), key));
    };
    let verbs: [(&str, Verb); 5] = [
        ("list", |it| it.list.as_ref()),
        ("item", |it| it.item.as_ref()),
        ("create", |it| it.create.as_ref()),
        ("update", |it| it.update.as_ref()),
        ("delete", |it| it.delete.as_ref()),
    ];
    for (verb, endpoint) in verbs {
        let address = |it: &Endpoint| (it.method, it.path.clone());
        match (endpoint(before), endpoint(after)) {
            (Some(_), None) => note(Severity::Warning, verb, "drift.verb_gone"),
            (None, Some(_)) => note(Severity::Note, verb, "drift.verb_new"),
            (Some(one), Some(other)) if address(one) != address(other) => {
                note(Severity::Note, verb, "drift.verb_moved");
            }
            _ => {}
        }
    }
    if before.key != after.key {
        note(Severity::Warning, "key", "drift.key");
    }
    let find = |fields: &[Field], name: &str| -> Option<Field> {
        fields.iter().find(|field| field.name == name).cloned()
    };
    for field in &before.fields {
        match find(&after.fields, &field.name) {
            None => note(Severity::Warning, &field.name, "drift.field_gone"),
            Some(other) if other.kind != field.kind => {
                note(Severity::Note, &field.name, "drift.field_kind");
            }
            Some(other) if other.reference != field.reference => {
                note(Severity::Note, &field.name, "drift.field_reference");
            }
            Some(_) => {}
        }
    }
    for field in after.fields.iter().filter(|it| find(&before.fields, &it.name).is_none()) {
        note(Severity::Note, &field.name, "drift.field_new");
    }
    if before.dialect != after.dialect {
        note(Severity::Note, "dialect", "drift.dialect");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::discover::openapi::read;
    use serde_json::{Value, json};

    fn document() -> Value {
        json!({"openapi": "3.0.0", "info": {"title": "A"}, "paths": {
            "/lamps": {
                "get": {"responses": {"200": {"content": {"application/json": {"schema": {
                    "type": "array", "items": {"$ref": "#/components/schemas/Lamp"}}}}}}},
                "post": {"requestBody": {"content": {"application/json": {"schema": {
                    "$ref": "#/components/schemas/Lamp"}}}}, "responses": {}}},
            "/lamps/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "required": true}],
                "responses": {"200": {"content": {"application/json": {"schema": {
                    "$ref": "#/components/schemas/Lamp"}}}}}}}},
            "components": {"schemas": {"Lamp": {"type": "object", "properties": {
                "id": {"type": "integer"}, "name": {"type": "string"}}}}}})
    }

    fn check(change: impl FnOnce(&mut Value), expected: &[(&str, &str)]) {
        let mut changed = document();
        change(&mut changed);
        let old = read(&document(), Some("https://a.org/openapi.json"));
        let issues = drift(&old, &read(&changed, Some("https://a.org/openapi.json")));
        let found: Vec<(&str, &str)> =
            issues.iter().map(|it| (it.place.as_str(), it.message.key.as_ref())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_matters_is_told_and_nothing_else() {
        check(|_| {}, &[]);
        check(|document| document["info"]["title"] = json!("B"), &[]);
        let fields = "/components/schemas/Lamp/properties";
        check(
            |document| {
                let fields = document.pointer_mut(fields).unwrap();
                *fields = json!({"id": {"type": "integer"}, "watts": {"type": "integer"}});
            },
            &[("lamps/name", "issue.drift.field_gone"), ("lamps/watts", "issue.drift.field_new")],
        );
        check(
            |document| document.pointer_mut(fields).unwrap()["name"] = json!({"type": "integer"}),
            &[("lamps/name", "issue.drift.field_kind")],
        );
        check(
            |document| document["paths"]["/lamps"]["post"] = Value::Null,
            &[("lamps/create", "issue.drift.verb_gone")],
        );
        check(
            |document| document["servers"] = json!([{"url": "https://b.org"}]),
            &[("https://b.org", "issue.drift.base_url")],
        );
    }
}
