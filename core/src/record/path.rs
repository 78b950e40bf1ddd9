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
/// Written with dots: `shippingAddress.city`, `items.0.quantity`.
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
    step.parse().map_or_else(|_| Segment::Key(step.to_owned()), Segment::Index)
}

impl From<String> for Path {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&str> for Path {
    fn from(text: &str) -> Self {
        let mut steps = vec![String::new()];
        let mut is_escaped = false;
        for character in text.chars() {
            match character {
                '\\' if !is_escaped => is_escaped = true,
                '.' if !is_escaped => steps.push(String::new()),
                _ => {
                    is_escaped = false;
                    steps.last_mut().expect("there is a first step").push(character);
                }
            }
        }
        Self(steps.iter().filter(|step| !step.is_empty()).map(|step| segment(step)).collect())
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
                Segment::Key(key) => formatter.write_str(key)?,
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
