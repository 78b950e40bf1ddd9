//! The walk of a schema along a value.

use super::describe::{flag, type_name};
use super::equality::equal;
use super::index::{Index, Place};
use super::{Schema, Violation};
use crate::record::{Path, Segment};
use serde_json::{Map, Value};

/// Beyond this depth a value is not looked at.
const MAX_DEPTH: usize = 128;

/// What a vocabulary of assertions can leave out.
const ASSERTIONS: &[&str] = &[
    "const",
    "dependentRequired",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "type",
    "uniqueItems",
];

/// The keywords of one object of a schema.
pub(super) type Keywords = Map<String, Value>;

/// One walk; what it finds wrong is gathered on the way.
pub(super) struct Judge<'a> {
    pub(super) schema: &'a Schema,
    index: &'a Index,
    focus: Option<&'a Path>,
    /// The resources that were entered on the way here, outermost first.
    scope: Vec<usize>,
    /// What is being judged by what, by address: meeting a pair again means
    /// that references go in a circle without going into the value.
    open: Vec<(*const Value, *const Value)>,
    pub(super) violations: Vec<Violation>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(schema: &'a Schema, focus: Option<&'a Path>) -> Self {
        let index = schema.index();
        let scope = vec![index.root()];
        Self { schema, index, focus, scope, open: Vec::new(), violations: Vec::new() }
    }

    pub(super) fn judge(mut self, instance: &Value) -> Vec<Violation> {
        self.node(self.schema.root(), instance, &Path::root());
        self.violations
    }

    pub(super) fn node(&mut self, node: &Value, instance: &Value, path: &Path) {
        let Value::Object(keywords) = node else {
            if node == &Value::Bool(false) {
                self.refuse(Violation::new(path, "false"));
            }
            return;
        };
        let pair = (std::ptr::from_ref(node), std::ptr::from_ref(instance));
        let draft = self.schema.draft();
        let is_null = draft.is_open_api() && instance.is_null() && flag(node, "nullable");
        if is_null || self.open.len() > MAX_DEPTH || self.open.contains(&pair) {
            return;
        }
        self.open.push(pair);
        let height = self.enter(node);
        if let Some(place) = self.referred(keywords, "$ref") {
            self.place(place, instance, path);
        }
        // A value of the wrong type fails most other keywords too; saying so
        // once is enough.
        if !draft.hides_siblings(node) && self.has_type(keywords, instance, path) {
            for (keyword, argument) in keywords {
                if self.has_assertions() || !ASSERTIONS.contains(&keyword.as_str()) {
                    self.keyword(keyword, argument, keywords, instance, path);
                }
            }
        }
        self.leave(height);
        self.open.pop();
    }

    fn keyword(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Keywords,
        instance: &Value,
        path: &Path,
    ) {
        self.any(keyword, argument, keywords, instance, path);
        match instance {
            Value::String(text) => self.string(keyword, argument, text, path),
            Value::Number(number) => self.number(keyword, argument, keywords, number, path),
            Value::Array(elements) => {
                self.array(keyword, argument, keywords, elements, path);
            }
            Value::Object(members) => {
                self.object(keyword, argument, keywords, members, path);
            }
            Value::Null | Value::Bool(_) => {}
        }
        // The arguments are looked at only where the keyword is there: what was
        // judged before is gone through once more.
        if keyword == "unevaluatedProperties" || keyword == "unevaluatedItems" {
            self.unevaluated(keyword, argument, keywords, instance, path);
        }
    }

    /// Judges by a part in another place of the documents.
    pub(super) fn place(&mut self, place: Place<'_>, instance: &Value, path: &Path) {
        let height = self.enter_place(place);
        self.node(place.node, instance, path);
        self.leave(height);
    }

    /// Notes the resource of `place`; returns how many were noted before.
    pub(super) fn enter_place(&mut self, place: Place<'_>) -> usize {
        self.scope.push(place.resource);
        self.scope.len() - 1
    }

    /// Notes the resource that begins at `node`; returns how many were noted
    /// before.
    pub(super) fn enter(&mut self, node: &Value) -> usize {
        let height = self.scope.len();
        self.scope.extend(self.index.entered(node));
        height
    }

    /// Forgets the resources that were noted after `height` others.
    pub(super) fn leave(&mut self, height: usize) {
        self.scope.truncate(height);
    }

    /// Returns what the reference called `keyword` means here.
    pub(super) fn referred(&self, keywords: &Keywords, keyword: &str) -> Option<Place<'a>> {
        let reference = keywords.get(keyword)?.as_str()?;
        if keyword == "$ref" {
            return self.index.resolve(*self.scope.last()?, reference);
        }
        self.index.resolve_dynamic(&self.scope, reference)
    }

    pub(super) fn refuse(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// Returns what `node` alone says of the whole of `instance`.
    pub(super) fn verdict(
        &mut self,
        node: &Value,
        instance: &Value,
        path: &Path,
    ) -> Vec<Violation> {
        let outer = (self.focus.take(), std::mem::take(&mut self.violations));
        self.node(node, instance, path);
        let violations = std::mem::replace(&mut self.violations, outer.1);
        self.focus = outer.0;
        violations
    }

    pub(super) fn accepts(&mut self, node: &Value, instance: &Value, path: &Path) -> bool {
        self.verdict(node, instance, path).is_empty()
    }

    /// Returns whether keywords that are not about structure count.
    pub(super) fn has_assertions(&self) -> bool {
        self.index.has_assertions()
    }

    /// Returns whether only a value further in is asked about.
    pub(super) fn is_passing(&self, path: &Path) -> bool {
        self.focus.is_some_and(|focus| focus.segments().len() > path.segments().len())
    }

    /// Returns whether the member `name` of `path` is asked about.
    pub(super) fn asks_for(&self, path: &Path, name: &str) -> bool {
        self.next_step(path)
            .is_none_or(|step| matches!(step, Segment::Key(expected) if expected == name))
    }

    /// Returns the only member of `path` that is asked about, if it is only one.
    pub(super) fn asked_member(&self, path: &Path) -> Option<&'a str> {
        match self.next_step(path)? {
            Segment::Key(name) => Some(name),
            Segment::Index(_) => None,
        }
    }

    /// Returns whether the element `index` of `path` is asked about.
    pub(super) fn asks_for_element(&self, path: &Path, index: usize) -> bool {
        self.next_step(path).is_none_or(|step| *step == Segment::Index(index))
    }

    fn next_step(&self, path: &Path) -> Option<&'a Segment> {
        self.focus?.segments().get(path.segments().len())
    }

    fn has_type(&mut self, keywords: &Keywords, instance: &Value, path: &Path) -> bool {
        let names: Vec<&str> = match keywords.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return true,
        };
        let actual = type_name(instance);
        let fits = !self.has_assertions()
            || names
                .iter()
                .any(|name| *name == actual || (*name == "number" && actual == "integer"));
        if !fits {
            self.refuse(Violation::new(path, "type").with("expected", names.join(", ")));
        }
        fits
    }

    fn any(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Keywords,
        instance: &Value,
        path: &Path,
    ) {
        match (keyword, argument) {
            ("enum", Value::Array(values))
                if !values.iter().any(|value| equal(value, instance)) =>
            {
                self.refuse(Violation::new(path, "enum"));
            }
            ("const", value) if !equal(value, instance) => {
                self.refuse(Violation::new(path, "const").with("expected", value));
            }
            ("allOf", Value::Array(nodes)) => {
                for node in nodes {
                    self.node(node, instance, path);
                }
            }
            ("anyOf", Value::Array(nodes)) => self.union("anyOf", nodes, keywords, instance, path),
            ("oneOf", Value::Array(nodes)) => self.union("oneOf", nodes, keywords, instance, path),
            ("not", node) if !self.is_passing(path) && self.accepts(node, instance, path) => {
                self.refuse(Violation::new(path, "not"));
            }
            ("if", node) => {
                let branch = if self.accepts(node, instance, path) { "then" } else { "else" };
                if let Some(node) = keywords.get(branch) {
                    self.node(node, instance, path);
                }
            }
            ("dependentRequired" | "dependentSchemas" | "dependencies", Value::Object(rules)) => {
                self.dependencies(rules, instance, path);
            }
            ("$dynamicRef", _) => {
                if let Some(place) = self.referred(keywords, keyword) {
                    self.place(place, instance, path);
                }
            }
            _ => {}
        }
    }
}
