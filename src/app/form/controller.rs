//! One record while it is filled in: from the cache into the form, and back.

use super::draft::{DraftPlace, KeptDraft};
use super::outcome::refuse;
use super::spec::form_spec;
use crate::app::controller::{lists_of, moves_rows, record_key, resource_key};
use crate::app::navigation::Navigation;
use crate::app::notice::Notices;
use crate::app::route::Place;
use crate::app::session::Session;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use vitrine_core::api::{Error, Precondition, Resource, Result, Write};
use vitrine_core::form::{Form, FormSpec, FormState, Submission};
use vitrine_core::platform::{SessionStorage, locale};
use vitrine_core::query::{Activity, QueryFilter, QueryPredicate};
use vitrine_core::record::{Identifier, Record};

/// What the form has to tell of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    /// What was typed before was brought back.
    Restored,
    /// The record was read again; others changed the fields with these labels.
    Reread(Vec<String>),
}

/// A handle to the form of one record.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormController {
    /// The form; another one once the record was read again.
    pub(super) form: RwSignal<Form, LocalStorage>,
    /// What has to be told above the fields.
    pub(super) notice: RwSignal<Option<Notice>>,
    /// Why the last request was not carried out.
    pub(super) error: RwSignal<Option<Error>>,
    /// Whether the current version is on its way.
    pub(super) is_rereading: RwSignal<bool>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

#[derive(Debug)]
struct Inner {
    session: Session,
    navigation: Navigation,
    notices: Notices,
    resource: Rc<Resource>,
    spec: Rc<FormSpec>,
    identifier: Option<Identifier>,
    drafts: DraftPlace,
    base: RefCell<Base>,
}

/// What the form was filled in over.
#[derive(Debug, Clone, Default)]
struct Base {
    record: Option<Record>,
    /// Not always that of the record: a draft keeps the one it was typed over.
    etag: Option<String>,
}

impl FormController {
    /// Returns the form of `record`, or that of a new one, with the draft that
    /// was left behind.
    pub(super) fn new(session: Session, resource: Rc<Resource>, record: Option<Record>) -> Self {
        let identifier = record.as_ref().and_then(|record| record.identifier.clone());
        let spec = session.with_api(|api| form_spec(api, &resource, record.is_none()));
        let drafts = DraftPlace::new(
            Rc::new(SessionStorage),
            &session.collection(&resource),
            identifier.as_ref(),
        );
        let etag = record.as_ref().and_then(|record| record.etag.clone());
        let base = RefCell::new(Base { record, etag });
        let inner = Inner {
            session,
            navigation: Navigation::expect(),
            notices: Notices::expect(),
            resource,
            spec: Rc::new(spec),
            identifier,
            drafts,
            base,
        };
        let form = inner.new_form();
        let mut notice = None;
        if let Some(kept) = inner.drafts.read() {
            form.restore_draft(&kept.draft);
            if form.is_dirty() {
                notice = Some(Notice::Restored);
                if kept.etag.is_some() {
                    inner.base.borrow_mut().etag = kept.etag;
                }
            }
        }
        Self {
            form: RwSignal::new_local(form),
            notice: RwSignal::new(notice),
            error: RwSignal::new(None),
            is_rereading: RwSignal::new(false),
            inner: StoredValue::new_local(Rc::new(inner)),
        }
    }

    /// Returns whether the record is an existing one.
    pub(super) fn is_edit(self) -> bool {
        self.inner.with_value(|inner| inner.identifier.is_some())
    }

    /// Takes a newer version of the record, unless something was typed over the
    /// one that is shown: then the server tells when the form is saved.
    pub(super) fn refresh(self, record: &Record) {
        let inner = self.inner.get_value();
        let form = self.form.get_untracked();
        if form.is_dirty() || form.state() != FormState::Pristine {
            return;
        }
        let fields = inner.base.borrow().record.as_ref().map(|record| Rc::clone(&record.fields));
        inner.rebase(record.clone());
        if fields.is_none_or(|fields| *fields != *record.fields) {
            self.form.set(inner.new_form());
        }
    }

    /// Checks the form and sends it; `on_refused` is run when the form itself
    /// finds something wrong.
    pub(super) fn save(self, on_refused: impl FnOnce()) {
        let form = self.form.get_untracked();
        if form.state() == FormState::Submitting {
            return;
        }
        self.error.set(None);
        match form.submit() {
            Some(submission) => self.send(form, submission, false),
            None => on_refused(),
        }
    }

    /// Sends the form although the record changed meanwhile.
    pub(super) fn overwrite(self) {
        let form = self.form.get_untracked();
        if let Some(submission) = form.submit() {
            self.error.set(None);
            self.send(form, submission, true);
        }
    }

    /// Reads the current version and puts what was typed over it.
    pub(super) fn reread(self) {
        let inner = self.inner.get_value();
        let Some(identifier) = inner.identifier.clone() else { return };
        if self.is_rereading.get_untracked() {
            return;
        }
        self.is_rereading.set(true);
        leptos::task::spawn_local(async move {
            let provider = inner.session.provider_of(&inner.resource);
            let result = provider.get_one(&inner.resource.name, &identifier).await;
            // The person may have gone elsewhere in the meantime.
            if self.is_rereading.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(record) => self.rebase(&inner, record),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn rebase(self, inner: &Inner, record: Record) {
        let draft = self.form.get_untracked().draft();
        let before = inner.base.borrow().record.clone();
        let changed = inner.changed_labels(before.as_ref(), &record);
        inner.session.query().set_data(&inner.record_key(&record), record.clone());
        inner.rebase(record);
        let form = inner.new_form();
        form.restore_draft(&draft);
        self.error.set(None);
        self.notice.set(Some(Notice::Reread(changed)));
        self.form.set(form);
        self.keep_draft();
    }

    /// Keeps what was typed; forgets it when nothing is unsaved.
    pub(super) fn keep_draft(self) {
        // Also called when the page goes, after which there is nothing to keep.
        let Some(form) = self.form.try_get_untracked() else { return };
        let _ = self.inner.try_with_value(|inner| {
            let etag = inner.base.borrow().etag.clone();
            inner.drafts.write(&KeptDraft { draft: form.draft(), etag });
        });
    }

    /// Goes back to the saved record.
    pub(super) fn discard(self) {
        let form = self.form.get_untracked();
        form.reset();
        self.inner.with_value(|inner| {
            inner.drafts.remove();
            let mut base = inner.base.borrow_mut();
            base.etag = base.record.as_ref().and_then(|record| record.etag.clone());
        });
        self.notice.set(None);
        self.error.set(None);
    }

    /// Leaves the form without saving. What was typed can be brought back.
    pub(super) fn cancel(self) {
        let inner = self.inner.get_value();
        let form = self.form.get_untracked();
        let draft = form.draft();
        let etag = inner.base.borrow().etag.clone();
        self.discard();
        inner.navigation.replace(&inner.place_behind());
        if !draft.is_empty() {
            let (drafts, here) = (inner.drafts.clone(), inner.place());
            let navigation = inner.navigation;
            inner.notices.discarded(move || {
                drafts.write(&KeptDraft { draft: draft.clone(), etag: etag.clone() });
                navigation.go(&here);
            });
        }
    }

    fn send(self, form: Form, submission: Submission, is_forced: bool) {
        let inner = self.inner.get_value();
        if inner.identifier.is_some() && submission.changed.is_empty() {
            form.saved(None);
            inner.navigation.replace(&inner.place_behind());
            return;
        }
        leptos::task::spawn_local(async move {
            match inner.write(&submission, is_forced).await {
                Ok(record) => self.saved(&inner, &form, record),
                Err(error) => {
                    refuse(&form, &error, inner.identifier.is_some());
                    if self.error.try_set(Some(error)).is_some() {
                        // Nobody looks at the form any more, but its draft is there.
                        inner.notices.not_saved();
                    }
                }
            }
        });
    }

    fn saved(self, inner: &Rc<Inner>, form: &Form, record: Record) {
        form.saved(Some((*record.fields).clone()));
        inner.drafts.remove();
        let label = inner.resource.label(&record);
        let place = inner.place_of(&record);
        if inner.identifier.is_some() || record.identifier.is_some() {
            inner.session.query().set_data(&inner.record_key(&record), record.clone());
        }
        inner.session.references().put(&inner.resource.name, std::slice::from_ref(&record));
        inner.invalidate(&record);
        inner.notices.saved(&label, inner.identifier.is_none());
        inner.rebase(record);
        if form.is_dirty() && inner.identifier.is_some() {
            // Typed while the request was under way: it still waits for saving.
            self.keep_draft();
        } else if self.form.try_get_untracked().is_some() {
            inner.navigation.replace(&place);
        }
    }
}

impl Inner {
    fn new_form(&self) -> Form {
        let initial = self.base.borrow().record.as_ref().map(|record| (*record.fields).clone());
        Form::new(Rc::clone(&self.spec), initial, Rc::new(locale::offset_minutes))
    }

    /// Says what the write of `record` has made stale.
    ///
    /// The answer may lack what the server adds when it is asked, so the record
    /// is read again behind what is shown. A list shows the new fields by
    /// itself; it is read again where other rows may be in it now.
    fn invalidate(&self, record: &Record) {
        let query = self.session.query();
        let base = self.base.borrow();
        let Some(before) = base.record.as_ref().filter(|_| self.identifier.is_some()) else {
            query.invalidate(&resource_key(&self.resource.name));
            return;
        };
        query.invalidate(&self.record_key(record));
        let fields = self.resource.fields.iter();
        let changed = fields.filter(|field| before.get(&field.path) != record.get(&field.path));
        let changed: Vec<String> = changed.map(|field| field.name.clone()).collect();
        let predicate: QueryPredicate = Rc::new(move |known| moves_rows(&known.key, &changed));
        let lists = QueryFilter { predicate: Some(predicate), ..lists_of(&self.resource) };
        query.invalidate_where(&lists, Activity::Active);
    }

    fn rebase(&self, record: Record) {
        let etag = record.etag.clone();
        *self.base.borrow_mut() = Base { record: Some(record), etag };
    }

    fn record_key(&self, record: &Record) -> vitrine_core::query::QueryKey {
        let identifier = self.identifier.as_ref().or(record.identifier.as_ref());
        identifier.map_or_else(
            || resource_key(&self.resource.name),
            |identifier| record_key(&self.resource, identifier),
        )
    }

    async fn write(&self, submission: &Submission, is_forced: bool) -> Result<Record> {
        let (provider, name) = (self.session.provider_of(&self.resource), &self.resource.name);
        let Some(identifier) = &self.identifier else {
            return provider.create(name, &submission.data).await;
        };
        let base = self.base.borrow().clone();
        let (previous, precondition) = if is_forced {
            (Some(provider.get_one(name, identifier).await?), Precondition::None)
        } else {
            let etag = base.etag.filter(|_| self.resource.dialect.has_if_match);
            (base.record, etag.map_or(Precondition::None, Precondition::IfMatch))
        };
        let write = Write {
            identifier: identifier.clone(),
            changes: submission.changes.clone(),
            previous,
            precondition,
        };
        provider.update(name, &write).await
    }

    fn changed_labels(&self, before: Option<&Record>, now: &Record) -> Vec<String> {
        let differs = |path| before.and_then(|record| record.get(path)) != now.get(path);
        let fields = self.spec.fields.iter().filter(|field| !field.is_read_only);
        fields.filter(|field| differs(&field.path)).map(|field| field.label.clone()).collect()
    }

    /// The record that was saved, or the list where the API shows no record.
    fn place_of(&self, record: &Record) -> Place {
        let collection = self.session.collection(&self.resource);
        let identifier = self.identifier.as_ref().or(record.identifier.as_ref());
        match identifier.filter(|_| self.resource.item.is_some()) {
            Some(id) => Place::Record(collection, id.as_str().to_owned()),
            None => Place::List(collection),
        }
    }

    /// Where the person came from.
    fn place_behind(&self) -> Place {
        let record = self.base.borrow().record.clone();
        self.place_of(&record.unwrap_or_else(|| Record::new(None, serde_json::Value::Null)))
    }

    /// The form itself.
    fn place(&self) -> Place {
        let collection = self.session.collection(&self.resource);
        match &self.identifier {
            Some(id) => Place::Edit(collection, id.as_str().to_owned()),
            None => Place::New(collection),
        }
    }
}
