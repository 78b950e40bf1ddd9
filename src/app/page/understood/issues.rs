//! What could not be understood.

use crate::app::locale::{sentence, t, t_count};
use crate::app::session::Session;
use crate::ui::badge::Badge;
use crate::ui::tone::Tone;
use leptos::prelude::*;
use vitrine_core::api::Severity;

/// The issues of the description, closed until somebody wants to know.
#[component]
pub(super) fn Issues(
    /// The API.
    session: Session,
) -> impl IntoView {
    move || {
        session.track_model();
        let issues = session.with_api(|api| api.issues.clone());
        let count = t_count("understood.issues", issues.len() as u64);
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
                    <code class="text-xs break-all text-text-muted">{issue.place}</code>
                </li>
            }
        });
        let rows = rows.collect_view();
        (!rows.is_empty()).then(|| {
            view! {
                <details class="border-t border-line px-4 py-3">
                    <summary class="cursor-pointer font-semibold">{count}</summary>
                    <ul class="max-w-5xl divide-y divide-line">{rows}</ul>
                </details>
            }
        })
    }
}
