//! Requests and answers in each dialect.

use super::*;
use crate::api::address::decode;
use crate::api::{
    Dialect, Endpoint, ErrorKind, Field, Filter, FilterGroup, FilterOperator, FilterStyle,
    ItemShape, Kind, ListParams, ManyById, Next, PageRequest, Paging, Parameter, ParameterPlace,
    Precondition, Resource, Rows, Sort, SortStyle, Total, UpdateVerb, Write, words,
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
            Field::new("id", Kind::Integer),
            Field::new("name", Kind::Text),
            Field::new("note", Kind::Text),
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

fn cursor(size: Option<&str>, next: &str) -> Paging {
    Paging::Cursor {
        cursor: "after".into(),
        size: size.map(str::to_owned),
        next: Next::Body { path: next.into() },
        max_size: None,
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
    check(cursor(Some("limit"), "next"), "?after=a%3Db&limit=10");
}

#[test]
fn orders_are_asked_for_in_each_grammar() {
    let check = |sort, can_sort_many, expected| {
        let dialect = Dialect { sort, can_sort_many, ..Dialect::default() };
        check_query(dialect, &params(), expected);
    };
    let signed = || SortStyle::signed("sort");
    let pair = |ascending: &str, descending: &str| SortStyle::Pair {
        field: "_sort".into(),
        order: "_order".into(),
        ascending: ascending.into(),
        descending: descending.into(),
    };
    let terms = SortStyle::terms;
    check(SortStyle::None, true, "");
    check(signed(), true, "?sort=-price,name");
    check(signed(), false, "?sort=-price");
    check(pair("asc", "desc"), true, "?_sort=price,name&_order=desc,asc");
    check(pair("1", "-1"), false, "?_sort=price&_order=-1");
    check(SortStyle::suffixed("sort", ":", ("asc", "desc")), true, "?sort=price:desc,name:asc");
    check(
        SortStyle::suffixed("sort", ",", ("ASC", "DESC")),
        true,
        "?sort=price,DESC&sort=name,ASC",
    );
    check(
        terms("$orderby", "{field}", "{field} desc", Some(",")),
        true,
        "?$orderby=price%20desc,name",
    );
    check(terms("order[{field}]", "asc", "desc", None), true, "?order[price]=desc&order[name]=asc");
    check(terms("$sort[{field}]", "1", "-1", None), true, "?$sort[price]=-1&$sort[name]=1");
    check(
        terms("sort", r#"["{field}","ASC"]"#, r#"["{field}","DESC"]"#, None),
        false,
        "?sort=%5B%22price%22,%22DESC%22%5D",
    );
    let two = SortStyle::Terms {
        parameter: "_sort".into(),
        descending_parameter: Some("_sort_desc".into()),
        ascending: "{field}".into(),
        descending: "{field}".into(),
        separator: None,
    };
    check(two, false, "?_sort_desc=price");
}

/// Checks the query or the refusal of conditions.
fn check_filter(style: &FilterStyle, group: FilterGroup, expected: Option<&str>) {
    let dialect = Dialect { filter: style.clone(), ..Dialect::default() };
    let mut pets = resource(dialect);
    pets.fields.push(Field::new("price", Kind::Number));
    let params =
        ListParams { filter: group.filters, groups: group.groups, ..ListParams::default() };
    let result = encode_list(&pets, BASE, &params);
    match expected {
        Some(expected) => {
            let url = result.unwrap().url;
            let query = url.split_once('?').map(|(_, query)| decode(query)).unwrap_or_default();
            assert_eq!(query, expected);
        }
        None => assert_eq!(result.unwrap_err().kind(), ErrorKind::Unsupported),
    }
}

fn all(filters: Vec<Filter>) -> FilterGroup {
    FilterGroup { filters, ..FilterGroup::default() }
}

/// Returns `name = x and (price >= 5 or (price < 2 and note = y))`.
fn tree() -> FilterGroup {
    use FilterOperator::{Eq, Gte, Lt};
    let both = all(vec![filter("price", Lt, "2"), filter("note", Eq, "y")]);
    let either =
        FilterGroup { is_any: true, filters: vec![filter("price", Gte, "5")], groups: vec![both] };
    FilterGroup { groups: vec![either], ..all(vec![filter("name", Eq, "x")]) }
}

#[test]
fn conditions_are_parameters() {
    use FilterOperator::{Contains, Eq, Gte, In, Lt};
    let operators = [(Gte, "gte"), (Contains, "like")];
    let plain = FilterStyle::plain(vec!["category".into()]);
    let suffix = FilterStyle::suffixed("_", &operators, Vec::new());
    let bracket = FilterStyle::bracketed(&operators, vec!["category".into(), "price[gte]".into()]);
    let check = |style: &FilterStyle, filter, expected| {
        check_filter(style, all(vec![filter]), expected);
    };
    check(&plain, filter("category", Eq, "a&b"), Some("category=a&b"));
    check(&plain, filter("price", Eq, "5"), None);
    check(&plain, filter("category", Gte, "5"), None);
    check(&suffix, filter("price", Gte, "5"), Some("price_gte=5"));
    check(&suffix, filter("name", Contains, "x"), Some("name_like=x"));
    check(&bracket, filter("price", Gte, "5"), Some("price[gte]=5"));
    check(&bracket, filter("category", Eq, "x"), Some("category=x"));
    check(&bracket, filter("category", Gte, "x"), None);
    check(&FilterStyle::None, filter("category", Eq, "x"), None);
    let repeated = FilterStyle::parameters(&[(In, "{field}", "{each}")], Vec::new());
    check(&repeated, filter("category", In, "a,b"), Some("category=a&category=b"));
    let counted = FilterStyle::parameters(&[(In, "f[{field}][{index}]", "{each}")], Vec::new());
    check(&counted, filter("id", In, "1,2"), Some("f[id][0]=1&f[id][1]=2"));
    let shared = |separator: Option<&str>| FilterStyle::Parameters {
        words: words(&[
            (Gte, "filter", "{field}||$gte||{value}"),
            (In, "filter", "{field}||$in||{value}"),
        ]),
        any: None,
        separator: separator.map(str::to_owned),
        fields: vec!["price".into()],
    };
    check(&shared(None), filter("price", In, "1,2"), Some("filter=price||$in||1,2"));
    check(&shared(None), filter("note", Gte, "1"), None);
    let two = || all(vec![filter("price", Gte, "1"), filter("price", In, "3")]);
    check_filter(&shared(None), two(), Some("filter=price||$gte||1&filter=price||$in||3"));
    check_filter(&shared(Some(",")), two(), Some("filter=price||$gte||1,price||$in||3"));
    check_filter(&suffix, tree(), None);
    let alternatives = |any: &str, name: &str| FilterStyle::Parameters {
        words: words(&[
            (Eq, &format!("{name}[eq]"), "{value}"),
            (Gte, &format!("{name}[gte]"), "{value}"),
            (Lt, &format!("{name}[lt]"), "{value}"),
        ]),
        any: Some(any.to_owned()),
        separator: None,
        fields: Vec::new(),
    };
    check_filter(
        &alternatives("$or[{index}][{field}]", "{field}"),
        tree(),
        Some("name[eq]=x&$or[0][price][gte]=5&$or[1][price][lt]=2&$or[1][note][eq]=y"),
    );
    check_filter(
        &alternatives("_or][{index}][{field}", "filter[{field}]"),
        tree(),
        Some(
            "filter[name][eq]=x&filter[_or][0][price][gte]=5&filter[_or][1][price][lt]=2&filter[_or][1][note][eq]=y",
        ),
    );
}

#[test]
fn conditions_are_a_sentence() {
    use FilterOperator::{Contains, Eq, Gte, In, Lt};
    let joint = |before: &str, between: &str, behind: &str| {
        (before.to_owned(), between.to_owned(), behind.to_owned())
    };
    let odata = FilterStyle::Expression {
        parameter: "$filter".into(),
        words: words(&[
            (Eq, "{field} eq {value}", "{value}"),
            (Gte, "{field} ge {value}", "{value}"),
            (Lt, "{field} lt {value}", "{value}"),
            (In, "{field} in ({value})", "{value}"),
            (Contains, "contains({field},{value})", "{value}"),
        ]),
        all: joint("(", " and ", ")"),
        any: Some(joint("(", " or ", ")")),
        quote: "''".into(),
        bare: vec![Kind::Integer, Kind::Number],
        fields: Vec::new(),
    };
    check_filter(
        &odata,
        all(vec![filter("name", Eq, "O'Hara")]),
        Some("$filter=name eq 'O''Hara'"),
    );
    check_filter(&odata, all(vec![filter("id", In, "1,2")]), Some("$filter=id in (1,2)"));
    check_filter(&odata, all(vec![filter("name", In, "a,b")]), Some("$filter=name in ('a','b')"));
    check_filter(
        &odata,
        all(vec![filter("name", Contains, "x")]),
        Some("$filter=contains(name,'x')"),
    );
    check_filter(
        &odata,
        tree(),
        Some("$filter=name eq 'x' and (price ge 5 or (price lt 2 and note eq 'y'))"),
    );
    let pocketbase = FilterStyle::Expression {
        parameter: "filter".into(),
        words: words(&[
            (Eq, "{field}={value}", "{value}"),
            (Gte, "{field}>={value}", "{value}"),
            (Lt, "{field}<{value}", "{value}"),
        ]),
        all: joint("(", "&&", ")"),
        any: Some(joint("(", "||", ")")),
        quote: "'\\".into(),
        bare: vec![Kind::Number],
        fields: vec!["name".into(), "note".into(), "price".into()],
    };
    check_filter(&pocketbase, tree(), Some("filter=name='x'&&(price>=5||(price<2&&note='y'))"));
    check_filter(
        &pocketbase,
        all(vec![filter("name", In, "a,b'")]),
        Some("filter=(name='a'||name='b\\'')"),
    );
    check_filter(&pocketbase, all(vec![filter("name", Contains, "a")]), None);
    check_filter(&pocketbase, all(vec![filter("id", Eq, "a")]), None);
    let rsql = FilterStyle::Expression {
        parameter: "q".into(),
        words: words(&[
            (Eq, "{field}=={value}", "{value}"),
            (Contains, "{field}=={value}", "*{value}*"),
        ]),
        all: joint("(", ";", ")"),
        any: None,
        quote: "\"\\".into(),
        bare: Vec::new(),
        fields: Vec::new(),
    };
    check_filter(
        &rsql,
        all(vec![filter("name", Contains, "a\"b"), filter("note", Eq, "y")]),
        Some("q=name==\"*a\\\"b*\";note==\"y\""),
    );
    check_filter(&rsql, tree(), None);
}

#[test]
fn conditions_are_json() {
    use FilterOperator::{Contains, Eq, Gte, In, Lt};
    let json = |all: Option<&str>, any: Option<&str>| FilterStyle::Json {
        parameter: "where".into(),
        words: words(&[
            (Eq, "", "{value}"),
            (Gte, "gte", "{value}"),
            (Lt, "lt", "{value}"),
            (In, "inq", "{value}"),
            (Contains, "like", "%{value}%"),
        ]),
        all: all.map(str::to_owned),
        any: any.map(str::to_owned),
        fields: Vec::new(),
    };
    let loopback = json(Some("and"), Some("or"));
    check_filter(&loopback, all(Vec::new()), Some(""));
    check_filter(
        &loopback,
        all(vec![
            filter("price", Gte, "5"),
            filter("price", Lt, "9"),
            filter("name", Contains, "x"),
        ]),
        Some(r#"where={"price":{"gte":5,"lt":9},"name":{"like":"%x%"}}"#),
    );
    check_filter(
        &loopback,
        all(vec![filter("id", In, "1,2")]),
        Some(r#"where={"id":{"inq":[1,2]}}"#),
    );
    check_filter(
        &loopback,
        tree(),
        Some(r#"where={"name":"x","or":[{"price":{"gte":5}},{"price":{"lt":2},"note":"y"}]}"#),
    );
    let twice = || all(vec![filter("name", Eq, "x"), filter("name", Contains, "y")]);
    check_filter(&loopback, twice(), Some(r#"where={"name":"x","and":[{"name":{"like":"%y%"}}]}"#));
    check_filter(&json(None, None), twice(), None);
    check_filter(&json(None, None), tree(), None);
}

#[test]
fn one_parameter_can_carry_everything() {
    let dialect = Dialect {
        paging: Paging::Offset { offset: "skip".into(), limit: "limit".into(), max_size: None },
        sort: SortStyle::terms("order", "{field} ASC", "{field} DESC", None),
        can_sort_many: true,
        filter: FilterStyle::Json {
            parameter: "where".into(),
            words: words(&[(FilterOperator::In, "inq", "{value}")]),
            all: None,
            any: None,
            fields: Vec::new(),
        },
        carrier: Some("filter".into()),
        total: Total::Count { path: "/pets/count".into(), at: "count".into() },
        many: ManyById::Filter,
        ..Dialect::default()
    };
    let mut pets = resource(dialect);
    let query = |request: &Request| decode(request.url.split_once('?').unwrap().1);
    let request = encode_list(&pets, BASE, &params()).unwrap();
    assert_eq!(
        query(&request),
        r#"filter={"skip":20,"limit":10,"order":["price DESC","name ASC"]}"#
    );
    let request = encode_many(&pets, BASE, &[Identifier::new("1"), Identifier::new("2")]).unwrap();
    assert_eq!(query(&request), r#"filter={"where":{"id":{"inq":[1,2]}},"limit":2}"#);
    let mut narrowed = params();
    narrowed.filter.push(filter("id", FilterOperator::In, "3"));
    let request = encode_count(&pets, BASE, &narrowed).unwrap().unwrap();
    assert_eq!(decode(&request.url), r#"https://a.org/v1/pets/count?where={"id":{"inq":[3]}}"#);
    assert_eq!(decode_count(&pets, &response(200, &[], r#"{"count":7}"#)), Some(7));
    // A list that is asked for by POST has the same in its body.
    pets.list.as_mut().unwrap().method = Method::Post;
    let request = encode_list(&pets, BASE, &narrowed).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://a.org/v1/pets"));
    let expected = json!({
        "skip": 20, "limit": 10, "order": ["price DESC", "name ASC"], "where": {"id": {"inq": [3]}},
    });
    assert_eq!(body(&request), expected);
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
        filter: FilterStyle::plain(vec!["status".into()]),
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
    pets.fields.push(Field { is_nullable: true, ..Field::new("note", Kind::Text) });
    pets.fields.remove(2);
    pets.fields.push(Field { is_read_only: true, ..Field::new("born", Kind::Date) });
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
        let paging = cursor(None, "next");
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
    let paging = cursor(None, "after");
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
