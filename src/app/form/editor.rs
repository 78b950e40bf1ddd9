//! The form on the page.

use super::controller::FormController;
use super::field::{FieldView, focus_field};
use super::state::{FormFailure, FormNotice};
use super::summary::Summary;
use super::unsaved::{keep_while_typing, warn_before_unload};
use crate::app::locale::t;
use crate::app::session::Session;
use crate::reactive::{FormHandle, use_form};
use crate::ui::button::{Button, Variant};
use crate::ui::view::{live, memo};
use leptos::html;
use leptos::prelude::*;
use vitrine_core::form::{Form, FormState};

/// The fields, and the buttons under them.
#[component]
pub(super) fn Editor(
    /// The record.
    controller: FormController,
    /// The API.
    session: Session,
) -> impl IntoView {
    // Another form takes the place of this one when the record is read again.
    move || {
        let form = use_form(controller.form.get());
        view! { <Fields controller form session /> }
    }
}

#[component]
fn Fields(controller: FormController, form: FormHandle, session: Session) -> impl IntoView {
    let element = NodeRef::<html::Form>::new();
    keep_while_typing(controller, form);
    warn_before_unload(form);
    let save = move || {
        controller.save(move || focus_first_error(form, element));
    };
    on_save_keys(save);
    // The server's refusal leads to its field as the form's own does.
    let state = memo(move || form.state());
    Effect::new(move || {
        if state.get() == FormState::Rejected {
            request_animation_frame(move || focus_first_error(form, element));
        }
    });
    let is_busy = Signal::derive(move || state.get() == FormState::Submitting);
    let fields = form.with_untracked(|form| form.spec().fields.clone());
    let on_retry = Callback::new(move |()| save());
    let first = fields.iter().find(|field| !field.is_read_only).map(|field| field.path.clone());
    let first = StoredValue::new(first);
    // The button that was pressed is gone then, and the focus with it.
    let on_settled = Callback::new(move |()| {
        let element = element.get_untracked();
        if let (Some(element), Some(path)) = (element, first.get_value()) {
            focus_field(&element, &path);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <form
            node_ref=element
            // What takes the focus must not come to lie under the buttons.
            class="grid gap-5 [&_:is(input,select,textarea,button)]:scroll-mb-32 [&_:is(input,select,textarea,button)]:scroll-mt-8"
            novalidate=true
            data-state=live(move || state.get().name())
            aria-busy=live(move || is_busy.get().then_some("true"))
            on:submit=submit
        >
            <FormNotice controller on_settled />
            <Summary form element />
            {fields
                .into_iter()
                .map(|field| view! { <FieldView form field /> })
                .collect_view()}
            <div class="sticky bottom-0 z-10 -mx-4 grid gap-3 border-t border-line bg-surface px-4 py-3">
                <FormFailure controller session on_retry />
                <div class="flex flex-wrap items-center gap-2">
                    <Button kind="submit" variant=Variant::Primary busy=is_busy>
                        {t("form.save")}
                    </Button>
                    <Button on:click=move |_| controller.cancel()>{t("action.cancel")}</Button>
                    <span class="ms-auto text-xs text-text-muted" role="status">
                        {live(move || form.with(Form::is_dirty).then(|| t("form.unsaved")))}
                    </span>
                </div>
            </div>
        </form>
    }
}

fn focus_first_error(form: FormHandle, element: NodeRef<html::Form>) {
    // The page may have gone while the answer was on its way.
    let Some(Some(element)) = element.try_get_untracked() else { return };
    if let Some(path) = form.with_untracked(Form::first_error) {
        focus_field(&element, &path);
    }
}

/// Saves on Ctrl+S, Cmd+S and Ctrl+Enter, as long as no dialog asks something.
fn on_save_keys(save: impl Fn() + 'static) {
    let save = StoredValue::new_local(save);
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let is_save = event.key().eq_ignore_ascii_case("s") || event.key() == "Enter";
        if !is_save || !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        event.prevent_default();
        let dialog = document().query_selector("dialog:modal").ok().flatten();
        if dialog.is_none() && !event.repeat() {
            let _ = save.try_with_value(|save| save());
        }
    });
    on_cleanup(move || listener.remove());
}
