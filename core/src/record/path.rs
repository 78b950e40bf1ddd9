//! The address of a field inside a record.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A member of an object.
    Key(String),
    /// An element of an array, counted from 0.
    Index(usize),
}

/// The steps from a record to one of its fields, outermost first.
///
/// Written with dots: `shippingAddress.city`, `items.0.quantity`. A backslash
/// stands before what would be read as something else: a dot inside a name, and
/// a name that is a number, such as `totals.\2024`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Path(Vec<Segment>);

impl Path {
    /// Returns the path of the record itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the path of the member called `name`.
    #[must_use]
    pub fn field(name: impl Into<String>) -> Self {
        Self(vec![Segment::Key(name.into())])
    }

    /// Reads an RFC 6901 JSON pointer such as `/items/0/quantity`.
    #[must_use]
    pub fn from_pointer(pointer: &str) -> Self {
        let steps = pointer.trim_start_matches('#').split('/').skip(1);
        Self(steps.map(|step| segment(&step.replace("~1", "/").replace("~0", "~"))).collect())
    }

    /// Returns this path with one more member step.
    #[must_use]
    pub fn child(&self, name: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.push(Segment::Key(name.into()));
        Self(segments)
    }

    /// Returns this path with one more element step.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut segments = self.0.clone();
        segments.push(Segment::Index(index));
        Self(segments)
    }

    /// Returns this path with the step that `text` is in a pointer: an element
    /// where it is a number, else a member.
    #[must_use]
    pub fn step(&self, text: &str) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment(text));
        Self(segments)
    }

    /// Returns the steps, outermost first.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Returns whether this is the record itself.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether `self` is `other` or lies inside it.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Returns what stands at this path in `value`.
    #[must_use]
    pub fn get<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(value, |value, segment| match segment {
            Segment::Key(key) => value.get(key),
            Segment::Index(index) => value.get(index),
        })
    }

    /// Puts `new` at this path, making objects and arrays on the way.
    pub fn set(&self, value: &mut Value, new: Value) {
        let mut target = value;
        for segment in &self.0 {
            target = match segment {
                Segment::Key(key) => {
                    if !target.is_object() {
                        *target = Value::Object(serde_json::Map::new());
                    }
                    let Value::Object(members) = target else { return };
                    members.entry(key.clone()).or_insert(Value::Null)
                }
                Segment::Index(index) => {
                    if !target.is_array() {
                        *target = Value::Array(Vec::new());
                    }
                    let Value::Array(elements) = target else { return };
                    if elements.len() <= *index {
                        elements.resize(*index + 1, Value::Null);
                    }
                    &mut elements[*index]
                }
            };
        }
        *target = new;
    }

    /// Removes what stands at this path; returns it.
    pub fn remove(&self, value: &mut Value) -> Option<Value> {
        let (last, parents) = self.0.split_last()?;
        let parent = parents.iter().try_fold(value, |value, segment| match segment {
            Segment::Key(key) => value.get_mut(key),
            Segment::Index(index) => value.get_mut(index),
        })?;
        match (last, parent) {
            (Segment::Key(key), Value::Object(members)) => members.shift_remove(key),
            (Segment::Index(index), Value::Array(elements)) => {
                (*index < elements.len()).then(|| elements.remove(*index))
            }
            _ => None,
        }
    }
}

fn segment(step: &str) -> Segment {
    index(step).map_or_else(|| Segment::Key(step.to_owned()), Segment::Index)
}

/// Returns the index that `step` is written as; `+1` and `007` are names.
fn index(step: &str) -> Option<usize> {
    let is_number =
        step.bytes().all(|byte| byte.is_ascii_digit()) && (step == "0" || !step.starts_with('0'));
    step.parse().ok().filter(|_| is_number)
}

impl From<String> for Path {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&str> for Path {
    fn from(text: &str) -> Self {
        let mut segments = Vec::new();
        let mut step = String::new();
        // What has a backslash in it is a name, even if its rest is a number.
        let (mut is_escaped, mut is_name) = (false, false);
        let mut push = |step: &mut String, is_name: bool| {
            if !step.is_empty() {
                let step = std::mem::take(step);
                segments.push(if is_name { Segment::Key(step) } else { segment(&step) });
            }
        };
        for character in text.chars() {
            match character {
                '\\' if !is_escaped => (is_escaped, is_name) = (true, true),
                '.' if !is_escaped => {
                    push(&mut step, is_name);
                    is_name = false;
                }
                _ => {
                    is_escaped = false;
                    step.push(character);
                }
            }
        }
        push(&mut step, is_name);
        Self(segments)
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            if position > 0 {
                formatter.write_str(".")?;
            }
            match segment {
                Segment::Key(key) if key.contains(['.', '\\']) => {
                    formatter.write_str(&key.replace('\\', "\\\\").replace('.', "\\."))?;
                }
                Segment::Key(key) => {
                    if index(key).is_some() {
                        formatter.write_str("\\")?;
                    }
                    formatter.write_str(key)?;
                }
                Segment::Index(index) => write!(formatter, "{index}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pointer_and_its_dotted_form_are_the_same_path() {
        assert_eq!(Path::from_pointer("/items/0/quantity"), Path::from("items.0.quantity"));
    }

    #[test]
    fn a_dot_in_a_name_is_written_with_a_backslash() {
        let path = Path::root().child("@odata.count").child("a\\b").index(2);
        assert_eq!(path.to_string(), r"@odata\.count.a\\b.2");
        assert_eq!(Path::from(path.to_string()), path);
        assert_eq!(path.get(&json!({"@odata.count": {"a\\b": [0, 1, 2]}})), Some(&json!(2)));
    }

    #[test]
    fn a_name_that_is_a_number_is_no_element() {
        let years = Path::field("totals").child("2024");
        let row = json!({"totals": {"2024": 7}, "+1": 3, "007": "Bond"});
        for (path, text, value) in [
            (years, r"totals.\2024", json!(7)),
            (Path::field("+1"), "+1", json!(3)),
            (Path::field("007"), "007", json!("Bond")),
        ] {
            assert_eq!(path.to_string(), text);
            assert_eq!(Path::from(text), path);
            assert_eq!(path.get(&row), Some(&value));
        }
        let list = Path::root().index(0).child("0");
        assert_eq!(list.to_string(), r"0.\0");
        assert_eq!(Path::from(list.to_string()), list);
    }

    #[test]
    fn setting_makes_what_is_missing_on_the_way() {
        let mut value = json!({"name": "a"});
        Path::from("items.1.quantity").set(&mut value, json!(2));
        assert_eq!(value, json!({"name": "a", "items": [null, {"quantity": 2}]}));
    }

    #[test]
    fn removing_an_element_closes_the_gap() {
        let mut value = json!({"tags": ["a", "b", "c"]});
        assert_eq!(Path::from("tags.1").remove(&mut value), Some(json!("b")));
        assert_eq!(value, json!({"tags": ["a", "c"]}));
    }
}
