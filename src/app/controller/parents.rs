//! What stands above a resource, and what stands below a record.

use super::operation::is_below;
use crate::app::route::Collection;
use crate::app::session::Session;
use std::rc::Rc;
use vitrine_core::api::{Api, Parent, Resource};
use vitrine_core::platform::percent;
use vitrine_core::record::Identifier;

/// Returns the keys of the parents that were chosen, outermost first.
#[must_use]
pub fn parent_keys(resource: &Resource) -> Vec<String> {
    let key = |parent: &Parent| {
        let mut within = resource.within.iter();
        within.find(|(name, _)| *name == parent.parameter).map(|(_, key)| key.clone())
    };
    resource.parents.iter().map_while(key).collect()
}

/// Returns the resource that `parent` is a record of, below the parents before
/// it, whose keys are `outer`; `None` where it is unknown or they do not
/// suffice.
#[must_use]
pub fn parent_resource(
    session: Session,
    parent: &Parent,
    outer: &[String],
) -> Option<Rc<Resource>> {
    let resource = session.resource(parent.resource.as_ref()?)?;
    // One value cannot be a key of several parts.
    if !resource.key_parts.is_empty() {
        return None;
    }
    // Every list names its parameters as it likes; their order is the same.
    let names = resource.parents.iter().map(|parent| parent.parameter.clone());
    let parents: Vec<(String, String)> = names.zip(outer.iter().cloned()).collect();
    let collection = Collection { parents, ..session.collection(&resource) };
    session.placed(&collection).filter(|resource| resource.is_placed())
}

/// Returns the lists below a record of `resource`: names, and the keys of the
/// parents as far as the record knows them.
#[must_use]
pub fn children(
    api: &Api,
    resource: &Resource,
    identifier: &Identifier,
) -> Vec<(String, Vec<(String, String)>)> {
    let mut keys = parent_keys(resource);
    let depth = keys.len();
    if resource.key_parts.is_empty() {
        keys.push(identifier.as_str().to_owned());
    } else {
        keys.extend(identifier.as_str().split(',').map(percent::decode));
    }
    let item = api.resource(&resource.name).and_then(|resource| resource.item.as_ref());
    let is_child = |child: &&Resource| {
        // What stands alone has no list but the path of its record.
        let place = child.list.as_ref().or(child.item.as_ref());
        let Some(list) = place.filter(|_| !child.is_hidden) else { return false };
        let parent = child.parents.get(depth).and_then(|parent| parent.resource.as_ref());
        let mut deeper = child.parents.iter().skip(keys.len());
        // Of what stands deeper the records in between know better.
        let is_next = deeper.all(|parent| parent.resource.is_none());
        let goes_through = item.is_some_and(|item| is_below(&list.path, &item.path));
        is_next
            && (parent == Some(&resource.name) || goes_through)
            && child.parents.len() >= keys.len()
    };
    let children = api.resources.iter().filter(is_child);
    let place = |child: &Resource| {
        let names = child.parents.iter().map(|parent| parent.parameter.clone());
        (child.name.clone(), names.zip(keys.iter().cloned()).collect())
    };
    children.map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::Endpoint;
    use vitrine_core::platform::Method;
    use vitrine_core::record::Path;

    fn resource(name: &str, path: &str, parents: &[(&str, Option<&str>)]) -> Resource {
        let list = Endpoint::new(Method::Get, path);
        let parents = parents.iter().map(|(parameter, resource)| Parent {
            parameter: (*parameter).into(),
            resource: resource.map(str::to_owned),
        });
        Resource {
            name: name.into(),
            list: Some(list),
            parents: parents.collect(),
            ..Resource::default()
        }
    }

    fn api() -> Api {
        let resources = vec![
            resource("owners", "/owners", &[]),
            resource("pets", "/owners/{owner}/pets", &[("owner", Some("owners"))]),
            resource(
                "visits",
                "/owners/{o}/pets/{p}/visits",
                &[("o", Some("owners")), ("p", Some("pets"))],
            ),
            resource(
                "notes",
                "/owners/{id}/{lang}/notes",
                &[("id", Some("owners")), ("lang", None)],
            ),
        ];
        Api { resources, ..Api::default() }
    }

    #[test]
    fn a_key_of_several_parts_fills_as_many_parameters() {
        let mut repos = resource("repos", "/repos", &[]);
        repos.item =
            repos.list.clone().map(|list| Endpoint { path: "/repos/{o}/{r}".into(), ..list });
        repos.key_parts = vec![Path::field("owner"), Path::field("name")];
        let issues =
            resource("issues", "/repos/{owner}/{repo}/issues", &[("owner", None), ("repo", None)]);
        let api = Api { resources: vec![repos, issues], ..Api::default() };
        let found = children(&api, &api.resources[0], &Identifier::new("a,b%2Cc"));
        assert_eq!(found, [("issues".to_owned(), vec![pair("owner", "a"), pair("repo", "b,c")])]);
    }

    fn pair(name: &str, key: &str) -> (String, String) {
        (name.into(), key.into())
    }

    #[test]
    fn a_record_leads_to_the_lists_right_below_it() {
        let api = api();
        let found = children(&api, &api.resources[0], &Identifier::new("7"));
        let expected = [
            ("pets".to_owned(), vec![pair("owner", "7")]),
            // The language is asked for.
            ("notes".to_owned(), vec![pair("id", "7")]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_keys_above_a_record_go_on_in_the_names_of_the_list_below() {
        let api = api();
        let pets = vitrine_core::api::dialect::within(&api.resources[1], &[pair("owner", "7")]);
        assert!(pets.is_placed());
        let found = children(&api, &pets, &Identifier::new("8"));
        assert_eq!(found, [("visits".to_owned(), vec![pair("o", "7"), pair("p", "8")])]);
    }
}
