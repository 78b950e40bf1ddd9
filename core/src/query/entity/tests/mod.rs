//! Scenarios of the store of records, by what they are about.

mod list;
mod log;
mod model;
mod observe;

use super::{EntityStore, ListPage, Representation, RequestStart};
use crate::record::{Identifier, Path, Record, RowsAt};
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;

fn id(text: &str) -> Identifier {
    Identifier::new(text)
}

fn record(key: &str, fields: Value) -> Record {
    Record::new(Some(id(key)), fields)
}

/// Takes in a record of a list that is requested now.
fn put(entities: &EntityStore, key: &str, fields: Value) {
    put_at(entities, key, fields, entities.begin());
}

fn put_at(entities: &EntityStore, key: &str, fields: Value, start: RequestStart) {
    entities.put("notes", &record(key, fields), Representation::List, start);
}

/// Takes in a body with the rows at its root.
fn put_body(entities: &EntityStore, body: &str, previous: Option<&ListPage>) -> ListPage {
    let (at, start) = (RowsAt::root("id"), entities.begin());
    entities.put_body("notes", &at, body.as_bytes(), start, previous).unwrap()
}

fn field(entities: &EntityStore, key: &str, path: &str) -> Option<Value> {
    entities.entity("notes", &id(key)).field(&Path::from(path))
}

/// A counter and a callback that moves it.
fn counted() -> (Rc<Cell<usize>>, impl Fn() + 'static) {
    let count = Rc::new(Cell::new(0));
    let counting = Rc::clone(&count);
    (count, move || counting.set(counting.get() + 1))
}
