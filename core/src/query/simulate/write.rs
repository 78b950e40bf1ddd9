//! Writes that are shown before they are answered.

use super::seen::{Pending, Shows};
use super::server::{Change, FIELDS, Write, Written};
use super::tab::{NOTES, Tab};
use super::watch::identifier;
use crate::query::{MutationConfig, MutationId, QueryKey, RetryPolicy};
use crate::record::{Identifier, Record};
use futures::FutureExt;
use futures::future::ready;
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

impl Tab {
    /// Starts a write, one of each record at a time.
    pub(super) fn write(&self, change: Change) {
        let write = self.world.server.write(change);
        let scope: Rc<str> = match change {
            Change::Create(_) => temporary(&write).into(),
            Change::Update { id, .. } | Change::Delete { id } => format!("note {id}").into(),
        };
        let (lane, name) = (Rc::clone(&self.lane), Rc::clone(&scope));
        let shown: Rc<Cell<Option<MutationId>>> = Rc::default();
        let (begun, begun_by) = (Rc::clone(&shown), self.this.clone());
        let (confirmed_by, settled_by) = (self.this.clone(), self.this.clone());
        let retry = RetryPolicy {
            count: 2,
            first_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(1),
        };
        let config = MutationConfig::<Write, Written>::new(move |write| lane.write(&name, write))
            .scope(scope)
            .retry(retry)
            .gc_time(Duration::from_secs(2))
            .on_mutate(move |write| {
                let Some(tab) = begun_by.upgrade() else { return Ok(None) };
                let mutation = tab.begin(write);
                begun.set(Some(mutation));
                let this = tab.this.clone();
                Ok(Some(Box::new(move || {
                    if let Some(tab) = this.upgrade() {
                        tab.reject(mutation);
                    }
                })))
            })
            .on_success(move |written, write| {
                if let (Some(tab), Some(mutation)) = (confirmed_by.upgrade(), shown.get()) {
                    tab.confirm(mutation, &write, &written);
                }
                ready(Ok(())).boxed_local()
            })
            .on_settled(move |_, _| {
                if let Some(tab) = settled_by.upgrade()
                    && tab.world.happens(3)
                {
                    tab.tabs.invalidate(&QueryKey::from(NOTES));
                }
                ready(Ok(())).boxed_local()
            });
        // The mutation goes on without its observer.
        self.client.observe_mutation(config).mutate(write);
    }

    fn begin(&self, write: &Write) -> MutationId {
        let entities = self.client.entities();
        let (mutation, id, shows) = match write.change {
            Change::Create(values) => {
                let id = temporary(write);
                let fields = json!({FIELDS[0]: values[0], FIELDS[1]: values[1]});
                let mutation = entities.create(NOTES, &Identifier::new(id.as_str()), fields);
                (mutation, id, Shows::Fields(values.map(Some)))
            }
            Change::Update { id, field, value } => {
                let changes = json!({FIELDS[field]: value});
                let mutation = entities.update(NOTES, &identifier(id), changes);
                let mut fields = [None; 2];
                fields[field] = Some(value);
                (mutation, id.to_string(), Shows::Fields(fields))
            }
            Change::Delete { id } => {
                (entities.delete(NOTES, &identifier(id)), id.to_string(), Shows::Nothing)
            }
        };
        self.seen.pending.borrow_mut().push(Pending { mutation, id, shows });
        self.world.ledger.note(|| format!("tab {}: {:?} begins", self.slot, write.change));
        mutation
    }

    fn confirm(&self, mutation: MutationId, write: &Write, written: &Written) {
        self.seen.pending.borrow_mut().retain(|pending| pending.mutation != mutation);
        let (entities, id) = (self.client.entities(), written.id);
        let answer = written.note.map(|(values, _)| {
            let fields = json!({"id": id, FIELDS[0]: values[0], FIELDS[1]: values[1]});
            Record::new(Some(identifier(id)), fields)
        });
        entities.confirm(mutation, answer.as_ref());
        self.world.ledger.note(|| format!("tab {}: {:?} is confirmed", self.slot, write.change));
        self.seen.put(id, entities.begin(), written.note.map(|(_, versions)| versions));
        if self.world.happens(2)
            && let Some(entity) = entities.find(NOTES, &identifier(id))
        {
            self.tabs.tell(&entity);
        }
    }

    fn reject(&self, mutation: MutationId) {
        self.seen.pending.borrow_mut().retain(|pending| pending.mutation != mutation);
        self.client.entities().reject(mutation);
        self.world.ledger.note(|| format!("tab {}: {mutation:?} is rejected", self.slot));
    }
}

fn temporary(write: &Write) -> String {
    format!("new-{}", write.key)
}
