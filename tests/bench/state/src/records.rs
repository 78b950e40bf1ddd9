//! Records that lists show.

use crate::queries::{client, observe};
use crate::{Case, number};
use std::cell::Cell;
use std::rc::Rc;
use vitrine_core::atom::Subscription;
use vitrine_core::query::{Entity, ListPage, QueryClient, QueryKey};
use vitrine_core::record::{Identifier, Path, RowsAt};

const RESOURCE: &str = "products";
/// The rows of each page that shows the one record.
const PAGE: u32 = 10;
/// The rows of the long list that have listeners, as if they were on the screen.
const SCREEN: usize = 50;

/// Builds the case of that name.
pub(crate) fn prepare(name: &str, before: &[u8]) -> Option<Case> {
    match name {
        "one-entity" => one_entity(1000, 10),
        "one-row" => one_row(before),
        _ => None,
    }
}

/// Takes in the body of a list.
fn put(client: &QueryClient, body: &[u8], before: Option<&ListPage>) -> Option<ListPage> {
    let entities = client.entities();
    let (at, start) = (RowsAt::root("id"), entities.begin());
    entities.put_body(RESOURCE, &at, body, start, before).ok()
}

fn price() -> Path {
    Path::field("price")
}

fn read(row: &Entity, field: &Path) -> f64 {
    row.field(field).and_then(|value| value.as_f64()).unwrap_or(f64::NAN)
}

/// Listens to the price of `row`, adding what it becomes to `sum`.
fn listen(row: &Entity, sum: &Rc<Cell<f64>>) -> Subscription {
    let (inside, field, sum) = (row.clone(), price(), Rc::clone(sum));
    row.subscribe_field(&price(), move || sum.set(sum.get() + read(&inside, &field)))
}

/// Returns a page on which the record 0 stands among others.
fn page(number: u32) -> String {
    let rows = (0..PAGE).map(|row| {
        let id = if row == number % PAGE { 0 } else { 1 + number * PAGE + row };
        format!(r#"{{"id":{id},"name":"Product {id}","price":{}}}"#, id % 97)
    });
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}

fn one_entity(places: u32, times: u32) -> Option<Case> {
    let (client, lists, sum) = (client(), QueryKey::from(RESOURCE), Rc::<Cell<f64>>::default());
    let (one, mut held, mut shown) = (Identifier::new("0"), Vec::new(), Vec::new());
    for number in 0..places {
        let rows = put(&client, page(number).as_bytes(), None)?;
        let row = rows.rows().iter().find(|row| row.identifier().as_ref() == Some(&one))?.clone();
        let key = lists.child(number);
        client.set_data(&key, rows);
        held.push((listen(&row, &sum), observe::<ListPage>(&client, &key)));
        shown.push(row);
    }
    Some(
        Case::new(move |_| {
            let _ = &held;
            sum.set(0.0);
            for value in 1..=times {
                let answer = format!(r#"{{"id":0,"name":"Product 0","price":{value}}}"#);
                let (entities, start) = (client.entities(), client.entities().begin());
                let put = entities.put_detail(RESOURCE, &one, answer.as_bytes(), None, start);
                put.expect("the answer is JSON");
            }
            sum.get()
        })
        .checked(move || shown.iter().map(|row| read(row, &price())).sum()),
    )
}

fn one_row(before: &[u8]) -> Option<Case> {
    let (client, key, sum) = (client(), QueryKey::from(RESOURCE), Rc::<Cell<f64>>::default());
    let rows = put(&client, before, None)?;
    let above = (rows.rows().len() / 2).saturating_sub(SCREEN / 2);
    let screen = rows.rows().iter().skip(above).take(SCREEN);
    let guards: Vec<_> = screen.map(|row| listen(row, &sum)).collect();
    client.set_data(&key, rows);
    let held = (guards, observe::<ListPage>(&client, &key));
    let kept = Rc::new(Cell::new(0));
    let (after, after_key, after_kept) = (client.clone(), key.clone(), Rc::clone(&kept));
    Some(
        Case::new(move |body| {
            let _ = &held;
            sum.set(0.0);
            let before = client.get_data::<ListPage>(&key);
            let rows = put(&client, body, before.as_deref()).expect("the answer has rows");
            kept.set(rows.rows().len() - rows.changed().len());
            client.set_data(&key, rows);
            sum.get()
        })
        .checked(move || {
            let rows = after.get_data::<ListPage>(&after_key);
            let rows = rows.iter().flat_map(|page| page.rows());
            rows.map(|row| read(row, &price())).sum::<f64>() + number(after_kept.get())
        }),
    )
}
