//! What a nested resource stands below.

use super::targets::Targets;
use crate::api::discover::words::words;
use crate::api::{Parent, Resource};
use std::collections::HashMap;

/// Finds the parents of every resource: one for each parameter of its list.
pub(super) fn adopt(resources: &mut [Resource]) {
    let found: Vec<Vec<Parent>> = {
        let targets = Targets::new(resources);
        let mut lists: HashMap<String, &str> = HashMap::new();
        for resource in resources.iter().filter(|it| it.item.is_some() && it.list.is_some()) {
            lists.entry(anonymous(path(resource))).or_insert(&resource.name);
        }
        resources.iter().map(|resource| parents(resource, &lists, &targets)).collect()
    };
    for (resource, parents) in resources.iter_mut().zip(found) {
        resource.parents = parents;
    }
}

fn path(resource: &Resource) -> &str {
    // What stands alone has nothing but the path of its record.
    let endpoint = resource.list.as_ref().or(resource.item.as_ref());
    endpoint.map(|endpoint| endpoint.path.as_str()).unwrap_or_default()
}

fn parents(
    resource: &Resource,
    lists: &HashMap<String, &str>,
    targets: &Targets<'_>,
) -> Vec<Parent> {
    let path = path(resource);
    let starts = path.match_indices('{').map(|(start, _)| start);
    let parent = |start: usize| {
        let parameter = path[start + 1..].split('}').next().unwrap_or_default();
        let above = lists.get(&anonymous(&path[..start])).copied();
        let named = || targets.named(&noun(parameter))?.ok();
        let name = above.or_else(named).filter(|name| *name != resource.name);
        Parent { parameter: parameter.to_owned(), resource: name.map(str::to_owned) }
    };
    starts.map(parent).collect()
}

/// Returns a path without the names of its parameters and without what may end
/// it, so that `/owners/{id}/pets/` is also `/owners/{ownerId}/pets`.
fn anonymous(path: &str) -> String {
    let path = path.trim_end_matches(['/', '(']);
    let path = path.strip_suffix(".json").unwrap_or(path);
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        path + "{}" + rest
    })
}

/// Returns what a parameter such as `owner_id` is the key of.
fn noun(parameter: &str) -> String {
    let mut words = words(parameter);
    let is_key = |word: &String| matches!(word.as_str(), "id" | "key" | "uuid" | "slug" | "name");
    if words.len() > 1 && words.last().is_some_and(is_key) {
        words.pop();
    }
    words.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn resource(name: &str, list: &str) -> Resource {
        let get = |path: &str| json!({"method": "GET", "path": path});
        serde_json::from_value(json!({"name": name, "key": "id", "list": get(list),
            "item": get(&format!("{list}/{{id}}"))}))
        .unwrap()
    }

    #[test]
    fn a_parent_is_the_list_whose_record_the_path_goes_through() {
        let mut resources = vec![
            resource("pets", "/v1/owners/{ownerId}/pets"),
            resource("owners", "/v1/owners/"),
            resource("visits", "/v1/owners/{id}/pets/{pet_id}/visits"),
            resource("rows", "/tables({table_id})/rows"),
            resource("notes", "/x/{owner_id}/{lang}/notes"),
            resource("tables", "/tables"),
        ];
        adopt(&mut resources);
        let found = resources.iter().map(|resource| {
            let parents = resource.parents.iter();
            let texts = parents.map(|parent| {
                format!("{}={}", parent.parameter, parent.resource.as_deref().unwrap_or("?"))
            });
            texts.collect::<Vec<_>>().join(" ")
        });
        let expected = [
            "ownerId=owners",
            "",
            "id=owners pet_id=pets",
            "table_id=tables",
            "owner_id=owners lang=?",
            "",
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }
}
