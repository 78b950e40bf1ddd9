//! Answers to reads.

use super::*;

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

/// Reads the third page of ten rows each.
fn page(dialect: Dialect, headers: &[(&str, &str)], body: &str) -> Page {
    decode_list(&resource(dialect), &params(), &response(200, headers, body)).unwrap()
}

#[test]
fn the_last_row_is_the_next_cursor_while_there_is_more() {
    let dialect = |more: Option<&str>| Dialect {
        paging: Paging::Cursor {
            cursor: "starting_after".into(),
            size: Some("limit".into()),
            next: Next::LastRow { path: "id".into() },
            max_size: None,
        },
        rows: Rows::Path { path: "data".into() },
        more: more.map(Path::from),
        ..Dialect::default()
    };
    let check = |more, body: &str, expected: Option<&str>| {
        let page = page(dialect(more), &[], body);
        assert_eq!(page.next_cursor.as_deref(), expected, "{body}");
        assert_eq!(page.has_next, Some(expected.is_some()));
    };
    check(Some("has_more"), r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#, Some("b"));
    check(Some("has_more"), r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":false}"#, None);
    check(None, r#"{"data":[{"id":"a"}]}"#, None);
    let full = (0..10).map(|id| json!({"id": id})).collect::<Vec<_>>();
    check(None, &json!({"data": full}).to_string(), Some("9"));
}

#[test]
fn the_next_page_is_told_by_header_link_flag_or_pages() {
    let link = Paging::Link { size: None, next: Next::Body { path: "links.next".into() } };
    let linked = Dialect { paging: link, ..Dialect::default() };
    let next = page(linked.clone(), &[], r#"{"items":[],"links":{"next":"/v1/pets?t=1"}}"#);
    assert_eq!(next.next_cursor.as_deref(), Some("/v1/pets?t=1"));
    let next = page(linked, &[("link", r#"</v1/pets?t=2>; rel="next""#)], "[]");
    assert_eq!(next.next_cursor.as_deref(), Some("/v1/pets?t=2"));
    let token = Dialect {
        paging: Paging::Cursor {
            cursor: "marker".into(),
            size: None,
            next: Next::Header { name: "x-next".into() },
            max_size: None,
        },
        ..Dialect::default()
    };
    assert_eq!(page(token.clone(), &[("x-next", "m")], "[]").next_cursor.as_deref(), Some("m"));
    assert_eq!(page(token, &[("x-next", "")], "[{}]").has_next, Some(false));
    let paging = || Paging::Page { page: "page".into(), size: None, first: 1, max_size: None };
    let pages = Dialect {
        paging: paging(),
        total: Total::Pages { path: "pages".into() },
        ..Dialect::default()
    };
    let has_next = |body: &str| page(pages.clone(), &[], body).has_next;
    assert_eq!(has_next(r#"{"pets":[{}],"pages":4}"#), Some(true));
    assert_eq!(has_next(r#"{"pets":[{}],"pages":3}"#), Some(false));
    let flagged = Dialect { paging: paging(), more: Some("has_more".into()), ..Dialect::default() };
    let has_next = |body: &str| page(flagged.clone(), &[], body).has_next;
    assert_eq!(has_next(r#"{"items":[{}],"has_more":true}"#), Some(true));
    assert_eq!(has_next(r#"{"items":[{}],"has_more":null}"#), Some(false));
}

#[test]
fn a_total_that_ignores_the_filter_is_not_believed_under_one() {
    let dialect = Dialect {
        paging: Paging::Offset { offset: "skip".into(), limit: "limit".into(), max_size: None },
        rows: Rows::Path { path: "rows".into() },
        total: Total::Body { path: "total".into() },
        is_total_unfiltered: true,
        ..Dialect::default()
    };
    let pets = resource(dialect);
    let answer = response(200, &[], r#"{"rows":[],"total":90}"#);
    let mut params = params();
    assert_eq!(decode_list(&pets, &params, &answer).unwrap().total, Some(90));
    params.search = Some("x".into());
    let page = decode_list(&pets, &params, &answer).unwrap();
    assert_eq!((page.total, page.has_next), (None, Some(false)));
}

#[test]
fn a_total_comes_by_head_or_from_a_path_of_its_own() {
    let pets = resource(Dialect {
        total: Total::Head { name: "X-Total".into() },
        paging: Paging::Offset { offset: "skip".into(), limit: "limit".into(), max_size: Some(5) },
        ..Dialect::default()
    });
    let request = encode_count(&pets, BASE, &params()).unwrap().unwrap();
    assert_eq!(request.method, Method::Head);
    assert!(request.url.ends_with("/pets?skip=10&limit=5"), "{}", request.url);
    assert_eq!(decode_count(&pets, &response(200, &[("x-total", "42")], "")), Some(42));
    assert_eq!(decode_count(&pets, &response(404, &[("x-total", "42")], "")), None);
    let mut page = Page { has_next: Some(false), ..Page::default() };
    set_total(&mut page, &pets, &params(), 16);
    assert_eq!((page.total, page.has_next), (Some(16), Some(true)));
    let whole = resource(Dialect::default());
    assert_eq!(encode_count(&whole, BASE, &params()).unwrap(), None);
    let count = Total::Count { path: "/pets/count".into(), at: Path::root() };
    let counted = resource(Dialect { total: count, ..Dialect::default() });
    assert_eq!(decode_count(&counted, &response(200, &[], "7")), Some(7));
}

#[test]
fn rows_of_a_map_have_their_name_as_key() {
    let rows = Rows::Map { path: "pets".into() };
    let body = r#"{"pets":{"rex":{"age":3},"max":{"age":4,"id":"m"}}}"#;
    let page = page(Dialect { rows, ..Dialect::default() }, &[], body);
    let keys: Vec<_> = page.records.iter().map(|record| record.identifier.clone()).collect();
    assert_eq!(keys, [Some(Identifier::new("rex")), Some(Identifier::new("m"))]);
    assert_eq!(*page.records[0].fields, json!({"age": 3, "id": "rex"}));
}

#[test]
fn attributes_and_relationships_become_members_of_the_row() {
    let dialect = Dialect {
        rows: Rows::Path { path: "data".into() },
        item: ItemShape::Path { path: "data".into() },
        flatten: vec!["attributes".into(), "relationships".into()],
        ..Dialect::default()
    };
    let row = json!({
        "type": "pets", "id": "7", "attributes": {"name": "Rex", "data": {"data": 1}},
        "relationships": {
            "owner": {"data": {"type": "people", "id": "3"}},
            "tags": {"data": [{"type": "tags", "id": "a"}, {"type": "tags", "id": "b"}]},
            "vet": {"data": null},
            "notes": {"links": {"related": "/pets/7/notes"}},
        },
    });
    let flat = json!({
        "type": "pets", "id": "7", "name": "Rex", "data": {"data": 1}, "owner": "3",
        "tags": ["a", "b"], "vet": null, "notes": {"links": {"related": "/pets/7/notes"}},
    });
    let list = json!({"data": [row]}).to_string();
    assert_eq!(*page(dialect.clone(), &[], &list).records[0].fields, flat);
    let one = response(200, &[], &json!({"data": row}).to_string());
    let record = decode_one(&resource(dialect), &Identifier::new("7"), &one).unwrap();
    assert_eq!(*record.fields, flat);
}

#[test]
fn links_to_records_are_read_as_their_keys() {
    let links = ["owner", "tags"].map(|name| (name.to_owned(), format!("/{name}/{{id}}")));
    let pets = resource(Dialect { links: links.to_vec(), ..Dialect::default() });
    let row = json!({
        "id": 7, "owner": "https://a.org/owner/3/", "tags": ["/tags/a%20b", "/tags/c"], "vet": "/x/1",
    });
    let list = response(200, &[], &json!([row]).to_string());
    let page = decode_list(&pets, &ListParams::default(), &list).unwrap();
    let expected = json!({"id": 7, "owner": "3", "tags": ["a b", "c"], "vet": "/x/1"});
    assert_eq!(*page.records[0].fields, expected);
    let data = json!({"owner": 3, "tags": ["a b"], "vet": "/x/1"});
    let request = encode_create(&pets, BASE, &data).unwrap();
    let expected = json!({"owner": "/owner/3", "tags": ["/tags/a%20b"], "vet": "/x/1"});
    assert_eq!(body(&request), expected);
    let request = encode_update(&pets, BASE, &write(json!({"owner": null}))).unwrap();
    assert_eq!(body(&request), json!({"owner": null}));
}

#[test]
fn a_page_behind_the_last_is_empty() {
    let pets = resource(Dialect::default());
    let read = |number, status| {
        let mut params = ListParams::default();
        params.page.number = number;
        decode_list(&pets, &params, &response(status, &[], r#"{"detail":"Invalid page."}"#))
    };
    let page = read(2, 404).unwrap();
    assert_eq!((page.records.len(), page.total, page.has_next), (0, None, Some(false)));
    assert!(read(3, 416).is_ok());
    assert_eq!(read(1, 404).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(read(2, 403).unwrap_err().kind(), ErrorKind::Forbidden);
}

#[test]
fn rows_that_are_records_as_they_stand_need_not_be_parsed() {
    let check = |dialect: Dialect, body: &str| {
        let resource = resource(dialect);
        let page = decode_list(&resource, &params(), &response(200, &[], body)).unwrap();
        let at = rows_at(&resource).unwrap();
        let mut rows = crate::record::Rows::new(body.as_bytes(), &at).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next_row(None) {
            let row = &body.as_bytes()[row];
            found.push(Record::new(at.key_of(row), serde_json::from_slice(row).unwrap()));
        }
        assert_eq!((found, rows.finish().unwrap()), (page.records, page.total), "{body}");
    };
    let paging = || Paging::Page { page: "page".into(), size: None, first: 1, max_size: None };
    let plain = || Dialect { paging: paging(), ..Dialect::default() };
    check(plain(), r#"[{"id": 1, "name": "a"}, {"name": "b"}]"#);
    let rows = Rows::Path { path: "data.items".into() };
    let total = Total::Body { path: "meta.total".into() };
    check(
        Dialect { total, rows, ..plain() },
        r#"{"meta": {"total": 7}, "data": {"items": [{"id": "x"}]}}"#,
    );
    let rewritten = [
        Dialect { flatten: vec!["attributes".into()], ..plain() },
        Dialect { rows: Rows::Map { path: Path::root() }, ..plain() },
    ];
    for dialect in rewritten {
        assert_eq!(rows_at(&resource(dialect)), None);
    }
}
