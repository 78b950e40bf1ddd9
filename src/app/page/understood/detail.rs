//! One resource: where it is, each choice, its fields.

use super::choices::Choices;
use super::fields::Fields;
use crate::app::format::humanize;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::button::{Button, ButtonLink, Size};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use vitrine_core::api::Resource;

/// What was understood of one resource.
#[component]
pub(super) fn Detail(
    /// The API.
    session: Session,
    /// The name of the resource.
    name: String,
) -> impl IntoView {
    let resource = session.resource(&name)?;
    let navigation = Navigation::expect();
    let href = navigation.href(&Place::List(session.collection(&resource)));
    // What stands below another resource is a list for each of its parents.
    let is_plain = resource.list.is_some() && resource.parents.is_empty();
    let open = is_plain.then(|| {
        view! {
            <ButtonLink size=Size::Small href=href>
                {t("understood.open")}
            </ButtonLink>
        }
    });
    Some(view! {
        <article class="grid max-w-5xl gap-4 p-4">
            <header class="grid gap-2">
                <div class="flex flex-wrap items-center gap-2">
                    <h2 class="me-auto text-base font-semibold">{humanize(&name)}</h2>
                    {is_plain.then(|| view! { <CheckAgain session name=name.clone() /> })}
                    {open}
                </div>
                {endpoints(&resource)}
            </header>
            <Choices session name=name.clone() />
            <Fields session name />
        </article>
    })
}

fn endpoints(resource: &Resource) -> impl IntoView + use<> {
    let endpoints = [
        ("understood.list", &resource.list),
        ("understood.item", &resource.item),
        ("understood.create", &resource.create),
        ("understood.update", &resource.update),
        ("understood.delete", &resource.delete),
    ];
    let endpoints = endpoints.into_iter().filter_map(|(key, endpoint)| {
        let endpoint = endpoint.as_ref()?;
        Some(view! {
            <div class="flex min-w-0 items-baseline gap-1.5">
                <dt class="text-text-muted">{t(key)}</dt>
                <dd class="min-w-0 font-mono text-xs break-all">
                    {endpoint.method.as_str()} " " {endpoint.path.clone()}
                </dd>
            </div>
        })
    });
    view! { <dl class="flex flex-wrap gap-x-5 gap-y-1">{endpoints.collect_view()}</dl> }
}

/// Tests the list now.
#[component]
fn CheckAgain(session: Session, name: String) -> impl IntoView {
    let workspace = Workspace::expect();
    let (is_busy, told) = (RwSignal::new(false), RwSignal::new(None::<bool>));
    let check = move |_| {
        let Some(resource) = session.resource(&name) else { return };
        is_busy.set(true);
        told.set(None);
        leptos::task::spawn_local(async move {
            let has_answered = workspace.check(session, resource).await;
            // The person may have gone elsewhere in the meantime.
            let _ = is_busy.try_set(false);
            let _ = told.try_set(Some(has_answered));
        });
    };
    let text = move || {
        told.get().map(|has_answered| {
            t(if has_answered { "understood.checked" } else { "understood.silent" })
        })
    };
    view! {
        <p class="text-text-muted" role="status">
            {text}
        </p>
        <Button size=Size::Small busy=is_busy on:click=check>
            <Icon glyph=Glyph::Refresh />
            {t("understood.check")}
        </Button>
    }
}
