//! All operations of an API.

use super::operation_label;
use crate::app::controller::{Level, level};
use crate::app::format::resource_label;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::page::set_title;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::ui::badge::Badge;
use crate::ui::empty_state;
use crate::ui::icon::Glyph;
use crate::ui::input::Input;
use crate::ui::tone::Tone;
use crate::ui::view::IntoPiece;
use leptos::prelude::*;
use vitrine_core::api::{Api, Operation};
use vitrine_core::platform::locale;

/// How many operations make a box to narrow them worth its place.
const MANY: usize = 12;

/// One line of the page.
#[derive(Debug, Clone)]
struct Entry {
    label: String,
    method: &'static str,
    path: String,
    is_safe: bool,
    href: String,
    /// What it is found by.
    words: String,
}

/// The operations: those of the API as a whole, then those of each resource.
#[component]
pub fn OperationsPage(
    /// The API.
    session: Session,
) -> impl IntoView {
    let navigation = Navigation::expect();
    set_title(&[&t("shell.operations"), &session.title()]);
    let groups = session.with_api(|api| groups(session, navigation, api));
    let count: usize = groups.iter().map(|(_, entries)| entries.len()).sum();
    let words = RwSignal::new(String::new());
    if count == 0 {
        return view! {
            <empty_state::Root glyph=Glyph::Play>
                <empty_state::Title>{t("operation.none")}</empty_state::Title>
                <empty_state::Text>{t("operation.none.advice")}</empty_state::Text>
            </empty_state::Root>
        }
        .into_piece();
    }
    let groups = groups.into_iter().map(|(title, entries)| {
        let all: Vec<String> = entries.iter().map(|entry| entry.words.clone()).collect();
        let is_hidden = move || words.with(|words| all.iter().all(|entry| !fits(entry, words)));
        let lines = entries.into_iter().map(|entry| {
            let own = entry.words.clone();
            let is_hidden = move || words.with(|words| !fits(&own, words));
            let tone = if entry.is_safe { Tone::Neutral } else { Tone::Accent };
            view! {
                <li class="grid gap-0.5 py-2" class:hidden=is_hidden>
                    <a class="link w-fit" href=entry.href>
                        {entry.label}
                    </a>
                    <span class="flex min-w-0 items-baseline gap-2 text-text-muted">
                        <Badge tone>{entry.method}</Badge>
                        <code class="min-w-0 text-xs break-all">{entry.path}</code>
                    </span>
                </li>
            }
        });
        view! {
            <section class="grid gap-1" class:hidden=is_hidden>
                {title.map(|title| view! { <h2 class="font-semibold">{title}</h2> })}
                <ul class="divide-y divide-line border-y border-line">{lines.collect_view()}</ul>
            </section>
        }
    });
    view! {
        <div class="grid w-full max-w-4xl gap-6 p-4">
            <header class="grid gap-1">
                <h1 class="text-lg font-semibold">{t("shell.operations")}</h1>
                <p class="text-text-muted">{t("operation.intro")}</p>
            </header>
            {(count > MANY)
                .then(|| {
                    view! {
                        <Input
                            value=words
                            on_input=move |text: String| words.set(text)
                            kind="search"
                            class="max-w-sm"
                            attr:aria-label=t("operation.narrow")
                            attr:placeholder=t("operation.narrow")
                        />
                    }
                })}
            {groups.collect_view()}
        </div>
    }
    .into_piece()
}

fn fits(entry: &str, words: &str) -> bool {
    let words = locale::lowercase(words);
    words.split_whitespace().all(|word| entry.contains(word))
}

/// Returns the operations by what they are run on.
fn groups(
    session: Session,
    navigation: Navigation,
    api: &Api,
) -> Vec<(Option<String>, Vec<Entry>)> {
    let entry = |operation: &Operation| {
        let (label, endpoint) = (operation_label(operation), &operation.endpoint);
        let (api, name) = (session.slug(), operation.name.clone());
        let place = Place::Operation { api, name, known: Vec::new() };
        Entry {
            method: endpoint.method.as_str(),
            path: endpoint.path.clone(),
            is_safe: endpoint.method.is_safe(),
            href: navigation.href(&place),
            words: locale::lowercase(&format!("{label} {} {}", operation.name, endpoint.path)),
            label,
        }
    };
    let whole = api.operations.iter().filter(|operation| level(api, operation) == Level::Api);
    let mut groups = vec![(None, whole.map(entry).collect::<Vec<_>>())];
    for resource in &api.resources {
        let own = api.operations.iter();
        let own = own.filter(|operation| operation.resource.as_ref() == Some(&resource.name));
        groups.push((Some(resource_label(resource)), own.map(entry).collect()));
    }
    groups.retain(|(_, entries)| !entries.is_empty());
    groups
}
