//! A schema and what its references point to.

use super::Draft;
use super::describe::Description;
use super::index::Index;
use crate::platform::Pattern;
use serde_json::Value;
use std::cell::{OnceCell, RefCell};
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
    documents: Vec<(Rc<str>, Rc<Value>)>,
    draft: Draft,
    index: OnceCell<Rc<Index>>,
    patterns: Rc<RefCell<Vec<CompiledPattern>>>,
    direction: Direction,
}

impl Schema {
    /// Returns the schema written as `root`.
    #[must_use]
    pub fn new(root: Value) -> Self {
        Self {
            root: Rc::new(root),
            documents: Vec::new(),
            draft: Draft::default(),
            index: OnceCell::new(),
            patterns: Rc::default(),
            direction: Direction::Any,
        }
    }

    /// Reads the schema by the rules of `draft`.
    #[must_use]
    pub fn with_draft(mut self, draft: Draft) -> Self {
        self.draft = draft;
        self.index = OnceCell::new();
        self
    }

    /// Lets references find `document` at `uri`, which is absolute and has no
    /// fragment. Nothing is ever fetched.
    #[must_use]
    pub fn with_document(mut self, uri: &str, document: Rc<Value>) -> Self {
        self.documents.push((uri.into(), document));
        self.index = OnceCell::new();
        self
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

    /// Follows the reference of `node`, read as one of the whole document;
    /// `None` if it has none, or none that can be found.
    pub(super) fn target<'a>(&'a self, node: &Value) -> Option<&'a Value> {
        let reference = node.get("$ref")?.as_str()?;
        let index = self.index();
        Some(index.resolve(index.root(), reference)?.node)
    }

    pub(super) fn draft(&self) -> Draft {
        self.draft
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let beside = self.documents.iter().map(|(uri, document)| (&**uri, document));
            Rc::new(Index::new(self.draft, std::iter::once(("", &self.root)).chain(beside)))
        })
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
