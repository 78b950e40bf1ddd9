//! Verification against servers in the test.

use super::{REQUESTS, Verification, verify};
use crate::api::address::{decode, query_value};
use crate::api::discover::evidence::evidence;
use crate::api::fake::{Fake, answer, json_server, no_answer};
use crate::api::{
    Code, Credentials, Dialect, Endpoint, Field, FilterOperator, FilterStyle, Kind, ManyById,
    Outcome, Paging, Resource, Retry, Rows, SortStyle, Source, Total, Transport,
};
use crate::platform::{ManualClock, Method, Request, Response};
use crate::record::Path;
use futures::executor::block_on;
use serde_json::{Value, json};
use std::rc::Rc;

const ROWS: usize = 40;

/// Returns rows whose order by any field is another than that of their keys.
fn lamps(count: usize) -> Vec<Value> {
    const NAMES: [&str; 5] = ["Amber", "Brisk", "Coastal", "Dusty", "Eager"];
    const TONES: [&str; 3] = ["warm", "cold", "plain"];
    let lamp = |number: usize| {
        json!({"id": number, "name": format!("{} lamp {}", NAMES[number % 5], number * 7 % 41), "watts": number * 13 % 37,
            "tone": TONES[number % 3]})
    };
    (1..=count).map(lamp).collect()
}

/// Returns a list that claims everything.
fn resource() -> Resource {
    let operators = [(FilterOperator::Gte, "gte"), (FilterOperator::In, "in")];
    Resource {
        name: "lamps".to_owned(),
        list: Some(Endpoint::new(Method::Get, "/lamps")),
        key: Path::field("id"),
        fields: vec![
            Field::new("id", Kind::Integer),
            Field::new("name", Kind::Text),
            Field::new("watts", Kind::Integer),
            Field::new("tone", Kind::Text),
        ],
        label_field: Some(Path::field("name")),
        dialect: Dialect {
            paging: Paging::Page {
                page: "page".to_owned(),
                size: Some("size".to_owned()),
                first: 1,
                max_size: None,
            },
            sort: SortStyle::signed("sort"),
            filter: FilterStyle::bracketed(&operators, Vec::new()),
            search: Some("q".to_owned()),
            total: Total::Body { path: Path::field("total") },
            rows: Rows::Path { path: Path::field("data") },
            many: ManyById::Joined { parameter: "id[in]".to_owned(), separator: ",".to_owned() },
            ..Dialect::default()
        },
        evidence: vec![evidence("sort", Source::Document, 85, "parameter")],
        ..Resource::default()
    }
}

/// What a server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    IgnoresPage,
    IgnoresSize,
    CountsFromZero,
    IgnoresSort,
    SortsByOne,
    IgnoresFilters,
    TakesAllAsFilters,
    StrictFilters,
    StrictSort,
    StuckTotal,
    NoTotal,
}

/// Answers as the dialect of [`resource`] says, but for one fault.
fn respond(rows: &[Value], request: &Request, fault: Fault) -> Response {
    let get = |name: &str| query_value(&request.url, name);
    let mut found: Vec<Value> = rows.to_vec();
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let (name, value) = (decode(name), decode(value));
        let (field, operator) = name.split_once('[').unwrap_or((&name, "eq]"));
        if ["page", "size", "sort", "q"].contains(&field) {
            continue;
        }
        if fault == Fault::StrictFilters && ["name", "tone"].contains(&field) {
            let problem = json!({"error": format!("cannot filter by {field}")});
            return answer(400, problem.to_string());
        }
        if fault == Fault::IgnoresFilters {
            continue;
        }
        let text = |row: &Value| row[field].as_str().map_or(row[field].to_string(), str::to_owned);
        found.retain(|row| match operator {
            "gte]" => row[field].as_f64() >= value.parse().ok(),
            "in]" => value.split(',').any(|value| text(row) == value),
            _ => text(row) == value,
        });
    }
    if let Some(words) = get("q") {
        if fault == Fault::TakesAllAsFilters {
            found.clear();
        }
        let words = words.to_lowercase();
        found.retain(|row| row["name"].to_string().to_lowercase().contains(&words));
    }
    if let Some(sort) = get("sort").filter(|_| fault != Fault::IgnoresSort) {
        let mut criteria: Vec<&str> = sort.split(',').collect();
        if fault == Fault::SortsByOne {
            criteria.truncate(1);
        }
        if fault == Fault::StrictSort && criteria.iter().any(|name| name.ends_with("tone")) {
            return answer(400, json!({"error": "unknown field: tone"}).to_string());
        }
        for name in criteria.into_iter().rev() {
            let field = name.trim_start_matches('-');
            found.sort_by(|one, other| {
                let number = |row: &Value| row[field].as_u64();
                let order = number(one).cmp(&number(other));
                let order = order.then(one[field].to_string().cmp(&other[field].to_string()));
                if name.starts_with('-') { order.reverse() } else { order }
            });
        }
    }
    let total = if fault == Fault::StuckTotal { rows.len() } else { found.len() };
    let number =
        |name: &str, other: usize| get(name).and_then(|it| it.parse().ok()).unwrap_or(other);
    let size = if fault == Fault::IgnoresSize { 10 } else { number("size", 20) };
    let first = usize::from(fault != Fault::CountsFromZero);
    let page = if fault == Fault::IgnoresPage { first } else { number("page", first) };
    let part = found.into_iter().skip((page - first.min(page)) * size).take(size);
    let mut body = json!({"data": part.collect::<Vec<Value>>(), "total": total});
    if fault == Fault::NoTotal {
        body.as_object_mut().unwrap().shift_remove("total");
    }
    answer(200, body.to_string())
}

fn server(fault: Fault) -> Fake {
    let rows = lamps(ROWS);
    Fake::new(move |request| Ok(respond(&rows, request, fault)))
}

fn transport(fake: &Fake) -> Transport {
    let clock = Rc::new(ManualClock::new(0));
    Transport::new(fake.client(), clock, Credentials::new()).with_retry(Retry::NEVER)
}

fn verified(fake: &Fake) -> Verification {
    let verification = block_on(verify(&transport(fake), "https://a.org", &resource()));
    let verification = verification.expect("the list answers");
    let log = fake.log.borrow();
    assert!(log.len() <= REQUESTS && fake.peak.get() <= 2, "{log:?}");
    assert!(log.iter().all(|line| line.starts_with("GET ")), "{log:?}");
    verification
}

fn outcome(verification: &Verification, subject: &str) -> Option<Outcome> {
    let mut reasons = verification.evidence.iter();
    reasons.find(|reason| reason.subject == subject).and_then(|reason| reason.outcome)
}

#[test]
fn a_server_that_keeps_its_word_is_proved() {
    let verification = verified(&server(Fault::None));
    for subject in ["paging", "size", "sort", "sort_many", "search", "many", "total:filtered"] {
        assert_eq!(outcome(&verification, subject), Some(Outcome::Proved), "{subject}");
    }
    let filters = verification.evidence.iter().filter(|it| it.subject.starts_with("filter:"));
    assert!(filters.clone().count() > 0);
    assert!(filters.into_iter().all(|reason| reason.outcome == Some(Outcome::Proved)));
    let expected = Dialect { can_sort_many: true, ..resource().dialect };
    assert_eq!(verification.dialect, expected);
    assert!(
        verification.evidence.iter().any(|reason| {
            reason.request.as_deref() == Some("https://a.org/lamps?page=2&size=5")
        })
    );
}

#[test]
fn each_lie_is_found_and_nothing_else_is_withdrawn() {
    let known = Dialect { can_sort_many: true, ..resource().dialect };
    let without_pages = Dialect { paging: Paging::None, ..known.clone() };
    let page = |first: u32, size: Option<&str>, max_size: Option<u32>| Paging::Page {
        page: "page".to_owned(),
        size: size.map(str::to_owned),
        first,
        max_size,
    };
    for (fault, subject, expected) in [
        (Fault::IgnoresPage, "paging", without_pages),
        (Fault::IgnoresSize, "size", Dialect { paging: page(1, None, Some(10)), ..known.clone() }),
        (
            Fault::IgnoresSort,
            "sort",
            Dialect { sort: SortStyle::None, can_sort_many: false, ..known.clone() },
        ),
        (Fault::SortsByOne, "sort_many", Dialect { can_sort_many: false, ..known.clone() }),
        (
            Fault::IgnoresFilters,
            "many",
            Dialect { filter: FilterStyle::None, many: ManyById::Each, ..known.clone() },
        ),
        (Fault::TakesAllAsFilters, "search", Dialect { search: None, ..known.clone() }),
        (
            Fault::StuckTotal,
            "total:filtered",
            Dialect { is_total_unfiltered: true, ..known.clone() },
        ),
        (Fault::NoTotal, "total", Dialect { total: Total::None, ..known.clone() }),
    ] {
        let verification = verified(&server(fault));
        assert_eq!(outcome(&verification, subject), Some(Outcome::Refuted), "{fault:?}");
        assert_eq!(verification.dialect, expected, "{fault:?}");
    }
}

#[test]
fn pages_that_are_counted_from_0_are_found_out() {
    let verification = verified(&server(Fault::CountsFromZero));
    assert!(matches!(verification.dialect.paging, Paging::Page { first: 0, .. }));
    assert_eq!(outcome(&verification, "paging"), Some(Outcome::Proved));
}

#[test]
fn a_strict_server_says_which_fields_it_knows() {
    let verification = verified(&server(Fault::StrictSort));
    assert_eq!(verification.dialect.sort_fields, ["id", "name", "watts"]);
    assert_eq!(outcome(&verification, "sort:tone"), Some(Outcome::Refuted));
    let verification = verified(&server(Fault::StrictFilters));
    let (_, known) = verification.dialect.filter.words();
    assert!(known.iter().any(|name| name == "watts[gte]"), "{known:?}");
    assert!(!known.iter().any(|name| name.starts_with("tone")), "{known:?}");
}

#[test]
fn one_row_proves_nothing() {
    for count in [0, 1] {
        let rows = lamps(count);
        let fake = Fake::new(move |request| Ok(respond(&rows, request, Fault::None)));
        let verification = verified(&fake);
        assert_eq!(fake.log.borrow().len(), 1);
        assert_eq!(verification.dialect, resource().dialect);
        assert!(verification.evidence.iter().all(|it| it.outcome == Some(Outcome::Open)));
        assert_eq!(outcome(&verification, "paging"), Some(Outcome::Open));
    }
}

#[test]
fn silence_refutes_nothing_and_429_ends_the_questions() {
    for status in [None, Some(429), Some(503)] {
        let rows = lamps(ROWS);
        let fake =
            Fake::new(move |request| match (request.url.contains("page=1&size=25"), status) {
                (true, _) if !request.url.contains("sort") => {
                    Ok(respond(&rows, request, Fault::None))
                }
                (_, Some(status)) => Ok(answer(status, "")),
                (_, None) => Err(no_answer()),
            });
        let verification = verified(&fake);
        assert_eq!(verification.dialect, resource().dialect, "{status:?}");
        let refuted =
            verification.evidence.iter().filter(|it| it.outcome == Some(Outcome::Refuted));
        assert_eq!(refuted.count(), 0, "{status:?}");
        if status.is_some() {
            assert!(fake.log.borrow().len() <= 3, "{:?}", fake.log.borrow());
        }
    }
}

#[test]
fn a_list_that_does_not_answer_is_not_judged() {
    let fake = Fake::new(|_| Ok(answer(500, "")));
    assert_eq!(block_on(verify(&transport(&fake), "https://a.org", &resource())), None);
}

#[test]
fn numbers_that_stand_for_something_are_read_and_asked_for_as_that() {
    let row = |id: u64| {
        let made_at = 1_700_000_000 + id * 86_400;
        json!({"id": id, "isLit": id % 2, "made_at": made_at, "rank": id % 2})
    };
    let rows: Vec<Value> = (1..=9).map(row).collect();
    let fields = ["id", "isLit", "made_at", "rank"].map(|name| Field::new(name, Kind::Integer));
    let fake = json_server(json!({"lamps": rows}));
    let dialect = Dialect::default();
    let mut resource = Resource { fields: fields.to_vec(), dialect, ..resource() };
    let verification = block_on(verify(&transport(&fake), "https://a.org", &resource)).unwrap();
    verification.apply(&mut resource);
    let coded = [("isLit".to_owned(), Code::Flag), ("made_at".to_owned(), Code::Seconds)];
    assert_eq!(resource.dialect.coded, coded);
    let kind = |name: &str| resource.field(name).map(|field| field.kind);
    assert_eq!(kind("isLit"), Some(Kind::Boolean));
    assert_eq!(kind("made_at"), Some(Kind::DateTime));
    assert_eq!(kind("rank"), Some(Kind::Integer));
    // A second opening finds what is meant, and changes nothing.
    let verification = block_on(verify(&transport(&fake), "https://a.org", &resource)).unwrap();
    assert_eq!(verification.dialect.coded, coded);
    assert_eq!(verification.fields, resource.fields);
}

#[test]
fn rows_complete_what_the_description_leaves_open() {
    let rows: Vec<Value> = (1..=3)
        .map(|number| {
            json!({"id": number, "made": format!("2026-01-0{number}"), "note": Value::Null,
                "tags": ["a"], "extra": number, "same": "x"})
        })
        .collect();
    let fake = json_server(json!({"lamps": rows}));
    let mut resource = resource();
    resource.fields = vec![
        Field::new("id", Kind::Integer),
        Field::new("made", Kind::Text),
        Field::new("tags", Kind::Unknown),
        Field::new("note", Kind::Text),
    ];
    resource.dialect = Dialect::default();
    let verification = block_on(verify(&transport(&fake), "https://a.org", &resource)).unwrap();
    let kind = |name: &str| {
        let field = verification.fields.iter().find(|field| field.name == name);
        field.map(|field| (field.kind, field.is_nullable, field.is_read_only))
    };
    assert_eq!(kind("made"), Some((Kind::Date, false, false)));
    assert_eq!(kind("tags"), Some((Kind::Array, false, false)));
    assert_eq!(kind("note"), Some((Kind::Text, true, false)));
    assert_eq!(kind("extra"), Some((Kind::Integer, false, true)));
    assert_eq!(kind("same"), None);
}

#[test]
fn a_header_that_the_browser_hides_is_an_issue() {
    let check = |seen: &'static [&'static str], expected: &[&str]| {
        let rows = lamps(ROWS);
        let fake = Fake::new(move |request| {
            let number = |name| query_value(&request.url, name).and_then(|it| it.parse().ok());
            let (page, size) = (number("page").unwrap_or(1), number("size").unwrap_or(20));
            let part: Vec<&Value> = rows.iter().skip((page - 1) * size).take(size).collect();
            let mut answer = answer(200, json!(part).to_string());
            let all = [("x-total-count", "40"), ("etag", "\"7\"")];
            let seen = all.iter().filter(|(name, _)| seen.contains(name));
            answer.headers.extend(seen.map(|(name, it)| ((*name).to_owned(), (*it).to_owned())));
            Ok(answer)
        });
        let mut resource = resource();
        resource.item =
            resource.list.clone().map(|list| Endpoint { path: "/lamps/{id}".into(), ..list });
        resource.dialect.rows = Rows::Root;
        resource.dialect.total = Total::Header { name: "X-Total-Count".to_owned() };
        resource.dialect.has_if_match = true;
        // What need not be tested leaves room for one request more.
        (resource.dialect.search, resource.dialect.many) = (None, ManyById::Each);
        resource.dialect.filter = FilterStyle::None;
        let found = block_on(verify(&transport(&fake), "https://a.org", &resource)).unwrap();
        let mut issues = Vec::new();
        found.put_hidden("https://a.org/lamps", true, &mut issues);
        // A second test puts nothing beside the first one.
        found.put_hidden("https://a.org/lamps", true, &mut issues);
        let keys: Vec<&str> = issues.iter().map(|issue| issue.message.key.as_ref()).collect();
        assert_eq!(keys, expected, "{seen:?}");
        found.put_hidden("https://a.org/lamps", false, &mut issues);
        assert!(issues.is_empty(), "a page of the same origin sees all headers");
    };
    check(&["x-total-count", "etag"], &[]);
    check(&[], &["issue.hidden.total", "issue.hidden.etag"]);
    check(&["etag"], &["issue.hidden.total"]);
}
