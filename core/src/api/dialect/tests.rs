//! Requests and answers in each dialect.

use super::*;
use crate::api::{
    Dialect, Endpoint, ErrorKind, Field, Filter, FilterOperator, FilterStyle, ItemShape, Kind,
    ListParams, ManyById, PageRequest, Paging, Parameter, ParameterPlace, Precondition, Resource,
    Rows, Sort, SortStyle, Total, UpdateVerb, Write,
};
use crate::platform::{Method, Request, Response};
use crate::record::{Identifier, Path, Record};
use serde_json::{Value, json};

const BASE: &str = "https://a.org/v1/";

fn endpoint(method: Method, path: &str) -> Endpoint {
    Endpoint {
        method,
        path: path.to_owned(),
        parameters: Vec::new(),
        body: None,
        content_type: None,
        needs_auth: false,
    }
}

fn field(name: &str, kind: Kind) -> Field {
    Field {
        name: name.to_owned(),
        path: Path::field(name),
        kind,
        is_required: false,
        is_nullable: false,
        is_read_only: false,
        choices: Vec::new(),
        reference: None,
        description: None,
    }
}

fn resource(dialect: Dialect) -> Resource {
    Resource {
        name: "pets".to_owned(),
        list: Some(endpoint(Method::Get, "/pets")),
        item: Some(endpoint(Method::Get, "/pets/{petId}")),
        create: Some(endpoint(Method::Post, "/pets")),
        update: Some(endpoint(Method::Patch, "/pets/{petId}")),
        delete: Some(endpoint(Method::Delete, "/pets/{petId}")),
        key: Path::field("id"),
        fields: vec![
            field("id", Kind::Integer),
            field("name", Kind::Text),
            field("note", Kind::Text),
        ],
        dialect,
        ..Resource::default()
    }
}

fn params() -> ListParams {
    let sort = |field: &str, is_descending| Sort { field: field.to_owned(), is_descending };
    ListParams {
        sort: vec![sort("price", true), sort("name", false)],
        page: PageRequest { number: 3, size: 10, cursor: Some("a=b".to_owned()) },
        ..ListParams::default()
    }
}

fn filter(field: &str, operator: FilterOperator, value: &str) -> Filter {
    Filter { field: field.to_owned(), operator, value: value.to_owned() }
}

fn check_query(dialect: Dialect, params: &ListParams, expected: &str) {
    let request = encode_list(&resource(dialect), BASE, params).unwrap();
    assert_eq!(request.url, format!("https://a.org/v1/pets{expected}"));
}

#[test]
fn pages_are_asked_for_in_each_style() {
    let check = |paging, expected| {
        check_query(Dialect { paging, ..Dialect::default() }, &params(), expected);
    };
    let page = |first, max_size| Paging::Page {
        page: "page".into(),
        size: Some("per_page".into()),
        first,
        max_size,
    };
    check(Paging::None, "");
    check(page(1, None), "?page=3&per_page=10");
    check(page(0, Some(5)), "?page=2&per_page=5");
    check(
        Paging::Offset { offset: "$skip".into(), limit: "$top".into(), max_size: None },
        "?$skip=20&$top=10",
    );
    check(Paging::Range { start: "_start".into(), end: "_end".into() }, "?_start=20&_end=30");
    check(
        Paging::Cursor { cursor: "after".into(), size: Some("limit".into()), next: "next".into() },
        "?after=a%3Db&limit=10",
    );
}

#[test]
fn orders_are_asked_for_in_each_grammar() {
    let check = |sort, can_sort_many, directions, expected| {
        let dialect = Dialect { sort, can_sort_many, directions, ..Dialect::default() };
        check_query(dialect, &params(), expected);
    };
    let signed = || SortStyle::Signed { parameter: "sort".into() };
    let pair = || SortStyle::Pair { field: "_sort".into(), order: "_order".into() };
    let suffixed = |separator: &str| SortStyle::Suffixed {
        parameter: "sort".into(),
        separator: separator.into(),
    };
    check(SortStyle::None, true, None, "");
    check(signed(), true, None, "?sort=-price,name");
    check(signed(), false, None, "?sort=-price");
    check(pair(), true, None, "?_sort=price,name&_order=desc,asc");
    check(pair(), false, Some(("1".into(), "-1".into())), "?_sort=price&_order=-1");
    check(suffixed(":"), true, None, "?sort=price:desc,name:asc");
    check(
        suffixed(","),
        true,
        Some(("ASC".into(), "DESC".into())),
        "?sort=price,DESC&sort=name,ASC",
    );
}

#[test]
fn filters_are_asked_for_in_each_grammar() {
    use FilterOperator::{Contains, Eq, Gte, In};
    let operators = vec![(Gte, "gte".to_owned()), (Contains, "like".to_owned())];
    let plain = || FilterStyle::Plain { fields: vec!["category".into()] };
    let suffix = || FilterStyle::Suffix {
        separator: "_".into(),
        operators: operators.clone(),
        fields: Vec::new(),
    };
    let bracket = || FilterStyle::Bracket {
        operators: operators.clone(),
        fields: vec!["category".into(), "price[gte]".into()],
    };
    let check = |style, filter, expected: Option<&str>| {
        let dialect = Dialect { filter: style, ..Dialect::default() };
        let params = ListParams { filter: vec![filter], ..ListParams::default() };
        let result = encode_list(&resource(dialect), BASE, &params);
        match expected {
            Some(expected) => {
                assert_eq!(result.unwrap().url, format!("https://a.org/v1/pets{expected}"));
            }
            None => assert_eq!(result.unwrap_err().kind(), ErrorKind::Unsupported),
        }
    };
    check(plain(), filter("category", Eq, "a&b"), Some("?category=a%26b"));
    check(plain(), filter("category", In, "a,b"), Some("?category=a&category=b"));
    check(plain(), filter("price", Eq, "5"), None);
    check(plain(), filter("category", Gte, "5"), None);
    check(suffix(), filter("price", Gte, "5"), Some("?price_gte=5"));
    check(suffix(), filter("name", Contains, "x"), Some("?name_like=x"));
    check(bracket(), filter("price", Gte, "5"), Some("?price[gte]=5"));
    check(bracket(), filter("category", Eq, "x"), Some("?category=x"));
    check(bracket(), filter("category", Gte, "x"), None);
    check(FilterStyle::None, filter("category", Eq, "x"), None);
}

#[test]
fn a_parent_in_the_filter_goes_into_the_path() {
    let mut nested = resource(Dialect::default());
    nested.list = Some(endpoint(Method::Get, "/owners/{ownerId}/pets"));
    let params = ListParams {
        filter: vec![filter("ownerId", FilterOperator::Eq, "7/8")],
        ..ListParams::default()
    };
    let request = encode_list(&nested, BASE, &params).unwrap();
    assert_eq!(request.url, "https://a.org/v1/owners/7%2F8/pets");
    let error = encode_list(&nested, BASE, &ListParams::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
fn a_required_parameter_has_its_default_until_a_filter_says_else() {
    let mut search = resource(Dialect {
        filter: FilterStyle::Plain { fields: vec!["status".into()] },
        ..Dialect::default()
    });
    let parameter = Parameter {
        name: "status".into(),
        place: ParameterPlace::Query,
        is_required: true,
        schema: json!({"default": "available"}),
    };
    search.list.as_mut().unwrap().parameters.push(parameter);
    let mut params = ListParams::default();
    assert!(encode_list(&search, BASE, &params).unwrap().url.ends_with("/pets?status=available"));
    params.filter.push(filter("status", FilterOperator::Eq, "sold"));
    assert!(encode_list(&search, BASE, &params).unwrap().url.ends_with("/pets?status=sold"));
}

#[test]
fn several_records_are_asked_for_by_key() {
    let check = |many, paging, expected: Option<&str>| {
        let pets = resource(Dialect { paging, many, ..Dialect::default() });
        let keys = [Identifier::new("1"), Identifier::new("2")];
        let url = encode_many(&pets, BASE, &keys).map(|request| request.url);
        assert_eq!(url, expected.map(|expected| format!("https://a.org/v1/pets{expected}")));
    };
    let joined = ManyById::Joined { parameter: "id[in]".into(), separator: ",".into() };
    let size =
        Paging::Page { page: "page".into(), size: Some("limit".into()), first: 1, max_size: None };
    check(ManyById::Each, Paging::None, None);
    check(ManyById::Repeated { parameter: "id".into() }, Paging::None, Some("?id=1&id=2"));
    check(joined, size, Some("?id[in]=1,2&limit=2"));
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut headers = request.headers.iter();
    headers.find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn write(changes: Value) -> Write {
    let previous =
        json!({"id": 7, "name": "Rex", "note": "old", "born": "2020", "extra": {"a": 1, "b": 2}});
    Write {
        identifier: Identifier::new("7"),
        changes,
        previous: Some(Record::new(Some(Identifier::new("7")), previous)),
        precondition: Precondition::IfMatch("\"v1\"".to_owned()),
    }
}

#[test]
fn a_patch_carries_the_changes_alone() {
    let pets = resource(Dialect { has_if_match: true, ..Dialect::default() });
    let request = encode_update(&pets, BASE, &write(json!({"name": "Max"}))).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Patch, "https://a.org/v1/pets/7"));
    assert_eq!(body(&request), json!({"name": "Max"}));
    assert_eq!(header(&request, "If-Match"), Some("\"v1\""));
    assert_eq!(header(&request, "Content-Type"), Some("application/json"));
}

#[test]
fn a_put_carries_the_whole_record_that_may_be_written() {
    let mut pets = resource(Dialect { update: UpdateVerb::Put, ..Dialect::default() });
    pets.fields.push(Field { is_nullable: true, ..field("note", Kind::Text) });
    pets.fields.remove(2);
    pets.fields.push(Field { is_read_only: true, ..field("born", Kind::Date) });
    let changes = json!({"name": null, "note": null, "extra": {"b": 3}});
    let request = encode_update(&pets, BASE, &write(changes.clone())).unwrap();
    assert_eq!(request.method, Method::Put);
    assert_eq!(body(&request), json!({"id": 7, "note": null, "extra": {"a": 1, "b": 3}}));
    assert_eq!(header(&request, "If-Match"), None, "undeclared headers are not sent");
    // A body schema says which members are accepted.
    pets.update.as_mut().unwrap().body = Some(json!({"properties": {"name": {}, "note": {}}}));
    let request = encode_update(&pets, BASE, &write(json!({"name": "Max"}))).unwrap();
    assert_eq!(body(&request), json!({"name": "Max", "note": "old"}));
}

#[test]
fn a_put_on_the_collection_has_the_key_inside() {
    let mut pets = resource(Dialect { update: UpdateVerb::PutCollection, ..Dialect::default() });
    pets.update = Some(endpoint(Method::Put, "/pets"));
    let mut change = write(json!({"name": "Max"}));
    change.previous = None;
    let request = encode_update(&pets, BASE, &change).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Put, "https://a.org/v1/pets"));
    assert_eq!(body(&request), json!({"name": "Max", "id": 7}));
}

#[test]
fn creating_and_deleting_use_their_own_endpoints() {
    let mut pets = resource(Dialect::default());
    let create = pets.create.as_mut().unwrap();
    create.content_type = Some("application/x-www-form-urlencoded".to_owned());
    let request =
        encode_create(&pets, BASE, &json!({"name": "A & B", "tags": ["x", "y"]})).unwrap();
    assert_eq!(request.body.as_deref(), Some(&b"name=A%20%26%20B&tags=x&tags=y"[..]));
    let request = encode_delete(&pets, BASE, &write(Value::Null)).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Delete, "https://a.org/v1/pets/7"));
    pets.delete = None;
    let error = encode_delete(&pets, BASE, &write(Value::Null)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
fn an_operation_takes_its_parameters_out_of_the_data() {
    let mut operation = endpoint(Method::Post, "/pets/{petId}/feed");
    for (name, place) in [("petId", ParameterPlace::Path), ("dry", ParameterPlace::Query)] {
        let parameter =
            Parameter { name: name.into(), place, is_required: true, schema: json!({}) };
        operation.parameters.push(parameter);
    }
    let data = json!({"petId": 7, "dry": true, "food": "hay"});
    let request = encode_operation(&operation, BASE, &data).unwrap();
    assert_eq!(request.url, "https://a.org/v1/pets/7/feed?dry=true");
    assert_eq!(body(&request), json!({"food": "hay"}));
    assert_eq!(
        encode_operation(&operation, BASE, &json!({})).unwrap_err().kind(),
        ErrorKind::Invalid
    );
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Response {
        status,
        url: String::new(),
        headers: headers.collect(),
        body: body.as_bytes().to_vec(),
        is_truncated: false,
    }
}

#[test]
fn rows_and_totals_are_found_where_the_dialect_says() {
    let check = |dialect: Dialect,
                 headers: &[(&str, &str)],
                 body: &str,
                 expected: (usize, Option<u64>, Option<bool>)| {
        let page =
            decode_list(&resource(dialect), &params(), &response(200, headers, body)).unwrap();
        assert_eq!((page.records.len(), page.total, page.has_next), expected, "{body}");
    };
    let paging = || Paging::Page { page: "page".into(), size: None, first: 1, max_size: None };
    let inside = |path: &str| Rows::Path { path: path.into() };
    let dialect = |rows, total| Dialect { rows, total, paging: paging(), ..Dialect::default() };
    let body_total = || Total::Body { path: "meta.total".into() };
    let header_total = |name: &str| Total::Header { name: name.into() };
    check(Dialect::default(), &[], "[{\"id\":1}]", (1, Some(1), Some(false)));
    check(
        dialect(inside("data"), body_total()),
        &[],
        r#"{"data":[{}],"meta":{"total":31}}"#,
        (1, Some(31), Some(true)),
    );
    check(
        dialect(inside("data"), body_total()),
        &[],
        r#"{"data":[{}],"meta":{"total":"30"}}"#,
        (1, Some(30), Some(false)),
    );
    check(
        dialect(Rows::Root, header_total("X-Total-Count")),
        &[("x-total-count", "99")],
        "[]",
        (0, Some(99), Some(true)),
    );
    check(
        dialect(Rows::Root, header_total("Content-Range")),
        &[("content-range", "pets 20-29/*")],
        "[{}]",
        (1, None, Some(false)),
    );
    check(
        dialect(Rows::Root, Total::None),
        &[("link", "<x>; rel=\"next\"")],
        "[{}]",
        (1, None, Some(true)),
    );
    // Servers change the shape with the parameters, or send null for nothing.
    check(dialect(inside("data"), Total::None), &[], "[{},{}]", (2, None, Some(false)));
    check(dialect(Rows::Root, Total::None), &[], r#"{"items":[{}]}"#, (1, None, Some(false)));
    check(dialect(inside("data"), Total::None), &[], r#"{"data":null}"#, (0, None, Some(false)));
}

#[test]
fn the_next_cursor_is_a_token_or_stands_in_a_link() {
    let check = |body: &str, expected: Option<&str>| {
        let paging = Paging::Cursor { cursor: "after".into(), size: None, next: "next".into() };
        let rows = Rows::Path { path: "data".into() };
        let pets = resource(Dialect { paging, rows, ..Dialect::default() });
        let page = decode_list(&pets, &params(), &response(200, &[], body)).unwrap();
        assert_eq!(
            (page.next_cursor.as_deref(), page.has_next),
            (expected, Some(expected.is_some()))
        );
    };
    check(r#"{"data":[],"next":"tok"}"#, Some("tok"));
    check(r#"{"data":[],"next":"https://a.org/pets?limit=2&after=t%3D1"}"#, Some("t=1"));
    check(r#"{"data":[],"next":null}"#, None);
    check(r#"{"data":[]}"#, None);
    let paging = Paging::Cursor { cursor: "after".into(), size: None, next: "after".into() };
    let pets = resource(Dialect { paging, ..Dialect::default() });
    let link =
        [("link", "<https://a.org/pets?before=x>; rel=\"prev\", </pets?after=y>; rel=\"next\"")];
    let page = decode_list(&pets, &params(), &response(200, &link, "[]")).unwrap();
    assert_eq!(page.next_cursor.as_deref(), Some("y"));
}

#[test]
fn one_record_is_taken_out_of_its_envelope_with_its_tag() {
    let item = ItemShape::Path { path: "data".into() };
    let pets = resource(Dialect { item, ..Dialect::default() });
    let answer = response(200, &[("etag", "\"v2\"")], r#"{"data":{"id":7,"name":"Rex"}}"#);
    let record = decode_one(&pets, &Identifier::new("7"), &answer).unwrap();
    assert_eq!(record.identifier, Some(Identifier::new("7")));
    assert_eq!(
        (record.get(&Path::field("name")), record.etag.as_deref()),
        (Some(&json!("Rex")), Some("\"v2\""))
    );
    let answer = response(200, &[], "<html>");
    assert_eq!(
        decode_one(&pets, &Identifier::new("7"), &answer).unwrap_err().kind(),
        ErrorKind::Unreadable
    );
}

#[test]
fn a_write_may_answer_a_record_a_key_or_nothing() {
    let check = |headers: &[(&str, &str)], body: &str, expected: Option<&str>| {
        let answer = response(201, headers, body);
        let record = decode_write(&resource(Dialect::default()), "create", &answer).unwrap();
        let identifier = record.and_then(|record| record.identifier);
        assert_eq!(identifier, expected.map(Identifier::new), "{body}");
    };
    check(&[], r#"{"id":7,"name":"Rex"}"#, Some("7"));
    check(&[("location", "https://a.org/pets/a%20b/")], "", Some("a b"));
    check(&[], "null", None);
    check(&[], "", None);
    check(&[], r#"{"message":"ok"}"#, None);
}
