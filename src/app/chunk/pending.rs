//! What stands in the place of a screen that is on its way.

use crate::app::locale::t;
use crate::ui::button::{Button, Variant};
use crate::ui::error_state;
use crate::ui::icon::Glyph;
use crate::ui::skeleton::SkeletonText;
use crate::ui::view::{IntoPiece, listener, live};
use leptos::prelude::*;

/// A screen that is on its way, or that cannot be fetched.
#[component]
pub(super) fn Pending() -> impl IntoView {
    let has_failed = RwSignal::new(false);
    let failure =
        window_event_listener_untyped("vitrine:chunk-error", move |_| has_failed.set(true));
    on_cleanup(move || failure.remove());
    let retry = move |_| {
        has_failed.set(false);
        if let Ok(event) = web_sys::CustomEvent::new("vitrine:chunk-retry") {
            let _ = window().dispatch_event(&event);
        }
    };
    let reload = |_| {
        // A page that cannot be loaded again stays as it is.
        let _ = window().location().reload();
    };
    live(move || {
        if has_failed.get() {
            view! {
                <error_state::Root glyph=Glyph::Offline>
                    <error_state::Title>{t("chunk.failed")}</error_state::Title>
                    <error_state::Text>{t("chunk.failed.advice")}</error_state::Text>
                    <error_state::Actions>
                        <Button variant=Variant::Primary on:click=listener(retry)>
                            {t("error.retry")}
                        </Button>
                        <Button on:click=listener(reload)>{t("panic.reload")}</Button>
                    </error_state::Actions>
                </error_state::Root>
            }
            .into_piece()
        } else {
            view! {
                <div class="grid gap-4 p-4" aria-busy="true">
                    <SkeletonText class="w-48" />
                    <SkeletonText class="w-96" />
                    <SkeletonText class="w-72" />
                </div>
            }
            .into_piece()
        }
    })
}
