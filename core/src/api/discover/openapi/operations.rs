//! The calls that serve no collection.

use super::call::Call;
use super::paths::plain;
use super::resources::Builder;
use crate::api::Operation;
use crate::platform::Method;
use std::collections::{HashMap, HashSet};

/// Returns the calls that no resource took; `resources` are the names and the
/// paths of those that there are.
pub(super) fn operations(
    builder: &mut Builder<'_>,
    resources: &[(String, String)],
) -> Vec<Operation> {
    // Of two resources at one path the first is the owner.
    let owners = resources.iter().rev().map(|(name, base)| (base.as_str(), name.as_str()));
    let owners: HashMap<&str, &str> = owners.collect();
    let mut taken = HashSet::new();
    let mut operations = Vec::new();
    let document = builder.document;
    for (position, call) in builder.calls.iter().enumerate() {
        let is_technical = matches!(call.method, Method::Head | Method::Options);
        if builder.used[position] || is_technical {
            continue;
        }
        operations.push(Operation {
            name: name(call, &mut taken),
            resource: owner(plain(call.path), &owners),
            summary: call.summary.map(str::to_owned),
            endpoint: call.endpoint(document, &mut builder.schemas, &[]),
        });
    }
    operations
}

/// Returns the resource that a path stands under most closely.
fn owner(path: &str, owners: &HashMap<&str, &str>) -> Option<String> {
    let ends = path.rmatch_indices(['/', '(']).map(|(end, _)| end);
    let mut bases = [path.len()].into_iter().chain(ends).map(|end| &path[..end]);
    bases.find_map(|base| owners.get(base)).map(|name| (*name).to_owned())
}

fn name(call: &Call<'_>, taken: &mut HashSet<String>) -> String {
    let slug = || {
        let words = plain(call.path).split(['/', '{', '}']).filter(|part| !part.is_empty());
        let method = call.method.as_str().to_lowercase();
        [method.as_str()].into_iter().chain(words).collect::<Vec<_>>().join("-")
    };
    let mut name = call.name.map_or_else(slug, str::to_owned);
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_belongs_to_what_it_stands_under() {
        let owners = HashMap::from([("/a", "a"), ("/a/{id}/b", "b"), ("/D", "d")]);
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(owner(path, &owners).as_deref(), expected, "{path}");
        };
        check("/a/{id}/run", Some("a"));
        check("/a/{id}/b/{b}/run", Some("b"));
        check("/a", Some("a"));
        check("/D({id})/Do", Some("d"));
        check("/ab", None);
    }
}
