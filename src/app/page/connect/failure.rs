//! Why an API could not be read, and what to do.

use super::headers::Headers;
use super::permission::Permission;
use crate::app::chunk::credential_chunk;
use crate::app::locale::{sentence, t, t_with};
use crate::app::session::Session;
use crate::ui::button::Button;
use crate::ui::callout::Callout;
use crate::ui::tone::Tone;
use crate::ui::view::{IntoPiece, Piece};
use leptos::prelude::*;
use vitrine_core::api::Credential;
use vitrine_core::api::discover::{DiscoverError, DiscoverErrorKind};
use vitrine_core::platform::Message;

/// What happened, what is likely to lie behind it, what to do, and the details
/// for whoever can mend it.
#[component]
pub fn Failure(
    /// Why the API could not be read.
    error: DiscoverError,
    /// The API, where it is known: it is an open one that stopped answering.
    #[prop(optional)]
    session: Option<Session>,
    /// Takes a credential and goes on with it.
    #[prop(optional, into)]
    on_credential: Option<Callback<Credential>>,
    /// Goes on with another address.
    #[prop(optional, into)]
    on_address: Option<Callback<String>>,
) -> impl IntoView {
    // Of an open API something stands above that says what went wrong.
    let tone = if session.is_some() { Tone::Neutral } else { Tone::Danger };
    let kind = error.kind();
    let message = error.message();
    let advice = Message { key: format!("{}.advice", message.key).into(), ..message.clone() };
    let causes = error.causes();
    let is_refused = matches!(kind, DiscoverErrorKind::Cors | DiscoverErrorKind::Preflight);
    let detail = error.detail().map(|detail| {
        let detail = detail.to_owned();
        view! {
            <details>
                <summary class="w-fit cursor-pointer text-text-muted">{t("error.details")}</summary>
                <pre class="mt-2 overflow-x-auto whitespace-pre-wrap break-words">{detail}</pre>
            </details>
        }
    });
    let secure = on_address.and_then(|on_address| {
        let address = secure_address(&error)?;
        let words = t_with("connect.try", &[("url", &address)]);
        Some(view! {
            <div>
                <Button on:click=move |_| on_address.run(address.clone())>
                    <span class="break-all">{words}</span>
                </Button>
            </div>
        })
    });
    let credential = on_credential.map(|on_credential| credential_view(&error, on_credential));
    view! {
        <div class="grid gap-4" data-error=format!("{kind:?}")>
            <Callout tone=tone>
                <div class="grid min-w-0 gap-2">
                    <p class="font-medium break-words">{sentence(&message)}</p>
                    <p>{sentence(&advice)}</p>
                    {(kind == DiscoverErrorKind::LocalNetwork).then(|| view! { <Permission /> })}
                    {secure}
                    {detail}
                </div>
            </Callout>
            {(!causes.is_empty())
                .then(|| {
                    view! {
                        <section class="grid gap-1">
                            <h2 class="font-semibold">{t("connect.causes")}</h2>
                            <ul class="list-disc space-y-1 ps-5">
                                {causes
                                    .iter()
                                    .map(|cause| view! { <li class="break-words">{sentence(cause)}</li> })
                                    .collect_view()}
                            </ul>
                        </section>
                    }
                })}
            {credential}
            {is_refused.then(|| view! { <Headers session /> })}
        </div>
    }
}

/// The way to sign in: at once where that is what the API wants, a click away
/// where it may be.
fn credential_view(error: &DiscoverError, on_credential: Callback<Credential>) -> Piece {
    let form = credential_chunk(error.challenged().to_vec(), on_credential);
    if error.needs_credentials() {
        return view! {
            <section class="grid gap-3 rounded-lg border border-line p-4">
                <h2 class="font-semibold">{t("connect.sign_in")}</h2>
                {form}
            </section>
        }
        .into_piece();
    }
    if error.kind() != DiscoverErrorKind::Cors {
        return ().into_piece();
    }
    view! {
        <details class="rounded-lg border border-line p-4">
            <summary class="cursor-pointer font-semibold">{t("connect.sign_in.maybe")}</summary>
            <div class="mt-3">{form}</div>
        </details>
    }
    .into_piece()
}

/// Returns the same address by https, where that may help.
fn secure_address(error: &DiscoverError) -> Option<String> {
    let is_wanted = error.kind() == DiscoverErrorKind::MixedContent
        || error.causes().iter().any(|cause| cause.key == "connect.cause.secure_only");
    let rest = error.url().strip_prefix("http://").filter(|_| is_wanted)?;
    Some(format!("https://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: DiscoverErrorKind, url: &str, expected: Option<&str>) {
        assert_eq!(secure_address(&DiscoverError::new(kind, url)).as_deref(), expected, "{url}");
    }

    #[test]
    fn an_address_is_offered_by_https_where_that_may_help() {
        let secure = Some("https://a.org/x");
        check(DiscoverErrorKind::MixedContent, "http://a.org/x", secure);
        check(DiscoverErrorKind::Unreachable, "http://a.org/x", secure);
        check(DiscoverErrorKind::Unreachable, "http://localhost/x", None);
        check(DiscoverErrorKind::Unreachable, "https://a.org/x", None);
        check(DiscoverErrorKind::NotFound, "http://a.org/x", None);
    }
}
