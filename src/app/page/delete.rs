//! Deleting a record, after asking.

use super::{Refusal, explanation_view, failure_text};
use crate::app::controller::{record_key, resource_key};
use crate::app::locale::{t, t_with};
use crate::app::navigation::Navigation;
use crate::app::notice::Notices;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::ui::button::{Button, Variant};
use crate::ui::dialog;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::discover::Attempt;
use vitrine_core::api::{Error, ErrorKind, Precondition, Resource, Write};
use vitrine_core::record::{Identifier, Record};

/// The button that deletes a record, and the question it asks first.
#[component]
pub fn DeleteButton(
    /// The API.
    session: Session,
    /// The resource.
    resource: Rc<Resource>,
    /// The key of the record.
    identifier: Identifier,
    /// The record as the person sees it.
    record: Rc<Record>,
) -> impl IntoView {
    let label = resource.label(&record);
    let label = if label.is_empty() { identifier.to_string() } else { label };
    let deletion = Deletion {
        is_open: RwSignal::new(false),
        is_busy: RwSignal::new(false),
        error: RwSignal::new(None),
        session,
        navigation: Navigation::expect(),
        notices: Notices::expect(),
        target: StoredValue::new_local(Target { resource, identifier, record }),
    };
    let question = StoredValue::new(t_with("delete.title", &[("label", &label)]));
    let ask = move |_| {
        deletion.error.set(None);
        deletion.is_open.set(true);
    };
    view! {
        <Button on:click=ask>
            <Icon glyph=Glyph::Trash />
            {t("delete.button")}
        </Button>
        <dialog::Root open=deletion.is_open kind=dialog::Kind::Alert>
            <dialog::Content>
                <dialog::Title>{question.get_value()}</dialog::Title>
                <dialog::Description>{t("delete.advice")}</dialog::Description>
                <Answers deletion />
            </dialog::Content>
        </dialog::Root>
    }
}

/// What stands in the way, and the two ways on.
#[component]
fn Answers(deletion: Deletion) -> impl IntoView {
    // Once it is known that others changed the record, a second press means it
    // all the same.
    let confirm =
        move || t(if deletion.is_conflict() { "delete.anyway" } else { "delete.confirm" });
    view! {
        <div role="alert" class="empty:hidden">
            {move || {
                let error = deletion.error.get();
                error.map(|error| {
                    let is_silent = error.kind() == ErrorKind::Network;
                    view! {
                        <Refusal lines=failure_text(&error) />
                        {is_silent.then(|| explanation_view(deletion.session, Attempt::Write))}
                    }
                })
            }}
        </div>
        <dialog::Footer>
            <Button on:click=move |_| deletion.is_open.set(false)>{t("action.cancel")}</Button>
            <Button
                variant=Variant::Danger
                busy=deletion.is_busy
                on:click=move |_| deletion.run()
            >
                {confirm}
            </Button>
        </dialog::Footer>
    }
}

#[derive(Debug, Clone)]
struct Target {
    resource: Rc<Resource>,
    identifier: Identifier,
    record: Rc<Record>,
}

#[derive(Debug, Clone, Copy)]
struct Deletion {
    is_open: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    error: RwSignal<Option<Error>>,
    session: Session,
    navigation: Navigation,
    notices: Notices,
    target: StoredValue<Target, LocalStorage>,
}

impl Deletion {
    fn is_conflict(self) -> bool {
        self.error.with(|error| is_conflict(error.as_ref()))
    }

    fn run(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        let target = self.target.get_value();
        let is_forced = self.error.with_untracked(|error| is_conflict(error.as_ref()));
        let (session, navigation, notices) = (self.session, self.navigation, self.notices);
        self.is_busy.set(true);
        self.error.set(None);
        leptos::task::spawn_local(async move {
            let write = target.write(is_forced);
            let result =
                session.provider_of(&target.resource).delete(&target.resource.name, &write).await;
            // The page may have been left in the meantime.
            let is_here = self.is_busy.try_set(false).is_none();
            let error = match result {
                // What somebody else deleted first is gone as well.
                Ok(()) => None,
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => Some(error),
            };
            if let Some(error) = error {
                let _ = self.error.try_set(Some(error));
                return;
            }
            if is_here {
                self.is_open.set(false);
                navigation.replace(&Place::List(session.collection(&target.resource)));
            }
            let label = target.resource.label(&target.record);
            notices.deleted(&label);
            // The page of the record is still there until the list has taken
            // its place; it must not ask for what is gone.
            request_animation_frame(move || {
                let query = session.query();
                query.remove(&record_key(&target.resource, &target.identifier));
                query.invalidate(&resource_key(&target.resource.name));
            });
        });
    }
}

impl Target {
    fn write(&self, is_forced: bool) -> Write {
        let etag = self.record.etag.clone();
        let etag = etag.filter(|_| self.resource.dialect.has_if_match && !is_forced);
        Write {
            identifier: self.identifier.clone(),
            changes: Value::Null,
            previous: Some((*self.record).clone()),
            precondition: etag.map_or(Precondition::None, Precondition::IfMatch),
        }
    }
}

fn is_conflict(error: Option<&Error>) -> bool {
    error.is_some_and(|error| error.kind() == ErrorKind::Conflict)
}
