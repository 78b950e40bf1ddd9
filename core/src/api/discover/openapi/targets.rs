//! The resources that a field may point to, by their names.

use crate::api::Resource;
use crate::api::discover::words::{compact, singular, singulars, words};
use std::collections::HashMap;

/// The words that a name in a sentence has at most.
const LONGEST: usize = 4;

/// The resources that a field may point to.
///
/// A document may have thousands of each, so nothing here goes through all of
/// them for one field.
#[derive(Debug, Default)]
pub(in crate::api::discover) struct Targets<'a> {
    names: Vec<&'a str>,
    /// Positions by the compacted name.
    exact: HashMap<String, Vec<usize>>,
    /// Positions by what the name may be the plural of.
    singular: HashMap<String, Vec<usize>>,
    /// Positions by the path of the list in lower case.
    paths: HashMap<String, usize>,
    /// Positions by the name of the schema of the rows.
    rows: HashMap<&'a str, usize>,
}

impl<'a> Targets<'a> {
    /// Returns the resources whose records can be read by nothing but a key:
    /// what stands under a parent is not found without the parent's, and what
    /// stands alone has none.
    pub(in crate::api::discover) fn new(resources: &'a [Resource]) -> Self {
        let mut targets = Self::default();
        for resource in resources {
            let path = resource.list.as_ref().map(|list| list.path.as_str()).unwrap_or_default();
            if path.contains('{') || resource.is_single() {
                continue;
            }
            let position = targets.names.len();
            targets.names.push(&resource.name);
            let name = compact(&resource.name);
            for one in singulars(&name) {
                targets.singular.entry(one).or_default().push(position);
            }
            targets.exact.entry(name).or_default().push(position);
            if path.len() > 1 {
                targets.paths.entry(path.to_lowercase()).or_insert(position);
            }
        }
        targets
    }

    /// Returns the resource that is called `noun`, in either number; `Err` with
    /// the first when there are several.
    pub(in crate::api::discover) fn named(&self, noun: &str) -> Option<Result<&'a str, &'a str>> {
        let noun = compact(noun);
        let several = singulars(&noun);
        let plurals = self.singular.get(&noun).into_iter().flatten();
        let same = self.exact.get(&noun).into_iter().flatten();
        let ones = several.iter().filter_map(|one| self.exact.get(one)).flatten();
        let mut found: Vec<usize> = plurals.chain(same).chain(ones).copied().collect();
        found.sort_unstable();
        found.dedup();
        let first = self.names[*found.first()?];
        Some(if found.len() == 1 { Ok(first) } else { Err(first) })
    }

    /// Takes note of the names that the schemas of rows have, in the order of
    /// `resources`; of several lists with the same rows the first counts.
    pub(super) fn know_rows(&mut self, resources: &[Resource], rows: &[Option<&'a str>]) {
        let names = self.names.iter().enumerate();
        let positions: HashMap<&str, usize> = names.map(|(at, name)| (*name, at)).collect();
        for (resource, row) in resources.iter().zip(rows) {
            if let (Some(position), Some(row)) = (positions.get(resource.name.as_str()), row) {
                self.rows.entry(row).or_insert(*position);
            }
        }
    }

    /// Returns the resource whose rows have the schema called `name`.
    pub(super) fn of_row(&self, name: &str) -> Option<&'a str> {
        self.rows.get(name).map(|position| self.names[*position])
    }

    /// Returns the one resource that a sentence calls by its path or as in `id
    /// of the user`.
    pub(super) fn told(&self, text: &str) -> Option<&'a str> {
        let text = text.to_lowercase();
        let mut found: Vec<usize> = self.paths_in(&text).collect();
        let tokens = words(&text);
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        for (position, token) in tokens.iter().enumerate() {
            let (before, behind) = (&tokens[..position], &tokens[position + 1..]);
            match (*token, behind) {
                ("id" | "key", ["of", "the" | "a" | "an", noun @ ..]) => {
                    found.extend(self.longest(|length| noun.get(..length)));
                }
                ("references", noun) => found.extend(self.longest(|length| noun.get(..length))),
                ("id", _) => {
                    let start = |length: usize| before.len().checked_sub(length);
                    found.extend(self.longest(|length| before.get(start(length)?..)));
                }
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        let [only] = found[..] else { return None };
        Some(self.names[only])
    }

    /// Returns what the longest of these slices names.
    fn longest<'t>(
        &self,
        slice: impl Fn(usize) -> Option<&'t [&'t str]>,
    ) -> impl Iterator<Item = usize> {
        let found = (1..=LONGEST).rev().filter_map(slice).find_map(|words| {
            let noun = singular(&words.concat());
            let plurals = self.singular.get(&noun).into_iter().flatten();
            let all: Vec<usize> =
                plurals.chain(self.exact.get(&noun).into_iter().flatten()).copied().collect();
            (!all.is_empty()).then_some(all)
        });
        found.unwrap_or_default().into_iter()
    }

    /// Returns the resources whose paths stand in a text.
    fn paths_in(&self, text: &str) -> impl Iterator<Item = usize> {
        let ends = |part: &str| {
            let inner = part.char_indices().skip(1);
            let inner = inner.filter(|(_, sign)| !sign.is_alphanumeric() && *sign != '-');
            let mut ends: Vec<usize> = inner.map(|(at, _)| at).collect();
            ends.push(part.len());
            ends
        };
        let mut found = Vec::new();
        for token in text.split_whitespace().filter(|token| token.contains('/')) {
            for (start, _) in token.match_indices('/') {
                let part = &token[start..];
                let mut longest = ends(part).into_iter().rev();
                found.extend(longest.find_map(|end| self.paths.get(&part[..end])));
            }
        }
        found.into_iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use serde_json::json;

    fn resource(name: &str, path: &str) -> Resource {
        let list: Endpoint =
            serde_json::from_value(json!({"method": "GET", "path": path})).unwrap();
        Resource { name: name.into(), list: Some(list), ..Resource::default() }
    }

    fn resources() -> Vec<Resource> {
        vec![
            resource("users", "/users"),
            resource("order-items", "/v1/order-items"),
            resource("items", "/items"),
            resource("rows", "/tables/{table}/rows"),
        ]
    }

    #[test]
    fn names_are_found_in_either_number() {
        let resources = resources();
        let targets = Targets::new(&resources);
        assert_eq!(targets.named("user"), Some(Ok("users")));
        assert_eq!(targets.named("OrderItem"), Some(Ok("order-items")));
        assert_eq!(targets.named("row"), None, "its table would have to be known");
    }

    #[test]
    fn sentences_tell_what_is_meant() {
        let resources = resources();
        let targets = Targets::new(&resources);
        for (text, expected) in [
            ("The id of the user who wrote this.", Some("users")),
            ("Order item ID", Some("order-items")),
            ("See `/v1/order-items/{id}`.", Some("order-items")),
            ("One of /users-and-more", None),
            ("the id of a user or the id of an item", None),
            ("the users", None),
        ] {
            assert_eq!(targets.told(text), expected, "{text}");
        }
    }
}
