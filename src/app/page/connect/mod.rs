//! The first screen: which API shall be shown?

mod failure;
mod known;
mod source;

use crate::app::locale::{sentence, t};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::workspace::{Audience, Given, Workspace};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::spinner::Spinner;
use crate::ui::view::IntoPiece;
pub use failure::{Failure, FailureProps};
use known::Known;
use leptos::prelude::*;
use source::Source;
use std::rc::Rc;
use vitrine_core::api::discover::DiscoverError;
use vitrine_core::platform::Message;

/// How far connecting is.
#[derive(Debug, Clone)]
enum Progress {
    Idle,
    Reading(Option<Message>),
    Failed(DiscoverError),
}

/// Asks for an API and connects it.
#[component]
pub fn ConnectPage() -> impl IntoView {
    let workspace = Workspace::expect();
    let navigation = Navigation::expect();
    let progress = RwSignal::new_local(Progress::Idle);
    let connect = move |given: Given| {
        progress.set(Progress::Reading(None));
        let audience = Audience {
            on_progress: Rc::new(move |message| {
                let _ = progress.try_set(Progress::Reading(Some(message)));
            }),
            on_open: Rc::new(move |api| {
                // A person who has gone elsewhere meanwhile stays there.
                if progress.try_set(Progress::Idle).is_none() {
                    navigation.go(&Place::Api { api });
                }
            }),
        };
        leptos::task::spawn_local(async move {
            if let Err(error) = workspace.connect(given, audience).await {
                let _ = progress.try_set(Progress::Failed(error));
            }
        });
    };
    view! {
        <main class="mx-auto grid w-full max-w-2xl gap-8 px-4 py-10 md:py-16">
            <header class="grid gap-2">
                <h1 class="flex items-center gap-2 text-xl font-semibold">
                    <Icon glyph=Glyph::Database />
                    {t("app.name")}
                </h1>
                <p class="text-text-muted">{t("connect.intro")}</p>
            </header>
            <Source
                is_busy=Signal::derive_local(move || {
                    matches!(progress.get(), Progress::Reading(_))
                })
                on_given=connect
            />
            <div aria-live="polite" class="empty:hidden">
                {move || match progress.get() {
                    Progress::Idle => ().into_piece(),
                    Progress::Reading(message) => {
                        let text = message.as_ref().map_or_else(|| t("connect.reading"), sentence);
                        view! {
                            <p class="flex items-center gap-2 text-text-muted">
                                <Spinner />
                                {text}
                            </p>
                        }
                            .into_piece()
                    }
                    Progress::Failed(error) => view! { <Failure error /> }.into_piece(),
                }}
            </div>
            <Known />
        </main>
    }
}
