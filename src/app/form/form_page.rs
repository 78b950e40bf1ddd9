//! The form for one record.

use super::controller::FormController;
use super::editor::Editor;
use super::field::Purpose;
use crate::app::controller::use_record;
use crate::app::format::resource_label;
use crate::app::locale::t_with;
use crate::app::page::{ErrorMessage, NotFound, Way, set_title};
use crate::app::session::Session;
use crate::ui::skeleton::SkeletonText;
use leptos::context::Provider;

use crate::ui::view::{Content, memo};
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::{Error, ErrorKind, Resource};
use vitrine_core::record::{Identifier, Record};

/// The form for a new record or an existing one.
#[component]
pub fn FormPage(
    /// The API.
    session: Session,
    /// The resource.
    resource: Rc<Resource>,
    /// The key of the record; nothing for a new one.
    identifier: Option<Identifier>,
) -> AnyView {
    if let Some(identifier) = identifier {
        return view! { <Existing session resource identifier /> }.into_any();
    }
    let heading = t_with("form.new", &[("resource", &resource_label(&resource))]);
    set_title(&[&heading, &session.title()]);
    let controller = FormController::new(session, Rc::clone(&resource), None);
    view! {
        <Sheet session resource heading record=None>
            <Editor controller session />
        </Sheet>
    }
    .into_any()
}

#[component]
fn Existing(session: Session, resource: Rc<Resource>, identifier: Identifier) -> impl IntoView {
    let record = use_record(session, &resource, &identifier);
    let owner = Owner::current().expect("a component has an owner");
    let resource = StoredValue::new_local(resource);
    let controller = RwSignal::new(None::<FormController>);
    let key = StoredValue::new(identifier);
    // The form stays when the record is read again: it decides itself whether
    // it can take the newer version.
    Effect::new(move || {
        let Some(data) = record.with_result(|state| state.data.clone()) else { return };
        let mut data = (*data).clone();
        data.identifier.get_or_insert_with(|| key.get_value());
        if let Some(controller) = controller.get_untracked() {
            controller.refresh(&data);
            return;
        }
        let form = owner.with(|| FormController::new(session, resource.get_value(), Some(data)));
        controller.set(Some(form));
    });
    let has_failed = memo(move || record.with(|s| s.data.is_none() && s.error.is_some()));
    move || {
        let resource = resource.get_value();
        if let Some(controller) = controller.get() {
            let label = label(session, &resource, &key.get_value());
            let heading = if label == key.get_value().as_str() {
                // A key alone says little.
                t_with("form.edit", &[("label", &format!("{} {label}", resource_label(&resource)))])
            } else {
                t_with("form.edit", &[("label", &label)])
            };
            set_title(&[&heading, &resource_label(&resource), &session.title()]);
            let record = Some(key.get_value());
            return view! {
                <Sheet session resource heading record>
                    <Editor controller session />
                </Sheet>
            }
            .into_any();
        }
        if !has_failed.get() {
            return view! { <Loading /> }.into_any();
        }
        let error = record.with_untracked(|state| state.error.clone());
        let is_missing = error.as_ref().is_some_and(|error| {
            error.downcast_ref::<Error>().map(Error::kind) == Some(ErrorKind::NotFound)
        });
        if is_missing {
            return view! { <NotFound key="not_found.record" /> }.into_any();
        }
        let on_retry = Callback::new(move |()| record.refetch());
        error.map(|error| view! { <ErrorMessage error session on_retry /> }).into_any()
    }
}

fn label(session: Session, resource: &Resource, identifier: &Identifier) -> String {
    let key = crate::app::controller::record_key(resource, identifier);
    let record = session.query().get_data::<Record>(&key);
    let label = record.map(|record| resource.label(&record)).unwrap_or_default();
    if label.is_empty() { identifier.to_string() } else { label }
}

/// The page around the fields: where one is, and what this is.
#[component]
fn Sheet(
    session: Session,
    resource: Rc<Resource>,
    heading: String,
    /// The key of an existing record.
    record: Option<Identifier>,
    children: Content,
) -> impl IntoView {
    view! {
        <div class="grid w-full max-w-2xl gap-4 p-4 pb-0">
            <Way session resource has_list=true record />
            <h1 class="text-lg font-semibold break-words">{heading}</h1>
            <Provider value=Purpose::Record>{children.view()}</Provider>
        </div>
    }
}

/// The place of the fields while the record loads.
#[component]
fn Loading() -> impl IntoView {
    let lines = (0..6).map(|_| {
        view! {
            <div class="grid gap-2">
                <SkeletonText class="w-24" />
                <SkeletonText class="w-full" />
            </div>
        }
    });
    view! {
        <div class="grid w-full max-w-2xl gap-5 p-4" aria-busy="true">
            <SkeletonText class="w-48" />
            {lines.collect_view()}
        </div>
    }
}
