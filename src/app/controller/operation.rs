//! Where an operation belongs, and what the screen it is run from knows.

use super::parent_keys;
use vitrine_core::api::dialect::path_parameters;
use vitrine_core::api::{Api, Operation, Resource};
use vitrine_core::platform::percent;
use vitrine_core::record::Identifier;

/// What an operation is run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The API as a whole.
    Api,
    /// A list.
    List,
    /// A record.
    Record,
}

/// Returns what `operation` is run on.
#[must_use]
pub fn level(api: &Api, operation: &Operation) -> Level {
    let resource = operation.resource.as_ref().and_then(|name| api.resource(name));
    let Some(resource) = resource else { return Level::Api };
    let item = resource.item.as_ref();
    if item.is_some_and(|item| is_below(&operation.endpoint.path, &item.path)) {
        return Level::Record;
    }
    Level::List
}

/// Returns the operations at `level` of `resource`.
pub fn operations_of<'a>(
    api: &'a Api,
    resource: &str,
    of: Level,
) -> impl Iterator<Item = &'a Operation> {
    let operations = api.operations.iter();
    operations.filter(move |operation| {
        operation.resource.as_deref() == Some(resource) && level(api, operation) == of
    })
}

/// Returns the parameters of an operation's path that are known where
/// `resource`, below its parents, or the record called `identifier` is shown.
#[must_use]
pub fn known_values(
    api: &Api,
    operation: &Operation,
    resource: &Resource,
    identifier: Option<&Identifier>,
) -> Vec<(String, String)> {
    let Some(plain) = api.resource(&resource.name) else { return Vec::new() };
    let endpoint = if identifier.is_some() { &plain.item } else { &plain.list };
    let Some(above) = endpoint.as_ref().map(|endpoint| endpoint.path.as_str()) else {
        return Vec::new();
    };
    let mut keys = parent_keys(resource);
    keys.extend(identifier.map(|identifier| identifier.as_str().to_owned()));
    if identifier.is_some() && !resource.key_parts.is_empty() {
        let key = keys.pop().unwrap_or_default();
        keys.extend(key.split(',').map(percent::decode));
    }
    // Every path names its parameters as it likes; their order is the same.
    let count = path_parameters(above).count();
    if identifier.is_some() && !is_below(&operation.endpoint.path, above) || keys.len() < count {
        return Vec::new();
    }
    let keys = keys.split_off(keys.len() - count);
    let names = path_parameters(&operation.endpoint.path).map(str::to_owned);
    names.zip(keys).collect()
}

/// Returns the resource whose record a parameter of `path` is the key of: the
/// one whose own path ends there. What stands below parents is left out, for
/// its list cannot be searched without them.
#[must_use]
pub fn parameter_target(api: &Api, path: &str, parameter: &str) -> Option<String> {
    let (before, _) = path.split_once(&format!("{{{parameter}}}"))?;
    let before = anonymous(before) + "{}";
    let mut resources = api.resources.iter().filter(|resource| resource.parents.is_empty());
    let is_item = |resource: &&Resource| {
        resource.item.as_ref().is_some_and(|item| anonymous(&item.path) == before)
    };
    resources.find(is_item).map(|resource| resource.name.clone())
}

/// Returns whether `path` is `above` or goes on from there, whatever their
/// parameters are called.
pub(super) fn is_below(path: &str, above: &str) -> bool {
    let (path, above) = (anonymous(path), anonymous(above));
    let above = above.trim_end_matches('/');
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':', '.', '(', '?']))
}

fn anonymous(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vitrine_core::api::dialect::within;

    fn api(paths: &[&str]) -> Api {
        let get = |path: &str| json!({ "method": "GET", "path": path });
        let resource = |name: &str, list: &str, item: &str| json!({ "name": name, "key": "id", "list": get(list), "item": get(item), "dialect": {} });
        let operation = |path: &&str| {
            let resource = if path.contains("pets") { Some("pets") } else { None };
            json!({ "name": path, "resource": resource, "endpoint": get(path) })
        };
        let operations: Vec<_> = paths.iter().map(operation).collect();
        let mut pets = resource("pets", "/owners/{owner}/pets", "/owners/{owner}/pets/{pet}");
        pets["parents"] = json!([{ "parameter": "owner" }]);
        let api = json!({ "base_url": "", "resources": [pets], "operations": operations });
        Api::from_json(&api).unwrap()
    }

    fn pairs(values: &[(&str, &str)]) -> Vec<(String, String)> {
        values.iter().map(|(name, key)| ((*name).into(), (*key).into())).collect()
    }

    #[test]
    fn an_operation_is_run_on_what_its_path_goes_through() {
        let paths = [
            "/owners/{id}/pets/{petId}/feed",
            "/owners/{id}/pets/{petId}:groom",
            "/owners/{id}/pets/count",
            "/inventory",
        ];
        let api = api(&paths);
        let levels: Vec<Level> =
            api.operations.iter().map(|operation| level(&api, operation)).collect();
        assert_eq!(levels, [Level::Record, Level::Record, Level::List, Level::Api]);
        assert_eq!(operations_of(&api, "pets", Level::Record).count(), 2);
    }

    #[test]
    fn a_parameter_is_the_key_of_the_record_whose_path_ends_there() {
        let mut api = api(&[]);
        assert_eq!(parameter_target(&api, "/owners/{id}/pets/{petId}/feed", "petId"), None);
        api.resources[0].parents.clear();
        let target = parameter_target(&api, "/owners/{id}/pets/{petId}/feed", "petId");
        assert_eq!(target.as_deref(), Some("pets"));
        assert_eq!(parameter_target(&api, "/owners/{id}/pets/{petId}/feed", "id"), None);
    }

    #[test]
    fn a_record_knows_the_parameters_of_its_path() {
        let api = api(&["/owners/{id}/pets/{petId}/feed/{food}", "/owners/{id}/pets/count"]);
        let placed = within(&api.resources[0], &pairs(&[("owner", "7")]));
        let known = |operation: usize, key: Option<&str>| {
            let key = key.map(Identifier::new);
            known_values(&api, &api.operations[operation], &placed, key.as_ref())
        };
        assert_eq!(known(0, Some("8")), pairs(&[("id", "7"), ("petId", "8")]));
        assert_eq!(known(1, None), pairs(&[("id", "7")]));
        assert_eq!(known(1, Some("8")), pairs(&[]));
        let unplaced = known_values(&api, &api.operations[1], &api.resources[0], None);
        assert_eq!(unplaced, pairs(&[]));
    }
}
