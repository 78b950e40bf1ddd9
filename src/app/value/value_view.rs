//! One value in a cell or on a record page.

use super::ReferenceLink;
use crate::app::format::{Shown, show};
use crate::app::locale::t;
use crate::ui::badge::Badge;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use serde_json::Value;
use vitrine_core::api::Field;
use vitrine_core::record::Identifier;

/// How much room a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// One line of a table.
    Cell,
    /// A paragraph of a record page.
    Full,
}

/// The most members of a list that a cell names.
const CELL_MEMBERS: usize = 3;

/// A value as its field's kind is shown.
#[component]
pub fn ValueView(
    /// What the value is.
    field: Field,
    /// The value; nothing where the row has none.
    value: Option<Value>,
    /// How much room there is.
    density: Density,
) -> AnyView {
    if let Some(reference) = &field.reference {
        let resource = reference.resource.clone();
        let keys: Vec<Identifier> = match &value {
            Some(Value::Array(keys)) => keys.iter().filter_map(Identifier::from_value).collect(),
            Some(value) => Identifier::from_value(value).into_iter().collect(),
            None => Vec::new(),
        };
        if !keys.is_empty() {
            let links = keys.into_iter().map(|identifier| {
                view! { <ReferenceLink resource=resource.clone() identifier /> }
            });
            return view! { <span class="flex flex-wrap gap-x-2">{links.collect_view()}</span> }
                .into_any();
        }
    }
    match show(&field, value.as_ref()) {
        Shown::Empty => {
            let none = t("value.none");
            view! { <span class="text-text-faint" aria-label=none>"\u{2013}"</span> }.into_any()
        }
        Shown::Text(text) => text.into_any(),
        Shown::Number(text) => view! { <span class="tabular-nums">{text}</span> }.into_any(),
        Shown::LongText(text) => match density {
            Density::Cell => text.into_any(),
            Density::Full => {
                view! { <p class="max-w-prose whitespace-pre-line">{text}</p> }.into_any()
            }
        },
        Shown::Flag(flag) => flag_view(flag),
        Shown::Badge(text) => view! { <Badge>{text}</Badge> }.into_any(),
        Shown::Link { href, text } => link_view(href, text),
        Shown::Picture(href) => match density {
            Density::Cell => link_view(href, t("value.picture")),
            Density::Full => view! { <Picture href /> }.into_any(),
        },
        Shown::Color(color) => color_view(color),
        Shown::List(members) => list_view(&members, density),
        Shown::Nested(text) => match density {
            Density::Cell => view! { <span class="text-text-muted">{text}</span> }.into_any(),
            Density::Full => nested_view(value.as_ref()),
        },
    }
}

fn flag_view(flag: bool) -> AnyView {
    // A column of flags is scanned for those that are set: only they get a mark.
    if !flag {
        return view! { <span class="text-text-faint">{t("value.no")}</span> }.into_any();
    }
    view! {
        <span class="inline-flex items-center gap-1 align-middle">
            <Icon glyph=Glyph::Check />
            {t("value.yes")}
        </span>
    }
    .into_any()
}

fn link_view(href: String, text: String) -> AnyView {
    view! {
        <a class="link" href=href target="_blank" rel="noopener noreferrer">
            {text}
        </a>
    }
    .into_any()
}

fn color_view(color: String) -> AnyView {
    // The browser ignores a value that is no color.
    let background = color.clone();
    view! {
        <span class="inline-flex items-center gap-2">
            <span
                class="inline-block size-3 rounded-sm border border-line"
                style:background-color=background
            ></span>
            {color}
        </span>
    }
    .into_any()
}

fn list_view(members: &[String], density: Density) -> AnyView {
    let most = if density == Density::Cell { CELL_MEMBERS } else { members.len() };
    let rest = members.len().saturating_sub(most);
    let badges: Vec<_> = members
        .iter()
        .take(most)
        .cloned()
        .map(|member| view! { <Badge>{member}</Badge> })
        .collect();
    let gaps = if density == Density::Full { "flex flex-wrap gap-1" } else { "inline-flex gap-1" };
    view! {
        <span class=gaps>
            {badges}
            {(rest > 0).then(|| view! { <span class="text-text-muted">{format!("+{rest}")}</span> })}
        </span>
    }
    .into_any()
}

/// Nested data in full: objects as named lines, lists as numbered ones.
fn nested_view(value: Option<&Value>) -> AnyView {
    let lines: Vec<(String, Value)> = match value {
        Some(Value::Object(members)) => {
            let members = members.iter();
            members
                .map(|(name, value)| (crate::app::format::humanize(name), value.clone()))
                .collect()
        }
        Some(Value::Array(elements)) => {
            let elements = elements.iter().enumerate();
            elements.map(|(index, value)| ((index + 1).to_string(), value.clone())).collect()
        }
        _ => return ().into_any(),
    };
    let lines = lines.into_iter().map(|(name, value)| {
        let inner = if value.is_object() || value.is_array() {
            nested_view(Some(&value))
        } else {
            let text = crate::app::format::plain(&value);
            if text.is_empty() { "\u{2013}".to_owned() } else { text }.into_any()
        };
        view! {
            <div class="flex gap-3 py-0.5">
                <dt class="min-w-24 shrink-0 text-text-muted">{name}</dt>
                <dd class="min-w-0 break-words">{inner}</dd>
            </div>
        }
    });
    view! { <dl class="border-s border-line ps-3">{lines.collect_view()}</dl> }.into_any()
}

/// A picture of another origin: it is fetched when a person asks for it,
/// because the fetch tells that origin who looks at what.
#[component]
fn Picture(href: String) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    let source = href.clone();
    view! {
        <div class="grid justify-items-start gap-2">
            {link_view(href.clone(), href)}
            <Show
                when=move || is_shown.get()
                fallback=move || {
                    view! {
                        <crate::ui::button::Button
                            size=crate::ui::button::Size::Small
                            on:click=move |_| is_shown.set(true)
                        >
                            {t("value.show_picture")}
                        </crate::ui::button::Button>
                    }
                }
            >
                <img
                    class="max-h-80 max-w-full rounded border border-line"
                    src=source.clone()
                    alt=""
                    referrerpolicy="no-referrer"
                />
            </Show>
        </div>
    }
}
