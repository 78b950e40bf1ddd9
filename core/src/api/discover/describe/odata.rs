//! The types and lists of an OData service.
//!
//! Source: OData Common Schema Definition Language (CSDL) XML 4.01.

use super::csdl::{Set, Type, read};
use super::entity::Entity;
use crate::api::Api;
use crate::api::discover::probe::{ODATA, of_family};
use serde_json::Value;

/// Returns where the types of the service at `url` are told, if `value` is its
/// list of entity sets.
pub(in crate::api::discover) fn metadata_url(value: &Value, url: &str) -> Option<String> {
    let context = value.get("@odata.context")?.as_str()?;
    let is_service = value["value"].as_array()?.iter().all(|set| set["url"].is_string());
    let context = context.split('#').next().unwrap_or_default();
    let folder = format!("{}/", crate::api::address::without_query(url));
    is_service.then(|| crate::api::address::join(&folder, context))
}

/// Returns what `metadata` says of the service at `base`; `None` where it
/// describes no list.
pub(in crate::api::discover) fn service(base: &str, metadata: &str) -> Option<Api> {
    let (types, sets) = read(metadata);
    if sets.is_empty() {
        return None;
    }
    let resources = sets.iter().filter_map(|set| {
        let entity = entity(set, &types, &sets)?;
        let dialect = of_family(ODATA, &entity.name, &entity.list);
        Some(entity.resource(dialect, "OData"))
    });
    Some(Api {
        title: base.split("://").last().unwrap_or(base).to_owned(),
        base_url: base.to_owned(),
        resources: resources.collect(),
        ..Api::default()
    })
}

fn entity(set: &Set, types: &[Type], sets: &[Set]) -> Option<Entity> {
    let own = types.iter().find(|known| known.name == set.kind)?;
    // A type has what its base types have.
    let mut line = vec![own];
    while let Some(base) = line.last().and_then(|last| last.base.as_ref()) {
        let Some(base) = types.iter().find(|known| known.name == *base) else { break };
        if line.len() > types.len() {
            break;
        }
        line.push(base);
    }
    let list = format!("/{}", set.name);
    let mut entity = Entity {
        name: set.name.clone(),
        can_create: set.can_create,
        can_update: set.can_update,
        can_delete: set.can_delete,
        ..Entity::default()
    };
    for part in line.iter().rev() {
        entity.key.extend(part.key.iter().cloned());
        entity.required.extend(part.required.iter().cloned());
        let properties = part.properties.iter();
        entity.properties.extend(properties.map(|(name, schema)| (name.clone(), schema.clone())));
        for (name, kind) in &part.references {
            let target = sets.iter().find(|set| set.kind == *kind);
            entity.references.extend(target.map(|target| (name.clone(), target.name.clone())));
        }
    }
    if !entity.key.is_empty() {
        entity.item = format!("{list}({})", key(&entity));
    }
    entity.list = list;
    Some(entity)
}

/// Returns the key of a record as it stands in its address.
///
/// Source: OData 4.01, part 2, "Canonical URL".
fn key(entity: &Entity) -> String {
    let quoted = |name: &String| {
        let is_text = entity
            .properties
            .get(name)
            .is_some_and(|schema| schema["type"] == "string" && schema["x-bare"] != true);
        if is_text { format!("'{{{name}}}'") } else { format!("{{{name}}}") }
    };
    match &entity.key[..] {
        [one] => quoted(one),
        several => {
            let parts: Vec<String> =
                several.iter().map(|name| format!("{name}={}", quoted(name))).collect();
            parts.join(",")
        }
    }
}
