//! The list: toolbar, rows, pages.

mod filter_bar;
mod filter_editor;
mod filter_groups;
mod nothing;
mod pager;
mod rows;
mod search;

use crate::app::chunk::{actions_chunk, keep_chunk, stale_chunk, way_chunk};
use crate::app::controller::ListController;
use crate::app::format::resource_label;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::page::{ErrorMessage, set_title};
use crate::app::reveal::reveal;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::button::{ButtonLink, IconButton, Variant};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{IntoPiece, effect, listener, live, memo};
use filter_bar::FilterBar;
pub use filter_editor::{FilterEditor, FilterEditorProps};
pub use filter_groups::{FilterGroups, FilterGroupsProps};
use leptos::prelude::*;
pub use nothing::{Nothing, NothingProps};
use pager::Pager;
use rows::Rows;
use search::Search;
use std::rc::Rc;
use vitrine_core::api::Resource;

/// The list of a resource.
#[component]
pub fn ListPage(
    /// The API.
    session: Session,
    /// The resource.
    resource: Rc<Resource>,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let title = resource_label(&resource);
    set_title(&[&title, &session.title()]);
    let list = ListController::new(session, Rc::clone(&resource));
    // What a test takes away goes, what is learnt while the API is being read comes, and the rest is
    // left alone.
    let can_create = memo(move || list.capabilities().can_create);
    let can_search = memo(move || list.capabilities().can_search);
    let can_filter = memo(move || {
        let capabilities = list.capabilities();
        !capabilities.filters.is_empty() || !capabilities.sort_fields.is_empty()
    });
    let workspace = Workspace::expect();
    let new = Place::New(session.collection(&resource));
    let is_refreshing = move || list.page.with(|s| s.is_fetching() && s.data.is_some());
    // Rows stay on the screen when a refresh fails; only their absence is a
    // reason for the error to take their place.
    let has_failed = memo(move || list.page.with(|s| s.data.is_none() && s.error.is_some()));
    effect(move || {
        // Rows that came while the API was being read are tested once all of it is known.
        session.track_lists();
        let (rows, is_placeholder, has_error) = list
            .page
            .with_result(|state| (state.data.clone(), state.is_placeholder, state.error.is_some()));
        if rows.is_some() || has_error {
            reveal();
        }
        // Rows that hold the place of others answer another question.
        if let Some(rows) = rows.filter(|_| !is_placeholder) {
            untrack(|| workspace.on_rows(session, &list.resource(), list.asked(), &rows));
        }
    });
    // Long after the first rows: what keeps them must not hold them up.
    keep_chunk(session);
    let way = (!resource.within.is_empty()).then(|| way_chunk(session, Rc::clone(&resource)));
    // Which of its operations are for the list as a whole is seen later.
    let name = resource.name.clone();
    let has_actions = memo(move || {
        session.track_lists();
        session.with_api(|api| {
            let mut operations = api.operations.iter();
            operations.any(|operation| operation.resource.as_ref() == Some(&name))
        })
    });
    let new_link = move || {
        view! {
            <ButtonLink href=navigation.href(&new) variant=Variant::Primary>
                <Icon glyph=Glyph::Plus />
                {t("list.new")}
            </ButtonLink>
        }
        .into_piece()
    };
    view! {
        {way.map(|way| view! { <div class="px-4 pt-4">{way}</div> }.into_piece())}
        <header class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-4 pb-3">
            <h1 class="text-lg font-semibold">{title.clone()}</h1>
            <p class="text-text-muted tabular-nums" role="status">
                {live(move || list.summary())}
            </p>
            <div class="ms-auto flex items-center gap-2">
                <IconButton
                    glyph=Glyph::Refresh
                    label=t("list.refresh")
                    busy=Signal::derive(is_refreshing)
                    on:click=listener(move |_| list.page.refetch())
                />
                {live(move || {
                    has_actions.get().then(|| actions_chunk(session, untrack(|| list.resource())))
                })}
                {live(move || can_create.get().then(&new_link))}
            </div>
        </header>
        <div class="flex flex-wrap items-center gap-2 px-4 pb-3 empty:hidden">
            {live(move || can_search.get().then(|| view! { <Search list /> }.into_piece()))}
            {live(move || can_filter.get().then(|| view! { <FilterBar list /> }.into_piece()))}
        </div>
        {live(move || {
            let is_stale = list.page.with_result(|s| s.data.is_some() && s.error.is_some());
            is_stale.then(|| stale_chunk(list))
        })}
        {live(move || {
            if has_failed.get() {
                let error = list.page.with_untracked(|state| state.error.clone());
                let on_retry = Callback::new(move |()| list.page.refetch());
                error.map(|error| view! { <ErrorMessage error session on_retry /> }).into_piece()
            } else {
                view! {
                    <Rows list title=title.clone() />
                    <Pager list />
                }
                    .into_piece()
            }
        })}
    }
}
