//! Reading through.

use super::format::{Header, KeptList, KeptRow, shared};
use super::vault::{QUERIES, RECORDS, Vault};
use crate::query::{Entity, ListPage, QueryKey, Stored};
use crate::record::Identifier;
use std::any::{Any, TypeId};
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

    /// Puts the records of a list into memory. Those that are there already may
    /// lack fields that the list has shown, so they are read, too; what was
    /// asked for in this visit counts more.
    async fn read_list(&self, list: &KeptList) -> Option<ListPage> {
        let names = list.record_names();
        let mut kept = if names.is_empty() {
            Vec::new()
        } else {
            self.watched(self.options.database.get(RECORDS, names)).await?
        }
        .into_iter();
        let mut rows = Vec::with_capacity(list.rows.len());
        for row in &list.rows {
            rows.push(match row {
                KeptRow::Text(text) => {
                    self.entities.restore_row(&list.resource, text.as_bytes())?
                }
                KeptRow::Key(key) => self.restore(&list.resource, key, kept.next()?.as_deref())?,
            });
        }
        Some(ListPage::restored(rows, list.total))
    }

    fn restore(&self, resource: &str, key: &Identifier, kept: Option<&[u8]>) -> Option<Entity> {
        if let Some((header, text)) = kept.and_then(|bytes| self.current(bytes)) {
            self.count(|counts| counts.records_read += 1);
            return self.entities.restore(resource, key, text, header.validator);
        }
        self.entities.find(resource, key).filter(Entity::is_known)
    }
}
