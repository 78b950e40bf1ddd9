//! The rows of a list.

use crate::app::chunk::nothing_chunk;
use crate::app::controller::ListController;
use crate::app::format::{field_label, worth};
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::reveal;
use crate::app::route::Place;
use crate::app::value::{cell_text, cell_view};
use crate::ui::skeleton::SkeletonRows;
use crate::ui::table;
use crate::ui::view::{IntoPiece, Piece, live, memo};
use leptos::either::Either;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use vitrine_core::api::{Field, Kind};
use vitrine_core::record::Record;

/// The table: header with orders, rows with links.
#[component]
pub(super) fn Rows(
    /// The list.
    list: ListController,
    /// What the table shows.
    title: String,
) -> impl IntoView {
    let is_placeholder = memo(move || list.page.with(|state| state.is_placeholder));
    let is_empty = memo(move || list.rows().is_some_and(|page| page.records.is_empty()));
    let is_late = RwSignal::new(false);
    if untrack(|| list.rows().is_none()) {
        let wait = move || {
            let _ = is_late.try_set(true);
        };
        set_timeout(wait, reveal::PATIENCE);
    }
    let body = move || match list.rows() {
        None => {
            let count = list.columns().len().max(1);
            let skeleton = || view! { <SkeletonRows rows=12 columns=count /> }.into_piece();
            Either::Left(is_late.get().then(skeleton))
        }
        // With their type, so that fresh rows update those on screen and the focus stays.
        Some(page) => {
            let columns = list.columns();
            let rows = page.records.iter().map(|record| row_view(list, &columns, record));
            Either::Right(rows.collect::<Vec<_>>())
        }
    };
    let headers = move || {
        let columns = list.columns();
        columns.iter().map(|field| header_view(list, field)).collect::<Vec<_>>()
    };
    view! {
        <table::Root
            label=title
            busy=Signal::derive(move || is_placeholder.get())
            class="min-h-0 flex-1 border-t border-line has-[+.ui-nothing]:flex-none"
        >
            <table::Header>{live(headers)}</table::Header>
            <table::Body>{live(body)}</table::Body>
        </table::Root>
        {live(move || is_empty.get().then(|| nothing_chunk(list)))}
    }
}

fn header_view(list: ListController, field: &Field) -> Piece {
    let name = field.name.clone();
    let label = field_label(field);
    let is_numeric = is_numeric(field);
    if !list.capabilities().sort_fields.contains(&name) {
        return view! { <table::HeaderCell numeric=is_numeric>{label}</table::HeaderCell> }
            .into_piece();
    }
    let place = {
        let name = name.clone();
        memo(move || {
            list.params.with(|params| {
                let position = params.sort.iter().position(|sort| sort.field == name)?;
                let is_ranked = params.sort.len() > 1;
                Some((params.sort[position].is_descending, is_ranked.then_some(position + 1)))
            })
        })
    };
    let direction = move || {
        place.get().map(|(is_descending, _)| {
            if is_descending { table::Direction::Descending } else { table::Direction::Ascending }
        })
    };
    let on_sort = Callback::new(move |event: MouseEvent| list.sort_by(&name, event.shift_key()));
    view! {
        <table::HeaderCell
            sort=Signal::derive(direction)
            rank=Signal::derive(move || place.get().and_then(|(_, rank)| rank))
            on_sort=on_sort
            numeric=is_numeric
        >
            {label}
        </table::HeaderCell>
    }
    .into_piece()
}

fn row_view(list: ListController, columns: &[Field], record: &Record) -> impl IntoView + use<> {
    let resource = list.resource();
    let href = record.identifier.as_ref().filter(|_| list.capabilities().can_read).map(|id| {
        let collection = list.session().collection(&resource);
        Navigation::expect().href(&Place::Record(collection, id.as_str().to_owned()))
    });
    let cells: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(position, field)| {
            let worth = worth(field, &record.fields);
            let value = worth.as_deref();
            // The first column leads to the record: it is a link with a name,
            // so keyboards and screen readers get there like pointers do.
            let content = match href.clone().filter(|_| position == 0) {
                Some(href) => {
                    let is_label = resource.label_field.as_ref() == Some(&field.path);
                    let label = if is_label || value.is_none() {
                        resource.label(record)
                    } else {
                        cell_text(field, value)
                    };
                    let text = if label.is_empty() { t("value.none") } else { label };
                    Either::Left(view! { <a class="row-link" href=href>{text}</a> })
                }
                None => Either::Right(cell_view(field, value)),
            };
            view! { <td data-numeric=is_numeric(field).then_some("true")>{content}</td> }
        })
        .collect();
    view! { <tr>{cells}</tr> }
}

fn is_numeric(field: &Field) -> bool {
    let is_number = matches!(field.kind, Kind::Integer | Kind::Number | Kind::Money | Kind::Amount);
    is_number && field.reference.is_none()
}
