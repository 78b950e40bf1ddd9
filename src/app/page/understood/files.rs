//! Corrections as a file, and all of them taken back.

use crate::app::locale::{t, t_with};
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::button::{Button, Size, Variant, classes};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{live, memo};
use leptos::html::Input;
use leptos::prelude::*;
use serde_json::Value;
use vitrine_core::api::Overlay;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The largest file that is read, in bytes; corrections are a few lines.
const MOST_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

/// Saves corrections, reads them, takes them back.
#[component]
pub(super) fn Files(
    /// The API.
    session: Session,
    /// The number of corrections.
    corrections: Memo<usize>,
) -> impl IntoView {
    let workspace = Workspace::expect();
    let error = RwSignal::new(None::<String>);
    let input = NodeRef::<Input>::new();
    let has_some = memo(move || corrections.get() > 0);
    let save = move |_| {
        let overlay = workspace.overlay(session);
        let text = serde_json::to_string_pretty(&overlay).unwrap_or_default();
        download(&format!("{}.overlay.json", session.slug()), &text);
    };
    let read = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same file can be picked again after it was mended.
        input.set_value("");
        let Some(file) = file else { return };
        error.set(None);
        leptos::task::spawn_local(async move {
            let overlay = if file.size() > MOST_BYTES { None } else { overlay_of(&file).await };
            if let Some(overlay) = overlay {
                workspace.correct(session, &overlay);
            } else {
                let text = t_with("understood.file.unreadable", &[("name", &file.name())]);
                let _ = error.try_set(Some(text));
            }
        });
    };
    let take_back = move |_| workspace.correct(session, &Overlay::default());
    view! {
        {move || {
            has_some
                .get()
                .then(|| {
                    view! {
                        <Button variant=Variant::Ghost size=Size::Small on:click=take_back>
                            <Icon glyph=Glyph::Undo />
                            {move || {
                                t_with(
                                    "understood.undo_all",
                                    &[("count", &corrections.get().to_string())],
                                )
                            }}
                        </Button>
                        <Button variant=Variant::Ghost size=Size::Small on:click=save>
                            <Icon glyph=Glyph::Download />
                            {t("understood.file.save")}
                        </Button>
                    }
                })
        }}
        <label class=format!(
            "{} focus-within:outline-2 focus-within:outline-focus",
            classes(Variant::Ghost, Size::Small),
        )>
            <Icon glyph=Glyph::Upload />
            {t("understood.file.read")}
            <input
                node_ref=input
                type="file"
                class="sr-only"
                accept=".json,application/json"
                on:change=read
            />
        </label>
        <p class="w-full text-end text-danger empty:hidden" role="alert">
            {live(move || error.get())}
        </p>
    }
}

async fn overlay_of(file: &web_sys::File) -> Option<Overlay> {
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    read(&text)
}

/// Reads corrections; a file that corrects nothing is some other file.
fn read(text: &str) -> Option<Overlay> {
    let json: Value = serde_json::from_str(text).ok()?;
    Overlay::from_json(&json).filter(|overlay| !overlay.is_empty())
}

/// Has the browser save `text` as a file.
fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let anchor = document().create_element("a").ok();
    let anchor = anchor.and_then(|it| it.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    let _ = web_sys::Url::revoke_object_url(&url);
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_a_file_of_corrections_is_taken() {
        assert!(read(r#"{"resources": [{"name": "pets", "search": "q"}]}"#).is_some());
        for other in ["{}", "[]", "no JSON", r#"{"openapi": "3.1.0"}"#] {
            assert!(read(other).is_none(), "{other}");
        }
    }
}
