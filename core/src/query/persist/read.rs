//! Reading through.

use super::format::{Header, KeptList, KeptRow, record_name, shared};
use super::vault::{QUERIES, RECORDS, Vault};
use crate::query::{Entity, ListPage, QueryKey, Stored};
use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Vault {
    /// Returns what the device has of a query, if it is data of the type.
    pub(super) async fn read(&self, key: &QueryKey, data: TypeId) -> Option<Stored> {
        let name = key.canonical().to_string();
        let kept = self.watched(self.options.database.get(QUERIES, vec![name])).await?;
        let bytes = kept.into_iter().next()??;
        let (header, text) = self.current(&bytes)?;
        let data: Rc<dyn Any> = if data == TypeId::of::<ListPage>() {
            Rc::new(self.read_list(&KeptList::read(text)?).await?)
        } else {
            let codecs = self.codecs.borrow();
            let codec = codecs.iter().find(|codec| codec.data == data)?;
            (codec.decode)(text)?
        };
        Some(Stored { data, updated_at: header.at, validator: shared(header.validator) })
    }

    /// Returns what this build may read, and what is not too old.
    pub(super) fn current<'a>(&self, bytes: &'a [u8]) -> Option<(Header, &'a [u8])> {
        let (header, text) = Header::read(bytes)?;
        let age = self.options.clock.now().saturating_sub(header.at);
        // What is marked as stale has no age any more; its records still have one.
        let is_young = header.at == 0 || u128::from(age) <= self.options.max_age.as_millis();
        (header.buster == self.options.buster && is_young).then_some((header, text))
    }

    /// Puts the records of a list into memory, those that are not there.
    async fn read_list(&self, list: &KeptList) -> Option<ListPage> {
        let is_missing = |row: &&KeptRow| match row {
            KeptRow::Key(key) => {
                !self.entities.find(&list.resource, key).is_some_and(|it| it.is_known())
            }
            KeptRow::Text(_) => false,
        };
        let missing: Vec<&KeptRow> = list.rows.iter().filter(is_missing).collect();
        let mut kept = BTreeMap::new();
        if !missing.is_empty() {
            let name = |row: &&KeptRow| match row {
                KeptRow::Key(key) => record_name(&list.resource, key),
                KeptRow::Text(_) => String::new(),
            };
            let names: Vec<String> = missing.iter().map(name).collect();
            let found = self.watched(self.options.database.get(RECORDS, names.clone())).await?;
            kept.extend(names.into_iter().zip(found));
        }
        let mut rows = Vec::with_capacity(list.rows.len());
        for row in &list.rows {
            rows.push(match row {
                KeptRow::Text(text) => {
                    self.entities.restore_row(&list.resource, text.as_bytes())?
                }
                KeptRow::Key(key) => {
                    let known = self.entities.find(&list.resource, key);
                    match (
                        known.filter(Entity::is_known),
                        kept.get(&record_name(&list.resource, key)),
                    ) {
                        (Some(entity), _) => entity,
                        (None, Some(Some(bytes))) => {
                            let (header, text) = self.current(bytes)?;
                            self.count(|counts| counts.records_read += 1);
                            self.entities.restore(&list.resource, key, text, header.validator)?
                        }
                        (None, _) => return None,
                    }
                }
            });
        }
        Some(ListPage::restored(rows, list.total))
    }
}
