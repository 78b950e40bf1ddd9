//! The conditions of a list, as far as the API has them.

use crate::app::chunk::{filter_chunk, groups_chunk};
use crate::app::controller::ListController;
use crate::app::format::humanize;
use crate::app::locale::{t, t_with};
use crate::app::value::operator_sign;
use crate::ui::button::{Button, IconButton, Size, Variant};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{IntoPiece, Piece, listener, live, memo};
use leptos::prelude::*;
use vitrine_core::api::Filter;

/// The conditions that are set, and a way to add one.
#[component]
pub(super) fn FilterBar(
    /// The list.
    list: ListController,
) -> impl IntoView {
    let is_editing = RwSignal::new(false);
    let chips = move || {
        let filters = list.params.with(|params| params.filter.clone());
        let chips = filters.into_iter().enumerate();
        chips.map(|(position, filter)| chip_view(list, position, &filter)).collect::<Vec<_>>()
    };
    let has_groups = memo(move || list.params.with(|params| !params.groups.is_empty()));
    let add = Callback::new(move |filter: Filter| {
        is_editing.set(false);
        let mut filters = list.params.with_untracked(|params| params.filter.clone());
        // One condition per field and operator: a second one replaces it.
        filters.retain(|known| known.field != filter.field || known.operator != filter.operator);
        filters.push(filter);
        list.filter(filters);
    });
    view! {
        <ul class="contents" aria-label=t("filter.active")>
            {live(chips)}
            {live(move || has_groups.get().then(|| groups_chunk(list)))}
        </ul>
        {live(move || {
            if is_editing.get() {
                filter_chunk(list, add, Callback::new(move |()| is_editing.set(false)))
            } else {
                view! {
                    <Button
                        variant=Variant::Ghost
                        size=Size::Small
                        on:click=listener(move |_| is_editing.set(true))
                    >
                        <Icon glyph=Glyph::Filter />
                        {t("filter.add")}
                    </Button>
                }
                    .into_piece()
            }
        })}
    }
}

fn chip_view(list: ListController, position: usize, filter: &Filter) -> Piece {
    let name = humanize(&filter.field);
    let sign = operator_sign(filter.operator);
    let remove = t_with("filter.remove", &[("name", &name)]);
    let text = format!("{name} {sign} {}", filter.value);
    chip(text, remove, move || {
        let mut filters = list.params.with_untracked(|params| params.filter.clone());
        filters.remove(position);
        list.filter(filters);
    })
}

/// A condition in words, and a button called `remove` to take it away by.
pub(super) fn chip(text: String, remove: String, mut on_remove: impl FnMut() + 'static) -> Piece {
    view! {
        <li class="inline-flex items-center gap-1 rounded border border-line ps-2">
            {text}
            <IconButton
                glyph=Glyph::X
                label=remove
                size=Size::Small
                on:click=listener(move |_| on_remove())
            />
        </li>
    }
    .into_piece()
}
