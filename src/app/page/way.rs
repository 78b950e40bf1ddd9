//! The way to where one is: the records above it.

use crate::app::controller::{parent_keys, parent_resource, use_record};
use crate::app::format::{humanize, resource_label};
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::ui::view::{IntoPiece, Piece};
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::{Parent, Resource};
use vitrine_core::record::Identifier;

/// The parents of a resource and, with `has_list`, the resource itself; each
/// leads to its screen.
#[component]
pub fn Way(
    /// The API.
    session: Session,
    /// The resource, below its parents.
    resource: Rc<Resource>,
    /// Whether the list of the resource is a step of the way.
    has_list: bool,
    /// The key of a record of it that is a further step.
    #[prop(optional_no_strip)]
    record: Option<Identifier>,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let keys = parent_keys(&resource);
    let mut steps: Vec<Piece> = Vec::new();
    for (position, (parent, key)) in resource.parents.iter().zip(&keys).enumerate() {
        match parent_resource(session, parent, &keys[..position]) {
            Some(above) => {
                let list = Place::List(session.collection(&above));
                steps.push(step(&resource_label(&above), &navigation.href(&list)));
                steps.push(record_step(session, above, key));
            }
            None => steps.push(plain_step(parent, key)),
        }
    }
    if has_list {
        let list = Place::List(session.collection(&resource));
        steps.push(step(&resource_label(&resource), &navigation.href(&list)));
    }
    if let Some(key) = record {
        steps.push(record_step(session, resource, key.as_str()));
    }
    let steps = steps.into_iter().enumerate().map(|(position, step)| {
        view! {
            <li class="flex min-w-0 max-w-full items-baseline gap-x-2">
                {(position > 0)
                    .then(|| {
                        view! {
                            <span class="text-text-faint" aria-hidden="true">
                                "/"
                            </span>
                        }
                    })}
                {step}
            </li>
        }
    });
    view! {
        <nav aria-label=t("record.way")>
            <ol class="flex flex-wrap gap-x-2">{steps.collect_view()}</ol>
        </nav>
    }
}

fn step(label: &str, href: &str) -> Piece {
    let (label, href) = (label.to_owned(), href.to_owned());
    view! {
        <a class="link min-w-0 truncate" href=href>
            {label}
        </a>
    }
    .into_piece()
}

/// A record by its label, which may be on its way, and its key until then.
fn record_step(session: Session, resource: Rc<Resource>, key: &str) -> Piece {
    let key = key.to_owned();
    if !resource.is_found_by_key() {
        return view! { <span class="min-w-0 truncate">{key}</span> }.into_piece();
    }
    let record = use_record(session, &resource, &Identifier::new(key.clone()));
    let place = Place::Record(session.collection(&resource), key.clone());
    let resource = StoredValue::new_local(resource);
    let label = move || {
        let record = record.with_result(|state| state.data.clone());
        let label = record.map(|record| resource.with_value(|resource| resource.label(&record)));
        label.filter(|label| !label.is_empty()).unwrap_or_else(|| key.clone())
    };
    view! {
        <a class="link min-w-0 truncate" href=Navigation::expect().href(&place)>
            {label}
        </a>
    }
    .into_piece()
}

/// A parent of which no more is known than the value that somebody typed.
fn plain_step(parent: &Parent, key: &str) -> Piece {
    let text = format!("{} {key}", humanize(&parent.parameter));
    view! { <span class="min-w-0 truncate">{text}</span> }.into_piece()
}
