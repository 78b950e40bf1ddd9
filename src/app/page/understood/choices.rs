//! The choices of a resource, each with its alternatives and its reasons.

use super::choice::{Reason, choice, chosen};
use super::correction::undo;
use super::subject::Subject;
use crate::app::locale::{t, t_with};
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::badge::Badge;
use crate::ui::button::{IconButton, Size};
use crate::ui::icon::Glyph;
use crate::ui::native_select::NativeSelect;
use crate::ui::view::{IntoPiece, live, memo};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The reasons that are shown at once; the others are a click away.
const FIRST: usize = 1;

/// All choices of a resource.
#[component]
pub(super) fn Choices(
    /// The API.
    session: Session,
    /// The name of the resource.
    name: String,
) -> impl IntoView {
    let rows = Subject::ALL.map(|subject| {
        let name = name.clone();
        view! { <Row session name subject /> }
    });
    view! {
        <section aria-label=t("understood.choices")>
            <div class="divide-y divide-line border-y border-line">{rows.collect_view()}</div>
        </section>
    }
}

#[component]
fn Row(session: Session, name: String, subject: Subject) -> impl IntoView {
    let workspace = Workspace::expect();
    let state = {
        let name = name.clone();
        memo(move || choice(workspace, session, &name, subject))
    };
    let current = Signal::derive(move || {
        state.with(|it| it.as_ref().map(|it| it.current.clone()).unwrap_or_default())
    });
    let options =
        memo(move || state.with(|it| it.as_ref().map(|it| it.options.clone()).unwrap_or_default()));
    // The size goes back with the way in which pages are asked for.
    let can_undo = memo(move || {
        subject != Subject::Size && state.with(|it| it.as_ref().is_some_and(|it| it.is_chosen))
    });
    let reasons =
        move || state.with(|it| it.as_ref().map(|it| it.reasons.clone()).unwrap_or_default());
    let take = {
        let name = name.clone();
        move |value: String| {
            let overlay = workspace.overlay(session);
            if let Some(overlay) = chosen(&overlay, &name, subject, &value) {
                session.notes().forget_checks(&name);
                workspace.correct(session, &overlay);
            }
        }
    };
    let take_back = Callback::new(move |event: MouseEvent| {
        focus_select(&event);
        session.notes().forget_checks(&name);
        workspace.correct(session, &undo(&workspace.overlay(session), &name, subject));
    });
    let title = t(subject.title());
    let undo_label = t_with("understood.undo", &[("name", &title)]);
    view! {
        <div
            class="grid items-start gap-x-4 gap-y-1 py-2 sm:grid-cols-[7rem_minmax(0,1fr)] xl:grid-cols-[7rem_16rem_minmax(0,1fr)]"
            class:hidden=live(move || state.with(Option::is_none))
            data-choice=subject.name()
        >
            <p class="leading-8 font-medium text-text">{title.clone()}</p>
            <div class="flex items-center gap-1">
                <NativeSelect value=current on_change=take class="border-line" attr:aria-label=title>
                    {move || {
                        options
                            .get()
                            .into_iter()
                            .map(|(value, label)| view! { <option value=value>{label}</option> })
                            .collect_view()
                    }}
                </NativeSelect>
                {move || {
                    can_undo
                        .get()
                        .then(|| {
                            view! {
                                <IconButton
                                    glyph=Glyph::Undo
                                    label=undo_label.clone()
                                    size=Size::Small
                                    on:click=move |event| take_back.run(event)
                                />
                            }
                        })
                }}
            </div>
            <div class="min-w-0 py-1.5 sm:col-start-2 xl:col-start-3">
                {live(move || reasons_view(reasons()))}
            </div>
        </div>
    }
}

/// The button goes away with the correction; the focus stays in its row.
fn focus_select(event: &MouseEvent) {
    let button: Option<web_sys::Element> = event.target().and_then(|it| it.dyn_into().ok());
    let row = button.and_then(|button| button.closest("[data-choice]").ok().flatten());
    let select = row.and_then(|row| row.query_selector("select").ok().flatten());
    if let Some(select) = select.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = select.focus();
    }
}

/// Reasons one below the other, the first ones at once.
pub(super) fn reasons_view(mut reasons: Vec<Reason>) -> impl IntoView {
    if reasons.is_empty() {
        let none = t("understood.standing.silent");
        return view! { <p class="leading-6 text-text-faint">{none}</p> }.into_piece();
    }
    let rest = reasons.split_off(FIRST.min(reasons.len()));
    let more = (!rest.is_empty()).then(|| {
        let count = crate::app::locale::t_count("understood.more", rest.len() as u64);
        view! {
            <details>
                <summary class="w-fit cursor-pointer text-xs leading-5 text-text-muted">
                    {count}
                </summary>
                <ul class="mt-1 grid gap-1">{rest.into_iter().map(reason_view).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <ul class="grid gap-1">{reasons.into_iter().map(reason_view).collect_view()}</ul>
        {more}
    }
    .into_piece()
}

fn reason_view(reason: Reason) -> impl IntoView {
    let sure = t_with("understood.sure", &[("percent", &reason.confidence.to_string())]);
    let request = reason.request.map(|request| {
        view! { <code class="block font-mono text-xs break-all text-text-muted">{request}</code> }
    });
    view! {
        <li class="min-w-0 leading-5">
            <Badge tone=reason.standing.tone()>{t(reason.standing.title())}</Badge>
            " "
            {reason.text}
            " "
            <span class="text-xs whitespace-nowrap text-text-faint tabular-nums">{sure}</span>
            {request}
        </li>
    }
}
