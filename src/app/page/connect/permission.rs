//! Whether the browser lets this page into the local network.

use crate::app::locale::t;
use leptos::prelude::*;

/// What the browser itself says, where it says anything.
///
/// Source: <https://wicg.github.io/local-network-access/>.
#[component]
pub(super) fn Permission() -> impl IntoView {
    let state = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        let _ = state.try_set(permission_state().await);
    });
    let text = move || {
        let key = match state.get().as_deref() {
            Some("denied") => "connect.permission.denied",
            Some("prompt") => "connect.permission.prompt",
            Some("granted") => "connect.permission.granted",
            _ => return None,
        };
        Some(view! { <p>{t(key)}</p> })
    };
    view! { {text} }
}

#[cfg(target_arch = "wasm32")]
async fn permission_state() -> Option<String> {
    use js_sys::{Function, Object, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue};
    let permissions = Reflect::get(&window().navigator(), &"permissions".into()).ok()?;
    let query: Function = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into().ok()?;
    let wanted = Object::new();
    Reflect::set(&wanted, &"name".into(), &"local-network-access".into()).ok()?;
    // Browsers that know no such permission refuse the question.
    let promise: Promise = query.call1(&permissions, &wanted).ok()?.dyn_into().ok()?;
    let status: JsValue = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    Reflect::get(&status, &"state".into()).ok()?.as_string()
}

/// Natively nobody is asked.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async, reason = "in a browser the answer is awaited")]
async fn permission_state() -> Option<String> {
    None
}
