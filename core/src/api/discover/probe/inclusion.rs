//! References that are proved by the keys they hold.

use super::sample::of_response;
use crate::api::discover::evidence::evidence;
use crate::api::discover::fetch::Fetcher;
use crate::api::discover::openapi::references::by_name;
use crate::api::discover::openapi::targets::Targets;
use crate::api::{Api, Field, Kind, Reference, Source};
use crate::record::Identifier;
use serde_json::Value;

/// The keys of a reference that are looked up.
const KEYS: usize = 8;

/// Finds references by name and looks the keys up where that is cheap.
pub(super) async fn refer(fetcher: Fetcher<'_>, api: &mut Api, rows: &[Vec<Value>]) {
    let targets = Targets::new(&api.resources);
    let mut found = Vec::new();
    for (position, resource) in api.resources.iter().enumerate() {
        for field in resource.fields.iter().filter(|field| field.path != resource.key) {
            if let Some((reference, reason)) = by_name(field, &resource.name, &targets) {
                found.push((position, field.name.clone(), reference, reason));
            } else if let Some(target) = by_values(api, rows, position, field) {
                let reason = evidence(
                    &format!("reference:{}", field.name),
                    Source::Response,
                    85,
                    "included",
                );
                let reason = reason.with("field", &field.name).with("resource", &target);
                let reference = Reference { resource: target, is_many: false };
                found.push((position, field.name.clone(), reference, reason));
            }
        }
    }
    for (position, field, reference, reason) in found {
        let target = api.resources.iter().position(|known| known.name == reference.resource);
        let Some(target) = target else { continue };
        let mut keys: Vec<Identifier> = Vec::new();
        for key in rows[position].iter().filter_map(|row| Identifier::from_value(row.get(&field)?))
        {
            if !keys.contains(&key) && keys.len() < KEYS {
                keys.push(key);
            }
        }
        let reason = match includes(fetcher, api, &rows[target], target, &keys).await {
            Some(true) => evidence(&reason.subject, Source::Verified, 95, "included")
                .with("field", &field)
                .with("resource", &reference.resource),
            Some(false) => continue,
            None => reason,
        };
        let resource = &mut api.resources[position];
        if let Some(field) = resource.fields.iter_mut().find(|known| known.name == field) {
            field.reference = Some(reference);
            resource.evidence.push(reason);
        }
    }
}

/// Finds the resource whose keys a field holds, whatever it is called.
///
/// Only keys that nothing else looks like tell that: small numbers are in many
/// lists, and words may be names.
fn by_values(api: &Api, rows: &[Vec<Value>], position: usize, field: &Field) -> Option<String> {
    const LEAST: usize = 2;
    let is_telling = |text: &&str| {
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        text.len() >= 8 && has_digit && !text.contains(' ')
    };
    if !matches!(field.kind, Kind::Text | Kind::Uuid) {
        return None;
    }
    let values = rows[position].iter().filter_map(|row| row.get(&field.name));
    let mut values: Vec<&str> = values.filter_map(Value::as_str).filter(is_telling).collect();
    values.sort_unstable();
    values.dedup();
    let targets = api.resources.iter().zip(rows).enumerate();
    let mut fitting = targets.filter(|(target, (resource, rows))| {
        let keys = rows.iter().filter_map(|row| resource.identifier(row));
        let keys: Vec<Identifier> = keys.collect();
        let known = values.iter().filter(|value| keys.iter().any(|key| key.as_str() == **value));
        let known = known.count();
        *target != position && known >= LEAST && known * 2 > values.len()
    });
    let (_, (resource, _)) = fitting.next()?;
    fitting.next().is_none().then(|| resource.name.clone())
}

/// Returns whether all of `keys` are keys of the resource at `target`; `None`
/// where that cannot be told.
async fn includes(
    fetcher: Fetcher<'_>,
    api: &Api,
    rows: &[Value],
    target: usize,
    keys: &[Identifier],
) -> Option<bool> {
    let target = &api.resources[target];
    let has = |rows: &[Value], key: &Identifier| {
        rows.iter().any(|row| target.identifier(row).as_ref() == Some(key))
    };
    let missing: Vec<Identifier> = keys.iter().filter(|key| !has(rows, key)).cloned().collect();
    if keys.is_empty() {
        return None;
    }
    if missing.is_empty() {
        return Some(true);
    }
    let request = crate::api::dialect::encode_many(target, &api.base_url, &missing)?;
    let response = fetcher.glance(&request.url).await.ok()?;
    let found = of_response(&response, &target.name);
    // Some keys may be dangling; most of them must be there.
    let rows = found.map(|sample| sample.rows).unwrap_or_default();
    let there = keys.len() - missing.iter().filter(|key| !has(&rows, key)).count();
    Some(there * 2 > keys.len())
}
