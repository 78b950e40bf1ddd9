//! The application: shell, routes, controllers and pages.
//!
//! # Model
//! A [`Workspace`] knows the APIs of this device; an
//! open one is a [`session::Session`]. The address is a
//! [`Place`]; a controller joins place, cache and provider; a
//! page shows what its controller says.

#![allow(unreachable_pub, reason = "#[component] makes its props public")]
#![allow(clippy::must_use_candidate, reason = "a component is used by the view it stands in")]
#![allow(clippy::needless_pass_by_value, reason = "the props of a component are owned")]

#[cfg(target_arch = "wasm32")]
pub mod boot;
pub mod chunk;
pub mod config;
pub mod controller;
#[cfg(target_arch = "wasm32")]
mod early;
pub mod form;
pub mod format;
pub mod locale;
pub mod navigation;
pub mod notice;
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod panic;
pub mod reveal;
pub mod route;
pub mod session;
pub mod settings;
pub mod shell;
pub mod value;
pub mod workspace;

use crate::ui::view::{IntoPiece, live, memo};
use config::Config;
use controller::ListController;
use leptos::prelude::*;
use navigation::Navigation;
use notice::NoticeProvider;
use page::ApiPage;
use route::Place;
use std::rc::Rc;
use vitrine_core::platform::HttpClient;
use workspace::{Stage, Workspace};

/// The whole application.
#[component]
pub fn App(
    /// What the deployment decided.
    config: Config,
    /// What sends requests.
    http: Rc<dyn HttpClient>,
    /// The folder the application is served from, with slashes on both ends.
    base: String,
) -> impl IntoView {
    settings::apply_theme();
    Workspace::provide(config, http);
    view! {
        <NoticeProvider>
            <Screens base />
        </NoticeProvider>
    }
}

/// Asks for the rows of the list that the address names, where its API needs no
/// discovery; returns whether it did.
fn prefetch_list(navigation: Navigation) -> bool {
    let Place::List(collection) = navigation.place.get_untracked() else { return false };
    let stage = Workspace::expect().open(&collection.api).map(|stage| stage.get_untracked());
    let Some(Stage::Open(session)) = stage else { return false };
    let Some(resource) = session.placed(&collection).filter(|resource| resource.is_placed()) else {
        return false;
    };
    navigation.query.with_untracked(|query| ListController::prefetch(session, &resource, query));
    true
}

#[component]
fn Screens(base: String) -> impl IntoView {
    let navigation = Navigation::provide(base);
    let api = memo(move || navigation.place.with(|place| place.api().map(str::to_owned)));
    let is_home = memo(move || navigation.place.with(|place| *place == Place::Home));
    // The first rows are asked for before anything is built: building takes
    // about as long as they take to come.
    let awaits_rows = prefetch_list(navigation);
    let is_asked = RwSignal::new(false);
    leptos::task::spawn_local(async move {
        is_asked.set(true);
        if awaits_rows { reveal::reveal_later() } else { reveal::reveal() }
    });
    live(move || match api.get() {
        _ if !is_asked.get() => ().into_piece(),
        Some(slug) => view! { <ApiPage slug /> }.into_piece(),
        None if is_home.get() => chunk::connect_chunk(),
        None => view! { <main>{chunk::missing_chunk("not_found.page")}</main> }.into_piece(),
    })
}
