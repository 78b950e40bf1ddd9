//! One record, field by field.

use super::stale::stale_note;
use super::{DeleteButton, ErrorMessage, NotFound, RecordActions, Way, set_title};
use crate::app::controller::{children, use_record};
use crate::app::format::{field_label, resource_label, worth};
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::route::{Collection, Place};
use crate::app::session::Session;
use crate::app::value::full_view;
use crate::ui::button::ButtonLink;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::skeleton::SkeletonText;
use crate::ui::view::{IntoPiece, live, memo};
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::{Error, ErrorKind, Resource};
use vitrine_core::record::{Identifier, Record};

/// The page of one record.
#[component]
pub fn RecordPage(
    /// The API.
    session: Session,
    /// The resource.
    resource: Rc<Resource>,
    /// The key of the record.
    identifier: Identifier,
) -> impl IntoView {
    let record = use_record(session, &resource, &identifier);
    let resource = StoredValue::new_local(resource);
    let has_failed = memo(move || record.with(|s| s.data.is_none() && s.error.is_some()));
    move || {
        if has_failed.get() {
            let error = record.with_untracked(|state| state.error.clone());
            let is_missing = error.as_ref().is_some_and(|error| {
                let known = error.downcast_ref::<Error>().map(Error::kind);
                known == Some(ErrorKind::NotFound)
            });
            if is_missing {
                return view! { <NotFound key="not_found.record" /> }.into_piece();
            }
            let on_retry = Callback::new(move |()| record.refetch());
            return error
                .map(|error| view! { <ErrorMessage error session on_retry /> })
                .into_piece();
        }
        let resource = resource.get_value();
        match record.with_result(|state| state.data.clone()) {
            Some(data) => {
                let identifier = identifier.clone();
                view! {
                    <div class="px-4 pt-4 empty:hidden">{live(move || stale_note(record))}</div>
                    <Letter session resource identifier record=data />
                }
                .into_piece()
            }
            None => view! { <Loading resource /> }.into_piece(),
        }
    }
}

#[component]
fn Letter(
    session: Session,
    resource: Rc<Resource>,
    identifier: Identifier,
    record: Rc<Record>,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let is_single = resource.is_single();
    let label = resource.label(&record);
    let label = match label.as_str() {
        _ if is_single => resource_label(&resource),
        "" => identifier.to_string(),
        _ => label,
    };
    set_title(&[&label, &resource_label(&resource), &session.title()]);
    let capabilities = session.capabilities(&resource.name);
    let edit = Place::Edit(session.collection(&resource), identifier.as_str().to_owned());
    let below = session.with_api(|api| children(api, &resource, &identifier));
    let (of_record, key) = (Rc::clone(&resource), identifier.clone());
    let of_way = Rc::clone(&resource);
    let lines = resource.fields.iter().map(|field| {
        let value = full_view(field, worth(field, &record.fields).as_deref());
        view! {
            <div class="grid gap-x-6 gap-y-1 py-2 sm:grid-cols-[12rem_1fr]">
                <dt class="text-text-muted" title=field.description.clone()>
                    {field_label(field)}
                </dt>
                <dd class="min-w-0 break-words">
                    {value}
                </dd>
            </div>
        }
    });
    let delete = capabilities.can_delete.then(|| {
        let (resource, identifier) = (Rc::clone(&resource), identifier.clone());
        let record = Rc::clone(&record);
        view! { <DeleteButton session resource identifier record /> }
    });
    let raw = serde_json::to_string_pretty(&*record.fields).unwrap_or_default();
    view! {
        <article class="grid w-full max-w-4xl gap-4 p-4">
            <Way session resource=of_way has_list=!is_single />
            <header class="flex flex-wrap items-start gap-3">
                <h1 class="min-w-0 text-lg font-semibold break-words">{label.clone()}</h1>
                <div class="ms-auto flex gap-2">
                    {capabilities
                        .can_update
                        .then(|| {
                            view! {
                                <ButtonLink href=navigation.href(&edit)>
                                    <Icon glyph=Glyph::Pencil />
                                    {t("record.edit")}
                                </ButtonLink>
                            }
                        })}
                    {delete} <RecordActions session resource=of_record identifier=key />
                </div>
            </header>
            {(!below.is_empty()).then(|| view! { <Below session below /> })}
            <dl class="divide-y divide-line border-y border-line">{lines.collect_view()}</dl>
            <details>
                <summary class="w-fit cursor-pointer text-text-muted">{t("record.raw")}</summary>
                <pre class="mt-2 overflow-x-auto rounded bg-surface-sunken p-3" tabindex="0">
                    {raw}
                </pre>
            </details>
        </article>
    }
}

/// The lists below the record.
#[component]
fn Below(session: Session, below: Vec<(String, Vec<(String, String)>)>) -> impl IntoView {
    let navigation = Navigation::expect();
    let links = below.into_iter().filter_map(|(name, parents)| {
        let resource = session.resource(&name)?;
        let collection = Collection { parents, ..session.collection(&resource) };
        let href = navigation.href(&Place::List(collection));
        let label = resource_label(&resource);
        Some(view! {
            <li>
                <ButtonLink href>
                    {label} <Icon glyph=Glyph::ChevronEnd />
                </ButtonLink>
            </li>
        })
    });
    view! {
        <nav aria-label=t("record.below")>
            <ul class="flex flex-wrap gap-2">{links.collect_view()}</ul>
        </nav>
    }
}

/// The place of the record while it loads, so that nothing jumps.
#[component]
fn Loading(resource: Rc<Resource>) -> impl IntoView {
    let lines = resource.fields.iter().map(|field| {
        view! {
            <div class="grid gap-x-6 gap-y-1 py-2 sm:grid-cols-[12rem_1fr]">
                <dt class="text-text-muted">{field_label(field)}</dt>
                <dd>
                    <SkeletonText class="w-48" />
                </dd>
            </div>
        }
    });
    view! {
        <div class="grid w-full max-w-4xl gap-4 p-4" aria-busy="true">
            <SkeletonText class="w-24" />
            <SkeletonText class="w-64" />
            <dl class="divide-y divide-line border-y border-line">{lines.collect_view()}</dl>
        </div>
    }
}
