//! What is wrong with a form, and where it is shown.

use super::live::{Live, parent, path_of, same};
use super::path_map::PathMap;
use super::subscription::Changed;
use super::{FieldSpec, Widget};
use crate::platform::Message;
use crate::record::{Path, Segment};
use crate::schema::{Description, Schema, Violation};
use serde_json::Value;

/// Why a field is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// The form's own judgment.
    Message(Message),
    /// The server's own words; several messages are separated by line feeds.
    Server(String),
}

/// One line of the summary of errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldIssue {
    /// The field.
    pub path: Path,
    /// Its label, after those of the sections and rows it stands in, which are
    /// counted from 1: `Items › 2 › Quantity`.
    pub label: String,
    /// Why it is refused.
    pub problem: FieldProblem,
}

impl Live {
    /// Judges everything; returns whether nothing is wrong.
    pub(super) fn judge(&mut self, changed: &mut Changed) -> bool {
        self.has_been_submitted = true;
        self.failure = None;
        let violations = self.spec.schema.validate(&self.value);
        let (fields, form) = self.place(violations, &Path::root());
        self.form_errors = form;
        self.error_version += 1;
        self.replace_errors(&Path::root(), fields, changed);
        self.form_errors.is_empty() && !self.cells.iter().any(|(_, cell)| cell.error.is_some())
    }

    /// Judges what stands at `scope`, and what encloses it as far as it was
    /// refused before.
    pub(super) fn judge_again(&mut self, scope: &Path, changed: &mut Changed) {
        let schema = self.spec.schema.clone();
        let (fields, _) = self.place(schema.validate_at(&self.value, scope), scope);
        self.replace_errors(scope, fields, changed);
        let mut place = parent(scope).filter(|_| !scope.is_root());
        while let Some(path) = place.filter(|path| !path.is_root()) {
            if self.cells.get(&path).is_some_and(|cell| cell.error.is_some()) {
                let (mut fields, _) = self.place(schema.validate_at(&self.value, &path), &path);
                self.set_error(&path, fields.remove(&path).flatten(), changed);
            }
            place = parent(&path);
        }
        let has_own = |problem: &FieldProblem| matches!(problem, FieldProblem::Message(_));
        if self.form_errors.iter().any(has_own) {
            let (_, form) = self.place(schema.validate(&self.value), &Path::root());
            self.form_errors = form;
            self.error_version += 1;
        }
    }

    /// Sorts violations, and texts that are no value, into the fields that show
    /// them; the first of a field counts.
    fn place(
        &self,
        violations: Vec<Violation>,
        scope: &Path,
    ) -> (PathMap<Option<FieldProblem>>, Vec<FieldProblem>) {
        let mut fields = PathMap::default();
        let mut form = Vec::new();
        for (path, cell) in self.cells.within(scope) {
            if let Some(message) = &cell.unreadable {
                *fields.entry(path) = Some(FieldProblem::Message(message.clone()));
            }
        }
        for violation in violations {
            let owner = self.owner(&violation.path);
            let place = owner.as_ref().unwrap_or(&violation.path);
            let value = violation.path.get(&self.value);
            // What came from the server and was not touched is not the fault of
            // the person who edits something else.
            if !self.is_new
                && value.is_some()
                && same(place.get(&self.value), place.get(&self.baseline))
            {
                continue;
            }
            let is_missing = violation.keyword == "type" && value.is_some_and(Value::is_null);
            let message = if is_missing { "validation.required".into() } else { violation.message };
            match owner {
                Some(path) => {
                    fields.entry(&path).get_or_insert(FieldProblem::Message(message));
                }
                None => form.push(FieldProblem::Message(message)),
            }
        }
        (fields, form)
    }

    /// Returns the innermost field that holds `path`.
    fn owner(&self, path: &Path) -> Option<Path> {
        let segments = path.segments();
        let lengths = (0..=segments.len()).rev();
        lengths
            .map(|length| path_of(&segments[..length]))
            .find(|path| self.spec.find(path).is_some())
    }

    fn replace_errors(
        &mut self,
        scope: &Path,
        mut fields: PathMap<Option<FieldProblem>>,
        changed: &mut Changed,
    ) {
        let within = self.cells.within(scope).iter();
        let refused = within.filter(|(_, cell)| cell.error.is_some());
        let stale: Vec<Path> = refused.map(|(path, _)| path.clone()).collect();
        for path in stale {
            let error = fields.remove(&path).flatten();
            self.set_error(&path, error, changed);
        }
        for (path, problem) in fields.iter() {
            self.set_error(path, problem.clone(), changed);
        }
    }

    fn set_error(&mut self, path: &Path, error: Option<FieldProblem>, changed: &mut Changed) {
        let cell = self.cells.entry(path);
        if cell.error != error {
            cell.error = error;
            self.error_version += 1;
            changed.fields.entry(path);
        }
    }

    /// Forgets the server's words on a field that is edited and on the sections
    /// that hold it.
    pub(super) fn forget_server_errors(&mut self, path: &Path, changed: &mut Changed) {
        let is_server = |problem: &FieldProblem| matches!(problem, FieldProblem::Server(_));
        let mut place = Some(path.clone());
        while let Some(path) = place {
            let error = self.cells.get(&path).and_then(|cell| cell.error.as_ref());
            if error.is_some_and(is_server) {
                self.set_error(&path, None, changed);
            }
            place = parent(&path);
        }
    }

    /// Shows the server's words on their fields; those on fields that are not
    /// there go to the form, with the name that the server used.
    pub(super) fn put_server_errors(
        &mut self,
        fields: &[(Path, String)],
        form: &[String],
        changed: &mut Changed,
    ) {
        let mut placed: PathMap<String> = PathMap::default();
        let mut rest = form.to_vec();
        for (path, words) in fields {
            let known = self.spec.find(path).is_some().then(|| path.clone());
            let owner = known.or_else(|| self.similar(path)).or_else(|| self.owner(path));
            match owner.map(|owner| self.existing(&owner)).filter(|owner| !owner.is_root()) {
                Some(owner) => {
                    let text = placed.entry(&owner);
                    let separator = if text.is_empty() { "" } else { "\n" };
                    text.extend([separator, words]);
                }
                None if path.is_root() => rest.push(words.clone()),
                None => rest.push([&path.to_string(), ": ", words].concat()),
            }
        }
        self.form_errors = rest.into_iter().map(FieldProblem::Server).collect();
        self.error_version += 1;
        for (path, words) in placed.iter() {
            self.set_error(path, Some(FieldProblem::Server(words.clone())), changed);
        }
    }

    /// Returns `path`, or the array in it that has no such row.
    fn existing(&self, path: &Path) -> Path {
        let segments = path.segments();
        let is_missing = |length: &usize| {
            matches!(segments[*length], Segment::Index(_))
                && path_of(&segments[..=*length]).get(&self.value).is_none()
        };
        let missing = (0..segments.len()).find(is_missing);
        missing.map_or(path.clone(), |length| path_of(&segments[..length]))
    }

    /// Returns the field whose names differ from `path` only in case and
    /// separators: servers often answer in the spelling of their own language.
    fn similar(&self, path: &Path) -> Option<Path> {
        let mut fields = self.spec.fields.as_slice();
        let mut found = Path::root();
        for segment in path.segments() {
            found = match segment {
                Segment::Index(index) => found.index(*index),
                Segment::Key(name) => {
                    let name = folded(name);
                    found.child(&fields.iter().find(|field| folded(&field.name) == name)?.name)
                }
            };
            fields = match &self.spec.find(&found)?.widget {
                Widget::Object { fields } => fields,
                Widget::Array { item } => match &item.widget {
                    Widget::Object { fields } => fields,
                    _ => &[],
                },
                _ => return Some(found),
            };
        }
        Some(found)
    }

    /// Returns the refused fields in the order in which they stand in the form.
    pub(super) fn issues(&self) -> Vec<FieldIssue> {
        let mut issues: Vec<(Vec<usize>, FieldIssue)> = Vec::new();
        for (path, cell) in self.cells.iter() {
            if let Some(problem) = cell.error.clone() {
                let (position, label) = locate(&self.spec.fields, path);
                let index = issues.partition_point(|(other, _)| *other <= position);
                issues.insert(index, (position, FieldIssue { path: path.clone(), label, problem }));
            }
        }
        issues.into_iter().map(|(_, issue)| issue).collect()
    }
}

/// Returns the positions from the first field down to `path`, and its label.
fn locate(fields: &[FieldSpec], path: &Path) -> (Vec<usize>, String) {
    let (mut positions, mut labels) = (Vec::new(), Vec::new());
    let mut fields = fields;
    // A form whose value is an array has one field, which is the array.
    let root = fields.first().filter(|field| field.path.is_root());
    let mut row = root.and_then(|field| row_template(&field.widget));
    for segment in path.segments() {
        let field = match segment {
            Segment::Index(index) => {
                positions.push(*index);
                labels.push((index + 1).to_string());
                row
            }
            Segment::Key(name) => {
                let position = fields.iter().position(|field| field.name == *name);
                positions.extend(position);
                let field = position.map(|position| &fields[position]);
                labels.extend(field.map(|field| field.label.clone()));
                field
            }
        };
        let Some(field) = field else { break };
        if let Widget::Object { fields: inner } = &field.widget {
            fields = inner;
        }
        row = row_template(&field.widget);
    }
    (positions, labels.join(" › "))
}

fn row_template(widget: &Widget) -> Option<&FieldSpec> {
    match widget {
        Widget::Array { item } => Some(item),
        _ => None,
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Returns `value` without the members that its schema forbids: an answer often
/// holds more than a request may.
pub(super) fn known_members(schema: &Schema, mut value: Value) -> Value {
    retain_known(schema, &schema.describe(), &mut value);
    value
}

fn retain_known(schema: &Schema, description: &Description<'_>, value: &mut Value) {
    match value {
        Value::Object(members) => {
            let properties = description.properties();
            if description.get("additionalProperties") == Some(&Value::Bool(false)) {
                members.retain(|name, _| properties.iter().any(|(known, _)| known == name));
            }
            for (name, node) in properties {
                if let Some(member) = members.get_mut(name) {
                    retain_known(schema, &schema.describe_node(node), member);
                }
            }
        }
        Value::Array(elements) => {
            let Some(node) = description.items() else { return };
            for element in elements {
                retain_known(schema, &schema.describe_node(node), element);
            }
        }
        _ => {}
    }
}
