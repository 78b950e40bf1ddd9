//! What the cache of an API has done, and what the device keeps of it.

use crate::app::locale::{sentence, t, t_with};
use crate::app::session::{Session, forget_on_device};
use crate::app::settings::keeps_on_device;
use crate::app::workspace::Workspace;
use crate::reactive::{store, use_atom};
use crate::ui::callout::Callout;
use crate::ui::switch::Switch;
use crate::ui::tone::Tone;
use leptos::prelude::*;
use vitrine_core::platform::locale::number;

/// The counters, closed until somebody wants to know, and the choice to keep
/// nothing.
#[component]
pub(super) fn Memory(
    /// The API.
    session: Session,
) -> impl IntoView {
    let happened = ArcTrigger::new();
    let notify = happened.clone();
    // The guard lives as long as the view.
    let _ = StoredValue::new_local(session.query().subscribe(move |_| notify.notify()));
    let workspace = Workspace::expect();
    let keeps = use_atom(&keeps_on_device());
    let choose = Callback::new(move |is_kept: bool| {
        store().set(&keeps_on_device(), is_kept);
        if is_kept {
            session.keep_again();
            return;
        }
        session.keep_nothing();
        // The choice is for all APIs; those that are not open are forgotten, too.
        workspace.connections.with_untracked(|connections| {
            let others = connections.iter().filter(|other| other.slug != session.slug());
            others.for_each(|other| forget_on_device(&other.slug));
        });
    });
    let told = happened.clone();
    let counted = move || {
        told.track();
        let counts = session.query().statistics();
        let kept = session.kept();
        let rows = [
            ("memory.hits", counts.hits),
            ("memory.stale_hits", counts.stale_hits),
            ("memory.misses", counts.misses),
            ("memory.coalesced", counts.coalesced),
            ("memory.fetches", counts.fetches),
            ("memory.failures", counts.failures),
            ("memory.restored", counts.restored),
            ("memory.evictions", counts.evictions),
            ("memory.entries", counts.entries as u64),
            ("memory.records", session.query().entities().len() as u64),
            ("memory.written", kept.map_or(0, |kept| kept.bytes_written)),
        ];
        let rows = rows.map(|(key, count)| {
            view! {
                <dt class="text-text-muted">{t(key)}</dt>
                <dd class="text-end tabular-nums">{whole(count)}</dd>
            }
        });
        view! {
            <dl class="grid max-w-md grid-cols-[1fr_auto] gap-x-6 gap-y-1 py-3">
                {rows.collect_view()}
            </dl>
        }
    };
    let told = happened.clone();
    let summary = move || {
        told.track();
        let counts = session.query().statistics();
        let saved = whole(counts.hits + counts.stale_hits + counts.coalesced);
        t_with("memory.summary", &[("saved", &saved), ("sent", &whole(counts.fetches))])
    };
    let trouble = move || {
        happened.track();
        let message = session.keeping_trouble()?;
        Some(view! { <Callout tone=Tone::Warning>{sentence(&message)}</Callout> })
    };
    view! {
        <details class="border-t border-line px-4 py-3">
            <summary class="cursor-pointer font-semibold">{summary}</summary>
            {counted}
            <label class="flex max-w-2xl items-start gap-3 py-2">
                <Switch checked=Signal::derive(move || keeps.get()) on_change=choose />
                <span class="grid gap-0.5">
                    <span>{t("memory.keep")}</span>
                    <span class="text-text-muted">{t("memory.keep.hint")}</span>
                </span>
            </label>
            {trouble}
        </details>
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^53 here")]
fn whole(count: u64) -> String {
    number(count as f64, (0, 0))
}
