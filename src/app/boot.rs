//! The way from an empty page to the first screen.

use super::config::Config;
use super::early::Early;
use super::reveal::conceal;
use super::{App, locale, panic};
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::Detour;
use vitrine_core::platform::{BrowserHttp, HttpClient, Request};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Reads configuration and sentences, then mounts the application.
///
/// Both files are asked for by the boot script, while the module is still on
/// its way; here they are only awaited.
pub fn start() {
    panic::install();
    // Leptos starts its own executor when it mounts.
    wasm_bindgen_futures::spawn_local(async {
        // Both are on their way already.
        let config = read("config", "config.json").await;
        let texts = read("locale", "locales/en.json").await;
        // Without sentences the keys are shown, which is still usable; without
        // configuration there is simply no default API.
        if let Some(texts) = texts {
            let _ = locale::install("en", &texts);
        }
        let config = config.map(|config| Config::read(&config)).unwrap_or_default();
        let base = base();
        conceal();
        let page = document().base_uri().ok().flatten().unwrap_or_default();
        let http = Detour::over(Rc::new(Early), &config.through, &page);
        mount_to_body(move || view! { <App config http base /> });
    });
}

/// Returns a file's text: from the boot script's early request `name`, else by
/// a request of its own.
async fn read(name: &str, path: &str) -> Option<String> {
    if let Some(promise) = early(name) {
        let text = JsFuture::from(promise).await.ok().and_then(|text| text.as_string());
        // The boot script says with an empty text that it failed.
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            return Some(text);
        }
    }
    let response = BrowserHttp.send(Request::get(path)).await.ok()?;
    response.is_success().then(|| String::from_utf8(response.body).ok()).flatten()
}

/// Returns the path of the `<base>` element, with slashes on both ends.
fn base() -> String {
    let url = document().base_uri().ok().flatten().and_then(|base| web_sys::Url::new(&base).ok());
    let path = url.map_or_else(|| "/".to_owned(), |url| url.pathname());
    path[..=path.rfind('/').unwrap_or_default()].to_owned()
}

/// The boot script keeps its promises in `window.vitrine`.
fn early(name: &str) -> Option<js_sys::Promise> {
    let boot = js_sys::Reflect::get(&window(), &JsValue::from_str("vitrine")).ok()?;
    js_sys::Reflect::get(&boot, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}
