//! The choice between ways to sign in.

use super::method::{Method, any_method};
use super::method_form::MethodForm;
use crate::app::locale::t;
use crate::app::session::Session;
use crate::ui::field;
use crate::ui::native_select::NativeSelect;
use leptos::prelude::*;
use vitrine_core::api::{AuthScheme, Credential};

/// What somebody signs in to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Door {
    /// An open API, by its dialog.
    Session(Session),
    /// An API that is still to be read.
    Address(Callback<Credential>),
}

/// The ways, one of which is shown.
#[component]
pub(super) fn Choice(
    /// The ways, the likeliest first.
    ways: Vec<Method>,
    /// What they lead to.
    door: Door,
) -> impl IntoView {
    let labels: Vec<(String, String)> =
        ways.iter().enumerate().map(|(index, way)| (index.to_string(), way.label())).collect();
    let chosen = RwSignal::new(0_usize);
    let ways = StoredValue::new(ways);
    view! {
        {(labels.len() > 1)
            .then(|| {
                view! {
                    <field::Root>
                        <field::Label>{t("sign_in.method")}</field::Label>
                        <NativeSelect
                            value=Signal::derive(move || chosen.get().to_string())
                            on_change=move |index: String| {
                                chosen.set(index.parse().unwrap_or_default());
                            }
                            attr:name="method"
                        >
                            {labels
                                .into_iter()
                                .map(|(index, label)| {
                                    view! { <option value=index>{label}</option> }
                                })
                                .collect_view()}
                        </NativeSelect>
                    </field::Root>
                }
            })}
        {move || {
            let way = ways.with_value(|ways| ways.get(chosen.get()).cloned());
            way.map(|method| view! { <MethodForm door method /> })
        }}
    }
}

/// Asks for the credential of an API that is still to be read.
#[component]
pub fn CredentialForm(
    /// The ways that its refusal named.
    challenged: Vec<AuthScheme>,
    /// Takes the credential.
    on_credential: Callback<Credential>,
) -> impl IntoView {
    view! {
        <div class="grid gap-4">
            <Choice ways=any_method(&challenged) door=Door::Address(on_credential) />
            <p class="text-xs text-text-muted">{t("sign_in.memory")}</p>
        </div>
    }
}
