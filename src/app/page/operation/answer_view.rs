//! An answer on the screen.

use super::answer::{Answer, AnswerContent};
use crate::app::format::{field_label, worth};
use crate::app::locale::{t, t_count, t_with};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::value::{cell_view, full_view};
use crate::ui::badge::Badge;
use crate::ui::button::Button;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::table;
use crate::ui::tone::Tone;
use crate::ui::view::{IntoPiece, Piece};
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::{Field, Resource};

/// The rows that are shown; all of them stand in the JSON below.
const ROWS: usize = 200;

/// What an operation answered, by its kind.
#[component]
pub fn AnswerView(
    /// The API.
    session: Session,
    /// The answer.
    answer: Answer,
) -> impl IntoView {
    let Answer { status, content, raw } = answer;
    let body = match content {
        AnswerContent::Nothing => {
            view! { <p class="text-text-muted">{t("operation.nothing")}</p> }.into_piece()
        }
        AnswerContent::Text(text) => {
            view! {
                <pre
                    class="max-h-96 overflow-auto rounded bg-surface-sunken p-3 break-words whitespace-pre-wrap"
                    tabindex="0"
                >
                    {text}
                </pre>
            }
            .into_piece()
        }
        AnswerContent::File { kind, name, bytes } => file_view(kind, name, bytes),
        AnswerContent::Rows { rows, fields, resource } => {
            let resource = resource.and_then(|name| session.resource(&name));
            rows_view(session, &rows, &fields, resource.as_deref())
        }
        AnswerContent::Record { value, fields, resource } => {
            let resource = resource.and_then(|name| session.resource(&name));
            record_view(session, &value, &fields, resource.as_deref())
        }
    };
    view! {
        <section class="grid min-w-0 gap-3" aria-label=t("operation.answer")>
            <h2 class="flex items-center gap-2 font-semibold">
                {t("operation.answer")} " " <Badge tone=Tone::Success>{status}</Badge>
            </h2>
            {body}
            {raw
                .map(|raw| {
                    view! {
                        <details>
                            <summary class="w-fit cursor-pointer text-text-muted">
                                {t("record.raw")}
                            </summary>
                            <pre
                                class="mt-2 max-h-96 overflow-auto rounded bg-surface-sunken p-3"
                                tabindex="0"
                            >
                                {raw}
                            </pre>
                        </details>
                    }
                })}
        </section>
    }
}

/// Returns the address of a record, where the API shows it by itself.
fn address(session: Session, resource: Option<&Resource>, row: &Value) -> Option<String> {
    let resource = resource.filter(|resource| resource.is_found_by_key())?;
    let identifier = resource.identifier(row)?;
    let place = Place::Record(session.collection(resource), identifier.as_str().to_owned());
    Some(Navigation::expect().href(&place))
}

fn rows_view(
    session: Session,
    rows: &[Value],
    fields: &[Field],
    resource: Option<&Resource>,
) -> Piece {
    let count = t_count("list.rows", rows.len() as u64);
    if rows.is_empty() {
        return view! { <p class="text-text-muted">{count}</p> }.into_piece();
    }
    let more = (rows.len() > ROWS)
        .then(|| t_with("operation.first_rows", &[("count", &ROWS.to_string())]));
    let headers = fields.iter().map(|field| {
        let label = field_label(field);
        view! { <table::HeaderCell>{label}</table::HeaderCell> }
    });
    let headers = headers.collect_view();
    let body = rows.iter().take(ROWS).map(|row| {
        let href = address(session, resource, row);
        let cells = fields.iter().enumerate().map(|(position, field)| {
            let cell = cell_view(field, worth(field, row).as_deref());
            let cell = match href.clone().filter(|_| position == 0) {
                Some(href) => view! { <a class="row-link" href=href>{cell}</a> }.into_piece(),
                None => cell,
            };
            view! { <td>{cell}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let body = body.collect_view();
    view! {
        <p class="text-text-muted tabular-nums">{count} {more.map(|more| format!(" \u{b7} {more}"))}</p>
        <table::Root label=t("operation.answer") class="max-h-[32rem] border-y border-line">
            <table::Header>{headers}</table::Header>
            <table::Body>{body}</table::Body>
        </table::Root>
    }
    .into_piece()
}

fn record_view(
    session: Session,
    value: &Value,
    fields: &[Field],
    resource: Option<&Resource>,
) -> Piece {
    let lines = fields.iter().map(|field| {
        view! {
            <div class="grid gap-x-6 gap-y-1 py-2 sm:grid-cols-[12rem_1fr]">
                <dt class="text-text-muted">{field_label(field)}</dt>
                <dd class="min-w-0 break-words">{full_view(field, worth(field, value).as_deref())}</dd>
            </div>
        }
    });
    let open = address(session, resource, value).map(|href| {
        view! {
            <p>
                <a class="link" href=href>
                    {t("operation.open_record")}
                </a>
            </p>
        }
    });
    view! {
        {open}
        <dl class="divide-y divide-line border-y border-line">{lines.collect_view()}</dl>
    }
    .into_piece()
}

fn file_view(kind: String, name: String, bytes: Rc<[u8]>) -> Piece {
    let about = t_with(
        "operation.file",
        &[("kind", if kind.is_empty() { "?" } else { &kind }), ("bytes", &bytes.len().to_string())],
    );
    let file = StoredValue::new_local((kind, name, bytes));
    view! {
        <div class="flex flex-wrap items-center gap-3">
            <Button on:click=move |_| {
                file.with_value(|(kind, name, bytes)| save(kind, name, bytes));
            }>
                <Icon glyph=Glyph::Download />
                {t("operation.download")}
            </Button>
            <p class="text-text-muted">{about}</p>
        </div>
    }
    .into_piece()
}

/// Hands `bytes` to the browser as a file; what it refuses stays where it is.
#[cfg(target_arch = "wasm32")]
fn save(kind: &str, name: &str, bytes: &[u8]) {
    use wasm_bindgen::JsCast;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    let address = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let anchor = document().create_element("a").map(JsCast::unchecked_into);
    if let (Ok(address), Ok(anchor)) = (address, anchor) {
        let anchor: web_sys::HtmlAnchorElement = anchor;
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
        // Freed once the browser has surely begun to read it.
        let free = move || drop(web_sys::Url::revoke_object_url(&address));
        set_timeout(free, std::time::Duration::from_mins(1));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn save(_kind: &str, _name: &str, _bytes: &[u8]) {}
