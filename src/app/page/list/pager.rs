//! The way through the pages of a list.

use crate::app::controller::ListController;
use crate::app::locale::{t, t_with};
use crate::ui::native_select::NativeSelect;
use crate::ui::pagination;
use crate::ui::view::{IntoPiece, Piece, live, memo};
use leptos::prelude::*;

/// The sizes of a page that are offered.
const SIZES: [u32; 4] = [10, 25, 50, 100];

/// Page numbers, steps and the number of rows on a page; nothing for a list
/// that comes as a whole.
#[component]
pub(super) fn Pager(
    /// The list.
    list: ListController,
) -> impl IntoView {
    let can_page = memo(move || list.capabilities().can_page);
    live(move || can_page.get().then(|| view! { <Steps list /> }.into_piece()))
}

#[component]
fn Steps(list: ListController) -> impl IntoView {
    let number = Signal::derive(move || u64::from(list.params.with(|params| params.page.number)));
    let pages = memo(move || {
        let total = list.rows().and_then(|page| page.total);
        let size = u64::from(list.params.with(|params| params.page.size));
        total.map(|total| total.div_ceil(size).max(1))
    });
    let has_next = memo(move || list.rows().and_then(|page| page.has_next) == Some(true));
    let status = move || {
        let number = number.get().to_string();
        match pages.get() {
            Some(pages) => {
                t_with("list.page_of", &[("page", &number), ("pages", &pages.to_string())])
            }
            None => t_with("list.page", &[("page", &number)]),
        }
    };
    let go = Callback::new(move |page: u64| list.go_to(u32::try_from(page).unwrap_or(u32::MAX)));
    let is_last_known = memo(move || list.capabilities().has_total);
    let can_size = memo(move || list.capabilities().can_size);
    view! {
        <footer class="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2">
            <pagination::Root
                label=t("list.pages")
                page=number
                pages=Signal::derive(move || pages.get())
                has_next=Signal::derive(move || has_next.get())
                on_page=go
            >
                <pagination::First label=t("list.first") />
                <pagination::Previous label=t("list.previous") />
                <pagination::Status>{live(status)}</pagination::Status>
                <pagination::Next label=t("list.next") />
                {live(move || {
                    let last = || view! { <pagination::Last label=t("list.last") /> }.into_piece();
                    is_last_known.get().then(last)
                })}
            </pagination::Root>
            {live(move || can_size.get().then(|| view! { <PageSize list /> }.into_piece()))}
        </footer>
    }
}

/// How many rows stand on a page.
#[component]
fn PageSize(list: ListController) -> impl IntoView {
    let size = Signal::derive(move || list.params.with(|params| params.page.size.to_string()));
    let set_size = move |size: String| {
        if let Ok(size) = size.parse() {
            list.set_size(size);
        }
    };
    // A shared link may name a size that is not among those offered.
    let own_size = memo(move || {
        list.params.with(|params| Some(params.page.size).filter(|size| !SIZES.contains(size)))
    });
    view! {
        <label class="ms-auto flex items-center gap-2 text-text-muted">
            {t("list.size")}
            <NativeSelect value=size on_change=set_size class="w-auto">
                {SIZES.map(option_view).collect_view()}
                {live(move || own_size.get().map(option_view))}
            </NativeSelect>
        </label>
    }
}

fn option_view(size: u32) -> Piece {
    view! { <option value=size.to_string()>{size.to_string()}</option> }.into_piece()
}
