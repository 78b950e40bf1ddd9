//! The run of an operation, from the form to its answer.

use super::outcome::refuse;
use crate::app::page::Answer;
use crate::app::session::Session;
use crate::reactive::FormHandle;
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::dialect::{CALL_BODY, CallForm};
use vitrine_core::api::{Error, FieldError, Operation};
use vitrine_core::form::FormState;
use vitrine_core::platform::Message;
use vitrine_core::query::QueryKey;
use vitrine_core::record::{Path, Segment};

/// What is called.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) known: Vec<(String, String)>,
    pub(super) asked: CallForm,
    pub(super) files: Vec<(String, RwSignal<Option<String>>)>,
}

/// A handle to the run of an operation.
#[derive(Clone, Copy)]
pub(super) struct Run {
    session: Session,
    form: FormHandle,
    /// Why it could not be carried out.
    pub(super) failure: RwSignal<Option<Error>>,
    /// Whether it is asked if this shall really be done.
    pub(super) is_asking: RwSignal<bool>,
    /// What waits for that answer.
    data: StoredValue<Option<Value>>,
    running: StoredValue<Option<AbortHandle>>,
    call: StoredValue<Rc<Call>, LocalStorage>,
    on_answer: Callback<Option<Answer>>,
}

impl Run {
    pub(super) fn new(
        session: Session,
        form: FormHandle,
        call: Call,
        on_answer: Callback<Option<Answer>>,
    ) -> Self {
        Self {
            session,
            form,
            failure: RwSignal::new(None),
            is_asking: RwSignal::new(false),
            data: StoredValue::new(None),
            running: StoredValue::new(None),
            call: StoredValue::new_local(Rc::new(call)),
            on_answer,
        }
    }

    /// Judges the form and sends it, or asks first; returns whether the form
    /// itself finds nothing wrong.
    pub(super) fn begin(self, is_safe: bool) -> bool {
        let form = self.form.form();
        if form.state() == FormState::Submitting {
            return true;
        }
        self.failure.set(None);
        let Some(submission) = form.submit() else { return false };
        if is_safe {
            self.send(submission.data);
        } else {
            self.data.set_value(Some(submission.data));
            self.is_asking.set(true);
        }
        true
    }

    pub(super) fn confirm(self) {
        let data = self.data.try_update_value(Option::take).flatten();
        self.is_asking.set(false);
        if let Some(data) = data {
            self.send(data);
        }
    }

    /// Gives the form back if nobody confirmed what it was to send.
    pub(super) fn withdraw(self) {
        if self.data.try_update_value(Option::take).flatten().is_some() {
            self.form.form().server_errors(Vec::new(), Vec::new());
        }
    }

    /// Ends what is under way; whether the server carried it out is unknown.
    pub(super) fn stop(self) {
        if let Some(handle) = self.running.try_update_value(Option::take).flatten() {
            handle.abort();
            self.form.form().failed(Message::new("operation.stopped"));
        }
    }

    fn send(self, mut data: Value) {
        let (call, form, session) = (self.call.get_value(), self.form.form(), self.session);
        for (name, content) in &call.files {
            if let (Some(content), Value::Object(members)) = (content.get_untracked(), &mut data) {
                members.insert(name.clone(), content.into());
            }
        }
        self.on_answer.run(None);
        let (request, handle) = abortable(async move {
            let Call { operation, known, asked, .. } = &*call;
            let result = session.reader().call(&operation.endpoint, known, asked, &data).await;
            let is_safe = operation.endpoint.method.is_safe();
            match result {
                Ok(response) => {
                    form.saved(None);
                    if !is_safe {
                        // Only the server knows what it changed.
                        session.query().invalidate(&QueryKey::root());
                    }
                    let answer =
                        session.with_api(|api| Answer::read(api, &operation.name, &response));
                    if self.failure.try_get_untracked().is_some() {
                        self.on_answer.run(Some(answer));
                    }
                }
                Err(error) => {
                    let error = if asked.has_whole_body { within_body(error) } else { error };
                    refuse(&form, &error, false);
                    // The page may have been left in the meantime.
                    let _ = self.failure.try_set(Some(error));
                }
            }
        });
        self.running.set_value(Some(handle));
        leptos::task::spawn_local(async move {
            // Stopped by the person, who is told at once.
            let _ = request.await;
        });
    }
}

/// The server speaks of what is in the body; the form has that in a member.
fn within_body(error: Error) -> Error {
    let fields = error.fields().iter().map(|field| {
        let steps = field.path.segments().iter();
        let path = steps.fold(Path::field(CALL_BODY), |path, step| match step {
            Segment::Key(name) => path.child(name),
            Segment::Index(index) => path.index(*index),
        });
        FieldError { path, text: field.text.clone() }
    });
    let fields = fields.collect();
    error.with_fields(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::ErrorKind;

    #[test]
    fn what_the_server_says_of_a_whole_body_stands_at_its_member() {
        let fields = vec![FieldError { path: Path::from("0.name"), text: "is taken".into() }];
        let error = within_body(Error::new(ErrorKind::Invalid, "x").with_fields(fields));
        assert_eq!(error.fields()[0].path, Path::from("body.0.name"));
    }
}
