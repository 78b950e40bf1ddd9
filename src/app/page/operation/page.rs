//! One operation: what it needs, and what it answered.

use super::{Answer, AnswerView, operation_label, operation_path};
use crate::app::controller::{Level, level};
use crate::app::form::OperationForm;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::page::{NotFound, Way, set_title};
use crate::app::route::{Collection, Place};
use crate::app::session::Session;
use crate::ui::badge::Badge;
use crate::ui::tone::Tone;
use crate::ui::view::{IntoPiece, Piece};
use leptos::prelude::*;
use vitrine_core::api::Operation;
use vitrine_core::platform::percent;
use vitrine_core::record::Identifier;

/// The page of one operation.
#[component]
pub fn OperationPage(
    /// The API.
    session: Session,
    /// The operation's name.
    name: String,
    /// The values of its path that are known.
    known: Vec<(String, String)>,
) -> impl IntoView {
    let found = session.with_api(|api| {
        let mut operations = api.operations.iter();
        let operation = operations.find(|operation| operation.name == name)?;
        Some((operation.clone(), level(api, operation)))
    });
    let Some((operation, level)) = found else {
        return view! { <NotFound key="not_found.operation" /> }.into_piece();
    };
    let label = operation_label(&operation);
    set_title(&[&label, &session.title()]);
    let (method, path) = (operation.endpoint.method, operation_path(&operation, &known));
    let tone = if method.is_safe() { Tone::Neutral } else { Tone::Accent };
    let summary = operation.summary.clone().filter(|summary| !summary.starts_with(&label));
    let way = way_view(session, &operation, level, &known);
    let answer = RwSignal::new_local(None::<Answer>);
    view! {
        <div class="grid w-full max-w-4xl gap-4 p-4">
            {way}
            <header class="grid gap-1">
                <h1 class="text-lg font-semibold break-words">{label}</h1>
                <p class="flex min-w-0 items-baseline gap-2 text-text-muted">
                    <Badge tone>{method.as_str()}</Badge>
                    <code class="min-w-0 text-xs break-all">{path}</code>
                </p>
                {summary.map(|text| view! { <p class="max-w-prose whitespace-pre-line">{text}</p> })}
            </header>
            <div class="max-w-2xl">
                <OperationForm session operation known on_answer=move |new| answer.set(new) />
            </div>
            <div role="status" class="min-w-0 empty:hidden">
                {move || answer.get().map(|answer| view! { <AnswerView session answer /> })}
            </div>
        </div>
    }
    .into_piece()
}

/// The record or the list that the operation is run on; all operations where
/// it is none.
fn way_view(
    session: Session,
    operation: &Operation,
    level: Level,
    known: &[(String, String)],
) -> Piece {
    let resource = operation.resource.as_ref().and_then(|name| session.resource(name));
    if let Some(resource) = resource.filter(|_| level != Level::Api) {
        let depth = resource.parents.len();
        let names = resource.parents.iter().map(|parent| parent.parameter.clone());
        let keys: Vec<String> = known.iter().map(|(_, key)| key.clone()).collect();
        let parents = names.zip(keys.iter().cloned()).collect();
        let collection = Collection { parents, ..session.collection(&resource) };
        let placed = session.placed(&collection).filter(|placed| placed.is_placed());
        let key = match keys.get(depth..).unwrap_or_default() {
            [] => None,
            [key] => Some(key.clone()),
            parts => {
                Some(parts.iter().map(|part| percent::encode(part)).collect::<Vec<_>>().join(","))
            }
        };
        let record = key.filter(|_| level == Level::Record).map(Identifier::new);
        if let Some(resource) = placed {
            return view! { <Way session resource has_list=true record /> }.into_piece();
        }
    }
    let all = Navigation::expect().href(&Place::Operations { api: session.slug() });
    view! {
        <nav aria-label=t("record.way")>
            <a class="link" href=all>
                {t("shell.operations")}
            </a>
        </nav>
    }
    .into_piece()
}
