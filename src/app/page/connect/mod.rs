//! The first screen: which API shall be shown?

mod explanation;
mod failure;
mod headers;
mod known;
mod permission;
mod source;

use crate::app::locale::{sentence, t};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::workspace::Workspace;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::spinner::Spinner;
use crate::ui::view::IntoPiece;
pub use explanation::{Explanation, ExplanationProps};
pub use failure::Failure;
use known::Known;
use leptos::prelude::*;
use source::Source;
use vitrine_core::api::Credential;
use vitrine_core::api::discover::{DiscoverError, Input};
use vitrine_core::platform::{Message, percent};

/// How far connecting is.
#[derive(Debug, Clone)]
enum Progress {
    Idle,
    Reading(Option<Message>),
    Failed(DiscoverError),
}

/// Asks for an API and connects it; one that a link names is connected at once.
#[component]
pub fn ConnectPage() -> impl IntoView {
    let workspace = Workspace::expect();
    let navigation = Navigation::expect();
    let progress = RwSignal::new_local(Progress::Idle);
    let address = RwSignal::new(String::new());
    let last = StoredValue::new_local(None::<Input>);
    let connect = move |input: Input| {
        progress.set(Progress::Reading(None));
        last.set_value(Some(input.clone()));
        leptos::task::spawn_local(async move {
            let on_progress = move |message| progress.set(Progress::Reading(Some(message)));
            match workspace.connect(input, on_progress).await {
                Ok(api) => {
                    progress.set(Progress::Idle);
                    let is_linked =
                        navigation.query.with_untracked(|query| linked(query).is_some());
                    let place = Place::Api { api };
                    // The way back would lead here again by the link.
                    if is_linked { navigation.replace(&place) } else { navigation.go(&place) }
                }
                Err(error) => progress.set(Progress::Failed(error)),
            }
        });
    };
    let again = move |credential: Credential| {
        let url = progress.with_untracked(|progress| match progress {
            Progress::Failed(error) => Some(error.url().to_owned()),
            _ => None,
        });
        if let (Some(url), Some(input)) = (url, last.get_value()) {
            workspace.use_credential(&url, credential);
            connect(input);
        }
    };
    let elsewhere = move |url: String| {
        address.set(url.clone());
        connect(Input::Url(url));
    };
    Effect::new(move |_| {
        let Some(url) = navigation.query.with(|query| linked(query)) else { return };
        if let Some(api) = untrack(|| workspace.known(&url)) {
            navigation.replace(&Place::Api { api });
            return;
        }
        address.set(url.clone());
        // A link may name an API of anybody. It is only read, by nobody: where
        // there are credentials, the person decides.
        if !workspace.has_credentials() {
            connect(Input::Url(url));
        }
    });
    view! {
        <main class="mx-auto grid w-full max-w-2xl gap-8 px-4 py-10 md:py-16">
            <header class="grid gap-2">
                <h1 class="flex items-center gap-2 text-xl font-semibold">
                    <Icon glyph=Glyph::Database />
                    {t("app.name")}
                </h1>
                <p class="text-text-muted">{t("connect.intro")}</p>
            </header>
            <Source
                address
                is_busy=Signal::derive_local(move || {
                    matches!(progress.get(), Progress::Reading(_))
                })
                on_input=connect
            />
            <div aria-live="polite" class="empty:hidden">
                {move || match progress.get() {
                    Progress::Idle => ().into_piece(),
                    Progress::Reading(message) => {
                        let text = message.as_ref().map_or_else(|| t("connect.reading"), sentence);
                        view! {
                            <p class="flex items-center gap-2 text-text-muted">
                                <Spinner />
                                {text}
                            </p>
                        }
                            .into_piece()
                    }
                    Progress::Failed(error) => {
                        view! { <Failure error on_credential=again on_address=elsewhere /> }
                            .into_piece()
                    }
                }}
            </div>
            <Known />
        </main>
    }
}

/// Returns the address of the API that a link names, `?api=https://...`.
fn linked(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("api="))?;
    let url = percent::decode(&value.replace('+', " "));
    let url = url.trim();
    // Anything else would be a file of this site, or nothing at all.
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web.then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn a_link_names_an_api_by_its_address() {
        let shop = Some("https://a.org/openapi.json?v=1".to_owned());
        assert_eq!(linked("api=https://a.org/openapi.json%3Fv%3D1"), shop);
        assert_eq!(linked("x=1&api=https%3A%2F%2Fa.org%2Fopenapi.json%3Fv%3D1"), shop);
        for other in ["", "api=", "api=javascript:alert(1)", "api=/openapi.json", "apis=https://a"]
        {
            assert_eq!(linked(other), None, "{other}");
        }
    }
}
