//! The log of pending writes.

use super::fields::Fields;
use super::handle::Entity;
use super::mark::{Detail, RequestStart, Stamp};
use super::pending::{MutationId, PendingChange, PendingMutation};
use super::state::State;
use super::store::EntityStore;
use crate::query::listeners::Listeners;
use crate::query::planted::{Planted, is_planted};
use crate::record::{Identifier, Record};
use serde_json::{Map, Value};
use std::rc::Rc;

/// Writes that are shown before they are answered.
///
/// ```
/// use serde_json::json;
/// use vitrine_core::query::{EntityStore, Representation};
/// use vitrine_core::record::{Identifier, Path, Record};
///
/// let entities = EntityStore::default();
/// let id = Identifier::new("7");
/// let post = |title| Record::new(Some(Identifier::new("7")), json!({"title": title}));
/// entities.put("posts", &post("a"), Representation::List, entities.begin());
///
/// let title = || entities.entity("posts", &id).field(&Path::field("title")).unwrap();
/// let first = entities.update("posts", &id, json!({"title": "b"}));
/// let second = entities.update("posts", &id, json!({"title": "c"}));
/// entities.reject(first);
/// assert_eq!(title(), "c");
/// // A list that was asked for before the answer does not show the old title.
/// let list = entities.begin();
/// entities.confirm(second, Some(&post("c")));
/// entities.put("posts", &post("a"), Representation::List, list);
/// assert_eq!(title(), "c");
/// ```
impl EntityStore {
    /// Shows a record with `fields` under a key that nothing else has, until
    /// the server tells the real one.
    #[must_use = "what nobody confirms or rejects is shown for ever"]
    pub fn create(&self, resource: &str, temporary: &Identifier, fields: Value) -> MutationId {
        self.push(resource, temporary, PendingChange::Create(fields))
    }

    /// Shows the record with these changes: a value replaces a field, null
    /// clears it, and an object changes the members that it names.
    #[must_use = "what nobody confirms or rejects is shown for ever"]
    pub fn update(&self, resource: &str, identifier: &Identifier, changes: Value) -> MutationId {
        self.push(resource, identifier, PendingChange::Update(changes))
    }

    /// Shows the record no longer.
    #[must_use = "what nobody confirms or rejects is shown for ever"]
    pub fn delete(&self, resource: &str, identifier: &Identifier) -> MutationId {
        self.push(resource, identifier, PendingChange::Delete)
    }

    /// Takes the write out of the log because the server has made it, and takes
    /// in the record as the server then had it, if it said so.
    ///
    /// What was written and is not in the answer counts as written if any other
    /// answer had that field. The entity tag is that of `answer`. A write that
    /// is not in the log is ignored.
    pub fn confirm(&self, id: MutationId, answer: Option<&Record>) {
        let Some(mut entity) = self.take(id) else { return };
        let is_low = is_planted(Planted::ConfirmRanksLow);
        let start = if is_low { self.restored() } else { self.begin() };
        let mut calls = Vec::new();
        let told = answer.and_then(|answer| answer.identifier.clone());
        if let (Some(real), Some(temporary)) = (told, entity.identifier())
            && real != temporary
        {
            entity = self.rename(&entity, &temporary, &real, answer, &mut calls);
        }
        // What was pending becomes known in one step, or those who look would see it go and come.
        change_pending(&entity, &mut calls, &mut |state| match remove(state, id) {
            Some(PendingChange::Delete) => drop(state.remove(start)),
            Some(change) => settle(state, id, &change, answer, start),
            None => {}
        });
        self.told(&calls);
    }

    /// Takes the write out of the log because the server has refused it. A
    /// write that is not in the log is ignored.
    pub fn reject(&self, id: MutationId) {
        let Some(entity) = self.take(id) else { return };
        let mut calls = Vec::new();
        change_pending(&entity, &mut calls, &mut |state| {
            if is_planted(Planted::RejectTakesAll) {
                state.pending.clear();
            } else if !is_planted(Planted::RejectForgetsTheRecord) {
                drop(remove(state, id));
            }
        });
        self.told(&calls);
    }

    /// Returns the pending writes in their order.
    #[must_use]
    pub fn pending(&self) -> Vec<PendingMutation> {
        let log = self.inner.log.borrow();
        let entry = |(id, entity): &(MutationId, Entity)| {
            let held = entity.with_state(|state| {
                state.pending.iter().find(|(held, _)| held == id).map(|(_, change)| change.clone())
            });
            Some(PendingMutation {
                id: *id,
                resource: entity.resource(),
                identifier: entity.identifier()?,
                change: held?,
            })
        };
        log.iter().filter_map(entry).collect()
    }

    /// Returns the records of `resource` that are being made, in their order.
    #[must_use]
    pub fn created(&self, resource: &str) -> Vec<Entity> {
        let is_made = |(id, entity): &&(MutationId, Entity)| {
            *entity.resource() == *resource
                && entity.with_state(|state| {
                    let mut changes = state.pending.iter();
                    changes.any(|(held, it)| held == id && matches!(it, PendingChange::Create(_)))
                })
        };
        let log = self.inner.log.borrow();
        log.iter().filter(is_made).map(|(_, entity)| entity.clone()).collect()
    }

    fn push(&self, resource: &str, identifier: &Identifier, change: PendingChange) -> MutationId {
        let id = MutationId(self.begin().0);
        let entity = self.entity(resource, identifier);
        self.inner.log.borrow_mut().push((id, entity.clone()));
        let (mut calls, mut change) = (Vec::new(), Some(change));
        change_pending(&entity, &mut calls, &mut |state| {
            state.pending.extend(change.take().map(|change| (id, change)));
        });
        self.told(&calls);
        id
    }

    fn take(&self, id: MutationId) -> Option<Entity> {
        let mut log = self.inner.log.borrow_mut();
        let place = log.iter().position(|(held, _)| *held == id)?;
        Some(log.remove(place).1.resolve())
    }

    /// Gives the record that was made under a temporary key its real one, here
    /// and in the writes that name it; returns the record of that key.
    fn rename(
        &self,
        entity: &Entity,
        temporary: &Identifier,
        real: &Identifier,
        answer: Option<&Record>,
        calls: &mut Vec<Listeners>,
    ) -> Entity {
        let table = self.table(&entity.resource());
        let known = table.entities.borrow().get(real).cloned();
        table.entities.borrow_mut().remove(temporary);
        let renamed = if let Some(known) = known {
            // A list has shown it before its own answer came.
            entity.merge_into(&known, calls);
            known
        } else {
            entity.rename(real.clone());
            table.entities.borrow_mut().insert(real.clone(), entity.clone());
            entity.clone()
        };
        table.aliases.borrow_mut().push((temporary.clone(), Rc::downgrade(&renamed.0)));
        let real = written(real, answer);
        let log: Vec<Entity> = self.inner.log.borrow().iter().map(|(_, it)| it.clone()).collect();
        for other in log {
            change_pending(&other, calls, &mut |state| {
                for (_, change) in &mut state.pending {
                    change.rename(temporary.as_str(), &real);
                }
            });
        }
        renamed
    }
}

/// Makes a change of the pending writes of a record.
fn change_pending(entity: &Entity, calls: &mut Vec<Listeners>, change: &mut dyn FnMut(&mut State)) {
    entity.with_state(|state| {
        let before = (!state.listeners.is_empty()).then(|| state.record(None));
        change(state);
        state.forget_view();
        state.refresh_nodes(calls);
        if before.is_some_and(|before| before != state.record(None)) {
            calls.extend(state.listeners.iter().cloned());
        }
    });
}

fn remove(state: &mut State, id: MutationId) -> Option<PendingChange> {
    let place = state.pending.iter().position(|(held, _)| *held == id)?;
    Some(state.pending.remove(place).1)
}

/// Makes what a write did part of what the server has.
fn settle(
    state: &mut State,
    id: MutationId,
    change: &PendingChange,
    answer: Option<&Record>,
    start: RequestStart,
) {
    // Of two writes the server made the second one last, whichever is answered first.
    let stamp = match &state.confirmed {
        Some((later, stamp)) if *later > id => Stamp { start: stamp.start, order: id.0 },
        _ => {
            let stamp = Stamp { start, order: id.0 };
            state.confirmed = Some((id, stamp));
            stamp
        }
    };
    let told = answer.and_then(|answer| answer.fields.as_object());
    // Some answers have only the key.
    let is_whole = told.is_some_and(|told| told.len() > 1);
    let is_made = matches!(change, PendingChange::Create(_));
    if answer.is_none() && !is_made && state.layers.is_empty() {
        // A few fields of a record that nobody has seen are not a record.
        return;
    }
    let mut written = Map::new();
    if let PendingChange::Create(fields) | PendingChange::Update(fields) = change {
        for (name, _) in fields.as_object().into_iter().flatten() {
            let is_told = told.is_some_and(|told| told.contains_key(name));
            let base = state.base_field(name);
            if !is_told && (!is_whole || base.is_some()) {
                let after = change.fold_field(name, base);
                written.extend(after.map(|after| (name.clone(), after.to_value())));
            }
        }
    }
    let etag = answer.and_then(|answer| answer.etag.clone());
    if !written.is_empty() {
        let fields = Fields::Value(Rc::new(Value::Object(written)));
        state.put(fields, stamp, Some(Detail { etag: etag.clone() }));
    }
    if let Some(answer) = answer {
        state.put(Fields::Value(Rc::clone(&answer.fields)), stamp, Some(Detail { etag }));
    }
}

/// Returns the key as the server writes it in fields: most write numbers as
/// numbers.
fn written(real: &Identifier, answer: Option<&Record>) -> Value {
    let fields = answer.and_then(|answer| answer.fields.as_object());
    let mut values = fields.into_iter().flatten().map(|(_, value)| value);
    let own = values.find(|value| Identifier::from_value(value).as_ref() == Some(real));
    own.cloned().unwrap_or_else(|| Value::from(real.as_str()))
}
