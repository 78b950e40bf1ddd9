//! Lists of records.

use super::fields::Fields;
use super::handle::Entity;
use super::mark::{Detail, RequestStart};
use super::store::{EntityStore, Table};
use crate::query::listeners::Listeners;
use crate::record::{Identifier, Record, Rows, RowsAt};
use std::fmt;
use std::rc::Rc;

/// A part of a list: which records, in which order.
///
/// As data of a query it keeps its records from being collected. Two pages are
/// equal when they have the same records in the same order, whatever is in
/// them: what is in a record is told to those who look at it. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ListPage {
    rows: Rc<[Entity]>,
    total: Option<u64>,
    changed: Rc<[usize]>,
}

/// A body in which no rows are found where they were said to be, or no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableBody;

impl ListPage {
    /// Returns a page that shares what it can with the one before.
    pub(super) fn new(
        rows: Vec<Entity>,
        total: Option<u64>,
        changed: Vec<usize>,
        previous: Option<&Self>,
    ) -> Self {
        let same = previous.filter(|previous| *previous.rows == *rows);
        let rows = same.map_or_else(|| rows.into(), |previous| Rc::clone(&previous.rows));
        Self { rows, total, changed: changed.into() }
    }

    /// Returns the records, in their order.
    #[must_use]
    pub fn rows(&self) -> &[Entity] {
        &self.rows
    }

    /// Returns the records that are not being deleted.
    pub fn shown(&self) -> impl Iterator<Item = &Entity> {
        self.rows.iter().filter(|row| row.is_shown())
    }

    /// Returns the keys of the rows that have one.
    #[must_use]
    pub fn ids(&self) -> Vec<Identifier> {
        self.rows.iter().filter_map(Entity::identifier).collect()
    }

    /// Returns the number of all rows of the list, where the answer told it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns the positions of the rows that the answer has changed.
    #[must_use]
    pub fn changed(&self) -> &[usize] {
        &self.changed
    }
}

impl PartialEq for ListPage {
    fn eq(&self, other: &Self) -> bool {
        self.total == other.total && self.rows == other.rows
    }
}

impl EntityStore {
    /// Takes in the body of a list requested at `start`, without parsing it.
    ///
    /// Rows that stand in `previous`, the page that the same list was before,
    /// are recognized by comparing bytes; of the others those that changed are
    /// copied out, each into a buffer of its own. The body is not kept.
    ///
    /// # Errors
    /// When the body is no JSON, or has no array of rows at that place. The
    /// store is as it was.
    ///
    /// ```
    /// use vitrine_core::query::EntityStore;
    /// use vitrine_core::record::{Path, RowsAt};
    ///
    /// let (entities, at) = (EntityStore::default(), RowsAt::root("id"));
    /// let body = br#"[{"id": 1, "price": 10.50}, {"id": 2, "price": 3}]"#;
    /// let page = entities.put_body("parts", &at, body, entities.begin(), None).unwrap();
    /// assert_eq!(page.rows()[0].text(&Path::field("price")).unwrap(), "10.50");
    ///
    /// let body = br#"[{"id": 1, "price": 10.50}, {"id": 2, "price": 4}]"#;
    /// let again = entities.put_body("parts", &at, body, entities.begin(), Some(&page)).unwrap();
    /// assert_eq!(again.changed(), [1]);
    /// assert_eq!(again, page);
    /// ```
    pub fn put_body(
        &self,
        resource: &str,
        at: &RowsAt,
        body: &[u8],
        start: RequestStart,
        previous: Option<&ListPage>,
    ) -> Result<ListPage, UnreadableBody> {
        let known = previous.map_or(&[] as &[Entity], |page| &page.rows);
        let found = find_rows(at, body, known).ok_or(UnreadableBody)?;
        let (table, mut calls, mut changed) = (self.table(resource), Vec::new(), Vec::new());
        let is_forgotten = self.is_forgotten(start);
        let mut rows = Vec::with_capacity(found.rows.len());
        for row in found.rows {
            let entity = match row {
                Row::Known(entity, text) => {
                    // The same record may stand in the body twice, and otherwise the first time.
                    let is_latest = entity.confirm_bytes(&text, start, is_forgotten);
                    if !is_latest && !is_forgotten {
                        entity.put(&mut calls, Fields::Bytes(text), start.into(), None);
                    }
                    entity
                }
                Row::New(identifier, range) => {
                    let (fields, key) = (Fields::Bytes(body[range].into()), identifier.as_ref());
                    let (entity, is_changed) =
                        put_row(&table, key, fields, is_forgotten, start, &mut calls);
                    if is_changed {
                        changed.push(rows.len());
                    }
                    entity
                }
            };
            rows.push(entity);
        }
        let page = ListPage::new(rows, found.total, changed, previous);
        self.told(&calls);
        Ok(page)
    }

    /// Takes in the rows of a list requested at `start` that have been parsed.
    #[must_use = "records that no page names are collected"]
    pub fn put_list(
        &self,
        resource: &str,
        records: &[Record],
        total: Option<u64>,
        start: RequestStart,
    ) -> ListPage {
        let (table, mut calls, mut changed) = (self.table(resource), Vec::new(), Vec::new());
        let (is_forgotten, mut rows) = (self.is_forgotten(start), Vec::new());
        for record in records {
            let fields = Fields::Value(Rc::clone(&record.fields));
            let identifier = record.identifier.as_ref();
            let (entity, is_changed) =
                put_row(&table, identifier, fields, is_forgotten, start, &mut calls);
            if is_changed {
                changed.push(rows.len());
            }
            rows.push(entity);
        }
        let page = ListPage::new(rows, total, changed, None);
        self.told(&calls);
        page
    }

    /// Returns the page of these records as far as they are known; `None` where
    /// one is not.
    #[must_use]
    pub fn page_of(
        &self,
        resource: &str,
        ids: &[Identifier],
        total: Option<u64>,
    ) -> Option<ListPage> {
        let known = |id| self.find(resource, id).filter(Entity::is_shown);
        let rows = ids.iter().map(known).collect::<Option<Vec<_>>>()?;
        Some(ListPage::restored(rows, total))
    }

    /// Takes in the text of one record's own answer requested at `start`, with
    /// its entity tag, without parsing it.
    ///
    /// # Errors
    /// When the text is no JSON. The store is as it was.
    pub fn put_detail(
        &self,
        resource: &str,
        identifier: &Identifier,
        text: &[u8],
        etag: Option<String>,
        start: RequestStart,
    ) -> Result<Entity, UnreadableBody> {
        let text = whole(text).ok_or(UnreadableBody)?;
        let (entity, mut calls) = (self.entity(resource, identifier), Vec::new());
        if !self.is_forgotten(start) {
            entity.put(&mut calls, Fields::Bytes(text.into()), start.into(), Some(Detail { etag }));
        }
        self.told(&calls);
        Ok(entity)
    }
}

struct Found {
    rows: Vec<Row>,
    total: Option<u64>,
}

enum Row {
    /// A row that says what was said before.
    Known(Entity, Rc<[u8]>),
    New(Option<Identifier>, std::ops::Range<usize>),
}

/// Finds the rows of a body before anything is changed by them.
fn find_rows(at: &RowsAt, body: &[u8], known: &[Entity]) -> Option<Found> {
    let mut rows = Vec::with_capacity(known.len());
    let (mut reader, mut next) = (Rows::new(body, at)?, 0);
    loop {
        let candidate = known.get(next).map(Entity::resolve);
        let expected = candidate.as_ref().and_then(Entity::latest_bytes);
        let Some(range) = reader.next_row(expected.as_deref()) else { break };
        match (candidate, expected) {
            (Some(entity), Some(expected)) if reader.was_expected() => {
                rows.push(Row::Known(entity, expected));
                next += 1;
            }
            _ => {
                let identifier = at.key_of(&body[range.clone()]);
                // A row that has come in between is followed by the one that was expected here;
                // after a row that is gone, the one behind it stands here.
                let ahead =
                    known.iter().skip(next).take(8).position(|entity| {
                        identifier.is_some() && entity.identifier() == identifier
                    });
                next += ahead.map_or(0, |ahead| ahead + 1);
                rows.push(Row::New(identifier, range));
            }
        }
    }
    Some(Found { rows, total: reader.finish()? })
}

fn put_row(
    table: &Table,
    identifier: Option<&Identifier>,
    fields: Fields,
    is_forgotten: bool,
    start: RequestStart,
    calls: &mut Vec<Listeners>,
) -> (Entity, bool) {
    let entity = match identifier {
        Some(identifier) => table.entity(identifier),
        None => Entity::new(&table.resource, None),
    };
    let is_changed = !is_forgotten && entity.put(calls, fields, start.into(), None);
    (entity, is_changed)
}

/// Returns the text of the one value in `text`.
pub(super) fn whole(text: &[u8]) -> Option<&[u8]> {
    let mut scanner = crate::record::json::Scanner::new(text);
    let range = scanner.value()?;
    let is_valid = scanner.is_at_end() && std::str::from_utf8(text).is_ok();
    is_valid.then(|| &text[range])
}

impl fmt::Display for UnreadableBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no rows are where they should be")
    }
}

impl std::error::Error for UnreadableBody {}
