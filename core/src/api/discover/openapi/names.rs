//! Names of resources, unique in an API.

use std::collections::HashSet;

/// Returns a name for each of these paths, none of which is in `taken`: its
/// last word, with as many words before it as make it unique.
///
/// What stands under no parent takes its name first, so that the short name is
/// that of the plain list wherever the description puts it.
pub(super) fn unique(bases: &[&str], taken: &mut HashSet<String>) -> Vec<String> {
    let mut order: Vec<usize> = (0..bases.len()).collect();
    order.sort_by_key(|position| bases[*position].contains('{'));
    let mut names = vec![String::new(); bases.len()];
    for position in order {
        names[position] = name(bases[position], taken);
    }
    names
}

fn name(base: &str, taken: &mut HashSet<String>) -> String {
    let segments: Vec<&str> =
        base.split('/').filter(|part| !part.is_empty() && !part.contains('{')).collect();
    let longer = (0..segments.len()).rev().map(|start| segments[start..].join("-"));
    let whole = if segments.is_empty() { "records".to_owned() } else { segments.join("-") };
    let numbered = (2..).map(|number| format!("{whole}-{number}"));
    let mut all = longer.chain([whole.clone()]).chain(numbered);
    all.find(|name| taken.insert(name.clone())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_long_as_it_must_be() {
        let bases = ["/a/{a}/users", "/users", "/b/{b}/users", "/b/{x}/users", "/{any}"];
        let names = unique(&bases, &mut HashSet::new());
        assert_eq!(names, ["a-users", "users", "b-users", "b-users-2", "records"]);
    }
}
