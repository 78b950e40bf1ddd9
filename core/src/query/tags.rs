//! What queries depend on besides their keys.

use super::entry::Entry;
use super::{QueryClient, QueryKey};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The name of something that answers depend on, such as a collection
/// (`comments`) or a record of one (`comments/7`).
pub type Tag = Rc<str>;

/// The tags of an entry.
#[derive(Default)]
struct Tags(RefCell<BTreeSet<Tag>>);

impl QueryClient {
    /// Declares what the data of `key` depends on, in the place of what was
    /// declared before; a key without an entry is left alone.
    pub fn set_tags(&self, key: &QueryKey, tags: impl IntoIterator<Item = impl Into<Tag>>) {
        if let Some(entry) = self.inner().find(key) {
            let tags = tags.into_iter().map(Into::into).collect();
            *entry.extensions.get_or(Tags::default).0.borrow_mut() = tags;
        }
    }

    /// Returns what the data of `key` depends on.
    #[must_use]
    pub fn tags(&self, key: &QueryKey) -> Vec<Tag> {
        let entry = self.inner().find(key);
        entry.map(|entry| entry.tags().into_iter().collect()).unwrap_or_default()
    }

    /// Invalidates every query that depends on one of `tags`; see
    /// [`invalidate`](Self::invalidate). Returns how many there were.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(ManualClock::default()),
    /// #     spawn: Rc::new(LocalSpawn::default()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// let key = QueryKey::new(["notes", "of", "7"]);
    /// client.set_data(&key, vec!["a"]);
    /// client.set_tags(&key, tags_of_path("/people/7/notes"));
    /// assert_eq!(client.invalidate_tags(&tags_changed_by("/notes/3")), 1);
    /// assert!(client.state::<Vec<&str>>(&key).unwrap().is_stale);
    /// ```
    #[expect(clippy::must_use_candidate, reason = "called for what it does")]
    pub fn invalidate_tags(&self, tags: &[Tag]) -> usize {
        let inner = self.inner();
        let mut entries = inner.matching(&QueryKey::root());
        entries.retain(|entry| {
            let own = entry.tags();
            tags.iter().any(|tag| own.contains(tag))
        });
        self.batch(|| entries.iter().for_each(|entry| inner.invalidate_entry(entry)));
        entries.len()
    }
}

impl Entry {
    fn tags(&self) -> BTreeSet<Tag> {
        self.extensions.get::<Tags>().map(|tags| tags.0.borrow().clone()).unwrap_or_default()
    }
}

/// Returns what the answer to a GET of `path` depends on, the particular first.
///
/// A path is read as names of collections, each with or without the identifier
/// of a record after it: a segment is an identifier when it follows a name and
/// is in braces, or holds a digit, or follows no identifier and is not the
/// last. Queries, a leading origin and empty segments do not count, nor do
/// leading segments such as `api` and `v2`; `items(7)` reads as `items/7`.
///
/// - A collection: itself; below a record also its name alone, for writes by
///   another path, and the records above it.
/// - A record: itself, by its last collection.
///
/// ```
/// use vitrine_core::query::tags_of_path;
/// let tags = tags_of_path("/posts/7/comments");
/// let tags: Vec<&str> = tags.iter().map(AsRef::as_ref).collect();
/// assert_eq!(tags, ["posts/7/comments", "comments", "posts/7"]);
/// ```
#[must_use]
pub fn tags_of_path(path: &str) -> Vec<Tag> {
    let steps = steps(path);
    let mut tags = own_tags(&steps);
    let above = steps.split_last().map_or(&[][..], |(_, above)| above);
    for step in above.iter().rev() {
        if let Some(identifier) = step.identifier {
            push(&mut tags, format!("{}/{identifier}", step.collection));
        }
    }
    tags
}

/// Returns what a write to `path` changes, the particular first.
///
/// A write to a record changes it and every list of its collection; a write to
/// a collection changes its lists.
///
/// ```
/// use vitrine_core::query::tags_changed_by;
/// let tags = tags_changed_by("/posts/7/comments/3");
/// let tags: Vec<&str> = tags.iter().map(AsRef::as_ref).collect();
/// assert_eq!(tags, ["posts/7/comments/3", "comments/3", "posts/7/comments", "comments"]);
/// ```
#[must_use]
pub fn tags_changed_by(path: &str) -> Vec<Tag> {
    let mut steps = steps(path);
    let mut tags = own_tags(&steps);
    if let Some(last) = steps.last_mut().filter(|last| last.identifier.is_some()) {
        last.identifier = None;
        for tag in own_tags(&steps) {
            push(&mut tags, tag.to_string());
        }
    }
    tags
}

/// A collection on the way of a path, with the record that the path chooses.
struct Step<'a> {
    collection: &'a str,
    identifier: Option<&'a str>,
}

/// Returns the whole path and its last step alone, as tags.
fn own_tags(steps: &[Step<'_>]) -> Vec<Tag> {
    let write = |steps: &[Step<'_>]| {
        let mut name = String::new();
        for part in steps.iter().flat_map(|step| [Some(step.collection), step.identifier]).flatten()
        {
            if !name.is_empty() {
                name.push('/');
            }
            name.push_str(part);
        }
        name
    };
    let mut tags = Vec::new();
    if let Some(last) = steps.len().checked_sub(1) {
        push(&mut tags, write(steps));
        push(&mut tags, write(&steps[last..]));
    }
    tags
}

fn push(tags: &mut Vec<Tag>, tag: String) {
    if !tags.iter().any(|known| **known == *tag) {
        tags.push(tag.into());
    }
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    let segments: Vec<&str> =
        path.split(['/', '(', ')']).filter(|segment| !segment.is_empty()).collect();
    let start = segments.iter().take_while(|segment| is_preamble(segment)).count();
    let segments = &segments[start..];
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        match steps.last_mut() {
            Some(step)
                if step.identifier.is_none() && (looks_like_identifier(segment) || !is_last) =>
            {
                step.identifier = Some(segment);
            }
            _ => steps.push(Step { collection: segment, identifier: None }),
        }
    }
    steps
}

fn looks_like_identifier(segment: &str) -> bool {
    segment.starts_with('{') || segment.contains(|character: char| character.is_ascii_digit())
}

/// Returns whether a leading segment says where an API is, not what it has.
fn is_preamble(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    let is_version =
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_version || matches!(segment, "api" | "rest")
}
