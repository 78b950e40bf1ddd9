//! Paths and what they are of each other.

use super::call::Call;
use crate::platform::Method;
use std::collections::HashMap;

/// The calls of a description by their paths.
#[derive(Debug)]
pub(super) struct Paths {
    /// The positions of the calls, by path without final slash and extension.
    calls: HashMap<String, Vec<usize>>,
    /// The path of one record, by the path that it stands under.
    items: HashMap<String, String>,
}

impl Paths {
    pub(super) fn new(calls: &[Call<'_>]) -> Self {
        let mut paths = Self { calls: HashMap::new(), items: HashMap::new() };
        for (position, call) in calls.iter().enumerate() {
            let path = plain(call.path).to_owned();
            if let Some(parent) = item_parent(&path) {
                let is_better = call.method == Method::Get
                    && paths
                        .items
                        .get(parent)
                        .is_some_and(|known| paths.at(known, calls, Method::Get).is_none());
                if is_better || !paths.items.contains_key(parent) {
                    paths.items.insert(parent.to_owned(), path.clone());
                }
            }
            paths.calls.entry(path).or_default().push(position);
        }
        paths
    }

    /// Returns the path of one record of the collection at `base`.
    pub(super) fn item(&self, base: &str) -> Option<&str> {
        self.items.get(base).map(String::as_str)
    }

    /// Returns the position of the call with this path and method.
    pub(super) fn at(&self, path: &str, calls: &[Call<'_>], method: Method) -> Option<usize> {
        let positions = self.calls.get(path)?;
        positions.iter().copied().find(|position| calls[*position].method == method)
    }
}

/// Returns the path without final slash and without `.json`.
pub(super) fn plain(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.strip_suffix(".json").unwrap_or(path)
}

/// Returns what the path of one record stands under: `/pets` for
/// `/pets/{id}` and for `/pets({id})`.
pub(super) fn item_parent(path: &str) -> Option<&str> {
    if path.ends_with(')') {
        return path.rsplit_once('(').filter(|(_, key)| key.contains('{')).map(|(base, _)| base);
    }
    let (parent, last) = path.rsplit_once('/')?;
    let is_parameter =
        last.starts_with('{') && last.ends_with('}') && last.matches('{').count() == 1;
    (is_parameter && !parent.is_empty()).then_some(parent)
}

/// Returns the last segment that is no parameter.
pub(super) fn noun(path: &str) -> &str {
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty());
    segments.find(|segment| !segment.contains('{')).unwrap_or_default()
}

/// Returns the path without its last segment, and that segment.
pub(super) fn split_last(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
