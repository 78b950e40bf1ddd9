//! One value on a record page.

use super::cell::{cell_view, link_view, reference_view};
use crate::app::format::{Shown, humanize, plain, show};
use crate::app::locale::t;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, Size};
use crate::ui::view::{IntoPiece, Piece, listener};
use leptos::prelude::*;
use serde_json::Value;
use vitrine_core::api::Field;

/// Returns a value with all that is in it.
#[must_use]
pub fn full_view(field: &Field, value: Option<&Value>) -> Piece {
    if let Some(links) = reference_view(field, value) {
        return links;
    }
    match show(field, value) {
        Shown::LongText(text) => {
            view! { <p class="max-w-prose whitespace-pre-line">{text}</p> }.into_piece()
        }
        Shown::Picture(href) => view! { <Picture href /> }.into_piece(),
        Shown::List(members) => {
            let badges: Vec<_> =
                members.into_iter().map(|member| view! { <Badge>{member}</Badge> }).collect();
            view! { <span class="flex flex-wrap gap-1">{badges}</span> }.into_piece()
        }
        Shown::Nested(_) => nested_view(value),
        _ => cell_view(field, value),
    }
}

/// Nested data in full: objects as named lines, lists as numbered ones.
fn nested_view(value: Option<&Value>) -> Piece {
    let lines: Vec<(String, Value)> = match value {
        Some(Value::Object(members)) => {
            let members = members.iter();
            members.map(|(name, value)| (humanize(name), value.clone())).collect()
        }
        Some(Value::Array(elements)) => {
            let elements = elements.iter().enumerate();
            elements.map(|(index, value)| ((index + 1).to_string(), value.clone())).collect()
        }
        _ => return ().into_piece(),
    };
    let lines = lines.into_iter().map(|(name, value)| {
        let inner = if value.is_object() || value.is_array() {
            nested_view(Some(&value))
        } else {
            let text = plain(&value);
            if text.is_empty() { "\u{2013}".to_owned() } else { text }.into_piece()
        };
        view! {
            <div class="flex gap-3 py-0.5">
                <dt class="min-w-24 shrink-0 text-text-muted">{name}</dt>
                <dd class="min-w-0 break-words">{inner}</dd>
            </div>
        }
    });
    view! { <dl class="border-s border-line ps-3">{lines.collect_view()}</dl> }.into_piece()
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
                        <Button
                            size=Size::Small
                            on:click=listener(move |_| is_shown.set(true))
                        >
                            {t("value.show_picture")}
                        </Button>
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
