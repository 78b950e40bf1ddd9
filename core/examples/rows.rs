//! A measurement of how a list that is fetched again is taken in.
//!
//! 10,000 rows of 12 fields, of which none or one has changed: by parsing the
//! body and comparing values, and by comparing bytes. Run it with
//! `cargo run --release -p vitrine-core --example rows`.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};
use vitrine_core::query::{EntityStore, ListPage};
use vitrine_core::record::{Path, RowsAt};

const ROWS: u64 = 10_000;
const RUNS: usize = 31;

fn row(id: u64) -> Value {
    json!({
        "id": id,
        "name": format!("Part number {id} of the catalogue"),
        "price": format!("{id}.50").parse::<f64>().ok(),
        "stock": id % 97,
        "is_active": id.is_multiple_of(3),
        "category": {"id": id % 12, "name": "Fasteners and fittings"},
        "tags": ["new", "heavy", "metal"],
        "created_at": "2026-01-02T03:04:05Z",
        "updated_at": "2026-05-06T07:08:09Z",
        "owner": format!("person-{}@example.org", id % 100),
        "note": null,
        "weight": id * 3,
    })
}

fn body(changed: Option<u64>) -> Vec<u8> {
    let rows = (0..ROWS).map(|id| {
        let mut row = row(id);
        if changed == Some(id) {
            row["stock"] = json!(1_000_000);
        }
        row
    });
    serde_json::to_vec(&rows.collect::<Value>()).expect("values can be written")
}

/// Parses the body and finds what differs from the rows before, by key.
fn by_values(before: &HashMap<String, Value>, body: &[u8]) -> usize {
    let rows: Value = serde_json::from_slice(body).expect("the body is JSON");
    let rows = rows.as_array().map_or(&[] as &[Value], Vec::as_slice);
    rows.iter().filter(|row| before.get(&row["id"].to_string()) != Some(row)).count()
}

fn median(mut run: impl FnMut(usize)) -> f64 {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|number| {
            let start = Instant::now();
            run(number);
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2].as_secs_f64() * 1_000.0
}

#[expect(clippy::print_stdout, reason = "the figures are what this is for")]
fn main() {
    let (same, changed) = (body(None), body(Some(ROWS / 2)));
    let rows: Value = serde_json::from_slice(&same).expect("the body is JSON");
    let rows = rows.as_array().cloned().unwrap_or_default();
    let before = rows.into_iter().map(|row| (row["id"].to_string(), row)).collect();
    let (entities, at) = (EntityStore::default(), RowsAt::root("id"));
    let put = |body: &[u8], previous: Option<&ListPage>| {
        entities.put_body("parts", &at, body, entities.begin(), previous).expect("rows are there")
    };
    let mut page = put(&same, None);
    let price = Path::field("price");
    println!("{} rows, {} bytes, milliseconds", ROWS, same.len());
    let found = by_values(&before, &changed);
    assert_eq!((found, put(&changed, Some(&page)).changed().len()), (1, 1));
    page = put(&same, Some(&page));
    println!(
        "values, parsed and compared, one changed  {:7.2}",
        median(|_| assert_eq!(black_box(by_values(&before, &changed)), 1))
    );
    println!(
        "bytes, first time                         {:7.2}",
        median(|_| {
            let fresh = EntityStore::default();
            let page = fresh.put_body("parts", &at, &same, fresh.begin(), None);
            black_box(page.expect("rows are there"));
        })
    );
    println!(
        "bytes, equal                              {:7.2}",
        median(|_| page = put(&same, Some(&page)))
    );
    println!(
        "bytes, one changed                        {:7.2}",
        median(|number| {
            let body = if number % 2 == 0 { &changed } else { &same };
            page = put(body, Some(&page));
            assert_eq!(page.changed().len(), 1);
        })
    );
    page = put(&same, Some(&page));
    let copy = same.clone();
    println!(
        "bytes, without the page before            {:7.2}",
        median(|_| page = put(&same, None))
    );
    println!(
        "memcmp of the whole body                  {:7.2}",
        median(|_| assert_eq!(black_box(&same), black_box(&copy)))
    );
    println!(
        "one field of 25 rows read                 {:7.3}",
        median(|_| {
            for row in &page.rows()[..25] {
                black_box(row.field(&price));
            }
        })
    );
    println!("pinned bytes {}", entities.statistics().pinned_bytes);
}
