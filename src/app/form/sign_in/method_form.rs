//! The fields of one way to sign in.

use super::choice::Door;
use super::method::Method;
use crate::app::form::field::{FieldView, Purpose, focus_field};
use crate::app::form::problem::refusal_text;
use crate::app::form::summary::Summary;
use crate::app::locale::t;
use crate::app::page::{Refusal, failure_text};
use crate::reactive::use_form;
use crate::ui::button::{Button, Variant};
use crate::ui::dialog;
use crate::ui::view::memo;
use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::{Error, ErrorKind};
use vitrine_core::form::{Form, FormState};
use vitrine_core::platform::locale;
use vitrine_core::record::Path;

/// Takes what a way to sign in needs, and signs in.
#[component]
pub(super) fn MethodForm(
    /// What it leads to.
    door: Door,
    /// The way.
    method: Method,
) -> impl IntoView {
    let element = NodeRef::<html::Form>::new();
    let form = use_form(Form::new(method.spec(), None, Rc::new(locale::offset_minutes)));
    let failure = RwSignal::new(None::<Error>);
    let state = memo(move || form.state());
    let is_busy = Signal::derive(move || state.get() == FormState::Submitting);
    let fields = form.with_untracked(|form| form.spec().fields.clone());
    let first = fields.first().map(|field| field.path.clone());
    // The dialog opens with the focus where one types.
    Effect::new(move || {
        if let (Door::Session(_), Some(element), Some(path)) = (door, element.get(), &first) {
            focus_field(&element, path);
        }
    });
    let method = StoredValue::new(method);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failure.set(None);
        let live = form.form();
        let Some(submission) = live.submit() else {
            if let (Some(element), Some(path)) = (element.get_untracked(), live.first_error()) {
                focus_field(&element, &path);
            }
            return;
        };
        if let Some(credential) = method.with_value(|method| method.credential(&submission.data)) {
            match door {
                Door::Session(session) => session.use_credential(credential),
                Door::Address(on_credential) => on_credential.run(credential),
            }
            return;
        }
        // Only the description of an open API names an operation to sign in by.
        let Door::Session(session) = door else { return };
        leptos::task::spawn_local(async move {
            if let Err(error) = session.log_in(submission.data).await {
                refuse(&live, &error);
                // The dialog may have been closed in the meantime.
                let _ = failure.try_set(Some(error));
            }
        });
    };
    let cancel = match door {
        Door::Session(session) => Some(session.sign_in().is_open),
        Door::Address(_) => None,
    };
    let cancel = cancel.map(|is_open| {
        view! { <Button on:click=move |_| is_open.set(false)>{t("action.cancel")}</Button> }
    });
    view! {
        <form node_ref=element class="grid gap-4" novalidate=true on:submit=submit>
            <Summary form element />
            <div role="alert" class="empty:hidden">
                {move || {
                    // What is wrong with the data stands in the summary.
                    (state.get() == FormState::Failed)
                        .then(|| {
                            let lines = failure.get().map(|error| refusal_lines(&error));
                            lines.map(|lines| view! { <Refusal lines /> })
                        })
                        .flatten()
                }}
            </div>
            <Provider value=Purpose::SignIn>
                {fields
                    .into_iter()
                    .map(|field| view! { <FieldView form field /> })
                    .collect_view()}
            </Provider>
            <dialog::Footer>
                {cancel}
                <Button kind="submit" variant=Variant::Primary busy=is_busy>
                    {t("sign_in.submit")}
                </Button>
            </dialog::Footer>
        </form>
    }
}

/// Tells `form` why nobody was signed in.
fn refuse(form: &Form, error: &Error) {
    match error.kind() {
        ErrorKind::Invalid => {
            let fields: Vec<(Path, String)> =
                error.fields().iter().map(|f| (f.path.clone(), f.text.clone())).collect();
            let whole = if fields.is_empty() { vec![refusal_text(error)] } else { Vec::new() };
            form.server_errors(fields, whole);
        }
        _ => form.failed(error.message()),
    }
}

/// Returns why nobody was signed in, a line each.
fn refusal_lines(error: &Error) -> Vec<String> {
    match error.kind() {
        ErrorKind::Unauthorized | ErrorKind::Forbidden => {
            let text = error.text().map(str::to_owned);
            std::iter::once(t("sign_in.refused")).chain(text).collect()
        }
        ErrorKind::Unreadable => vec![t("sign_in.no_token")],
        _ => failure_text(error),
    }
}
