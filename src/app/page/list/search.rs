//! The search of a list.

use crate::app::controller::ListController;
use crate::app::locale::t;
use crate::ui::input::Input;
use crate::ui::view::{effect, listener, live};
use leptos::ev::SubmitEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// How long typing rests before the search runs.
const PAUSE: Duration = Duration::from_millis(250);

/// A box whose words narrow the list while they are typed.
#[component]
pub(super) fn Search(
    /// The list.
    list: ListController,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    // Back and forward change the address, and with it what the box holds;
    // while somebody types, the address follows the box.
    effect(move || {
        let searched = list.params.with(|params| params.search.clone().unwrap_or_default());
        if words.with_untracked(|words| words.trim() != searched) {
            words.set(searched);
        }
    });
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let run = move || {
        stop();
        list.search(&words.get_untracked());
    };
    on_cleanup(stop);
    let type_words = move |text: String| {
        words.set(text);
        stop();
        timer.set_value(set_timeout_with_handle(run, PAUSE).ok());
    };
    let label =
        move || t(if list.searches_loaded() { "list.search_loaded" } else { "list.search" });
    view! {
        <form
            role="search"
            class="w-full sm:w-72"
            on:submit=listener(move |event: SubmitEvent| {
                event.prevent_default();
                run();
            })
        >
            <Input
                value=words
                on_input=type_words
                kind="search"
                attr:aria-label=live(label)
                attr:placeholder=live(label)
                attr:name="search"
                attr:autocomplete="off"
            />
        </form>
    }
}
