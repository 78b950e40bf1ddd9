//! A list without rows.

use crate::app::controller::ListController;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::ui::button::{Button, ButtonLink, Variant};
use crate::ui::empty_state;
use crate::ui::view::{IntoPiece, listener, live, memo};
use leptos::prelude::*;

/// There are no rows: because of the conditions, or none at all.
#[component]
pub fn Nothing(
    /// The list.
    list: ListController,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let is_narrowed = memo(move || {
        list.params.with(|params| {
            params.search.is_some() || !params.filter.is_empty() || !params.groups.is_empty()
        })
    });
    let is_beyond = memo(move || list.params.with(|params| params.page.number > 1));
    let new = Place::New(list.session().collection(&list.resource()));
    live(move || {
        let new = navigation.href(&new);
        if is_narrowed.get() {
            view! {
                <empty_state::Root class="ui-nothing flex-1">
                    <empty_state::Title>{t("list.no_match")}</empty_state::Title>
                    <empty_state::Text>{t("list.no_match.advice")}</empty_state::Text>
                    <empty_state::Actions>
                        <Button on:click=listener(move |_| list.clear())>{t("list.clear")}</Button>
                    </empty_state::Actions>
                </empty_state::Root>
            }
            .into_piece()
        } else if is_beyond.get() {
            view! {
                <empty_state::Root class="ui-nothing flex-1">
                    <empty_state::Title>{t("list.beyond")}</empty_state::Title>
                    <empty_state::Actions>
                        <Button on:click=listener(move |_| list.go_to(1))>{t("list.first")}</Button>
                    </empty_state::Actions>
                </empty_state::Root>
            }
            .into_piece()
        } else {
            let can_create = list.capabilities().can_create;
            view! {
                <empty_state::Root class="ui-nothing flex-1">
                    <empty_state::Title>{t("list.empty")}</empty_state::Title>
                    <empty_state::Text>{t("list.empty.advice")}</empty_state::Text>
                    {can_create
                        .then(|| {
                            view! {
                                <empty_state::Actions>
                                    <ButtonLink href=new variant=Variant::Primary>
                                        {t("list.new")}
                                    </ButtonLink>
                                </empty_state::Actions>
                            }
                            .into_piece()
                        })}
                </empty_state::Root>
            }
            .into_piece()
        }
    })
}
