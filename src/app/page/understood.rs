//! What was understood of an API, and what was not.

use super::set_title;
use crate::app::format::humanize;
use crate::app::locale::{sentence, t, t_count};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::badge::Badge;
use crate::ui::button::Button;
use crate::ui::tone::Tone;
use crate::ui::view::IntoPiece;
use leptos::prelude::*;
use vitrine_core::api::{Issue, Resource, Severity, Source};

/// The model of an API: each resource with its paths and the reasons for every
/// choice, then what could not be understood.
#[component]
pub fn UnderstoodPage(
    /// The API.
    session: Session,
) -> impl IntoView {
    let workspace = Workspace::expect();
    set_title(&[&t("shell.understood"), &session.title()]);
    let (base, resources, issues) =
        session.with_api(|api| (api.base_url.clone(), api.resources.clone(), api.issues.clone()));
    let count = t_count("understood.resources", resources.len() as u64);
    let slug = session.slug();
    view! {
        <div class="grid max-w-4xl gap-6 p-4">
            <header class="flex flex-wrap items-start gap-3">
                <div class="grid min-w-0 gap-1">
                    <h1 class="text-lg font-semibold">{t("shell.understood")}</h1>
                    <p class="break-words text-text-muted">{base} " \u{b7} " {count}</p>
                </div>
                <div class="ms-auto">
                    <Button on:click=move |_| workspace.reread(&slug)>{t("understood.again")}</Button>
                </div>
            </header>
            {resources
                .into_iter()
                .map(|resource| view! { <ResourceView session resource /> })
                .collect_view()}
            {(!issues.is_empty()).then(|| view! { <Issues issues /> })}
        </div>
    }
}

#[component]
fn ResourceView(session: Session, resource: Resource) -> impl IntoView {
    let navigation = Navigation::expect();
    let href = navigation.href(&Place::List(session.collection(&resource)));
    let title = humanize(&resource.name);
    let title = if resource.list.is_some() {
        view! { <a class="link" href=href>{title}</a> }.into_piece()
    } else {
        title.into_piece()
    };
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
            <div class="flex gap-3">
                <dt class="w-24 shrink-0 text-text-muted">{t(key)}</dt>
                <dd class="min-w-0 font-mono break-all">
                    {endpoint.method.as_str()} " " {endpoint.path.clone()}
                </dd>
            </div>
        })
    });
    let reasons = resource.evidence.iter().map(|evidence| {
        let (tone, source) = match evidence.source {
            Source::Verified => (Tone::Success, "evidence.verified"),
            Source::User => (Tone::Accent, "evidence.user"),
            Source::Response => (Tone::Accent, "evidence.response"),
            Source::Document => (Tone::Neutral, "evidence.document"),
            Source::Convention => (Tone::Neutral, "evidence.convention"),
        };
        view! {
            <li class="flex flex-wrap items-baseline gap-2 py-1">
                <Badge tone>{t(source)}</Badge>
                <span>{sentence(&evidence.message)}</span>
                <span class="text-text-faint tabular-nums">{evidence.confidence} "%"</span>
            </li>
        }
    });
    view! {
        <section class="grid gap-2 border-t border-line pt-4">
            <h2 class="font-semibold">{title}</h2>
            <dl class="grid gap-1">{endpoints.collect_view()}</dl>
            <ul>{reasons.collect_view()}</ul>
        </section>
    }
}

#[component]
fn Issues(issues: Vec<Issue>) -> impl IntoView {
    let rows = issues.into_iter().map(|issue| {
        let (tone, word) = match issue.severity {
            Severity::Note => (Tone::Neutral, "severity.note"),
            Severity::Warning => (Tone::Warning, "severity.warning"),
            Severity::Error => (Tone::Danger, "severity.error"),
        };
        view! {
            <li class="grid gap-1 py-2">
                <span class="flex items-baseline gap-2">
                    <Badge tone>{t(word)}</Badge>
                    {sentence(&issue.message)}
                </span>
                <code class="break-all text-text-muted">{issue.place}</code>
            </li>
        }
    });
    view! {
        <section class="grid gap-2 border-t border-line pt-4">
            <h2 class="font-semibold">{t("understood.issues")}</h2>
            <ul class="divide-y divide-line">{rows.collect_view()}</ul>
        </section>
    }
}
