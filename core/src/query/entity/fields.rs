//! The fields of one answer, as bytes or as values.

use crate::record::Segment;
use crate::record::json::{Members, at_path, is_same_json, member, parse};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

/// What one answer said of a record.
#[derive(Debug, Clone)]
pub(super) enum Fields {
    /// JSON text that is known to be valid, in a buffer of its own.
    Bytes(Rc<[u8]>),
    Value(Rc<Value>),
}

/// The value of a field, parsed or not.
#[derive(Debug, Clone)]
pub(super) enum Shown {
    Text(Rc<[u8]>, Range<usize>),
    Value(Value),
}

impl Fields {
    pub(super) fn get(&self, name: &str) -> Option<Shown> {
        match self {
            Self::Bytes(bytes) => Some(Shown::Text(Rc::clone(bytes), member(bytes, name)?)),
            Self::Value(value) => Some(Shown::Value(value.get(name)?.clone())),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Self::Bytes(bytes) => member(bytes, name).is_some(),
            Self::Value(value) => value.get(name).is_some(),
        }
    }

    pub(super) fn names(&self) -> Vec<Cow<'_, str>> {
        match self {
            Self::Bytes(bytes) => Members::of(bytes).map(|(name, _)| name).collect(),
            Self::Value(value) => {
                let members = value.as_object().into_iter().flatten();
                members.map(|(name, _)| Cow::Borrowed(name.as_str())).collect()
            }
        }
    }

    pub(super) fn to_value(&self) -> Rc<Value> {
        match self {
            Self::Bytes(bytes) => Rc::new(parse(bytes)),
            Self::Value(value) => Rc::clone(value),
        }
    }

    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Self::Value(value) => value.to_string(),
        }
    }

    /// Returns whether the values are the same, where both are rows with the
    /// same names in the same order; `None` where they are not.
    pub(super) fn is_same_row(&self, other: &Self) -> Option<bool> {
        let (Self::Bytes(left), Self::Bytes(right)) = (self, other) else { return None };
        if left == right {
            return Some(true);
        }
        let (mut one, mut two) = (Members::of(left), Members::of(right));
        let (mut is_same, mut is_object) = (true, false);
        loop {
            match (one.next(), two.next()) {
                (Some((name, own)), Some((same_name, its))) if name == same_name => {
                    is_same = is_same && is_same_json(&left[own], &right[its]);
                    is_object = true;
                }
                // What is no object has no members either.
                (None, None) => return is_object.then_some(is_same),
                _ => return None,
            }
        }
    }

    /// Returns the bytes that a layer keeps in memory.
    pub(super) fn pinned_bytes(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Value(_) => 0,
        }
    }
}

impl Shown {
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Text(bytes, range) => parse(&bytes[range.clone()]),
            Self::Value(value) => value.clone(),
        }
    }

    /// Returns the value as JSON text, numbers as they were written.
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Text(bytes, range) => String::from_utf8_lossy(&bytes[range.clone()]).into_owned(),
            Self::Value(value) => value.to_string(),
        }
    }

    /// Returns what stands at `path` in the value.
    pub(super) fn at(self, path: &[Segment]) -> Option<Self> {
        if path.is_empty() {
            return Some(self);
        }
        match self {
            Self::Text(bytes, range) => {
                let found = at_path(&bytes[range.clone()], path)?;
                Some(Self::Text(bytes, range.start + found.start..range.start + found.end))
            }
            Self::Value(value) => {
                let found = path.iter().try_fold(&value, |value, segment| match segment {
                    Segment::Key(key) => value.get(key),
                    Segment::Index(index) => value.get(index),
                });
                Some(Self::Value(found?.clone()))
            }
        }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(left, one), Self::Text(right, two)) => {
                is_same_json(&left[one.clone()], &right[two.clone()])
            }
            _ => self.to_value() == other.to_value(),
        }
    }
}

/// Returns whether there is the same value, or none, on both sides.
pub(super) fn is_same(left: Option<&Shown>, right: Option<&Shown>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left.is_same(right),
        (None, None) => true,
        _ => false,
    }
}

/// Puts `patch` over `target`, object by object; null takes a member away.
///
/// Source: RFC 7396.
pub(super) fn merge_patch(target: &mut Value, patch: &Value) {
    // An explicit stack, for patches come from anywhere.
    let mut open = vec![(target, patch)];
    while let Some((target, patch)) = open.pop() {
        let Value::Object(changes) = patch else {
            *target = patch.clone();
            continue;
        };
        if !target.is_object() {
            *target = Value::Object(Map::new());
        }
        let Value::Object(members) = target else { continue };
        for (name, change) in changes {
            if change.is_null() {
                members.shift_remove(name);
            } else if !members.contains_key(name) {
                members.insert(name.clone(), Value::Null);
            }
        }
        for (name, member) in members.iter_mut() {
            if let Some(change) = changes.get(name) {
                open.push((member, change));
            }
        }
    }
}
