//! One value in a cell.

use super::ReferenceLink;
use crate::app::format::{Shown, show};
use crate::app::locale::t;
use crate::ui::badge::Badge;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{IntoPiece, Piece};
use leptos::prelude::*;
use serde_json::Value;
use vitrine_core::api::Field;
use vitrine_core::record::Identifier;

/// The most members of a list that a cell names.
const MEMBERS: usize = 3;

/// Returns a value in one line.
#[must_use]
pub fn cell_view(field: &Field, value: Option<&Value>) -> Piece {
    if let Some(links) = reference_view(field, value) {
        return links;
    }
    match show(field, value) {
        Shown::Empty => {
            let none = t("value.none");
            view! { <span class="text-text-faint" aria-label=none>"\u{2013}"</span> }.into_piece()
        }
        Shown::Number(text) | Shown::Text(text) | Shown::LongText(text) => text.into_piece(),
        Shown::Flag(flag) => flag_view(flag),
        Shown::Badge(text) => view! { <Badge>{text}</Badge> }.into_piece(),
        Shown::Link { href, text } => link_view(href, text),
        Shown::Picture(href) => link_view(href, t("value.picture")),
        Shown::Color(color) => color_view(color),
        Shown::List(members) => list_view(&members),
        Shown::Nested(text) => view! { <span class="text-text-muted">{text}</span> }.into_piece(),
    }
}

/// Returns a value as plain text, for where a link stands around it.
#[must_use]
pub fn cell_text(field: &Field, value: Option<&Value>) -> String {
    match show(field, value) {
        Shown::Empty => t("value.none"),
        Shown::Flag(flag) => t(if flag { "value.yes" } else { "value.no" }),
        Shown::Link { text, .. }
        | Shown::Text(text)
        | Shown::LongText(text)
        | Shown::Number(text)
        | Shown::Badge(text)
        | Shown::Picture(text)
        | Shown::Color(text)
        | Shown::Nested(text) => text,
        Shown::List(members) => members.join(", "),
    }
}

/// Returns links to the records that a field points to; nothing when it points
/// nowhere.
pub(super) fn reference_view(field: &Field, value: Option<&Value>) -> Option<Piece> {
    let reference = field.reference.as_ref()?;
    let keys: Vec<Identifier> = match value? {
        Value::Array(keys) => keys.iter().filter_map(Identifier::from_value).collect(),
        value => Identifier::from_value(value).into_iter().collect(),
    };
    let mut links: Vec<Piece> = keys
        .into_iter()
        .map(|identifier| {
            view! { <ReferenceLink resource=reference.resource.clone() identifier /> }.into_piece()
        })
        .collect();
    match links.len() {
        0 => None,
        1 => links.pop(),
        _ => Some(view! { <span class="flex flex-wrap gap-x-2">{links}</span> }.into_piece()),
    }
}

fn flag_view(flag: bool) -> Piece {
    // A column of flags is scanned for those that are set: only they get a mark.
    if !flag {
        return view! { <span class="text-text-faint">{t("value.no")}</span> }.into_piece();
    }
    view! {
        <span class="inline-flex items-center gap-1 align-middle">
            <Icon glyph=Glyph::Check />
            {t("value.yes")}
        </span>
    }
    .into_piece()
}

pub(super) fn link_view(href: String, text: String) -> Piece {
    view! {
        <a class="link" href=href target="_blank" rel="noopener noreferrer">
            {text}
        </a>
    }
    .into_piece()
}

fn color_view(color: String) -> Piece {
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
    .into_piece()
}

fn list_view(members: &[String]) -> Piece {
    let rest = members.len().saturating_sub(MEMBERS);
    let badges: Vec<_> = members
        .iter()
        .take(MEMBERS)
        .cloned()
        .map(|member| view! { <Badge>{member}</Badge> })
        .collect();
    view! {
        <span class="inline-flex gap-1">
            {badges}
            {(rest > 0).then(|| view! { <span class="text-text-muted">{format!("+{rest}")}</span> })}
        </span>
    }
    .into_piece()
}
