//! Screens that arrive in chunks of their own.
//!
//! A lazy function hands out the plain function that builds the screen: the
//! chunk is awaited once, and the screen is then built in its own Owner like
//! any other. While the chunk cannot be fetched the loader waits and tells the
//! window, which is shown here with a way to try again.

use super::form::{FormPage, FormPageProps, SignInDialog, SignInDialogProps};
use super::locale::t;
use super::session::Session;
use crate::ui::button::{Button, Variant};
use crate::ui::error_state;
use crate::ui::icon::Glyph;
use crate::ui::skeleton::SkeletonText;
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::Resource;
use vitrine_core::record::Identifier;

type FormView = fn(Session, Rc<Resource>, Option<Identifier>) -> AnyView;
type SignInView = fn(Session) -> AnyView;

fn form_view(session: Session, resource: Rc<Resource>, identifier: Option<Identifier>) -> AnyView {
    let props = FormPageProps { session, resource, identifier };
    FormPage(props).into_any()
}

fn sign_in_view(session: Session) -> AnyView {
    SignInDialog(SignInDialogProps { session }).into_any()
}

#[cfg_attr(feature = "split", leptos::lazy)]
async fn load_form() -> FormView {
    form_view as FormView
}

#[cfg_attr(feature = "split", leptos::lazy)]
async fn load_sign_in() -> SignInView {
    sign_in_view as SignInView
}

/// The form for a new record or, with a key, for an existing one.
#[component]
pub fn FormChunk(
    /// The API.
    session: Session,
    /// The resource.
    resource: Rc<Resource>,
    /// The key of the record; nothing for a new one.
    identifier: Option<Identifier>,
) -> impl IntoView {
    let build = RwSignal::new(None::<FormView>);
    leptos::task::spawn_local(async move {
        let view = load_form().await;
        // The person may have gone elsewhere in the meantime.
        let _ = build.try_set(Some(view));
    });
    let resource = StoredValue::new_local(resource);
    move || match build.get() {
        Some(view) => view(session, resource.get_value(), identifier.clone()),
        None => view! { <Pending /> }.into_any(),
    }
}

/// The sign-in dialog, loaded when it opens for the first time.
#[component]
pub fn SignInChunk(
    /// The API.
    session: Session,
) -> impl IntoView {
    let build = RwSignal::new(None::<SignInView>);
    let is_open = session.sign_in().is_open;
    Effect::new(move |is_asked: Option<bool>| {
        let is_wanted = is_open.get();
        if is_wanted && is_asked != Some(true) && build.with_untracked(Option::is_none) {
            leptos::task::spawn_local(async move {
                let view = load_sign_in().await;
                let _ = build.try_set(Some(view));
            });
        }
        is_wanted || is_asked.unwrap_or_default()
    });
    move || build.get().map(|view| view(session))
}

/// A screen that is on its way, or that cannot be fetched.
#[component]
fn Pending() -> impl IntoView {
    let has_failed = RwSignal::new(false);
    let listener =
        window_event_listener_untyped("vitrine:chunk-error", move |_| has_failed.set(true));
    on_cleanup(move || listener.remove());
    let retry = move |_| {
        has_failed.set(false);
        if let Ok(event) = web_sys::CustomEvent::new("vitrine:chunk-retry") {
            let _ = window().dispatch_event(&event);
        }
    };
    view! {
        <Show
            when=move || has_failed.get()
            fallback=|| {
                view! {
                    <div class="grid gap-4 p-4" aria-busy="true">
                        <SkeletonText class="w-48" />
                        <SkeletonText class="w-96" />
                        <SkeletonText class="w-72" />
                    </div>
                }
            }
        >
            <error_state::Root glyph=Glyph::Offline>
                <error_state::Title>{t("chunk.failed")}</error_state::Title>
                <error_state::Text>{t("chunk.failed.advice")}</error_state::Text>
                <error_state::Actions>
                    <Button variant=Variant::Primary on:click=retry>
                        {t("error.retry")}
                    </Button>
                    <Button on:click=|_| {
                        let _ = window().location().reload();
                    }>{t("panic.reload")}</Button>
                </error_state::Actions>
            </error_state::Root>
        </Show>
    }
}
