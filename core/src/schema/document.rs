//! A schema and what its references point to.

use super::describe::Description;
use crate::platform::Pattern;
use crate::record::{Path, Segment};
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// Which way a value travels: `readOnly` is not asked of what is written, and
/// `writeOnly` not of what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Both flags are ignored, as JSON Schema does.
    #[default]
    Any,
    /// To the server.
    Write,
    /// From the server.
    Read,
}

/// A pattern by its source; `None` if it cannot be read.
type CompiledPattern = (String, Option<Rc<Pattern>>);

/// A JSON Schema, ready to judge values.
///
/// Cloning is cheap: the document and its compiled patterns are shared.
#[derive(Debug, Clone)]
pub struct Schema {
    root: Rc<Value>,
    patterns: Rc<RefCell<Vec<CompiledPattern>>>,
    direction: Direction,
}

impl Schema {
    /// Returns the schema written as `root`.
    #[must_use]
    pub fn new(root: Value) -> Self {
        Self { root: Rc::new(root), patterns: Rc::default(), direction: Direction::Any }
    }

    /// Judges values that travel this way.
    #[must_use]
    pub fn with_direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Returns the document.
    #[must_use]
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Returns what the schema says of the whole value.
    #[must_use]
    pub fn describe(&self) -> Description<'_> {
        self.describe_node(&self.root)
    }

    /// Returns what a part of this document, such as one of
    /// [`Description::properties`], says of its value.
    #[must_use]
    pub fn describe_node<'a>(&'a self, node: &'a Value) -> Description<'a> {
        Description::new(self, node)
    }

    /// Returns the parts of the document that say something of the value at
    /// `path`, whatever the rest of the instance is.
    pub(super) fn nodes_at<'a>(&'a self, path: &Path) -> Vec<&'a Value> {
        path.segments().iter().fold(vec![&*self.root], |nodes, segment| {
            let descriptions = nodes.iter().map(|node| self.describe_node(node));
            descriptions.flat_map(|description| description.child_nodes(segment)).collect()
        })
    }

    /// Returns whether the value at `path` must be there where its parent is.
    #[must_use]
    pub fn is_required(&self, path: &Path) -> bool {
        let Some((Segment::Key(name), parent)) = split_last(path) else { return false };
        let mut nodes = self.nodes_at(&parent).into_iter();
        nodes.any(|node| self.describe_node(node).requires(name))
    }

    /// Follows the reference of `node`; `None` if it has none that is local.
    pub(super) fn target<'a>(&'a self, node: &Value) -> Option<&'a Value> {
        let pointer = node.get("$ref")?.as_str()?.strip_prefix('#')?;
        self.root.pointer(&percent_decode(pointer))
    }

    /// Returns the compiled `source`; `None` if it cannot be read.
    pub(super) fn pattern(&self, source: &str) -> Option<Rc<Pattern>> {
        let is_known = |(other, _): &&CompiledPattern| other == source;
        if let Some((_, pattern)) = self.patterns.borrow().iter().find(is_known) {
            return pattern.clone();
        }
        let pattern = Pattern::new(source).map(Rc::new);
        self.patterns.borrow_mut().push((source.to_owned(), pattern.clone()));
        pattern
    }

    /// Returns whether the value of `node` does not travel this way.
    pub(super) fn is_left_out(&self, node: &Value) -> bool {
        match self.direction {
            Direction::Any => false,
            Direction::Write => self.describe_node(node).is_read_only(),
            Direction::Read => self.describe_node(node).is_write_only(),
        }
    }
}

pub(super) fn split_last(path: &Path) -> Option<(&Segment, Path)> {
    let (last, parents) = path.segments().split_last()?;
    let parent = parents.iter().fold(Path::root(), |parent, segment| match segment {
        Segment::Key(key) => parent.child(key),
        Segment::Index(index) => parent.index(*index),
    });
    Some((last, parent))
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match tail {
            [high, low, ..] if *first == b'%' => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
