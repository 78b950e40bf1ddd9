//! Which fields point to which resource.

use super::targets::Targets;
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::words;
use crate::api::{Evidence, Field, Kind, Reference, Resource, Source};
use std::collections::HashMap;

/// Finds the references of all resources; `told` is what the description says
/// of each in words of its own, by the names of the fields, and `rows` has the
/// names of their schemas.
pub(super) fn refer(
    told: &[HashMap<String, String>],
    rows: &[Option<&str>],
    resources: &mut [Resource],
) {
    let found: Vec<Found> = {
        let mut targets = Targets::new(resources);
        targets.know_rows(resources, rows);
        let pairs = resources.iter().zip(told);
        pairs.map(|(resource, told)| of_one(resource, told, &targets)).collect()
    };
    for (resource, found) in resources.iter_mut().zip(found) {
        for (position, reference, reason) in found {
            resource.fields[position].reference = Some(reference);
            resource.evidence.push(reason);
        }
    }
}

/// The references of one resource, by the positions of their fields.
type Found = Vec<(usize, Reference, Evidence)>;

fn of_one(resource: &Resource, told: &HashMap<String, String>, targets: &Targets<'_>) -> Found {
    let fields = resource.fields.iter().enumerate();
    let fields = fields.filter(|(_, field)| field.path != resource.key);
    let found = fields.filter_map(|(position, field)| {
        let (reference, reason) = told
            .get(&field.name)
            .and_then(|told| by_extension(told, field, targets))
            .or_else(|| by_description(field, targets))
            .or_else(|| by_name(field, &resource.name, targets))?;
        Some((position, reference, reason))
    });
    found.collect()
}

fn made(
    field: &Field,
    target: &str,
    source: Source,
    confidence: u8,
    how: &str,
) -> (Reference, Evidence) {
    let reason = evidence(&format!("reference:{}", field.name), source, confidence, how);
    let reason = reason.with("field", &field.name).with("resource", target);
    (Reference { resource: target.to_owned(), is_many: field.kind == Kind::Array }, reason)
}

fn by_extension(told: &str, field: &Field, targets: &Targets<'_>) -> Option<(Reference, Evidence)> {
    let told = told.rsplit('/').find(|part| !part.is_empty())?;
    let named = || targets.named(told).map(|(Ok(target) | Err(target))| target);
    let target = targets.of_row(told).or_else(named)?;
    Some(made(field, target, Source::Document, 95, "extension"))
}

/// Finds `/users` or `id of the user` in the description.
fn by_description(field: &Field, targets: &Targets<'_>) -> Option<(Reference, Evidence)> {
    if !can_point(field) {
        return None;
    }
    let target = targets.told(field.description.as_deref()?)?;
    Some(made(field, target, Source::Document, 85, "description"))
}

/// Finds `categoryId`, `category_ids`, `parentId` and, as a number, `category`.
pub(in crate::api::discover) fn by_name(
    field: &Field,
    own: &str,
    targets: &Targets<'_>,
) -> Option<(Reference, Evidence)> {
    if !can_point(field) {
        return None;
    }
    let mut words = words(&field.name);
    let has_suffix = words.len() > 1
        && words
            .last()
            .is_some_and(|last| matches!(last.as_str(), "id" | "ids" | "key" | "uuid" | "ref"));
    if has_suffix {
        words.pop();
    } else if !matches!(field.kind, Kind::Integer | Kind::Uuid) {
        return None;
    }
    if words == ["parent"] && has_suffix {
        return Some(made(field, own, Source::Convention, 75, "parent"));
    }
    // The whole name counts first, then its last words: `billing_customer_id`.
    for (skipped, confidence) in (0..words.len()).zip([80, 60, 50, 40]) {
        if skipped > 0 && !has_suffix {
            return None;
        }
        if let Some(target) = targets.named(&words[skipped..].concat()) {
            let target = target.ok()?;
            return Some(made(field, target, Source::Convention, confidence, "name"));
        }
    }
    None
}

fn can_point(field: &Field) -> bool {
    matches!(field.kind, Kind::Integer | Kind::Uuid | Kind::Text | Kind::Unknown | Kind::Array)
}

#[cfg(test)]
mod tests {
    use crate::api::discover::openapi::read;
    use crate::api::{Api, Kind};
    use serde_json::{Value, json};

    fn api(category: &Value) -> Api {
        let at = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let body = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
        let list = |name: &str| {
            let rows = body(json!({"type": "array", "items": at(name)}));
            let many = body(json!({"oneOf": [{"type": "array", "items": at(name)}, at(name)]}));
            json!({"get": {"responses": {"200": rows}}, "post": {"requestBody": many}})
        };
        let root = json!({"openapi": "3.0.1", "info": {},
            "paths": {"/items/groups": list("RowsOfGroups"), "/items/lamps": list("RowsOfLamps"),
                "/items/groups/{id}": {"get": {"responses": {"200": body(at("RowsOfGroups"))}}}},
            "components": {"schemas": {
                "RowsOfGroups": {"properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
                "RowsOfLamps": {"required": ["in"], "properties":
                    {"id": {"type": "integer"}, "in": category}}}}});
        read(&root, Some("https://a.org/x.json"), &|_| ())
    }

    #[test]
    fn a_key_or_its_record_points_to_the_list_of_such_records() {
        let check = |category: Value, expected: Kind, target: Option<&str>| {
            let api = api(&category);
            let field = api.resource("lamps").unwrap().field("in").unwrap();
            let found = field.reference.as_ref().map(|it| it.resource.as_str());
            assert_eq!((field.kind, found), (expected, target), "{category}");
        };
        let group = json!({"$ref": "#/components/schemas/RowsOfGroups"});
        let key = json!({"type": "integer"});
        check(json!({"oneOf": [key, group]}), Kind::Integer, Some("groups"));
        let text = json!({"type": "string", "maxLength": 5000});
        check(json!({"anyOf": [text, group, {"type": "null"}]}), Kind::Text, Some("groups"));
        check(json!({"oneOf": [{"type": "array"}, group]}), Kind::Array, None);
        check(json!({"oneOf": [group, {"type": "null"}]}), Kind::Object, None);
    }

    #[test]
    fn of_one_record_or_several_a_form_asks_for_one() {
        let api = api(&json!({"type": "integer"}));
        let body = api.resource("lamps").unwrap().create.as_ref().unwrap().body.as_ref().unwrap();
        assert_eq!(body["required"], json!(["in"]));
        assert_eq!(body["properties"]["in"]["type"], "integer");
        assert!(body.get("oneOf").is_none());
    }
}
