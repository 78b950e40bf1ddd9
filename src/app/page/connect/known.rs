//! The APIs that were connected before.

use crate::app::locale::{t, t_with};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::forget_on_device;
use crate::app::workspace::Workspace;
use crate::ui::button::IconButton;
use crate::ui::icon::Glyph;
use crate::ui::view::listener;
use leptos::prelude::*;

/// The list of known APIs, each a link; empty when there is none.
#[component]
pub(super) fn Known() -> impl IntoView {
    let workspace = Workspace::expect();
    let navigation = Navigation::expect();
    let rows = move || {
        let connections = workspace.connections.get();
        let rows = connections.into_iter().map(|connection| {
            let place = Place::Api { api: connection.slug.clone() };
            let slug = connection.slug.clone();
            let label = t_with("connect.forget", &[("name", &connection.name)]);
            view! {
                <li class="flex items-center gap-2 py-1">
                    <a class="grid min-w-0 flex-1 rounded px-2 py-1 hover:bg-surface-hover" href=navigation.href(&place)>
                        <span class="truncate font-medium">{connection.name}</span>
                        <span class="truncate text-text-muted">{connection.url}</span>
                    </a>
                    {(!connection.is_configured)
                        .then(|| {
                            view! {
                                <IconButton
                                    glyph=Glyph::Trash
                                    label=label
                                    on:click=listener(move |_| {
                                        forget_on_device(&slug);
                                        workspace.forget(&slug);
                                    })
                                />
                            }
                        })}
                </li>
            }
        });
        rows.collect_view()
    };
    view! {
        <Show when=move || workspace.connections.with(|connections| !connections.is_empty())>
            <section class="grid gap-2">
                <h2 class="font-semibold">{t("connect.known")}</h2>
                <ul class="divide-y divide-line border-y border-line">{rows}</ul>
            </section>
        </Show>
    }
}
