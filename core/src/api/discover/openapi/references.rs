//! Which fields point to which resource.

use super::schema::Document;
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::{is_same_noun, singular, words};
use crate::api::{Evidence, Field, Kind, Reference, Resource, Source};

/// What is known of a resource that may be pointed to.
#[derive(Debug, Clone)]
pub(in crate::api::discover) struct Target {
    pub(in crate::api::discover) name: String,
    /// The path of the list.
    pub(in crate::api::discover) path: String,
}

/// Returns the resources as targets.
pub(in crate::api::discover) fn targets(resources: &[Resource]) -> Vec<Target> {
    let targets = resources.iter().map(|resource| Target {
        name: resource.name.clone(),
        path: resource.list.as_ref().map(|list| list.path.clone()).unwrap_or_default(),
    });
    targets.collect()
}

/// Finds the references of all resources; `extension` gives what the
/// description says of a field in words of its own.
pub(super) fn refer(
    document: Document<'_>,
    rows: &[Option<&serde_json::Value>],
    resources: &mut [Resource],
) {
    let targets = targets(resources);
    for (resource, row) in resources.iter_mut().zip(rows) {
        let shape = row.map(|row| document.shape(row)).unwrap_or_default();
        let own = resource.name.clone();
        let key = resource.key.clone();
        let mut reasons = Vec::new();
        for field in resource.fields.iter_mut().filter(|field| field.path != key) {
            let told = shape.property(&field.name).and_then(|schema| document.shape(schema).target);
            let found = told
                .and_then(|told| by_extension(told, field, &targets))
                .or_else(|| by_description(field, &targets))
                .or_else(|| by_name(field, &own, &targets));
            if let Some((reference, reason)) = found {
                field.reference = Some(reference);
                reasons.push(reason);
            }
        }
        resource.evidence.append(&mut reasons);
    }
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

fn by_extension(told: &str, field: &Field, targets: &[Target]) -> Option<(Reference, Evidence)> {
    let told = told.trim_start_matches("#/components/schemas/").trim_matches('/');
    let target = targets.iter().find(|target| is_same_noun(&target.name, told))?;
    Some(made(field, &target.name, Source::Document, 95, "extension"))
}

/// Finds `/users` or `id of the user` in the description.
fn by_description(field: &Field, targets: &[Target]) -> Option<(Reference, Evidence)> {
    if !can_point(field) {
        return None;
    }
    let text = field.description.as_deref()?.to_lowercase();
    let mut found = targets.iter().filter(|target| {
        let path = target.path.to_lowercase();
        let has_path = path.len() > 1
            && text.match_indices(&path).any(|(start, path)| {
                let behind = text[start + path.len()..].chars().next();
                behind.is_none_or(|letter| !letter.is_alphanumeric() && letter != '-')
            });
        let noun = words(&singular(&target.name)).join(" ");
        let phrases = [
            format!("id of the {noun}"),
            format!("id of a {noun}"),
            format!("id of an {noun}"),
            format!("`id` of the {noun}"),
            format!("`id` of a {noun}"),
            format!("`id` of an {noun}"),
            format!("{noun} id"),
            format!("key of the {noun}"),
            format!("references {}", target.name.to_lowercase()),
        ];
        has_path || phrases.iter().any(|phrase| text.contains(phrase.as_str()))
    });
    let target = found.next()?;
    found.next().is_none().then(|| made(field, &target.name, Source::Document, 85, "description"))
}

/// Finds `categoryId`, `category_ids`, `parentId` and, as a number, `category`.
pub(in crate::api::discover) fn by_name(
    field: &Field,
    own: &str,
    targets: &[Target],
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
        let noun = words[skipped..].concat();
        let mut fitting = targets.iter().filter(|target| is_same_noun(&target.name, &noun));
        if let Some(target) = fitting.next() {
            let is_clear = fitting.next().is_none();
            return is_clear
                .then(|| made(field, &target.name, Source::Convention, confidence, "name"));
        }
    }
    None
}

fn can_point(field: &Field) -> bool {
    matches!(field.kind, Kind::Integer | Kind::Uuid | Kind::Text | Kind::Unknown | Kind::Array)
}
