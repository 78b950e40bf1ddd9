//! A button that copies a text.

use crate::app::locale::t;
use crate::ui::button::{Button, Size};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Puts `text` into the clipboard and says so; nothing where the browser has
/// no clipboard for this page, which is then not served securely.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What the button says.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text);
        leptos::task::spawn_local(async move {
            let is_written = JsFuture::from(written).await.is_ok();
            let _ = is_copied.try_set(is_written);
        });
    };
    let words = move || if is_copied.get() { t("copy.done") } else { label.clone() };
    has_clipboard().then(|| {
        view! {
            <Button size=Size::Small on:click=copy>
                {move || {
                    let glyph = if is_copied.get() { Glyph::Check } else { Glyph::Copy };
                    view! { <Icon glyph /> }
                }}
                <span aria-live="polite">{words}</span>
            </Button>
        }
    })
}

#[cfg(target_arch = "wasm32")]
fn has_clipboard() -> bool {
    let navigator: JsValue = window().navigator().into();
    js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_truthy())
}

#[cfg(not(target_arch = "wasm32"))]
fn has_clipboard() -> bool {
    let _ = JsValue::NULL;
    true
}

/// Returns the origin of the page: what an API must allow, and where links to
/// this application begin.
#[must_use]
pub fn own_origin() -> String {
    #[cfg(target_arch = "wasm32")]
    return window().location().origin().unwrap_or_else(|_| "*".to_owned());
    #[cfg(not(target_arch = "wasm32"))]
    "*".to_owned()
}
