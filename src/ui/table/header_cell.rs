//! The name of a column.

use crate::ui::view::{Content, IntoPiece, listener, live};
use leptos::{ev, prelude::*};

use super::Direction;
use crate::ui::{
    class,
    icon::{Glyph, Icon},
};

/// The name of a column and, with `on_sort`, the button that orders the rows by it.
/// Renders a `<th scope="col" aria-sort data-sort>`.
#[component]
pub fn HeaderCell(
    /// How the rows are ordered by this column; nothing when they are not.
    #[prop(optional, into)]
    sort: Signal<Option<Direction>>,
    /// The place of this column among several that order the rows, from 1.
    #[prop(optional, into)]
    rank: Signal<Option<usize>>,
    /// Takes the click that asks for another order; a shift key adds to the present one.
    #[prop(optional, into)]
    on_sort: Option<Callback<ev::MouseEvent>>,
    /// Whether the cells below hold numbers.
    #[prop(optional)]
    numeric: bool,
    /// The name.
    children: Content,
) -> impl IntoView {
    let name = children.view();
    // Numbers line up at their end, so there the mark stands before the name.
    let order = if numeric { "flex-row-reverse" } else { "" };
    let content = match on_sort {
        Some(on_sort) => view! {
            <button
                type="button"
                class=class::join(
                    "group -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-text pointer-coarse:h-9",
                    order,
                )
                on:click=listener(move |event: ev::MouseEvent| on_sort.run(event))
            >
                <span>{name}</span>
                <SortMark sort rank />
            </button>
        }
        .into_piece(),
        None => name.into_piece(),
    };
    view! {
        <th
            scope="col"
            data-numeric=numeric.then_some("true")
            data-sort=live(move || sort.get().map(Direction::name))
            aria-sort=live(move || sort.get().map(Direction::name))
        >
            {content}
        </th>
    }
}

/// The arrow beside a name: present while it orders, hinted at while a pointer is over it.
#[component]
fn SortMark(sort: Signal<Option<Direction>>, rank: Signal<Option<usize>>) -> impl IntoView {
    live(move || {
        let glyph = match sort.get() {
            Some(Direction::Ascending) => Glyph::ArrowUp,
            Some(Direction::Descending) => Glyph::ArrowDown,
            None => {
                return view! {
                    <Icon
                        glyph=Glyph::ArrowsUpDown
                        class="size-3 opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"
                    />
                }
                .into_piece();
            }
        };
        view! {
            <Icon glyph class="size-3 text-accent" />
            {rank.get().map(|rank| view! { <span class="text-text-faint">{rank}</span> })}
        }
        .into_piece()
    })
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use crate::ui::table::{Body, Cell, Direction, Header, HeaderCell, Root, Row};

    #[test]
    fn a_table_is_a_named_region_that_a_keyboard_can_scroll() {
        let html = view! {
            <Root label="Products">
                <Body>
                    <Row selected=true>
                        <Cell numeric=true>"12"</Cell>
                    </Row>
                </Body>
            </Root>
        }
        .to_html();
        assert!(html.starts_with("<div role=\"region\" tabindex=\"0\" aria-label=\"Products\""));
        assert!(html.contains("<tr data-selected=\"true\"><td data-numeric=\"true\">12"), "{html}");
    }

    #[test]
    fn only_the_column_that_orders_says_so() {
        let html = view! {
            <Header>
                <HeaderCell sort=Some(Direction::Descending) on_sort=|_| ()>"Price"</HeaderCell>
                <HeaderCell on_sort=|_| ()>"Name"</HeaderCell>
                <HeaderCell>"Note"</HeaderCell>
            </Header>
        }
        .to_html();
        assert_eq!(html.matches("aria-sort=\"descending\"").count(), 1, "{html}");
        assert_eq!(html.matches("aria-sort").count(), 1, "{html}");
        assert_eq!(html.matches("<button").count(), 2, "{html}");
        assert_eq!(html.matches("scope=\"col\"").count(), 3, "{html}");
    }
}
