//! Writing behind.

use super::format::{Header, KeptList, record_name};
use super::queue::Order;
use super::vault::{QUERIES, RECORDS, Vault};
use crate::platform::{DatabaseChange, DatabaseError, DatabaseErrorKind, Durability};
use crate::query::{Entity, ListPage, QueryKey, Stored};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How often a write is tried while the database is closed or blocked.
const TRIES: u32 = 3;

impl Vault {
    pub(super) fn order(&self, order: Order) {
        if self.is_keeping.get() {
            self.orders.borrow_mut().push(order);
            self.write_later();
        }
    }

    pub(super) fn write_later(&self) {
        if !self.is_keeping.get() || self.timer.borrow().is_some() {
            return;
        }
        let this = self.this.clone();
        let job = move || {
            let Some(vault) = this.upgrade() else { return };
            drop(vault.timer.take());
            let spawn = Rc::clone(&vault.options.spawn);
            spawn.spawn(Box::pin(async move { vault.flush().await }));
        };
        let timer = self.timers.after(self.options.delay, Rc::new(job));
        *self.timer.borrow_mut() = timer;
    }

    pub(super) async fn flush(&self) {
        if !self.is_keeping.get() || self.is_writing.replace(true) {
            return;
        }
        let orders = self.orders.take();
        self.running.replace(orders);
        let outcome = self.carry_out().await;
        let running = self.running.take();
        self.is_writing.set(false);
        match outcome {
            Ok(()) => self.failures.set(0),
            Err(error) if self.is_keeping.get() => {
                // What was ordered meanwhile comes after it.
                self.orders.borrow_mut().splice(..0, running);
                self.failures.set(self.failures.get() + 1);
                let may_go_on = error.is_retryable() || error.kind() == DatabaseErrorKind::Full;
                if may_go_on && self.failures.get() < TRIES {
                    self.write_later();
                } else {
                    self.give_up(error.kind());
                }
            }
            Err(_) => {}
        }
        if !self.orders.borrow().is_empty() {
            self.write_later();
        }
    }

    async fn carry_out(&self) -> Result<(), DatabaseError> {
        if !self.is_swept.replace(true) {
            // Before the first write it is not known how much there is.
            self.sweep(self.options.max_bytes).await;
        }
        let orders = self.running.borrow().clone();
        let mut queries: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        for order in &orders {
            match order {
                Order::Save(key, stored) => {
                    let bytes = self.encode(stored);
                    queries.insert(key.canonical().to_string(), bytes);
                }
                Order::Remove(prefix) => {
                    for (name, _) in self.named(prefix, &queries).await? {
                        queries.insert(name, None);
                    }
                }
                Order::Invalidate(prefix) => {
                    for (name, value) in self.named(prefix, &queries).await? {
                        let stale = Header::read(&value)
                            .map(|(header, text)| Header { at: 0, ..header }.write(text));
                        queries.insert(name, stale);
                    }
                }
            }
        }
        let mut changes: Vec<DatabaseChange> =
            queries.into_iter().map(|(key, value)| change(QUERIES, key, value)).collect();
        let (mut saved, mut unsaved) = (Vec::new(), self.entities.unsaved());
        for order in &orders {
            if let Order::Save(_, stored) = order
                && let Some(page) = stored.data.downcast_ref::<ListPage>()
            {
                let lost = |row: &Entity| row.evicted().map(|revision| (row.clone(), revision));
                unsaved.extend(page.rows().iter().filter_map(lost));
            }
        }
        for (entity, revision) in unsaved {
            if let Some(identifier) = entity.identifier() {
                let name = record_name(&entity.resource(), &identifier);
                changes.push(change(RECORDS, name, self.encode_record(&entity)));
                saved.push((entity, revision));
            }
        }
        self.write(changes).await?;
        for (entity, revision) in saved {
            entity.mark_saved(revision);
        }
        Ok(())
    }

    async fn write(&self, changes: Vec<DatabaseChange>) -> Result<(), DatabaseError> {
        let size = |change: &DatabaseChange| match change {
            DatabaseChange::Put { key, value, .. } => key.len() + value.len(),
            _ => 0,
        };
        let (bytes, writes) = (changes.iter().map(size).sum::<usize>(), changes.len());
        if writes == 0 || !self.is_keeping.get() {
            return Ok(());
        }
        let database = &self.options.database;
        if let Err(error) = database.write(changes.clone(), Durability::Relaxed).await {
            self.count(|counts| counts.failures += 1);
            // A device that is full may have room for the latest at the cost of the oldest.
            let is_full = error.kind() == DatabaseErrorKind::Full;
            if !is_full || self.sweep(self.used.get() / 2).await.is_none() {
                return Err(error);
            }
            database.write(changes, Durability::Relaxed).await?;
        }
        self.used.set(self.used.get() + bytes);
        self.count(|counts| {
            counts.writes += writes as u64;
            counts.bytes_written += bytes as u64;
        });
        if self.used.get() > self.options.max_bytes {
            // Down to what leaves room for some time, or each write would sweep.
            self.sweep(self.options.max_bytes / 4 * 3).await;
        }
        Ok(())
    }

    /// Returns the queries that `prefix` names, on the device and in `pending`.
    async fn named(
        &self,
        prefix: &QueryKey,
        pending: &BTreeMap<String, Option<Vec<u8>>>,
    ) -> Result<Vec<(String, Vec<u8>)>, DatabaseError> {
        let kept = self.options.database.entries(QUERIES, prefix.stem()).await?;
        let is_pending = |name: &String| pending.contains_key(name);
        let mut named: Vec<_> = kept.into_iter().filter(|(name, _)| !is_pending(name)).collect();
        let of_pending = |(name, value): (&String, &Option<Vec<u8>>)| {
            value.clone().map(|value| (name.clone(), value))
        };
        named.extend(pending.iter().filter_map(of_pending));
        named.retain(|(name, _)| {
            let segments: Option<Vec<Value>> = serde_json::from_str(name).ok();
            segments.is_some_and(|segments| QueryKey::from(segments).starts_with(prefix))
        });
        Ok(named)
    }

    fn encode(&self, stored: &Stored) -> Option<Vec<u8>> {
        let data = (*stored.data).type_id();
        let text = if let Some(page) = stored.data.downcast_ref::<ListPage>() {
            KeptList::of(page)?.write()
        } else {
            let codecs = self.codecs.borrow();
            let codec = codecs.iter().find(|codec| codec.data == data)?;
            (codec.encode)(stored.data.as_ref())?
        };
        let validator = stored.validator.as_deref().map(str::to_owned);
        Some(self.header(stored.updated_at, validator).write(&text))
    }

    fn encode_record(&self, entity: &Entity) -> Option<Vec<u8>> {
        let header = self.header(self.options.clock.now(), entity.known_etag());
        Some(header.write(entity.known_text()?.as_bytes()))
    }

    fn header(&self, at: u64, validator: Option<String>) -> Header {
        Header { buster: self.options.buster.clone(), at, validator }
    }
}

fn change(store: &'static str, key: String, value: Option<Vec<u8>>) -> DatabaseChange {
    match value {
        Some(value) => DatabaseChange::Put { store, key, value },
        None => DatabaseChange::Delete { store, key },
    }
}
