//! What a form knows while it is filled in.

use super::chart::{self, FormContext, FormEvent, FormMachine, FormSnapshot};
use super::field::initial_object;
use super::judge::{FieldProblem, known_members};
use super::moment::TimeZoneOffset;
use super::path_map::{PathMap, PathSet};
use super::subscription::Changed;
use super::{FieldSpec, FormSpec, FormState, Widget, text};
use crate::machine::step;
use crate::platform::Message;
use crate::record::{Path, Segment};
use crate::schema::equal;
use serde_json::Value;
use std::rc::Rc;

/// What a person did to a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Typed or chose this text.
    Text(String),
    /// Ticked or unticked.
    Checked(bool),
    /// Chose a value, such as a record in a picker.
    Value(Value),
    /// Emptied the field.
    Clear,
}

/// What a view of one field shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldState {
    /// The text as typed, else that of the value; empty for null.
    pub text: String,
    /// The value; `None` where the record has none.
    pub value: Option<Value>,
    /// Whether it lost the focus at least once.
    pub is_touched: bool,
    /// Whether it differs from the saved record.
    pub is_dirty: bool,
    /// Why it is refused.
    pub error: Option<FieldProblem>,
}

/// What is known of a field beyond its value.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// The text as typed.
    pub(super) text: Option<String>,
    /// Why the text is no value.
    pub(super) unreadable: Option<Message>,
    pub(super) error: Option<FieldProblem>,
    pub(super) is_touched: bool,
}

pub(super) struct Live {
    pub(super) spec: Rc<FormSpec>,
    pub(super) offset: TimeZoneOffset,
    pub(super) machine: FormMachine,
    pub(super) snapshot: FormSnapshot,
    /// The record as it was saved last, or what a new one starts with.
    pub(super) baseline: Value,
    pub(super) value: Value,
    pub(super) is_new: bool,
    pub(super) cells: PathMap<Cell>,
    pub(super) row_keys: PathMap<Vec<u64>>,
    pub(super) next_row_key: u64,
    /// The fields, and whole arrays, that differ from the baseline.
    pub(super) dirty: PathSet,
    /// Those that were edited since the submission that is under way.
    pub(super) edited_since: PathSet,
    pub(super) sent: Option<Value>,
    pub(super) has_been_submitted: bool,
    pub(super) form_errors: Vec<FieldProblem>,
    pub(super) failure: Option<Message>,
    /// Counts the changes of errors.
    pub(super) error_version: u64,
}

impl Live {
    pub(super) fn new(spec: Rc<FormSpec>, initial: Option<Value>, offset: TimeZoneOffset) -> Self {
        let machine = chart::machine();
        let (snapshot, _) = machine.start(FormContext::default());
        let is_new = initial.is_none();
        let baseline = initial
            .map_or_else(|| initial_value(&spec), |value| known_members(&spec.schema, value));
        Self {
            offset,
            machine,
            snapshot,
            value: baseline.clone(),
            baseline,
            is_new,
            cells: PathMap::default(),
            row_keys: PathMap::default(),
            next_row_key: 0,
            dirty: PathSet::default(),
            edited_since: PathSet::default(),
            sent: None,
            has_been_submitted: false,
            form_errors: Vec::new(),
            failure: None,
            error_version: 0,
            spec,
        }
    }

    pub(super) fn state(&self) -> FormState {
        FormState::of(&self.snapshot)
    }

    pub(super) fn send(&mut self, event: FormEvent) -> Vec<chart::FormAction> {
        step(&self.machine, &mut self.snapshot, event)
    }

    pub(super) fn field(&self, path: &Path) -> FieldState {
        let cell = self.cells.get(path);
        let value = path.get(&self.value);
        let typed = cell.and_then(|cell| cell.text.clone());
        let is_unreadable = cell.is_some_and(|cell| cell.unreadable.is_some());
        FieldState {
            text: typed.unwrap_or_else(|| self.text_of(path, value)),
            value: value.cloned(),
            is_touched: cell.is_some_and(|cell| cell.is_touched),
            is_dirty: is_unreadable || !same(value, path.get(&self.baseline)),
            error: cell.and_then(|cell| cell.error.clone()),
        }
    }

    fn text_of(&self, path: &Path, value: Option<&Value>) -> String {
        let (Some(field), Some(value)) = (self.spec.find(path), value) else {
            return String::new();
        };
        text::of_value(&field.widget, value, &self.offset)
    }

    pub(super) fn input(&mut self, path: &Path, input: &Input, changed: &mut Changed) {
        let spec = Rc::clone(&self.spec);
        let Some(field) = spec.find(path).filter(|field| !field.is_read_only) else { return };
        let scope = self.put(path, field, input, changed);
        self.mark_edited(path);
        self.forget_server_errors(path, changed);
        if self.has_been_submitted {
            self.judge_again(&scope, changed);
        }
        self.send(FormEvent::Edit);
    }

    /// Puts what was entered into the record; returns the outermost place that
    /// came or went with it.
    pub(super) fn put(
        &mut self,
        path: &Path,
        field: &FieldSpec,
        input: &Input,
        changed: &mut Changed,
    ) -> Path {
        let is_section = matches!(field.widget, Widget::Object { .. } | Widget::Array { .. });
        if is_section {
            self.cells.retain(|other| !other.starts_with(path) || other == path);
            self.row_keys.retain(|other| !other.starts_with(path) || other == path);
            changed.subtrees.push(path.clone());
        }
        let (typed, parsed) = match input {
            Input::Text(typed) => (Some(typed.clone()), self.parse(path, field, typed)),
            Input::Checked(is_checked) => (None, Ok(Some(Value::Bool(*is_checked)))),
            Input::Value(Value::Null) | Input::Clear => (None, Ok(None)),
            Input::Value(value) => (None, Ok(Some(value.clone()))),
        };
        let cell = self.cells.entry(path);
        cell.text = typed;
        changed.fields.entry(path);
        match parsed {
            Err(message) => {
                cell.unreadable = Some(message);
                path.clone()
            }
            Ok(value) => {
                cell.unreadable = None;
                match value.or_else(|| self.empty(path, field)) {
                    Some(value) => {
                        path.set(&mut self.value, value);
                        path.clone()
                    }
                    None => self.remove(path),
                }
            }
        }
    }

    fn parse(&self, path: &Path, field: &FieldSpec, typed: &str) -> Result<Option<Value>, Message> {
        // Typing what was there before brings back exactly what was there, not
        // another spelling of it.
        let baseline = path.get(&self.baseline);
        if let Some(baseline) = baseline.filter(|value| {
            !value.is_null() && text::of_value(&field.widget, value, &self.offset) == typed
        }) {
            return Ok(Some(baseline.clone()));
        }
        let old = path.get(&self.value).or(baseline);
        text::parse(field, typed, old, &self.offset)
    }

    /// Returns the value that an emptied field has; see the module's rule.
    fn empty(&self, path: &Path, field: &FieldSpec) -> Option<Value> {
        if matches!(path.segments().last(), Some(Segment::Index(_))) {
            return Some(Value::Null);
        }
        let was_there = path.get(&self.baseline).is_some();
        if field.is_nullable && (field.is_required || was_there) {
            return Some(Value::Null);
        }
        let is_text = matches!(field.widget, Widget::Text | Widget::LongText);
        (was_there && is_text && !field.is_required).then(|| Value::from(""))
    }

    /// Removes a value, and with it the optional sections that it leaves empty
    /// and that were not there before.
    fn remove(&mut self, path: &Path) -> Path {
        path.remove(&mut self.value);
        let mut removed = path.clone();
        while let Some(section) = parent(&removed).filter(|section| !section.is_root()) {
            let is_empty = section
                .get(&self.value)
                .is_some_and(|value| value.as_object().is_some_and(serde_json::Map::is_empty));
            let before = section.get(&self.baseline).cloned();
            let is_optional = self.spec.find(&section).is_some_and(|field| !field.is_required);
            if !is_empty || !is_optional || before.as_ref().is_some_and(Value::is_object) {
                break;
            }
            match before {
                Some(before) => section.set(&mut self.value, before),
                None => drop(section.remove(&mut self.value)),
            }
            removed = section;
        }
        removed
    }

    /// Notes that the value at `path` may differ from the baseline now.
    pub(super) fn mark_edited(&mut self, path: &Path) {
        let unit = unit(path);
        self.dirty.retain(|other| other == &unit || !other.starts_with(&unit));
        let mut places: Vec<Path> =
            self.dirty.paths().filter(|other| unit.starts_with(other)).cloned().collect();
        places.push(unit.clone());
        for place in places {
            let mut within = self.cells.within(&place).iter();
            let is_dirty = !same(place.get(&self.value), place.get(&self.baseline))
                || within.any(|(_, cell)| cell.unreadable.is_some());
            if is_dirty {
                self.dirty.entry(&place);
            } else {
                self.dirty.remove(&place);
            }
        }
        if self.state() == FormState::Submitting {
            self.edited_since.entry(&unit);
        }
    }

    /// Takes over what the server saved.
    pub(super) fn saved(&mut self, answer: Option<Value>) {
        let mut baseline = self.sent.take().unwrap_or_else(|| self.value.clone());
        forget_passwords(&self.spec.fields, &mut baseline);
        match (&mut baseline, answer) {
            // An answer may leave out what it was sent, so it is laid over it.
            (Value::Object(members), Some(Value::Object(answer))) => members.extend(answer),
            (baseline, Some(answer)) if !answer.is_null() => *baseline = answer,
            _ => {}
        }
        let baseline = known_members(&self.spec.schema, baseline);
        let edited = std::mem::take(&mut self.edited_since);
        let mut value = baseline.clone();
        for path in edited.paths() {
            match path.get(&self.value) {
                Some(own) => path.set(&mut value, own.clone()),
                None => drop(path.remove(&mut value)),
            }
        }
        self.cells.retain(|path| edited.has(&unit(path)));
        (self.baseline, self.value, self.is_new) = (baseline, value, false);
        self.forget_errors();
        self.dirty.clear();
        for path in edited.paths() {
            self.mark_edited(path);
        }
    }

    pub(super) fn reset(&mut self) {
        self.value = self.baseline.clone();
        self.cells.clear();
        self.row_keys.clear();
        self.dirty.clear();
        self.edited_since.clear();
        self.sent = None;
        self.forget_errors();
    }

    pub(super) fn forget_errors(&mut self) {
        self.has_been_submitted = false;
        self.form_errors.clear();
        self.failure = None;
        self.error_version += 1;
        for (_, cell) in self.cells.iter_mut() {
            cell.error = None;
        }
    }
}

fn initial_value(spec: &FormSpec) -> Value {
    match spec.fields.as_slice() {
        [field] if field.path.is_root() => field.initial().unwrap_or_default(),
        fields => initial_object(fields),
    }
}

/// Removes secrets, which no answer shows, from a record that was sent.
pub(super) fn forget_passwords(fields: &[FieldSpec], value: &mut Value) {
    for field in fields {
        match (&field.widget, value.get_mut(&field.name)) {
            (Widget::Password, Some(_)) => {
                if let Some(members) = value.as_object_mut() {
                    members.shift_remove(&field.name);
                }
            }
            (Widget::Object { fields }, Some(section)) => forget_passwords(fields, section),
            (Widget::Array { item }, Some(Value::Array(rows))) => {
                if let Widget::Object { fields } = &item.widget {
                    for row in rows {
                        forget_passwords(fields, row);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns whether two values are the same; absent is not null.
pub(super) fn same(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => equal(left, right),
        (left, right) => left.is_none() && right.is_none(),
    }
}

/// Returns the path of these steps.
pub(super) fn path_of(segments: &[Segment]) -> Path {
    segments.iter().fold(Path::root(), |path, segment| match segment {
        Segment::Key(name) => path.child(name),
        Segment::Index(index) => path.index(*index),
    })
}

pub(super) fn parent(path: &Path) -> Option<Path> {
    path.segments().split_last().map(|(_, parents)| path_of(parents))
}

/// Returns what is compared and kept as a whole: the outermost array that holds
/// the field, because its rows have no names, else the field.
pub(super) fn unit(path: &Path) -> Path {
    let segments = path.segments();
    let length = segments.iter().take_while(|segment| matches!(segment, Segment::Key(_))).count();
    path_of(&segments[..length])
}
