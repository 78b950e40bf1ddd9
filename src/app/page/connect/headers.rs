//! What an API has to send so that this page may use it.

use crate::app::locale::{sentence, t, t_with};
use crate::app::page::{CopyButton, own_origin};
use crate::app::session::Session;
use crate::ui::badge::Badge;
use crate::ui::tone::Tone;
use leptos::prelude::*;
use vitrine_core::api::discover::{CorsHeader, CorsName, cors_headers};

/// Header by header what whoever runs the API has to add, and why.
#[component]
pub(super) fn Headers(
    /// The API, where it is known; else what most need.
    session: Option<Session>,
) -> impl IntoView {
    let origin = own_origin();
    let headers = match session {
        Some(session) => session.with_api(|api| cors_headers(&origin, Some(api))),
        None => cors_headers(&origin, None),
    };
    let lines = headers.iter().map(|header| format!("{}: {}", header.name, header.value));
    let lines = lines.collect::<Vec<_>>().join("\n");
    view! {
        <section class="grid gap-3">
            <div class="flex flex-wrap items-center gap-2">
                <h2 class="me-auto font-semibold">{t("cors.title")}</h2>
                <CopyButton text=lines label=t("cors.copy") />
            </div>
            <p class="text-text-muted">{t("cors.preflight")}</p>
            <dl class="divide-y divide-line border-y border-line">
                {headers.into_iter().map(header_view).collect_view()}
            </dl>
            <p class="text-text-muted">{t("cors.no_cookies")}</p>
            <p class="text-text-muted">{t_with("cors.same_origin", &[("origin", &origin)])}</p>
        </section>
    }
}

fn header_view(header: CorsHeader) -> impl IntoView {
    let names = header.names.into_iter().map(name_view).collect_view();
    let optional = (!header.is_needed).then(|| {
        view! { <Badge tone=Tone::Neutral>{t("cors.optional")}</Badge> }
    });
    view! {
        <div class="grid gap-1 py-2.5" data-header=header.name>
            <dt class="min-w-0">
                <code class="font-mono text-sm break-words">
                    <span class="font-semibold">{header.name}</span>
                    ": "
                    {header.value}
                </code>
            </dt>
            <dd class="grid gap-1">
                <p>{optional} " " {sentence(&header.message)}</p>
                <ul class="grid gap-0.5 text-text-muted empty:hidden">{names}</ul>
            </dd>
        </div>
    }
}

fn name_view(name: CorsName) -> impl IntoView {
    view! {
        <li class="min-w-0 break-words">
            <code class="font-mono text-xs">{name.name}</code>
            " "
            {sentence(&name.message)}
        </li>
    }
}
