//! The dialect of json-server, known by its answers.

use super::sample::{Sample, sample};
use crate::api::address::encode;
use crate::api::discover::evidence::evidence;
use crate::api::discover::fetch::Fetcher;
use crate::api::{
    Dialect, Evidence, FilterOperator, FilterStyle, ManyById, Paging, SortStyle, Source, Total,
    UpdateVerb,
};
use serde_json::Value;
use std::cmp::Ordering;

/// The rows that are looked at.
pub(super) const SIZE: usize = 25;
/// The header of the total.
const TOTAL: &str = "x-total-count";

/// Returns the address of the first page.
pub(super) fn first_page(url: &str) -> String {
    format!("{url}?_page=1&_limit={SIZE}")
}

/// Returns whether `sample` is the answer to [`first_page`] of such a server.
pub(super) fn is_page(sample: &Sample) -> bool {
    let has_total = sample.header_total.as_ref().is_some_and(|(name, _)| name == TOTAL);
    sample.rows.len() <= SIZE && sample.body.is_array() && (has_total || !sample.is_truncated)
}

/// Returns the dialect and what speaks for it.
pub(super) fn dialect(sample: &Sample) -> (Dialect, Vec<Evidence>) {
    let has_total = sample.header_total.is_some();
    let operators = [
        (FilterOperator::Gte, "gte"),
        (FilterOperator::Lte, "lte"),
        (FilterOperator::Ne, "ne"),
        (FilterOperator::Contains, "like"),
    ];
    let dialect = Dialect {
        paging: Paging::Page {
            page: "_page".to_owned(),
            size: Some("_limit".to_owned()),
            first: 1,
            max_size: None,
        },
        sort: SortStyle::Pair {
            field: "_sort".to_owned(),
            order: "_order".to_owned(),
            ascending: "asc".to_owned(),
            descending: "desc".to_owned(),
        },
        can_sort_many: true,
        filter: FilterStyle::suffixed("_", &operators, Vec::new()),
        search: Some("q".to_owned()),
        total: if has_total {
            Total::Header { name: "X-Total-Count".to_owned() }
        } else {
            Total::None
        },
        many: ManyById::Repeated { parameter: "id".to_owned() },
        update: UpdateVerb::Patch,
        ..Dialect::default()
    };
    let mut reasons = vec![
        evidence("paging", Source::Response, 85, "compared").with("parameter", "_page"),
        evidence("sort", Source::Convention, 75, "server").with("parameter", "_sort"),
        evidence("filter", Source::Convention, 75, "server").with("parameter", "_gte"),
        evidence("search", Source::Convention, 75, "server").with("parameter", "q"),
    ];
    if has_total {
        reasons.push(
            evidence("total", Source::Response, 95, "header").with("header", "X-Total-Count"),
        );
    }
    (dialect, reasons)
}

/// Tests order and pages on one list, for all lists of the server: it answers
/// them with the same code. Returns what was proved, or `None` where the
/// server does not do what was expected.
pub(super) async fn verify(
    fetcher: Fetcher<'_>,
    url: &str,
    noun: &str,
    plain: &Sample,
) -> Option<Vec<Evidence>> {
    let mut proved = Vec::new();
    if plain.rows.len() < 3 {
        return Some(proved);
    }
    let second = sample(fetcher, &format!("{url}?_page=2&_limit=2"), noun).await?;
    if plain.rows.get(2..4) != Some(second.first(2)) && plain.rows.len() > 3 {
        return None;
    }
    proved.push(evidence("paging", Source::Verified, 98, "compared").with("parameter", "_page"));
    let field = order_field(&plain.rows)?;
    let address = format!("{url}?_sort={}&_order=desc&_page=1&_limit=5", encode(&field));
    let sorted = sample(fetcher, &address, noun).await?;
    let values: Vec<&Value> = sorted.rows.iter().filter_map(|row| row.get(&field)).collect();
    let is_descending = values.windows(2).all(|pair| compare(pair[0], pair[1]) != Ordering::Less);
    if is_descending && sorted.rows.first() != plain.rows.first() {
        proved.push(evidence("sort", Source::Verified, 95, "ordered").with("parameter", "_sort"));
    }
    Some(proved)
}

/// Returns a field whose values differ and are not in descending order yet.
fn order_field(rows: &[Value]) -> Option<String> {
    let members = rows.first()?.as_object()?;
    let mut names = members.iter().filter(|(_, value)| value.is_number() || value.is_string());
    let found = names.find(|(name, _)| {
        let values: Vec<&Value> = rows.iter().filter_map(|row| row.get(name.as_str())).collect();
        values.windows(2).any(|pair| compare(pair[0], pair[1]) == Ordering::Less)
    });
    found.map(|(name, _)| name.clone())
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => one.as_str().cmp(&other.as_str()),
    }
}
