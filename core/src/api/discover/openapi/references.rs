//! Which fields point to which resource.

use super::targets::Targets;
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::words;
use crate::api::{Evidence, Field, Kind, Reference, Resource, Source};
use std::collections::HashMap;

/// Finds the references of all resources; `told` is what the description says
/// of each in words of its own, by the names of the fields.
pub(super) fn refer(told: &[HashMap<String, String>], resources: &mut [Resource]) {
    let found: Vec<Found> = {
        let targets = Targets::new(resources);
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
    let (Ok(target) | Err(target)) = targets.named(told)?;
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
