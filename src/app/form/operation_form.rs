//! The form of an operation, and the way to run it.

use super::field::{FieldView, Purpose, focus_field};
use super::file_field::{FileField, take_files};
use super::operation_run::{Call, Run};
use super::spec::call_spec;
use super::summary::Summary;
use crate::app::locale::{t, t_with};
use crate::app::page::{
    Answer, Refusal, explanation_view, failure_text, operation_label, operation_path,
};
use crate::app::session::Session;
use crate::reactive::use_form;
use crate::ui::button::{Button, Variant};
use crate::ui::callout::Callout;
use crate::ui::dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::tone::Tone;
use crate::ui::view::{IntoPiece, Piece, memo};
use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::dialect::call_form;
use vitrine_core::api::discover::Attempt;
use vitrine_core::api::{Error, ErrorKind, Operation};
use vitrine_core::form::{Form, FormState};
use vitrine_core::platform::{Method, locale};

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
    let attempt = if is_safe { Attempt::Read } else { Attempt::Write };
    let endpoint = format!("{} {}", method.as_str(), operation_path(&operation, &known));
    let call = Call { operation, known, asked, files: files.clone() };
    let run = Run::new(session, form, call, on_answer);
    on_cleanup(move || {
        // What changes something is better carried out than cut off.
        if is_safe {
            run.stop();
        }
    });
    let state = memo(move || form.state());
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
    let variant = if method == Method::Delete { Variant::Danger } else { Variant::Primary };
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
                            Some(error) => refusal_view(&error, session, attempt),
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
        <Confirmation run label endpoint variant />
    }
}

/// The question that stands before a call that may change something.
#[component]
fn Confirmation(run: Run, label: String, endpoint: String, variant: Variant) -> impl IntoView {
    let title = StoredValue::new(t_with("operation.confirm.title", &[("operation", &label)]));
    let advice = StoredValue::new(t_with("operation.confirm.advice", &[("endpoint", &endpoint)]));
    view! {
        <dialog::Root open=run.is_asking kind=dialog::Kind::Alert>
            <dialog::Content>
                <dialog::Title>{title.get_value()}</dialog::Title>
                <dialog::Description>{advice.get_value()}</dialog::Description>
                <dialog::Footer>
                    <Button on:click=move |_| {
                        run.is_asking.set(false);
                    }>{t("action.cancel")}</Button>
                    <Button variant on:click=move |_| run.confirm()>
                        {t("operation.run")}
                    </Button>
                </dialog::Footer>
            </dialog::Content>
        </dialog::Root>
    }
}

/// Why the operation was refused, and the way to sign in where that may help.
fn refusal_view(error: &Error, session: Session, attempt: Attempt) -> Piece {
    let lines = failure_text(error);
    if error.kind() == ErrorKind::Network {
        let explanation = explanation_view(session, attempt);
        return view! { <Refusal lines /> {explanation} }.into_piece();
    }
    if !matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden) {
        return view! { <Refusal lines /> }.into_piece();
    }
    view! {
        <Refusal lines>
            <div class="mt-2">
                <Button on:click=move |_| {
                    session.sign_in().is_open.set(true);
                }>{t("shell.sign_in")}</Button>
            </div>
        </Refusal>
    }
    .into_piece()
}
