//! Why an API could not be read, and what to do.

use crate::app::locale::{sentence, t};
use crate::ui::callout::Callout;
use crate::ui::tone::Tone;
use leptos::prelude::*;
use vitrine_core::api::discover::{DiscoverError, DiscoverErrorKind};
use vitrine_core::platform::Message;

/// What happened, what to do, and the details for whoever can mend it.
#[component]
pub fn Failure(
    /// Why the API could not be read.
    error: DiscoverError,
) -> impl IntoView {
    let message = error.message();
    let advice = Message { key: format!("{}.advice", message.key).into(), ..message.clone() };
    let headers = (error.kind() == DiscoverErrorKind::Cors).then(|| {
        let lines = [
            format!("Access-Control-Allow-Origin: {}", own_origin()),
            "Access-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE".to_owned(),
            "Access-Control-Allow-Headers: Authorization, Content-Type, If-Match".to_owned(),
            "Access-Control-Expose-Headers: ETag, Link, Location, X-Total-Count".to_owned(),
        ];
        view! { <pre class="overflow-x-auto rounded bg-surface-sunken p-3">{lines.join("\n")}</pre> }
    });
    let detail = error.detail().map(|detail| {
        let detail = detail.to_owned();
        view! {
            <details>
                <summary class="cursor-pointer text-text-muted">{t("error.details")}</summary>
                <pre class="mt-2 overflow-x-auto whitespace-pre-wrap break-words">{detail}</pre>
            </details>
        }
    });
    let kind = format!("{:?}", error.kind());
    view! {
        <Callout tone=Tone::Danger attr:data-error=kind>
            <div class="grid min-w-0 gap-2">
                <p class="font-medium break-words">{sentence(&message)}</p>
                <p>{sentence(&advice)}</p>
                {headers}
                {detail}
            </div>
        </Callout>
    }
}

/// Returns the origin that an API must allow.
fn own_origin() -> String {
    #[cfg(target_arch = "wasm32")]
    return window().location().origin().unwrap_or_else(|_| "*".to_owned());
    #[cfg(not(target_arch = "wasm32"))]
    "*".to_owned()
}
