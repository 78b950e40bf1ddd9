//! What a description says otherwise than before.

use super::correction::count;
use crate::app::format::humanize;
use crate::app::locale::{sentence, t, t_count, t_with};
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::button::{Button, Size, Variant};
use crate::ui::callout::Callout;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::tone::Tone;
use crate::ui::view::{listener, live};
use leptos::prelude::*;
use vitrine_core::api::discover::{Change, Drift};

/// The most differences of one resource that are told one by one.
const MOST: usize = 12;

/// Reads the description again when somebody asks for it.
#[component]
pub(super) fn Reread(
    /// The API.
    session: Session,
) -> impl IntoView {
    let workspace = Workspace::expect();
    let (is_busy, told) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let read = move |_| {
        is_busy.set(true);
        told.set(None);
        leptos::task::spawn_local(async move {
            let text = match workspace.look_for_news(session).await {
                Ok(true) => None,
                Ok(false) => Some(t("understood.no_news")),
                Err(error) => Some(sentence(&error.message())),
            };
            // The person may have gone elsewhere in the meantime.
            let _ = is_busy.try_set(false);
            let _ = told.try_set(text);
        });
    };
    view! {
        <Button size=Size::Small busy=is_busy on:click=read>
            <Icon glyph=Glyph::Refresh />
            {t("understood.again")}
        </Button>
        <p class="w-full text-end text-text-muted empty:hidden" role="status">
            {live(move || told.get())}
        </p>
    }
}

/// The differences, and what to do about them.
#[component]
pub(super) fn News(
    /// The API.
    session: Session,
) -> impl IntoView {
    let workspace = Workspace::expect();
    move || {
        session.track_model();
        let drift = session.notes().drift()?;
        let has_corrections = count(&workspace.overlay(session)) > 0;
        let leave = move |_| {
            let _ = session.notes().take_news();
            session.touch();
        };
        Some(view! {
            <Callout tone=Tone::Warning class="mx-4 mb-3">
                <div class="grid gap-2">
                    <h2 class="font-semibold">{t("understood.news")}</h2>
                    {has_corrections.then(|| view! { <p>{t("understood.news.corrections")}</p> })}
                    <ul class="grid max-h-72 gap-1 overflow-y-auto" tabindex="0">
                        {lines(&drift)}
                    </ul>
                    <div class="flex flex-wrap gap-2">
                        <Button
                            variant=Variant::Primary
                            size=Size::Small
                            on:click=listener(move |_| workspace.take_over(session))
                        >
                            {t("understood.take_over")}
                        </Button>
                        <Button size=Size::Small on:click=leave>
                            {t("understood.leave")}
                        </Button>
                    </div>
                </div>
            </Callout>
        })
    }
}

fn lines(drift: &Drift) -> impl IntoView + use<> {
    let named = |key: &str, name: &str| t_with(key, &[("name", &humanize(name))]);
    let added = drift.added.iter().map(|name| (named("understood.news.added", name), Vec::new()));
    let removed =
        drift.removed.iter().map(|name| (named("understood.news.removed", name), Vec::new()));
    let changed = drift.changed.iter().map(|(name, changes)| {
        let mut lines: Vec<String> = changes.iter().take(MOST).map(line).collect();
        if changes.len() > MOST {
            lines.push(t_count("understood.more", (changes.len() - MOST) as u64));
        }
        (named("understood.news.changed", name), lines)
    });
    let lines = added.chain(removed).chain(changed).map(|(text, lines)| {
        let lines = lines.into_iter().map(|line| view! { <li class="break-all">{line}</li> });
        let lines = lines.collect_view();
        let lines = (!lines.is_empty())
            .then(|| view! { <ul class="ms-4 list-disc text-text-muted">{lines}</ul> });
        view! { <li>{text} {lines}</li> }
    });
    lines.collect_view()
}

/// Tells one difference.
fn line(change: &Change) -> String {
    let (kind, name) = change.subject.split_once(':').unwrap_or((&change.subject, ""));
    let subject = match kind {
        "field" => t_with("understood.news.field", &[("name", name)]),
        "filter" => t_with("understood.news.filter", &[("name", name)]),
        "operation" => t_with("understood.news.operation", &[("name", &humanize(name))]),
        "list" => t("understood.list"),
        "create" => t("understood.create"),
        "update" => t("understood.update"),
        "delete" => t("understood.delete"),
        "item" => t("understood.item"),
        "paging" => t("understood.subject.paging"),
        "sort" => t("understood.subject.sort"),
        "search" => t("understood.subject.search"),
        "total" => t("understood.subject.total"),
        "rows" => t("understood.subject.rows"),
        _ => t("understood.subject.key"),
    };
    let subject = subject.as_str();
    match (&change.before, &change.now) {
        (Some(before), Some(now)) => {
            let arguments = [("subject", subject), ("before", before), ("now", now)];
            t_with("understood.news.other", &arguments)
        }
        (None, Some(now)) => t_with("understood.news.new", &[("subject", subject), ("now", now)]),
        (before, None) => {
            let before = before.as_deref().unwrap_or_default();
            t_with("understood.news.gone", &[("subject", subject), ("before", before)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, before: Option<&str>, now: Option<&str>, expected: &str) {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let change = Change { subject: subject.to_owned(), before: owned(before), now: owned(now) };
        assert_eq!(line(&change), expected);
    }

    #[test]
    fn every_difference_is_told_in_a_sentence() {
        check("field:price", Some("text"), Some("money"), "Field price: money instead of text");
        check("field:price", None, Some("money"), "Field price: new, money");
        check("list", Some("GET /pets"), None, "List: gone, was GET /pets");
    }
}
