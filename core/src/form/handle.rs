//! The live form.

use super::chart::{FormAction, FormEvent};
use super::live::Live;
use super::subscription::{Changed, Subscribers};
use super::{
    Draft, FieldIssue, FieldProblem, FieldState, FormSpec, FormState, Input, Row, Submission,
    Subscription, TimeZoneOffset,
};
use crate::platform::Message;
use crate::record::Path;
use serde_json::Value;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// One filling-in of a form: a cheap handle, cloned into every view.
///
/// A path that the form does not know, or that is read-only, is ignored by
/// every verb that edits.
#[derive(Clone)]
pub struct Form {
    live: Rc<RefCell<Live>>,
    subscribers: Rc<Subscribers>,
}

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let live = self.live.borrow();
        formatter.debug_struct("Form").field("state", &live.state()).finish_non_exhaustive()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "who reports has no further use for the report")]
impl Form {
    /// Returns a form; `initial` is the record to edit, `None` for a new one,
    /// which starts with the defaults of the schema.
    pub fn new(
        spec: impl Into<Rc<FormSpec>>,
        initial: Option<Value>,
        offset: TimeZoneOffset,
    ) -> Self {
        let live = Live::new(spec.into(), initial, offset);
        Self { live: Rc::new(RefCell::new(live)), subscribers: Rc::default() }
    }

    /// Changes the form and tells those whom it concerns, after the change.
    fn update(&self, change: &mut dyn FnMut(&mut Live, &mut Changed)) {
        let mut changed = Changed::default();
        let mut live = self.live.borrow_mut();
        let summary = |live: &Live| (live.state(), !live.dirty.is_empty(), live.error_version);
        let before = summary(&live);
        change(&mut live, &mut changed);
        changed.form |= summary(&live) != before;
        drop(live);
        self.subscribers.notify(&changed);
    }

    /// Returns what the form asks for.
    #[must_use]
    pub fn spec(&self) -> Rc<FormSpec> {
        Rc::clone(&self.live.borrow().spec)
    }

    /// Returns the state of the form.
    #[must_use]
    pub fn state(&self) -> FormState {
        self.live.borrow().state()
    }

    /// Returns whether something differs from the saved record.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        !self.live.borrow().dirty.is_empty()
    }

    /// Returns the value as it stands, read-only fields included.
    #[must_use]
    pub fn value(&self) -> Value {
        self.live.borrow().value.clone()
    }

    /// Returns what a view of the field at `path` shows.
    #[must_use]
    pub fn field(&self, path: &Path) -> FieldState {
        self.live.borrow().field(path)
    }

    /// Returns the rows of the array at `path`; none where it is no array.
    #[must_use]
    pub fn rows(&self, path: &Path) -> Vec<Row> {
        self.live.borrow_mut().rows(path)
    }

    /// Takes over what a person did to the field at `path`. A text that is no
    /// value of the field is kept, and refused on submit.
    pub fn input(&self, path: &Path, input: Input) {
        self.update(&mut |live, changed| live.input(path, &input, changed));
    }

    /// Notes that the field at `path` lost the focus.
    pub fn blur(&self, path: &Path) {
        self.update(&mut |live, changed| {
            let is_known = live.spec.find(path).is_some();
            if is_known && !live.field(path).is_touched {
                live.cells.entry(path).is_touched = true;
                changed.fields.entry(path);
            }
        });
    }

    /// Judges the form and returns what has to be sent; `None` if something is
    /// wrong, which [`errors`](Self::errors) then tells, or if a submission is
    /// under way already.
    ///
    /// Whoever sends it reports back by [`saved`](Self::saved),
    /// [`server_errors`](Self::server_errors), [`conflict`](Self::conflict) or
    /// [`failed`](Self::failed).
    #[must_use = "the submission has to be sent"]
    pub fn submit(&self) -> Option<Submission> {
        let mut submission = None;
        self.update(&mut |live, changed| {
            if !live.send(FormEvent::Submit).contains(&FormAction::Validate) {
                return;
            }
            let is_valid = live.judge(changed);
            let verdict = if is_valid { FormEvent::Valid } else { FormEvent::Invalid };
            if live.send(verdict).contains(&FormAction::Send) {
                live.edited_since.clear();
                live.sent = Some(live.value.clone());
                submission = Some(live.submission());
            }
        });
        submission
    }

    /// Adds a row at the end of the array at `path`.
    pub fn add_item(&self, path: &Path) {
        self.update(&mut |live, changed| live.add_item(path, changed));
    }

    /// Removes a row of the array at `path`.
    pub fn remove_item(&self, path: &Path, index: usize) {
        self.update(&mut |live, changed| live.remove_item(path, index, changed));
    }

    /// Moves a row of the array at `path` so that it becomes number `to`.
    pub fn move_item(&self, path: &Path, from: usize, to: usize) {
        self.update(&mut |live, changed| live.move_item(path, from, to, changed));
    }

    /// Takes over the server's refusal: its words for single fields, and for
    /// the whole. Each is forgotten when its field is edited next.
    pub fn server_errors(&self, fields: Vec<(Path, String)>, form: Vec<String>) {
        self.settle(FormEvent::Rejected, &mut |live, changed| {
            live.put_server_errors(&fields, &form, changed);
        });
    }

    /// Takes over that the server saved; `value` is the record it answered.
    pub fn saved(&self, mut value: Option<Value>) {
        self.settle(FormEvent::Saved, &mut |live, changed| {
            live.saved(value.take());
            changed.subtrees.push(Path::root());
        });
    }

    /// Takes over that the request failed for a reason that is not in the data.
    pub fn failed(&self, message: Message) {
        self.settle(FormEvent::Failed, &mut |live, _| live.failure = Some(message.clone()));
    }

    /// Takes over that the record changed on the server meanwhile.
    pub fn conflict(&self) {
        self.settle(FormEvent::Conflict, &mut |_, _| {});
    }

    /// Carries out `change` if a submission is under way, and ends it.
    fn settle(&self, event: FormEvent, change: &mut dyn FnMut(&mut Live, &mut Changed)) {
        self.update(&mut |live, changed| {
            if live.state() == FormState::Submitting {
                live.send(event);
                change(live, changed);
            }
        });
    }

    /// Goes back to the saved record.
    pub fn reset(&self) {
        self.update(&mut |live, changed| {
            live.reset();
            live.send(FormEvent::Reset);
            changed.subtrees.push(Path::root());
        });
    }

    /// Returns the first field that is refused, in the order of the form.
    #[must_use]
    pub fn first_error(&self) -> Option<Path> {
        self.live.borrow().issues().into_iter().next().map(|issue| issue.path)
    }

    /// Returns the fields that are refused, in the order of the form.
    #[must_use]
    pub fn errors(&self) -> Vec<FieldIssue> {
        self.live.borrow().issues()
    }

    /// Returns what is wrong with the form as a whole.
    #[must_use]
    pub fn form_errors(&self) -> Vec<FieldProblem> {
        self.live.borrow().form_errors.clone()
    }

    /// Returns why the last request failed, until the next submit.
    #[must_use]
    pub fn failure(&self) -> Option<Message> {
        self.live.borrow().failure.clone()
    }

    /// Returns what has to be kept so that nothing typed is lost.
    #[must_use]
    pub fn draft(&self) -> Draft {
        self.live.borrow().draft()
    }

    /// Brings back a draft over the record as it is.
    pub fn restore_draft(&self, draft: &Draft) {
        self.update(&mut |live, changed| live.restore_draft(draft, changed));
    }

    /// Calls `callback` when what [`field`](Self::field) or
    /// [`rows`](Self::rows) returns for `path` changed.
    pub fn subscribe(&self, path: &Path, callback: impl Fn() + 'static) -> Subscription {
        self.subscribers.add(Some(path.clone()), Rc::new(callback))
    }

    /// Calls `callback` when the state, the dirty flag or the errors of the
    /// form changed.
    pub fn subscribe_form(&self, callback: impl Fn() + 'static) -> Subscription {
        self.subscribers.add(None, Rc::new(callback))
    }
}
