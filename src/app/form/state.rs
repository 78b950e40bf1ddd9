//! What the form has to tell beside its fields: a conflict, a failure, a draft.

use super::controller::{FormController, Notice};
use crate::app::locale::{t, t_with};
use crate::app::page::{Refusal, explanation_view, failure_text};
use crate::app::session::Session;
use crate::ui::button::{Button, Size, Variant};
use crate::ui::callout::Callout;
use crate::ui::tone::Tone;
use leptos::html;
use leptos::prelude::*;
use vitrine_core::api::discover::Attempt;
use vitrine_core::api::{Error, ErrorKind};

/// A draft that was brought back, or a record that was read again.
#[component]
pub(super) fn FormNotice(
    controller: FormController,
    /// Takes care of the focus when the notice goes.
    on_settled: Callback<()>,
) -> impl IntoView {
    let region = NodeRef::<html::Div>::new();
    let discard = move |_| {
        controller.discard();
        on_settled.run(());
    };
    // The form was built anew under the button that asked for it.
    Effect::new(move || {
        if let Some(region) = region.get()
            && controller.notice.with(|notice| matches!(notice, Some(Notice::Reread(_))))
        {
            // Refused only when it is not on the page.
            let _ = region.focus();
        }
    });
    view! {
        <div node_ref=region role="status" tabindex="-1" class="outline-none empty:hidden">
            {move || {
                controller
                    .notice
                    .get()
                    .map(|notice| {
                        let (tone, text) = match notice {
                            Notice::Restored => (Tone::Accent, t("form.restored")),
                            Notice::Reread(labels) if labels.is_empty() => {
                                (Tone::Accent, t("form.reread"))
                            }
                            Notice::Reread(labels) => {
                                let fields = labels.join(", ");
                                (Tone::Accent, t_with("form.reread.fields", &[("fields", &fields)]))
                            }
                        };
                        view! {
                            <Callout tone>
                                <div class="flex flex-wrap items-center gap-2">
                                    <p class="min-w-48 flex-1">{text}</p>
                                    <Button size=Size::Small on:click=discard>
                                        {t("form.discard")}
                                    </Button>
                                </div>
                            </Callout>
                        }
                    })
            }}
        </div>
    }
}

/// Why the record is not saved, and the ways on; nothing typed is lost in any
/// of them.
#[component]
pub(super) fn FormFailure(
    controller: FormController,
    session: Session,
    /// Sends the form again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    // It stays while somebody types on, until the form is sent again.
    let failure = move || {
        let error = controller.error.get()?;
        match error.kind() {
            ErrorKind::Conflict if controller.is_edit() => {
                Some(view! { <Conflict controller error /> }.into_any())
            }
            // What is in the data stands at the fields and in the summary.
            ErrorKind::Invalid | ErrorKind::Conflict => None,
            _ => Some(view! { <Failure error session on_retry /> }.into_any()),
        }
    };
    view! {
        <div role="alert" class="empty:hidden">
            {failure}
        </div>
    }
}

#[component]
fn Conflict(controller: FormController, error: Error) -> impl IntoView {
    let detail = error.text().map(str::to_owned);
    view! {
        <Callout tone=Tone::Warning>
            <p class="font-medium">{t("form.conflict")}</p>
            <p class="mt-1">{t("form.conflict.advice")}</p>
            {detail.map(|text| view! { <p class="mt-1 text-text-muted">{text}</p> })}
            <div class="mt-2 flex flex-wrap gap-2">
                <Button
                    size=Size::Small
                    variant=Variant::Primary
                    busy=controller.is_rereading
                    on:click=move |_| controller.reread()
                >
                    {t("form.conflict.load")}
                </Button>
                <Button size=Size::Small on:click=move |_| controller.overwrite()>
                    {t("form.conflict.overwrite")}
                </Button>
            </div>
        </Callout>
    }
}

#[component]
fn Failure(error: Error, session: Session, on_retry: Callback<()>) -> impl IntoView {
    let wants_sign_in = matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden);
    let is_silent = error.kind() == ErrorKind::Network;
    view! {
        <Refusal lines=failure_text(&error)>
            <p class="mt-1">{t("form.kept")}</p>
            <div class="mt-2 flex flex-wrap gap-2">
                <Button size=Size::Small on:click=move |_| on_retry.run(())>
                    {t("error.retry")}
                </Button>
                {wants_sign_in
                    .then(|| {
                        view! {
                            <Button
                                size=Size::Small
                                on:click=move |_| session.sign_in().is_open.set(true)
                            >
                                {t("shell.sign_in")}
                            </Button>
                        }
                    })}
            </div>
        </Refusal>
        {is_silent.then(|| explanation_view(session, Attempt::Write))}
    }
}
