//! One filling-in of a form.

use super::{FieldSpec, FormSpec};
use crate::platform::Message;
use crate::record::Path;
use crate::schema::Schema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::rc::Rc;

/// Returns the minutes east of UTC that the wall clock shows at a moment given
/// in milliseconds since the Unix epoch.
pub type TimeZoneOffset = Rc<dyn Fn(i64) -> i32>;

/// The state of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormState {
    /// Nothing was edited yet.
    Pristine,
    /// Something was edited, or a submission was refused by the form itself.
    Editing,
    /// The value is being checked.
    Validating,
    /// The value is on its way.
    Submitting,
    /// The server has it.
    Saved,
    /// The server refused it.
    Rejected,
    /// The record changed on the server meanwhile.
    Conflict,
    /// The request failed for a reason that is not in the data.
    Failed,
}

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

/// Why a field is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// The form's own judgment.
    Message(Message),
    /// The server's own words; several messages are separated by line feeds.
    Server(String),
}

/// What a view of one field shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldState {
    /// The text as typed, or that of the value; empty for null.
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

/// One row of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stays with the row when others are removed or moved.
    pub key: u64,
    /// Its field, with its path.
    pub field: FieldSpec,
}

/// One line of the summary of errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldIssue {
    /// The field.
    pub path: Path,
    /// Its label.
    pub label: String,
    /// Why it is refused.
    pub problem: FieldProblem,
}

/// A value that may be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The whole value without read-only fields.
    pub data: Value,
    /// The members of the record that changed, each whole; null where one was
    /// removed.
    pub changes: Value,
    /// The fields that changed.
    pub changed: Vec<Path>,
}

/// What has to be kept so that nothing typed is lost.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The changed values; `None` where one was removed.
    pub values: Vec<(Path, Option<Value>)>,
    /// The texts as typed.
    pub texts: Vec<(Path, String)>,
}

/// The live form: a cheap handle, cloned into every view.
#[derive(Clone)]
pub struct Form;

/// Keeps a subscription alive; dropping it ends the subscription.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription;

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Form")
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subscription")
    }
}

macro_rules! sketch {
    ($($(#[$doc:meta])* fn $name:ident(&self $(, $arg:ident: $ty:ty)*) $(-> $ret:ty)?;)*) => {
        $($(#[$doc])* pub fn $name(&self $(, $arg: $ty)*) $(-> $ret)? { $(let _ = $arg;)* unimplemented!() })*
    };
}

#[expect(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::unimplemented,
    reason = "sketch"
)]
impl Form {
    /// Returns a form; `initial` is the record to edit, `None` for a new one.
    pub fn new(
        spec: impl Into<Rc<FormSpec>>,
        initial: Option<Value>,
        offset: TimeZoneOffset,
    ) -> Self {
        let _ = (spec.into(), initial, offset);
        unimplemented!()
    }
    sketch! {
        fn spec(&self) -> Rc<FormSpec>;
        fn state(&self) -> FormState;
        fn is_dirty(&self) -> bool;
        fn field(&self, path: &Path) -> FieldState;
        fn value(&self) -> Value;
        fn rows(&self, path: &Path) -> Vec<Row>;
        fn input(&self, path: &Path, input: Input);
        fn blur(&self, path: &Path);
        fn submit(&self) -> Option<Submission>;
        fn add_item(&self, path: &Path);
        fn remove_item(&self, path: &Path, index: usize);
        fn move_item(&self, path: &Path, from: usize, to: usize);
        fn server_errors(&self, fields: Vec<(Path, String)>, form: Vec<String>);
        fn saved(&self, value: Option<Value>);
        fn failed(&self, message: Message);
        fn conflict(&self);
        fn reset(&self);
        fn first_error(&self) -> Option<Path>;
        fn errors(&self) -> Vec<FieldIssue>;
        fn form_errors(&self) -> Vec<String>;
        fn failure(&self) -> Option<Message>;
        fn draft(&self) -> Draft;
        fn restore_draft(&self, draft: &Draft);
        fn subscribe(&self, path: &Path, callback: impl Fn() + 'static) -> Subscription;
        fn subscribe_form(&self, callback: impl Fn() + 'static) -> Subscription;
    }
}

impl FormSpec {
    /// Returns the form of an object schema; `resolver` names the resource that
    /// the field at a path points to.
    #[must_use]
    #[expect(clippy::unimplemented, clippy::missing_panics_doc, reason = "sketch")]
    pub fn from_schema(schema: Schema, resolver: &dyn Fn(&Path) -> Option<String>) -> Self {
        let _ = (schema, resolver);
        unimplemented!()
    }
}
