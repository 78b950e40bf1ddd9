//! The verbs against servers in the test.

use super::RestProvider;
use crate::api::discover::{DiscoverOptions, Input, discover};
use crate::api::fake::{Fake, answer, json_server};
use crate::api::{
    Api, AuthScheme, Credential, Credentials, DataProvider, Dialect, Endpoint, ErrorKind, Evidence,
    Filter, FilterOperator, FilterStyle, ListParams, Login, ManyById, Outcome, Paging,
    ParameterPlace, Precondition, Resource, Retry, Sort, SortStyle, Source, Total, Transport,
    UpdateVerb, Write,
};
use crate::platform::{ManualClock, Message, Method, Request};
use crate::record::{Identifier, Path, Record};
use futures::executor::block_on;
use serde_json::{Value, json};
use std::rc::Rc;

fn provider(fake: &Fake, api: Api) -> RestProvider {
    let clock = Rc::new(ManualClock::new(0));
    let transport =
        Transport::new(fake.client(), clock, Credentials::new()).with_retry(Retry::NEVER);
    RestProvider::new(Rc::new(api), transport)
}

fn shop() -> (Fake, RestProvider) {
    let rows = (1..=30)
        .map(|number| json!({"id": number, "name": format!("N{number}"), "price": number % 7}));
    let fake = json_server(json!({"products": rows.collect::<Vec<Value>>()}));
    let input = Input::Url("http://127.0.0.1:4000".to_owned());
    let api = block_on(discover(&fake.client(), &input, &DiscoverOptions::default())).unwrap();
    fake.log.borrow_mut().clear();
    let provider = provider(&fake, api);
    (fake, provider)
}

fn write(identifier: &str, changes: Value) -> Write {
    Write {
        identifier: Identifier::new(identifier),
        changes,
        previous: None,
        precondition: Precondition::None,
    }
}

#[test]
fn a_discovered_list_is_paged_ordered_and_filtered() {
    let (_, provider) = shop();
    let mut params = ListParams::default();
    params.page.size = 4;
    params.page.number = 2;
    params.sort = vec![
        Sort { field: "price".into(), is_descending: true },
        Sort { field: "id".into(), is_descending: false },
    ];
    params.filter =
        vec![Filter { field: "price".into(), operator: FilterOperator::Gte, value: "5".into() }];
    let page = block_on(provider.get_list("products", &params)).unwrap();
    let keys: Vec<&str> = page
        .records
        .iter()
        .filter_map(|record| record.identifier.as_ref())
        .map(Identifier::as_str)
        .collect();
    assert_eq!(keys, ["5", "12", "19", "26"]);
    assert_eq!((page.total, page.has_next), (Some(8), Some(false)));
    let capabilities = provider.capabilities("products");
    assert!(capabilities.can_page && capabilities.can_sort_many && capabilities.has_total);
    assert_eq!(capabilities.sort_fields, ["id", "name", "price"]);
    assert_eq!(provider.capabilities("nothing"), crate::api::Capabilities::default());
}

#[test]
fn records_are_written_and_read_back() {
    let (fake, provider) = shop();
    let made = block_on(provider.create("products", &json!({"name": "New", "price": 1}))).unwrap();
    let key = made.identifier.clone().unwrap();
    let changed =
        block_on(provider.update("products", &write(key.as_str(), json!({"price": 2})))).unwrap();
    assert_eq!(changed.get(&Path::field("name")), Some(&json!("New")));
    assert_eq!(changed.get(&Path::field("price")), Some(&json!(2)));
    block_on(provider.delete("products", &write(key.as_str(), Value::Null))).unwrap();
    let error = block_on(provider.get_one("products", &key)).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(404)));
    let log = fake.log.borrow();
    assert_eq!(log.len(), 4, "answers that hold the record are not asked for again: {log:?}");
}

#[test]
fn several_records_come_in_one_request() {
    let (fake, provider) = shop();
    let keys = ["3", "7", "99"].map(Identifier::new);
    let records = block_on(provider.get_many("products", &keys)).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(fake.log.borrow().len(), 1);
}

fn pets(dialect: Dialect) -> Api {
    let field = |name: &str| {
        serde_json::from_value(json!({"name": name, "path": name, "kind": "text"})).unwrap()
    };
    let resource = Resource {
        name: "pets".to_owned(),
        list: Some(Endpoint::new(Method::Get, "/pets")),
        item: Some(Endpoint::new(Method::Get, "/pets/{id}")),
        create: Some(Endpoint::new(Method::Post, "/pets")),
        update: Some(Endpoint::new(Method::Put, "/pets/{id}")),
        key: Path::field("id"),
        fields: ["id", "name", "note"].map(field).to_vec(),
        dialect,
        ..Resource::default()
    };
    Api { base_url: "https://a.org".to_owned(), resources: vec![resource], ..Api::default() }
}

/// Returns a server with one pet that answers writes with `body`.
fn kennel(status: u16, body: &'static str) -> Fake {
    Fake::new(move |request| {
        Ok(match (request.method, request.url.as_str()) {
            (Method::Get, "https://a.org/pets/7") => {
                answer(200, r#"{"id":7,"name":"Rex","note":"n"}"#)
            }
            (Method::Get, _) => answer(404, ""),
            _ => answer(status, body),
        })
    })
}

#[test]
fn a_write_that_answers_nothing_is_read_back() {
    for body in ["", "null", r#"{"id":7}"#, r#"{"message":"changed"}"#] {
        let fake = kennel(200, body);
        let provider = provider(&fake, pets(Dialect::default()));
        let record =
            block_on(provider.update("pets", &write("7", json!({"name": "Max"})))).unwrap();
        assert_eq!(record.get(&Path::field("name")), Some(&json!("Rex")), "{body}");
        assert_eq!(fake.log.borrow().len(), 2, "{body}");
    }
}

#[test]
fn a_put_reads_the_record_first_where_it_is_not_at_hand() {
    let fake = kennel(200, r#"{"id":7,"name":"Max","note":"n"}"#);
    let api = pets(Dialect { update: UpdateVerb::Put, ..Dialect::default() });
    let provider = provider(&fake, api);
    let mut change = write("7", json!({"name": "Max"}));
    block_on(provider.update("pets", &change)).unwrap();
    assert_eq!(*fake.log.borrow(), ["GET https://a.org/pets/7", "PUT https://a.org/pets/7"]);
    change.previous = Some(Record::new(None, json!({"id": 7})));
    block_on(provider.update("pets", &change)).unwrap();
    assert_eq!(fake.log.borrow().len(), 3);
}

#[test]
fn a_refused_write_names_its_fields() {
    let fake = kennel(422, r#"{"errors":{"name":["is too short"]}}"#);
    let provider = provider(&fake, pets(Dialect::default()));
    let error = block_on(provider.create("pets", &json!({}))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.fields()[0].path, Path::field("name"));
    assert_eq!(error.to_string(), "create pets: Invalid (status 422)");
    let results = block_on(provider.delete_many("pets", &[write("7", Value::Null)]));
    assert_eq!(results[0].as_ref().unwrap_err().kind(), ErrorKind::Unsupported);
}

#[test]
fn records_are_asked_for_one_by_one_where_there_is_no_other_way() {
    let fake = kennel(200, "");
    let provider = provider(&fake, pets(Dialect::default()));
    let keys = ["7", "8"].map(Identifier::new);
    let records = block_on(provider.get_many("pets", &keys)).unwrap();
    assert_eq!((records.len(), fake.log.borrow().len()), (1, 2));
}

#[test]
fn rows_that_were_not_asked_for_are_left_out() {
    let fake = Fake::new(|_| Ok(answer(200, r#"[{"id":1,"name":"a"},{"id":2,"name":"b"}]"#)));
    let many = ManyById::Repeated { parameter: "id".to_owned() };
    let sort = SortStyle::None;
    let provider =
        provider(&fake, pets(Dialect { many, sort, paging: Paging::None, ..Dialect::default() }));
    let records = block_on(provider.get_many("pets", &[Identifier::new("2")])).unwrap();
    assert_eq!(records.len(), 1);
}

#[test]
fn signing_in_answers_the_credential_of_the_scheme() {
    let check = |auth: Vec<AuthScheme>, body: &'static str, expected: Option<Credential>| {
        let fake = Fake::new(move |_| Ok(answer(200, body)));
        let login = Login { endpoint: Endpoint::new(Method::Post, "/login"), token: None };
        let api = Api { login: Some(login), auth, ..pets(Dialect::default()) };
        let result = block_on(provider(&fake, api).sign_in(&json!({"name": "a", "password": "b"})));
        assert_eq!(result.ok(), expected, "{body}");
    };
    let bearer = |token: &str| Some(Credential::Bearer { token: token.to_owned() });
    check(vec![AuthScheme::Bearer], r#"{"token":"t"}"#, bearer("t"));
    check(vec![], r#"{"data":{"accessToken":"t"}}"#, bearer("t"));
    check(vec![], r#"{"ok":true}"#, None);
    let scheme = AuthScheme::ApiKey { name: "X-Token".into(), place: ParameterPlace::Header };
    let key = Credential::from_scheme(&scheme, "", "t");
    check(vec![scheme], r#"{"key":"t"}"#, Some(key));
    let scheme = AuthScheme::Prefixed { prefix: "Token".into() };
    let token = Credential::from_scheme(&scheme, "", "t");
    check(vec![AuthScheme::Basic, scheme], r#"{"key":"t"}"#, Some(token));
}

#[test]
fn where_nothing_says_how_a_token_is_sent_a_list_tells() {
    let check = |challenge: Option<&'static str>, wanted: &'static str, requests: usize| {
        let fake = Fake::new(move |request| {
            if request.method == Method::Post {
                return Ok(answer(200, r#"{"token":"t"}"#));
            }
            let sent = request.headers.iter().find(|(name, _)| name == "Authorization");
            if sent.is_some_and(|(_, value)| *value == format!("{wanted} t")) {
                return Ok(answer(200, "[]"));
            }
            let mut refusal = answer(401, "{}");
            let header = challenge.map(|it| ("www-authenticate".to_owned(), it.to_owned()));
            refusal.headers.extend(header);
            Ok(refusal)
        });
        let login = Login { endpoint: Endpoint::new(Method::Post, "/login"), token: None };
        let api = Api { login: Some(login), ..pets(Dialect::default()) };
        let result = block_on(provider(&fake, api).sign_in(&json!({"name": "a"}))).unwrap();
        let credentials = Credentials::new();
        credentials.set("https://a.org", result);
        let sent = credentials.apply(Request::get("https://a.org/pets"));
        assert_eq!(sent.headers[0].1, format!("{wanted} t"));
        assert_eq!(fake.log.borrow().len(), requests + 1, "{challenge:?}");
    };
    check(Some("Token"), "Token", 1);
    check(Some("Basic realm=\"x\", JWT realm=\"x\""), "JWT", 1);
    check(None, "Token", 3);
    check(None, "Bearer", 2);
}

#[test]
fn the_number_of_rows_is_asked_for_beside_the_rows() {
    let fake = Fake::new(|request| {
        let is_count = request.url.contains("/count");
        Ok(answer(200, if is_count { "31" } else { r#"[{"id":1}]"# }))
    });
    let count = Total::Count { path: "/pets/count".into(), at: Path::root() };
    let paging = Paging::Offset { offset: "skip".into(), limit: "limit".into(), max_size: None };
    let api = pets(Dialect { total: count, paging, ..Dialect::default() });
    let page = block_on(provider(&fake, api.clone()).get_list("pets", &ListParams::default()));
    let page = page.unwrap();
    assert_eq!((page.records.len(), page.total, page.has_next), (1, Some(31), Some(true)));
    assert_eq!(fake.peak.get(), 2, "both are on their way together");
    // A count that fails takes no rows away.
    let fake = Fake::new(|request| {
        let is_count = request.url.contains("/count");
        Ok(if is_count { answer(404, "") } else { answer(200, "[]") })
    });
    let page = block_on(provider(&fake, api).get_list("pets", &ListParams::default())).unwrap();
    assert_eq!((page.total, page.has_next), (None, Some(false)));
}

#[test]
fn what_a_test_refuted_is_not_offered() {
    let evidence = |subject: &str, source, outcome| Evidence {
        subject: subject.to_owned(),
        source,
        confidence: 95,
        message: Message::new("evidence.sort.parameter"),
        outcome: Some(outcome),
        request: None,
    };
    let check = |reasons: Vec<Evidence>, expected: [bool; 5]| {
        let mut api = pets(Dialect {
            paging: Paging::Page {
                page: "p".into(),
                size: Some("s".into()),
                first: 1,
                max_size: None,
            },
            sort: SortStyle::signed("sort"),
            filter: FilterStyle::plain(vec!["id".into(), "name".into()]),
            search: Some("q".into()),
            total: Total::Body { path: "total".into() },
            ..Dialect::default()
        });
        api.resources[0].evidence = reasons;
        let fake = kennel(200, "");
        let can = provider(&fake, api).capabilities("pets");
        let found = [
            can.can_page && can.can_size,
            !can.sort_fields.is_empty(),
            can.filters.len() == 2,
            can.can_search,
            can.has_total,
        ];
        assert_eq!(found, expected);
    };
    let refuted = |subject| evidence(subject, Source::Verified, Outcome::Refuted);
    let open = |subject| evidence(subject, Source::Verified, Outcome::Open);
    check(vec![open("sort"), open("filter")], [true; 5]);
    check(vec![refuted("paging")], [false, true, true, true, true]);
    check(vec![refuted("size")], [false, true, true, true, true]);
    check(vec![refuted("sort"), refuted("total")], [true, false, true, true, false]);
    check(vec![refuted("filter:name"), refuted("search")], [true, true, false, false, true]);
    // A person who insists is right.
    let chosen = evidence("sort", Source::User, Outcome::Open);
    check(vec![chosen, refuted("sort")], [true; 5]);
}

#[test]
fn many_by_key_is_left_where_it_failed_or_cannot_say_the_key() {
    let fake = kennel(200, "");
    let dialect = Dialect {
        many: ManyById::Filter,
        filter: FilterStyle::parameters(&[(FilterOperator::In, "id", "{value}")], Vec::new()),
        ..Dialect::default()
    };
    let keys = [Identifier::new("7,8")];
    block_on(provider(&fake, pets(dialect)).get_many("pets", &keys)).unwrap();
    assert_eq!(*fake.log.borrow(), ["GET https://a.org/pets/7%2C8"]);
}

#[test]
fn a_provider_stands_below_the_parents_that_were_chosen() {
    let fake = Fake::new(|_| Ok(answer(200, r#"[{"id":1}]"#)));
    let mut api = pets(Dialect::default());
    api.resources[0].list = Some(Endpoint::new(Method::Get, "/owners/{owner}/pets"));
    let outside = provider(&fake, api);
    let inside = outside.within("pets", &[("owner".into(), "7".into())]);
    assert!(block_on(outside.get_list("pets", &ListParams::default())).is_err());
    assert!(block_on(inside.get_list("pets", &ListParams::default())).is_ok());
    let inside = inside.within("pets", &[("owner".into(), "8".into())]);
    block_on(inside.get_list("pets", &ListParams::default())).unwrap();
    let expected = ["GET https://a.org/owners/7/pets", "GET https://a.org/owners/8/pets"];
    assert_eq!(*fake.log.borrow(), expected);
}
