//! The three ways to name an API: an address, a file, a paste.

use crate::app::locale::t;
use crate::ui::button::{Button, Variant};
use crate::ui::field;
use crate::ui::input::Input as TextInput;
use crate::ui::view::{listener, live};
use leptos::prelude::*;
use vitrine_core::api::discover::Input;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The largest file that is read, in bytes; descriptions of 50 MB exist.
const MOST_BYTES: f64 = 100.0 * 1024.0 * 1024.0;

/// Takes an address, or a description that is picked or dropped.
#[component]
pub(super) fn Source(
    /// The address that is typed.
    address: RwSignal<String>,
    /// Whether an API is being read.
    is_busy: Signal<bool, LocalStorage>,
    /// Takes what the person gave.
    on_input: impl Fn(Input) + Copy + 'static,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let is_over = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let address = address.get_untracked().trim().to_owned();
        if address.is_empty() {
            error.set(Some(t("connect.address.missing")));
        } else if !is_busy.get_untracked() {
            error.set(None);
            on_input(Input::Url(with_scheme(&address)));
        }
    };
    let read = move |file: web_sys::File| {
        if file.size() > MOST_BYTES {
            error.set(Some(t("connect.file.large")));
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            match text {
                Some(text) => {
                    on_input(Input::Document { text, name: Some(file.name()), url: None });
                }
                None => error.set(Some(t("connect.file.unreadable"))),
            }
        });
    };
    let pick = move |event: leptos::ev::Event| {
        let input: Option<web_sys::HtmlInputElement> =
            event.target().and_then(|target| target.dyn_into().ok());
        if let Some(file) = input.as_ref().and_then(web_sys::HtmlInputElement::files) {
            file.get(0).into_iter().for_each(read);
        }
        // The same file can be picked again after it was mended.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        files.and_then(|files| files.get(0)).into_iter().for_each(read);
    };
    view! {
        <form
            class="grid gap-4 rounded-lg border border-line p-4"
            class:border-accent=live(move || is_over.get())
            novalidate=true
            on:submit=submit
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=listener(move |_| is_over.set(false))
            on:drop=drop
        >
            <field::Root error=error>
                <field::Label>{t("connect.address")}</field::Label>
                <div class="flex gap-2">
                    <TextInput
                        value=address
                        on_input=move |text: String| address.set(text)
                        kind="url"
                        class="flex-1"
                        attr:name="address"
                        attr:placeholder="https://api.example.org/openapi.json"
                        attr:autocomplete="url"
                        attr:spellcheck="false"
                    />
                    <Button variant=Variant::Primary kind="submit" busy=Signal::derive(move || is_busy.get())>
                        {t("connect.submit")}
                    </Button>
                </div>
                <field::Description>{t("connect.address.help")}</field::Description>
                <field::Error />
            </field::Root>
            <label class="flex flex-wrap items-center gap-2 border-t border-line pt-4 text-text-muted">
                <span>{t("connect.file")}</span>
                <input
                    type="file"
                    class="file-input"
                    accept=".json,.yaml,.yml,application/json,application/yaml"
                    on:change=pick
                />
            </label>
        </form>
    }
}

/// People type `api.example.org`; an address on this page's host stays as it is.
fn with_scheme(address: &str) -> String {
    let is_relative = address.starts_with(['/', '.']);
    if address.contains("://") || is_relative {
        return address.to_owned();
    }
    let host = address.split(['/', ':']).next().unwrap_or_default();
    let is_local = host == "localhost" || host.starts_with("127.") || host == "[";
    format!("{}://{address}", if is_local { "http" } else { "https" })
}

#[cfg(test)]
mod tests {
    use super::with_scheme;

    #[test]
    fn a_bare_host_gets_the_scheme_it_most_likely_has() {
        assert_eq!(with_scheme("api.example.org/v1"), "https://api.example.org/v1");
        assert_eq!(with_scheme("localhost:3000"), "http://localhost:3000");
        assert_eq!(with_scheme("127.0.0.1:3000/x"), "http://127.0.0.1:3000/x");
        assert_eq!(with_scheme("http://a"), "http://a");
        assert_eq!(with_scheme("/api"), "/api");
    }
}
