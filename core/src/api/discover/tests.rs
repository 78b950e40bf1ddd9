//! Discovery against servers in the test.

use super::{DiscoverError, DiscoverErrorKind, DiscoverOptions, Input, discover};
use crate::api::fake::{Fake, answer, json_server, no_answer};
use crate::api::{Api, Credential, Kind, ManyById, Paging, Rows, SortStyle, Source, Total};
use crate::platform::{HttpError, HttpErrorKind, Response};
use futures::executor::block_on;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

const DOCUMENT: &str = include_str!("openapi/fixtures/openapi31.json");

fn find(fake: &Fake, url: &str) -> Result<Api, DiscoverError> {
    find_with(fake, url, &DiscoverOptions::default())
}

fn find_with(fake: &Fake, url: &str, options: &DiscoverOptions) -> Result<Api, DiscoverError> {
    block_on(discover(&fake.client(), &Input::Url(url.to_owned()), options))
}

/// Returns a server with these answers, and 404 for everything else.
fn site(pages: &'static [(&'static str, &'static str)]) -> Fake {
    Fake::new(move |request| {
        let path = request.url.strip_prefix("https://a.org").unwrap_or_default();
        let page = pages.iter().find(|(known, _)| *known == path);
        Ok(page.map_or_else(|| answer(404, "{\"error\":\"no\"}"), |(_, body)| answer(200, *body)))
    })
}

fn shop() -> Value {
    let products: Vec<Value> = (1..=40)
        .map(|number| {
            json!({"id": number, "title": format!("Lamp {}", number * 7 % 40),
                "price": f64::from(number * 13 % 37) + 0.5, "categoryId": number % 3 + 1,
                "status": if number % 2 == 0 { "new" } else { "old" },
                "image": "https://a.org/x.png", "createdAt": "2024-01-01T00:00:00Z",
                "note": if number == 2 { Value::Null } else { json!("Plain.") }})
        })
        .collect();
    let categories =
        [1, 2, 3].map(|number| json!({"id": number, "name": format!("Group {number}")}));
    let users = [1, 2, 3, 4].map(|number| {
        json!({"id": number, "username": format!("u{number}"), "email": format!("u{number}@a.org")})
    });
    json!({"products": products, "categories": categories, "users": users, "profile": {"name": "x"}})
}

#[test]
fn the_lists_of_json_server_are_found_and_proved() {
    let fake = json_server(shop());
    let api = find(&fake, "http://127.0.0.1:4000").unwrap();
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["products", "categories", "users"]);
    let products = api.resource("products").unwrap();
    let dialect = &products.dialect;
    assert!(matches!(&dialect.paging, Paging::Page { page, .. } if page == "_page"));
    assert!(matches!(&dialect.sort, SortStyle::Pair { field, .. } if field == "_sort"));
    let (words, _) = dialect.filter.words();
    assert!(words.iter().any(|(_, name, _)| name == "{field}_gte"));
    assert_eq!(dialect.total, Total::Header { name: "X-Total-Count".into() });
    assert_eq!(dialect.many, ManyById::Repeated { parameter: "id".into() });
    let proved = |subject: &str| {
        let reason = products.evidence.iter().find(|reason| reason.subject == subject);
        reason.is_some_and(|reason| reason.source == Source::Verified)
    };
    assert!(proved("paging") && proved("sort") && proved("reference:categoryId"));
    let kinds: Vec<Kind> = products.fields.iter().map(|field| field.kind).collect();
    let expected = [
        Kind::Integer,
        Kind::Text,
        Kind::Money,
        Kind::Integer,
        Kind::Enum,
        Kind::Image,
        Kind::DateTime,
        Kind::Text,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(api.resource("users").unwrap().label_field, Some("username".into()));
    assert!(products.field("note").unwrap().is_nullable);
}

#[test]
fn a_list_is_handed_out_while_the_others_are_read() {
    let fake = json_server(shop());
    let shown = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&shown);
    let options = DiscoverOptions {
        on_lists: Some(Rc::new(move |api: Api| seen.borrow_mut().push(api))),
        ..DiscoverOptions::default()
    };
    let api = find_with(&fake, "http://127.0.0.1:4000", &options).unwrap();
    let shown = shown.take();
    assert_eq!(shown.len(), api.resources.len());
    for (early, whole) in shown.iter().zip(&api.resources) {
        let list = &early.resources[0];
        assert_eq!((&early.title, &early.base_url), (&api.title, &api.base_url));
        assert_eq!((&list.name, &list.list, &list.key), (&whole.name, &whole.list, &whole.key));
        assert_eq!(list.dialect, whole.dialect);
        assert!(list.create.is_none() && whole.create.is_some());
    }
}

#[test]
fn probing_is_gentle() {
    let fake = json_server(shop());
    find(&fake, "http://127.0.0.1:4000").unwrap();
    let log = fake.log.borrow();
    assert!(log.iter().all(|line| line.starts_with("GET ")), "{log:?}");
    assert!(log.len() <= 10, "{log:?}");
    assert_eq!(fake.peak.get(), 2);
}

#[test]
fn the_lists_of_a_big_data_set_are_found() {
    let big = |count: usize| {
        let mut data = shop();
        let mut row = data["products"][0].clone();
        row["note"] = json!("x".repeat(900));
        let rows = (1..=count).map(|number| {
            let mut row = row.clone();
            row["id"] = json!(number);
            row
        });
        data["products"] = rows.collect();
        let fake = json_server(data);
        let api = find(&fake, "http://127.0.0.1:4000").unwrap();
        let names: Vec<String> = api.resources.iter().map(|it| it.name.clone()).collect();
        let issues: Vec<String> =
            api.issues.iter().map(|issue| issue.message.key.to_string()).collect();
        (names, issues.contains(&"issue.collections.maybe_more".to_owned()))
    };
    assert_eq!(big(1_000), (vec!["products".into(), "categories".into(), "users".into()], false));
    // Behind eight megabytes only what is pointed to is found, and that is said.
    assert_eq!(big(10_000), (vec!["products".into(), "categories".into()], true));
}

#[test]
fn a_lookalike_that_ignores_the_parameters_is_not_believed() {
    let rows = json!({"items": [{"id": 1, "n": 5}, {"id": 2, "n": 4}, {"id": 3, "n": 7}, {"id": 4, "n": 1}]});
    let fake = Fake::new(move |request| {
        let is_list = request.url.contains("/items");
        Ok(match request.url.ends_with("/db") {
            true => answer(200, rows.to_string()),
            false if is_list => answer(200, rows["items"].to_string()),
            false => answer(404, "{}"),
        })
    });
    let api = find(&fake, "https://a.org").unwrap();
    assert_eq!(api.resources[0].dialect.paging, Paging::None);
}

fn paged(total: usize, body: impl Fn(usize, usize, Vec<Value>) -> Value + 'static) -> Fake {
    Fake::new(move |request| {
        if !request.url.starts_with("https://a.org/v1/things") {
            return Ok(answer(404, ""));
        }
        let number = |name: &str, fallback: usize| {
            let value = crate::api::address::query_value(&request.url, name);
            value.and_then(|value| value.parse().ok()).unwrap_or(fallback)
        };
        let (page, size) = (number("page", 1), number("limit", 20));
        let rows = (1..=total).skip((page - 1) * size).take(size);
        let rows = rows.map(|number| json!({"id": number, "name": format!("N{number}")})).collect();
        Ok(answer(200, body(page, size, rows).to_string()))
    })
}

#[test]
fn an_envelope_tells_its_parameters_and_a_request_proves_them() {
    let fake = paged(
        50,
        |page, size, rows| json!({"things": rows, "page": page, "limit": size, "total": 50}),
    );
    let api = find(&fake, "https://a.org/v1/things").unwrap();
    assert_eq!((api.base_url.as_str(), api.resources.len()), ("https://a.org/v1", 1));
    let things = api.resource("things").unwrap();
    assert_eq!(things.list.as_ref().unwrap().path, "/things");
    assert_eq!(things.dialect.rows, Rows::Path { path: "things".into() });
    assert_eq!(things.dialect.total, Total::Body { path: "total".into() });
    let paging =
        Paging::Page { page: "page".into(), size: Some("limit".into()), first: 1, max_size: None };
    assert_eq!(things.dialect.paging, paging);
}

#[test]
fn a_link_to_the_next_page_tells_its_parameters() {
    let fake = paged(
        50,
        |page, _, rows| json!({"count": 50, "next": format!("https://a.org/v1/things?page={}&page_size=20", page + 1), "results": rows}),
    );
    let api = find(&fake, "https://a.org/v1/things").unwrap();
    let paging = Paging::Page {
        page: "page".into(),
        size: Some("page_size".into()),
        first: 1,
        max_size: None,
    };
    assert_eq!(api.resources[0].dialect.paging, paging);
}

#[test]
fn a_plain_array_is_a_list_without_pages() {
    let fake = Fake::new(|request| {
        let is_list = request.url.starts_with("https://a.org/v1/things");
        let rows = json!([{"id": 1}, {"id": 2}, {"id": 3}]);
        Ok(if is_list { answer(200, rows.to_string()) } else { answer(404, "") })
    });
    let api = find(&fake, "https://a.org/v1/things").unwrap();
    assert_eq!(api.resources[0].dialect.paging, Paging::None);
}

#[test]
fn a_description_is_found_from_wherever_one_starts() {
    let script: &'static str = Box::leak(format!("let x = {{\"swaggerDoc\": {DOCUMENT}}};").into());
    let site_of = |pages: Vec<(&'static str, &'static str)>| site(Box::leak(pages.into()));
    for (pages, start) in [
        (vec![("/docs/spec", DOCUMENT)], "https://a.org/docs/spec"),
        (vec![("/openapi.json", DOCUMENT)], "https://a.org/api/v1"),
        (vec![("/api/v1/openapi.json", DOCUMENT)], "a.org/api/v1/"),
        (
            vec![
                ("/docs", "<html><script>x({url: '/hidden/openapi.json'})</script>"),
                ("/hidden/openapi.json", DOCUMENT),
            ],
            "https://a.org/docs",
        ),
        (
            vec![
                ("/docs", "<html><script src=\"./ui-init.js\"></script>"),
                ("/ui-init.js", script),
            ],
            "https://a.org/docs",
        ),
        (
            vec![
                ("/", "{\"openapi\": \"/hidden/openapi.json\", \"users\": \"/users\"}"),
                ("/hidden/openapi.json", DOCUMENT),
            ],
            "https://a.org/",
        ),
    ] {
        let api = find(&site_of(pages), start).unwrap();
        assert_eq!((api.title.as_str(), api.resources.len()), ("Mixed", 3), "{start}");
    }
}

#[test]
fn a_root_of_links_is_followed() {
    let root =
        r#"{"users": "https://a.org/api/users/", "tags": "/api/tags/", "logout": "/api/logout/"}"#;
    let pages: &'static [(&str, &str)] = Box::leak(Box::new([
        ("/api/", root),
        ("/api/users/", r#"{"count":1,"next":null,"results":[{"id":1,"name":"A"}]}"#),
        ("/api/tags/", r#"[{"id":1,"name":"A"}]"#),
    ]));
    let fake = site(pages);
    let api = find(&fake, "https://a.org/api/").unwrap();
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["users", "tags"]);
    assert!(!fake.log.borrow().iter().any(|line| line.contains("logout")));
}

#[test]
fn a_document_in_yaml_or_from_a_file_is_read() {
    let yaml = "openapi: 3.0.0\ninfo: {title: Y}\npaths:\n  /pets:\n    get:\n      responses:\n        200:\n          \
        description: ok\n          content:\n            application/json:\n              schema: {type: array, items: \
        {type: object, properties: {id: {type: integer}}}}\n";
    let fake = site(&[]);
    let input = Input::Document { text: yaml.to_owned(), name: Some("y.yaml".into()), url: None };
    let api = block_on(discover(&fake.client(), &input, &DiscoverOptions::default())).unwrap();
    assert_eq!(api.resources[0].name, "pets");
    assert!(fake.log.borrow().is_empty());
    assert_eq!(api.issues[0].message.key, "issue.server.relative");
}

fn kind_of(result: Result<Api, DiscoverError>) -> DiscoverErrorKind {
    result.unwrap_err().kind()
}

#[test]
fn each_failure_has_its_own_reason() {
    let check = |handler: fn() -> Result<Response, HttpError>, expected| {
        let fake = Fake::new(move |_| handler());
        assert_eq!(kind_of(find(&fake, "https://a.org/x")), expected);
    };
    check(|| Err(no_answer()), DiscoverErrorKind::Unreachable);
    check(|| Err(HttpError::new(HttpErrorKind::Timeout, "")), DiscoverErrorKind::Timeout);
    check(|| Ok(answer(401, "")), DiscoverErrorKind::Unauthorized);
    check(|| Ok(answer(403, "")), DiscoverErrorKind::Forbidden);
    check(|| Ok(answer(404, "{}")), DiscoverErrorKind::NotFound);
    check(|| Ok(answer(500, "")), DiscoverErrorKind::Server);
    check(|| Ok(answer(429, "")), DiscoverErrorKind::Refused);
    check(|| Ok(answer(200, "hello")), DiscoverErrorKind::Unreadable);
    check(|| Ok(answer(200, "{\"openapi\":")), DiscoverErrorKind::Unreadable);
    check(|| Ok(answer(200, "<html><p>Hi</p></html>")), DiscoverErrorKind::WebPage);
    check(|| Ok(answer(200, "{\"openapi\":\"3.0.0\",\"paths\":{}}")), DiscoverErrorKind::Empty);
    check(|| Ok(answer(200, "{}")), DiscoverErrorKind::Empty);
    check(|| Ok(answer(200, "")), DiscoverErrorKind::Empty);
}

#[test]
fn a_server_that_answers_only_opaquely_refuses_by_cors() {
    let fake =
        Fake::new(|request| if request.is_opaque { Ok(answer(0, "")) } else { Err(no_answer()) });
    let error = find(&fake, "https://a.org/x").unwrap_err();
    assert_eq!(error.kind(), DiscoverErrorKind::Cors);
    assert_eq!(error.message().key, "connect.error.cors");
    assert_eq!(error.message().argument("url"), Some("https://a.org/x"));
}

#[test]
fn a_public_page_may_not_be_let_into_the_local_network() {
    let check = |page: &str, url: &str, expected| {
        let options = DiscoverOptions { page_url: Some(page.into()), ..Default::default() };
        let fake = Fake::new(|_| Err(no_answer()));
        assert_eq!(kind_of(find_with(&fake, url, &options)), expected, "{page} {url}");
    };
    let inward = DiscoverErrorKind::LocalNetwork;
    check("http://app.org/", "http://192.168.1.7:8080/api", inward);
    check("https://app.org/", "http://localhost:3000", inward);
    check("http://app.org/", "http://172.20.0.2/", inward);
    check("http://app.org/", "http://172.32.0.2/", DiscoverErrorKind::Unreachable);
    check("http://app.org/", "http://10.example.org/", DiscoverErrorKind::Unreachable);
    check("http://localhost:8080/", "http://localhost:3000", DiscoverErrorKind::Unreachable);
}

#[test]
fn what_is_no_address_is_not_asked_for() {
    let fake = site(&[]);
    for typed in [
        "",
        "  ",
        "hello",
        "ftp://a.org",
        "https://",
        "http://a b.org",
        "https:///x",
        "mailto:a@b.org",
    ] {
        assert_eq!(kind_of(find(&fake, typed)), DiscoverErrorKind::InvalidUrl, "{typed}");
    }
    assert!(fake.log.borrow().is_empty());
}

#[test]
fn an_insecure_api_is_not_asked_from_a_secure_page() {
    let options =
        || DiscoverOptions { page_url: Some("https://app.org/".into()), ..Default::default() };
    let fake = site(&[]);
    assert_eq!(
        kind_of(find_with(&fake, "http://a.org/x", &options())),
        DiscoverErrorKind::MixedContent
    );
    assert!(fake.log.borrow().is_empty());
    assert_eq!(kind_of(find_with(&fake, "localhost:1/x", &options())), DiscoverErrorKind::NotFound);
    assert!(fake.log.borrow()[0].starts_with("GET http://localhost:1/x"));
}

#[test]
fn a_description_behind_a_key_is_read_with_it() {
    let fake = Fake::new(|request| {
        let has_key = request.headers.iter().any(|(_, value)| value == "Bearer k");
        Ok(if has_key { answer(200, DOCUMENT) } else { answer(401, "") })
    });
    let options = DiscoverOptions::default();
    options.credentials.set("https://a.org", Credential::Bearer { token: "k".into() });
    assert!(find_with(&fake, "https://a.org/openapi.json", &options).is_ok());
}

#[test]
fn keys_that_nothing_else_looks_like_tell_where_a_field_points() {
    let key = |number: usize| format!("cc5cca2e-0dd8-4b95-8cfc-a11230e7311{number}");
    let people = (0..4).map(|number| json!({"id": key(number), "name": format!("P{number}")}));
    let notes = (0..4).map(|number| {
        json!({"id": format!("n{number}"), "text": "Hello.", "by": key(number % 3), "stars": number})
    });
    let fake = json_server(
        json!({"people": people.collect::<Value>(), "notes": notes.collect::<Value>()}),
    );
    let api = find(&fake, "http://127.0.0.1:4000").unwrap();
    let notes = api.resource("notes").unwrap();
    assert_eq!(notes.field("by").unwrap().reference.as_ref().unwrap().resource, "people");
    assert_eq!(notes.field("stars").unwrap().reference, None);
}

#[test]
fn collections_that_are_closed_ask_for_credentials() {
    let told = json!({"items": [{"id": "c1", "name": "lamps", "type": "base", "fields": [
        {"name": "id", "type": "text", "primaryKey": true}, {"name": "watts", "type": "number"}]}]});
    let fake = Fake::new(move |request| {
        let is_told = request.url.starts_with("https://a.org/api/collections?");
        let has_key = request.headers.iter().any(|(_, value)| value == "Bearer k");
        Ok(match (is_told, has_key) {
            (true, true) => answer(200, told.to_string()),
            (true, false) => answer(401, "{\"message\": \"who are you?\"}"),
            (false, _) => answer(404, "{\"message\": \"no\"}"),
        })
    });
    assert_eq!(kind_of(find(&fake, "https://a.org")), DiscoverErrorKind::Unauthorized);
    let options = DiscoverOptions::default();
    options.credentials.set("https://a.org", Credential::Bearer { token: "k".into() });
    let api = find_with(&fake, "https://a.org", &options).unwrap();
    assert_eq!(api.resources[0].list.as_ref().unwrap().path, "/api/collections/lamps/records");
}

#[test]
fn parts_of_a_description_in_other_documents_are_fetched() {
    let fake = site(&[
        (
            "/api/openapi.yaml",
            "openapi: 3.1.0\ninfo: {title: Zoo, version: '1'}\npaths:\n  /animals:\n    \
             $ref: paths/animals.yaml\n  /animals/{id}:\n    get: {responses: {'200': \
             {content: {application/json: {schema: {$ref: 'schemas.json#/Animal'}}}}}}\n",
        ),
        (
            "/api/paths/animals.yaml",
            "get:\n  responses:\n    '200': {content: {application/json: {schema: {type: array, \
             items: {$ref: '../schemas.json#/Animal'}}}}}\n",
        ),
        (
            "/api/schemas.json",
            r##"{"Animal": {"properties": {"id": {"type": "integer"}, "keeper": {"$ref": "#/Keeper"},
                "food": {"$ref": "food.yaml"}}}, "Keeper": {"properties": {"name": {}}}}"##,
        ),
    ]);
    let api = find(&fake, "https://a.org/api/openapi.yaml").unwrap();
    let animals = api.resource("animals").unwrap();
    let names: Vec<&str> = animals.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["id", "keeper", "food"]);
    assert_eq!(animals.field("keeper").unwrap().kind, Kind::Object);
    let issues: Vec<&str> = api.issues.iter().map(|issue| issue.place.as_str()).collect();
    assert_eq!(issues, ["https://a.org/api/food.yaml"]);
    assert!(fake.peak.get() <= 2);
}
