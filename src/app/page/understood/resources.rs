//! The resources of an API, each with how sure it is.

use super::page::address_of;
use super::standing::{Summary, summary};
use crate::app::format::humanize;
use crate::app::locale::{t, t_count};
use crate::app::session::Session;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::input::Input;
use crate::ui::view::{live, memo};
use crate::ui::visually_hidden::VisuallyHidden;
use leptos::prelude::*;
use vitrine_core::platform::locale;

/// How many resources make a box to narrow them worth its place.
const MANY: usize = 8;

/// All resources; the one that is shown is marked.
#[component]
pub(super) fn Resources(
    /// The API.
    session: Session,
    /// The name of the one that is shown.
    shown: Memo<Option<String>>,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let names = memo(move || {
        session.track_model();
        session.with_api(|api| {
            api.resources.iter().map(|resource| resource.name.clone()).collect::<Vec<_>>()
        })
    });
    let search = move || {
        (names.with(Vec::len) > MANY).then(|| {
            view! {
                <Input
                    value=words
                    on_input=move |text: String| words.set(text)
                    kind="search"
                    attr:aria-label=t("shell.narrow")
                    attr:placeholder=t("shell.narrow")
                />
            }
        })
    };
    let entries = move || {
        let names = names.get().into_iter();
        names.map(|name| view! { <Entry session name words shown /> }).collect_view()
    };
    view! {
        <nav
            class="grid gap-2 p-2 md:sticky md:top-0 md:max-h-dvh md:overflow-y-auto"
            aria-label=t("understood.nav")
        >
            {search}
            <ul class="grid gap-px">{entries}</ul>
        </nav>
    }
}

#[component]
fn Entry(
    session: Session,
    name: String,
    words: RwSignal<String>,
    shown: Memo<Option<String>>,
) -> impl IntoView {
    let label = humanize(&name);
    let is_hidden = {
        let label = locale::lowercase(&label);
        move || !words.with(|words| label.contains(&locale::lowercase(words.trim())))
    };
    let is_current = {
        let name = name.clone();
        move || shown.with(|shown| shown.as_ref() == Some(&name))
    };
    let address = address_of(session, &name);
    let summary = memo(move || {
        session.track_model();
        let resource = session.resource(&name);
        resource.map(|resource| summary(&resource, &session.notes())).unwrap_or_default()
    });
    view! {
        <li class:hidden=is_hidden>
            <a class="menu-link" href=address aria-current=move || is_current().then_some("page")>
                <span class="min-w-0 flex-1 truncate">{label}</span>
                {live(move || marks(summary.get()))}
            </a>
        </li>
    }
}

/// What is worth knowing of a resource before it is opened: what it does not
/// do, what a person said, and how much was proved.
fn marks(summary: Summary) -> impl IntoView {
    let mark = |count: usize, glyph: Glyph, tone: &'static str, key: &'static str| {
        (count > 0).then(|| {
            view! {
                <span class=format!("inline-flex items-center gap-0.5 text-xs tabular-nums {tone}")>
                    <Icon glyph class="size-3" />
                    <span aria-hidden="true">{count}</span>
                    <VisuallyHidden>{t_count(key, count as u64)}</VisuallyHidden>
                </span>
            }
        })
    };
    view! {
        {mark(summary.refuted, Glyph::Warning, "text-warning", "understood.count.refuted")}
        {mark(summary.chosen, Glyph::Pencil, "text-accent", "understood.count.chosen")}
        {mark(summary.proved, Glyph::Check, "text-success", "understood.count.proved")}
    }
}
