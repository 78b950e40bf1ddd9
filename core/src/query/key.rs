//! The names of queries.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A hierarchical name: segments from the general to the particular.
///
/// Segments are JSON values; the order of an object's members does not
/// matter. Cheap to clone.
///
/// ```
/// use serde_json::json;
/// use vitrine_core::query::QueryKey;
/// let list = QueryKey::from("products").child("list").child(json!({"sort": "name", "page": 2}));
/// assert!(list.starts_with(&QueryKey::from("products")));
/// assert!(list.starts_with(&QueryKey::from("products").child("list").child(json!({"page": 2}))));
/// assert_eq!(list.to_string(), r#"["products","list",{"page":2,"sort":"name"}]"#);
/// ```
#[derive(Clone)]
pub struct QueryKey {
    segments: Rc<[Value]>,
    /// The segments as JSON with sorted members: what makes two keys equal.
    canonical: Rc<str>,
}

impl QueryKey {
    /// Returns the key with these segments.
    #[must_use]
    pub fn new<S: Into<Value>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::from_segments(segments.into_iter().map(Into::into).collect())
    }

    /// Returns the key without segments, of which every key is a child.
    #[must_use]
    pub fn root() -> Self {
        Self::from_segments(Vec::new())
    }

    fn from_segments(segments: Vec<Value>) -> Self {
        let mut canonical = String::new();
        write_array(&segments, &mut canonical);
        Self { segments: segments.into(), canonical: canonical.into() }
    }

    /// Returns this key with one more segment.
    #[must_use]
    pub fn child(&self, segment: impl Into<Value>) -> Self {
        self.with(segment.into())
    }

    /// The name of the parent is not written anew: most keys are made one segment at a time.
    fn with(&self, segment: Value) -> Self {
        let above = self.canonical.strip_suffix(']').unwrap_or_default();
        let mut canonical = String::with_capacity(self.canonical.len() + 24);
        canonical.push_str(above);
        if !self.segments.is_empty() {
            canonical.push(',');
        }
        write_value(&segment, &mut canonical);
        canonical.push(']');
        let mut segments = Vec::with_capacity(self.segments.len() + 1);
        segments.extend_from_slice(&self.segments);
        segments.push(segment);
        Self { segments: segments.into(), canonical: canonical.into() }
    }

    /// Returns the segments, the most general first.
    #[must_use]
    pub fn segments(&self) -> &[Value] {
        &self.segments
    }

    /// Returns whether `prefix` names this key or a set that it belongs to.
    ///
    /// Each segment of the prefix must equal the one here; an object in the
    /// prefix need only have some of the members of the one here.
    #[must_use]
    pub fn starts_with(&self, prefix: &Self) -> bool {
        prefix.segments.len() <= self.segments.len()
            && self.segments.iter().zip(prefix.segments.iter()).all(|(own, part)| covers(own, part))
    }

    /// Returns how the canonical names of all keys begin that have this prefix.
    pub(super) fn stem(&self) -> &str {
        // Only the parts of an object may be anywhere in another; the segments
        // before the first one stand in the name as they are.
        let mut length = 1;
        for segment in self.segments.iter() {
            if segment.is_object() {
                break;
            }
            let mut written = String::new();
            write_value(segment, &mut written);
            length += written.len() + usize::from(length > 1);
        }
        &self.canonical[..length]
    }

    pub(super) fn canonical(&self) -> &Rc<str> {
        &self.canonical
    }
}

fn covers(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, part)| whole.get(name).is_some_and(|whole| covers(whole, part)))
        }
        _ => whole == part,
    }
}

fn write_array(values: &[Value], out: &mut String) {
    out.push('[');
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_value(value, out);
    }
    out.push(']');
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Array(values) => write_array(values, out),
        Value::Object(members) => {
            // Few names: putting each in its place takes less code than a sort.
            let mut names: Vec<&String> = Vec::with_capacity(members.len());
            for name in members.keys() {
                names.insert(names.partition_point(|other| *other < name), name);
            }
            out.push('{');
            for (position, name) in names.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write_value(&members[name], out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

impl Default for QueryKey {
    fn default() -> Self {
        Self::root()
    }
}

impl Serialize for QueryKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.segments.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for QueryKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_segments)
    }
}

impl From<&str> for QueryKey {
    fn from(segment: &str) -> Self {
        Self::new([segment])
    }
}

impl From<Vec<Value>> for QueryKey {
    fn from(segments: Vec<Value>) -> Self {
        Self::from_segments(segments)
    }
}

impl PartialEq for QueryKey {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for QueryKey {}

impl Hash for QueryKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical.hash(state);
    }
}

impl fmt::Display for QueryKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.canonical)
    }
}

impl fmt::Debug for QueryKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "QueryKey({})", self.canonical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_equal_whatever_the_order_of_members() {
        let one = QueryKey::new([json!({"a": 1, "b": {"c": 2, "d": 3}})]);
        let other = QueryKey::new([json!({"b": {"d": 3, "c": 2}, "a": 1})]);
        assert_eq!(one, other);
        assert_ne!(one, QueryKey::new([json!({"a": 1})]));
    }

    #[test]
    fn a_key_made_by_segments_equals_one_made_at_once() {
        let parts = [json!("a]"), json!({"z": 1, "b": []}), json!(7), json!([null, "x"])];
        let made = parts.iter().fold(QueryKey::root(), |key, part| key.child(part.clone()));
        assert_eq!(made, QueryKey::new(parts));
        assert_eq!(made.to_string(), r#"["a]",{"b":[],"z":1},7,[null,"x"]]"#);
    }

    #[test]
    fn the_order_of_segments_and_of_elements_matters() {
        assert_ne!(QueryKey::new(["a", "b"]), QueryKey::new(["b", "a"]));
        assert_ne!(QueryKey::new([json!([1, 2])]), QueryKey::new([json!([2, 1])]));
    }

    #[test]
    fn a_text_and_a_number_are_different_segments() {
        assert_ne!(QueryKey::new([json!("1")]), QueryKey::new([json!(1)]));
    }

    #[test]
    fn a_prefix_is_compared_by_whole_segments() {
        let key = QueryKey::new(["posts", "7"]);
        assert!(key.starts_with(&QueryKey::root()));
        assert!(key.starts_with(&key));
        assert!(key.starts_with(&QueryKey::from("posts")));
        assert!(!key.starts_with(&QueryKey::from("post")));
        assert!(!QueryKey::from("posts").starts_with(&key));
    }

    #[test]
    fn an_object_in_a_prefix_may_leave_members_out_but_not_change_them() {
        let key = QueryKey::from("posts").child(json!({"page": 1, "filter": {"a": 1, "b": 2}}));
        assert!(key.starts_with(&QueryKey::from("posts").child(json!({"filter": {"b": 2}}))));
        assert!(!key.starts_with(&QueryKey::from("posts").child(json!({"filter": {"b": 3}}))));
        assert!(!key.starts_with(&QueryKey::from("posts").child(json!({"size": 1}))));
    }

    #[test]
    fn quotes_in_names_cannot_make_two_keys_look_alike() {
        assert_ne!(QueryKey::new([r#"a","b"#]), QueryKey::new(["a", "b"]));
        assert_ne!(
            QueryKey::new([json!({"a\":1,\"b": 1})]),
            QueryKey::new([json!({"a": 1, "b": 1})])
        );
    }
}
