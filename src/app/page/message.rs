//! States that stand in for content: an error, nothing there.

use crate::app::chunk::explanation_chunk;
use crate::app::locale::{sentence, t};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::ui::button::{Button, ButtonLink, Variant};
use crate::ui::callout::Callout;
use crate::ui::icon::Glyph;
use crate::ui::tone::Tone;
use crate::ui::view::Content;
use crate::ui::{empty_state, error_state};
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::discover::Attempt;
use vitrine_core::api::{Error, ErrorKind};
use vitrine_core::platform::Message;
use vitrine_core::query::QueryError;

/// Why something could not be shown, and the next step.
#[component]
pub fn ErrorMessage(
    /// What went wrong.
    error: Rc<QueryError>,
    /// The API it belongs to.
    session: Session,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let known = error.downcast_ref::<Error>().cloned();
    let kind = known.as_ref().map(Error::kind);
    let message = known.as_ref().map_or_else(|| Message::new("error.unknown"), Error::message);
    let advice = Message { key: format!("{}.advice", message.key).into(), ..message.clone() };
    let glyph = if kind == Some(ErrorKind::Network) { Glyph::Offline } else { Glyph::Danger };
    let detail = known
        .as_ref()
        .and_then(Error::text)
        .map_or_else(|| error.to_string(), |text| format!("{error}\n{text}"));
    let wants_sign_in = matches!(kind, Some(ErrorKind::Unauthorized | ErrorKind::Forbidden));
    view! {
        <error_state::Root glyph>
            <error_state::Title>{sentence(&message)}</error_state::Title>
            <error_state::Text>{sentence(&advice)}</error_state::Text>
            <error_state::Actions>
                {wants_sign_in
                    .then(|| {
                        view! {
                            <Button
                                variant=Variant::Primary
                                on:click=move |_| session.sign_in().is_open.set(true)
                            >
                                {t("shell.sign_in")}
                            </Button>
                        }
                    })}
                <Button on:click=move |_| on_retry.run(())>{t("error.retry")}</Button>
            </error_state::Actions>
            <error_state::Detail label=t("error.details")>{detail}</error_state::Detail>
        </error_state::Root>
        {(kind == Some(ErrorKind::Network))
            .then(|| {
                view! {
                    <div class="mx-auto w-full max-w-2xl px-4 pb-8">
                        {explanation_view(session, Attempt::Read)}
                    </div>
                }
            })}
    }
}

/// Why no answer came, as far as it can be found out.
#[must_use]
pub fn explanation_view(session: Session, attempt: Attempt) -> impl IntoView {
    let explanation = explanation_chunk(session, attempt);
    view! { <div class="mt-3 empty:hidden">{explanation}</div> }
}

/// Returns what went wrong, what to do, and the server's own words, where there
/// are any: a line each.
#[must_use]
pub fn failure_text(error: &Error) -> Vec<String> {
    let message = error.message();
    let key = format!("{}.advice", message.key);
    let advice = Message { key: key.clone().into(), ..message.clone() };
    let advice = Some(sentence(&advice)).filter(|advice| *advice != key);
    // Without an answer the text is the machine's, not the server's.
    let text = error.text().filter(|_| error.status().is_some());
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    std::iter::once(sentence(&message)).chain(advice).chain(text.map(str::to_owned)).collect()
}

/// What went wrong beside the controls that caused it, as [`failure_text`] says
/// it, and ways on.
#[component]
pub fn Refusal(
    /// A line each, the first one is the title.
    lines: Vec<String>,
    /// Further lines, and ways on.
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let mut lines = lines.into_iter();
    let title = lines.next();
    view! {
        <Callout tone=Tone::Danger>
            <p class="font-medium">{title}</p>
            {lines.map(|line| view! { <p class="mt-1">{line}</p> }).collect_view()}
            {children.map(Content::view)}
        </Callout>
    }
}

/// There is no such screen, resource or record; `key` begins the message keys.
#[component]
pub fn NotFound(
    /// `not_found.page`, `not_found.resource` and so on.
    key: &'static str,
) -> impl IntoView {
    let navigation = Navigation::expect();
    view! {
        <empty_state::Root glyph=Glyph::Search>
            <empty_state::Title>{t(key)}</empty_state::Title>
            <empty_state::Text>{t(&format!("{key}.advice"))}</empty_state::Text>
            <empty_state::Actions>
                <ButtonLink href=navigation
                    .href(&Place::Home)>{t("shell.home")}</ButtonLink>
            </empty_state::Actions>
        </empty_state::Root>
    }
}
