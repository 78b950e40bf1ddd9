//! Which field holds the key.

use super::words::{compact, singular, words};
use crate::record::Path;

/// Names of fields that hold the address of the record.
pub(super) const LINKS: [&str; 6] = ["self", "href", "url", "uri", "link", "selflink"];

/// Returns the field that a path parameter called `parameter` takes, given the
/// names in a row; `noun` is the name of the resource.
pub(super) fn key(names: &[&str], parameter: Option<&str>, noun: &str) -> Option<Path> {
    let noun = compact(&singular(noun));
    let find = |wanted: &str| names.iter().find(|name| compact(name) == wanted).copied();
    let parameter_name = parameter.map(compact).unwrap_or_default();
    let exact = parameter.and_then(|parameter| names.iter().find(|name| **name == parameter));
    let found = exact
        .copied()
        .or_else(|| find(&parameter_name).filter(|_| !parameter_name.is_empty()))
        .or_else(|| {
            // `petSlug` is the `slug` of a pet.
            let last = parameter.and_then(|parameter| words(parameter).pop())?;
            find(&last).filter(|name| !name.starts_with('_') || last == "id")
        })
        .or_else(|| find("id"))
        .or_else(|| find(&format!("{noun}id")))
        .or_else(|| find("uuid"))
        .or_else(|| find("objectid"))
        .or_else(|| find("key").filter(|_| parameter_name.ends_with("key") || parameter.is_none()))
        .or_else(|| find(&format!("{noun}{parameter_name}")))
        .or_else(|| {
            let guesses = ["name", "slug", "code", "username", "key", "number", "login"];
            let is_free =
                |name: &&&str| parameter_name.contains(&noun) || parameter_name.contains(**name);
            guesses.iter().filter(is_free).find_map(|name| find(name))
        })
        .or_else(|| LINKS.iter().find_map(|name| find(name)));
    found.map(|name| Path::root().child(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], parameter: &str, noun: &str, expected: Option<&str>) {
        let found = key(names, Some(parameter), noun).map(|path| path.to_string());
        assert_eq!(found.as_deref(), expected, "{parameter} of {noun}");
    }

    #[test]
    fn the_path_parameter_names_the_key() {
        check(&["id", "name"], "id", "pets", Some("id"));
        check(&["id", "name"], "petId", "pets", Some("id"));
        check(&["pet_id", "name"], "petId", "pets", Some("pet_id"));
        check(&["_id", "name"], "id", "pets", Some("_id"));
        check(&["id", "slug"], "slug", "posts", Some("slug"));
        check(&["id", "slug"], "postSlug", "posts", Some("slug"));
        check(&["productId", "title"], "id", "products", Some("productId"));
        check(&["username", "email"], "username", "users", Some("username"));
        check(&["name", "size"], "disk", "disks", Some("name"));
        check(&["size"], "disk", "disks", None);
        check(&["title", "url"], "id", "films", Some("url"));
    }
}
