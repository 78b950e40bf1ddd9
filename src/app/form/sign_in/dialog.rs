//! The dialog that asks for credentials.

use super::choice::{Choice, Door};
use super::method::{any_method, methods};
use crate::app::locale::{t, t_with};
use crate::app::session::Session;
use crate::ui::dialog;
use leptos::prelude::*;

/// Words by which a description gives away how to sign in.
const HINTS: [&str; 5] = ["account", "password", "sign in", "log in", "login"];

/// Asks for credentials; they stay in memory.
#[component]
pub fn SignInDialog(
    /// The API.
    session: Session,
) -> impl IntoView {
    let sign_in = session.sign_in();
    let is_open = sign_in.is_open;
    // Escape, the cross and "Cancel" only close the dialog; whoever waits for
    // credentials must hear that none come. After signing in nobody waits.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = is_open.get();
        if was_open == Some(true) && !is_open {
            sign_in.finish(false);
        }
        is_open
    });
    view! {
        <dialog::Root open=is_open>
            <dialog::Content class="w-md">
                <dialog::Title>
                    {t_with("sign_in.title", &[("api", &session.title())])}
                </dialog::Title>
                <dialog::Description>{t("sign_in.memory")}</dialog::Description>
                <Ways session />
                <dialog::Close label=t("action.close") />
            </dialog::Content>
        </dialog::Root>
    }
}

#[component]
fn Ways(session: Session) -> impl IntoView {
    let (ways, description) =
        session.with_api(|api| (methods(api), api.description.clone().filter(|d| is_hint(d))));
    let is_silent = ways.is_empty();
    let ways = RwSignal::new_local(if is_silent { any_method(&[]) } else { ways });
    if is_silent {
        leptos::task::spawn_local(async move {
            let challenged = session.reader().challenged().await;
            if !challenged.is_empty() {
                // The dialog may have been closed in the meantime.
                let _ = ways.try_set(any_method(&challenged));
            }
        });
    }
    view! {
        {description
            .map(|text| {
                view! {
                    <details class="text-sm">
                        <summary class="w-fit cursor-pointer text-text-muted">
                            {t("sign_in.hint")}
                        </summary>
                        <p
                            class="mt-2 max-h-48 overflow-y-auto rounded bg-surface-sunken p-3 text-xs break-words whitespace-pre-line"
                            tabindex="0"
                        >
                            {text}
                        </p>
                    </details>
                }
            })}
        {move || view! { <Choice ways=ways.get() door=Door::Session(session) /> }}
    }
}

fn is_hint(description: &str) -> bool {
    let description = description.to_lowercase();
    HINTS.iter().any(|word| description.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_hint;

    #[test]
    fn only_a_description_that_speaks_of_signing_in_is_shown() {
        assert!(is_hint("Use the demo account `admin`."));
        assert!(!is_hint("A shop."));
    }
}
