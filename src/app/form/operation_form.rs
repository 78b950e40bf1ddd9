//! The form of an operation, and the way to run it.

use super::field::{FieldView, Purpose, focus_field};
use super::file_field::{FileField, take_files};
use super::outcome::refuse;
use super::spec::call_spec;
use super::summary::Summary;
use crate::app::locale::{t, t_with};
use crate::app::page::{Answer, failure_text, operation_label, operation_path};
use crate::app::session::Session;
use crate::reactive::{FormHandle, use_form};
use crate::ui::button::{Button, Variant};
use crate::ui::callout::Callout;
use crate::ui::dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::tone::Tone;
use crate::ui::view::IntoPiece;
use futures::future::{AbortHandle, abortable};
use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::dialect::{CallForm, call_form};
use vitrine_core::api::{Error, ErrorKind, Operation};
use vitrine_core::form::{Form, FormState};
use vitrine_core::platform::{Message, Method, locale};
use vitrine_core::query::QueryKey;

/// Asks for what an operation needs and runs it; what may change something is
/// asked for once more.
#[component]
pub fn OperationForm(
    /// The API.
    session: Session,
    /// The operation.
    operation: Operation,
    /// The values of its path that are known.
    known: Vec<(String, String)>,
    /// Takes the answer, and nothing as soon as another one is asked for.
    #[prop(into)]
    on_answer: Callback<Option<Answer>>,
) -> impl IntoView {
    let element = NodeRef::<html::Form>::new();
    let asked = session.with_api(|api| call_form(api, &operation.endpoint, &known));
    let mut schema = asked.schema.clone();
    let files: Vec<(String, RwSignal<Option<String>>)> =
        take_files(&mut schema).into_iter().map(|name| (name, RwSignal::new(None))).collect();
    let spec = session.with_api(|api| call_spec(api, &operation, schema));
    let fields = spec.fields.clone();
    let form = use_form(Form::new(spec, None, Rc::new(locale::offset_minutes)));
    let (label, is_safe) = (operation_label(&operation), operation.endpoint.method.is_safe());
    let method = operation.endpoint.method;
    let endpoint = format!("{} {}", method.as_str(), operation_path(&operation, &known));
    let is_removal = method == Method::Delete;
    let call = Call { operation, known, asked, files: files.clone() };
    let run = Run {
        session,
        form,
        failure: RwSignal::new(None),
        is_asking: RwSignal::new(false),
        data: StoredValue::new(None),
        running: StoredValue::new(None),
        call: StoredValue::new_local(Rc::new(call)),
        on_answer,
    };
    on_cleanup(move || {
        // What changes something is better carried out than cut off.
        if is_safe {
            run.stop();
        }
    });
    let state = Memo::new(move |_| form.state());
    let is_busy =
        Signal::derive(move || state.get() == FormState::Submitting && !run.is_asking.get());
    let focus_first_error = move || {
        // The page may have gone while the answer was on its way.
        let Some(Some(element)) = element.try_get_untracked() else { return };
        if let Some(path) = form.with_untracked(Form::first_error) {
            focus_field(&element, &path);
        }
    };
    Effect::new(move || {
        if state.get() == FormState::Rejected {
            request_animation_frame(focus_first_error);
        }
    });
    // However the question is closed, without an answer nothing is sent.
    Effect::new(move |was_asking: Option<bool>| {
        let is_asking = run.is_asking.get();
        if was_asking == Some(true) && !is_asking {
            run.withdraw();
        }
        is_asking
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !run.begin(is_safe) {
            focus_first_error();
        }
    };
    let question = StoredValue::new((
        t_with("operation.confirm.title", &[("operation", &label)]),
        t_with("operation.confirm.advice", &[("endpoint", &endpoint)]),
    ));
    view! {
        <form
            node_ref=element
            class="grid gap-5"
            novalidate=true
            data-state=move || state.get().name()
            aria-busy=move || is_busy.get().then_some("true")
            on:submit=submit
        >
            <Summary form element />
            <Provider value=Purpose::Record>
                {fields
                    .into_iter()
                    .map(|field| view! { <FieldView form field /> })
                    .collect_view()}
            </Provider>
            {files
                .into_iter()
                .map(|(name, value)| view! { <FileField name value /> })
                .collect_view()} <div role="alert" class="empty:hidden">
                {move || {
                    // What is wrong with the data stands at the fields and in the summary.
                    let has_failed = state.get() == FormState::Failed;
                    has_failed
                        .then(|| match run.failure.get() {
                            Some(error) => view! { <Refusal error session /> }.into_piece(),
                            None => {
                                view! { <Callout tone=Tone::Warning>{t("operation.stopped")}</Callout> }
                                    .into_piece()
                            }
                        })
                }}
            </div> <div class="flex flex-wrap items-center gap-2">
                <Button kind="submit" variant=Variant::Primary busy=is_busy>
                    <Icon glyph=Glyph::Play />
                    {t("operation.run")}
                </Button>
                <Show when=move || is_busy.get()>
                    <Button on:click=move |_| run.stop()>{t("operation.stop")}</Button>
                </Show>
            </div>
        </form>
        <dialog::Root open=run.is_asking kind=dialog::Kind::Alert>
            <dialog::Content>
                <dialog::Title>{question.with_value(|(title, _)| title.clone())}</dialog::Title>
                <dialog::Description>
                    {question.with_value(|(_, advice)| advice.clone())}
                </dialog::Description>
                <dialog::Footer>
                    <Button on:click=move |_| {
                        run.is_asking.set(false);
                    }>{t("action.cancel")}</Button>
                    <Button
                        variant=if is_removal { Variant::Danger } else { Variant::Primary }
                        on:click=move |_| run.confirm()
                    >
                        {t("operation.run")}
                    </Button>
                </dialog::Footer>
            </dialog::Content>
        </dialog::Root>
    }
}

/// What is called.
#[derive(Debug)]
struct Call {
    operation: Operation,
    known: Vec<(String, String)>,
    asked: CallForm,
    files: Vec<(String, RwSignal<Option<String>>)>,
}

#[derive(Clone, Copy)]
struct Run {
    session: Session,
    form: FormHandle,
    failure: RwSignal<Option<Error>>,
    /// Whether it is asked if this shall really be done.
    is_asking: RwSignal<bool>,
    /// What waits for that answer.
    data: StoredValue<Option<Value>>,
    running: StoredValue<Option<AbortHandle>>,
    call: StoredValue<Rc<Call>, LocalStorage>,
    on_answer: Callback<Option<Answer>>,
}

impl Run {
    /// Judges the form and sends it, or asks first; returns whether the form
    /// itself finds nothing wrong.
    fn begin(self, is_safe: bool) -> bool {
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

    fn confirm(self) {
        let data = self.data.try_update_value(Option::take).flatten();
        self.is_asking.set(false);
        if let Some(data) = data {
            self.send(data);
        }
    }

    /// Gives the form back if nobody confirmed what it was to send.
    fn withdraw(self) {
        if self.data.try_update_value(Option::take).flatten().is_some() {
            self.form.form().server_errors(Vec::new(), Vec::new());
        }
    }

    /// Ends what is under way; whether the server carried it out is unknown.
    fn stop(self) {
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

#[component]
fn Refusal(error: Error, session: Session) -> impl IntoView {
    let wants_sign_in = matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden);
    let mut lines = failure_text(&error).into_iter();
    let title = lines.next();
    view! {
        <Callout tone=Tone::Danger>
            <p class="font-medium">{title}</p>
            {lines.map(|line| view! { <p class="mt-1">{line}</p> }).collect_view()}
            {wants_sign_in
                .then(|| {
                    view! {
                        <div class="mt-2">
                            <Button on:click=move |_| {
                                session.sign_in().is_open.set(true);
                            }>{t("shell.sign_in")}</Button>
                        </div>
                    }
                })}
        </Callout>
    }
}
