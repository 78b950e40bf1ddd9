//! Requests for rows.

use super::*;

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

#[test]
fn fields_and_related_records_are_named_as_each_dialect_names_them() {
    let table = catalogue::known();
    let check = |name: &str, fields: &[&str], expand: &[&str], expected: &str| {
        let known = table.iter().find(|known| known.name == name).unwrap();
        let mut pets = resource(known.dialect("pets", "/pets"));
        pets.dialect.paging = Paging::None;
        pets.dialect.always.clear();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let (fields, expand) = (names(fields), names(expand));
        let params = ListParams { fields, expand, ..ListParams::default() };
        let url = decode(&encode_list(&pets, BASE, &params).unwrap().url);
        assert_eq!(url, format!("https://a.org/v1/pets{expected}"), "{name}");
    };
    check("odata-4", &["name"], &["owner"], "?$select=name,id&$expand=owner");
    check("json-api", &["name"], &["owner"], "?fields[pets]=name,id&include=owner");
    check("feathers", &["name"], &["owner"], "?$select[]=name&$select[]=id");
    check(
        "strapi-5",
        &["name", "id"],
        &["a", "b"],
        "?fields[0]=name&fields[1]=id&populate[0]=a&populate[1]=b",
    );
    // Where both stand in one place, all fields are named for the sake of one.
    check("directus", &[], &["owner"], "?fields=*,owner.*");
    check("directus", &["name"], &["owner"], "?fields=name,id,owner.*");
    check("postgrest", &[], &["owner"], "?select=*,owner(*)");
    check(
        "loopback-4",
        &["id"],
        &["owner"],
        r#"?filter={"fields":["id"],"include":[{"relation":"owner"}]}"#,
    );
    check("plain", &["name"], &["owner"], "");
}

#[test]
fn a_parent_in_the_filter_goes_into_the_path() {
    let mut nested = resource(Dialect::default());
    nested.list = Some(Endpoint::new(Method::Get, "/owners/{ownerId}/pets"));
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
fn windows_go_into_headers_or_parameters() {
    let window = |parameter: &str, place, value: &str| {
        let paging = Paging::Window {
            parameter: parameter.into(),
            place,
            value: value.to_owned(),
            size: None,
        };
        encode_list(&resource(Dialect { paging, ..Dialect::default() }), BASE, &params()).unwrap()
    };
    let request = window("Range", ParameterPlace::Header, "{first}-{last}");
    assert_eq!(header(&request, "Range"), Some("20-29"));
    assert!(request.url.ends_with("/pets"));
    let request = window("range", ParameterPlace::Query, "[{first},{last}]");
    assert_eq!(decode(&request.url), "https://a.org/v1/pets?range=[20,29]");
    let paging = Paging::Window {
        parameter: "startIndex".into(),
        place: ParameterPlace::Query,
        value: "{position}".into(),
        size: Some("count".into()),
    };
    check_query(Dialect { paging, ..Dialect::default() }, &params(), "?count=10&startIndex=21");
}

#[test]
fn a_linked_page_is_followed_on_the_same_origin_only() {
    let paging =
        Paging::Link { size: Some("limit".into()), next: Next::Body { path: "next".into() } };
    let pets = resource(Dialect { paging, ..Dialect::default() });
    let check = |cursor: Option<&str>, expected: Option<&str>| {
        let mut params = ListParams::default();
        params.page.cursor = cursor.map(str::to_owned);
        let result = encode_list(&pets, BASE, &params);
        assert_eq!(result.ok().map(|request| request.url).as_deref(), expected);
    };
    check(None, Some("https://a.org/v1/pets?limit=25"));
    check(Some("/v1/pets?token=x"), Some("https://a.org/v1/pets?token=x"));
    check(Some("https://a.org/v2/x"), Some("https://a.org/v2/x"));
    check(Some("?token=x"), Some("https://a.org/v1/pets?token=x"));
    check(Some("https://a.org.evil.org/v1/pets"), None);
    check(Some("/\\evil.org/x"), Some("https://a.org/\\evil.org/x"));
    check(Some("https://evil.org/v1/pets"), None);
    check(Some("//evil.org/v1/pets"), None);
}

#[test]
fn a_server_that_names_itself_otherwise_is_asked_at_its_known_address() {
    let paging =
        Paging::Link { size: Some("limit".into()), next: Next::Body { path: "next".into() } };
    let pets = resource(Dialect { paging, ..Dialect::default() });
    let check = |link: &str, expected: Option<&str>| {
        let mut params = ListParams::default();
        params.page.cursor = Some(link.to_owned());
        let result = encode_list(&pets, BASE, &params);
        assert_eq!(result.ok().map(|request| request.url).as_deref(), expected, "{link}");
    };
    let second = Some("https://a.org/v1/pets?page=2");
    check("http://a.org/v1/pets?page=2", second);
    check("http://internal:8000/pets/?page=2", second);
    check("http://gateway/zoo/v1/pets?page=2", second);
    check("http://internal:8000/carpets?page=2", None);
    check("http://internal:8000/?page=2", None);
}

#[test]
fn what_is_always_sent_goes_with_its_kind_of_request() {
    let always = |on, name: &str, value: &str, place| Always {
        on,
        name: name.into(),
        value: value.into(),
        place,
    };
    let pets = resource(Dialect {
        always: vec![
            always(Occasion::List, "$count", "true", ParameterPlace::Query),
            always(Occasion::List, "Prefer", "count=exact", ParameterPlace::Header),
            always(Occasion::Item, "expand", "owner", ParameterPlace::Query),
            always(Occasion::Write, "Prefer", "return=representation", ParameterPlace::Header),
        ],
        many: ManyById::Repeated { parameter: "id".into() },
        ..Dialect::default()
    });
    let key = Identifier::new("1");
    let request = encode_list(&pets, BASE, &ListParams::default()).unwrap();
    assert_eq!(request.url, "https://a.org/v1/pets?$count=true");
    assert_eq!(header(&request, "Prefer"), Some("count=exact"));
    let request = encode_many(&pets, BASE, std::slice::from_ref(&key)).unwrap();
    assert_eq!(request.url, "https://a.org/v1/pets?id=1&$count=true");
    let request = encode_one(&pets, BASE, &key).unwrap();
    assert_eq!(request.url, "https://a.org/v1/pets/1?expand=owner");
    assert_eq!(header(&request, "Prefer"), None);
    let request = encode_create(&pets, BASE, &json!({})).unwrap();
    assert_eq!(header(&request, "Prefer"), Some("return=representation"));
}

#[test]
fn a_search_may_have_its_own_path() {
    let pets = resource(Dialect {
        search: Some("q".into()),
        search_path: Some("/pets/search".into()),
        ..Dialect::default()
    });
    let mut params = ListParams::default();
    assert_eq!(encode_list(&pets, BASE, &params).unwrap().url, "https://a.org/v1/pets");
    params.search = Some("rex".into());
    let url = encode_list(&pets, BASE, &params).unwrap().url;
    assert_eq!(url, "https://a.org/v1/pets/search?q=rex");
}

#[test]
fn several_records_stand_in_the_path_or_in_a_filter() {
    let keys = [Identifier::new("1"), Identifier::new("a/b")];
    let url = |many, filter| {
        let pets = resource(Dialect { filter, many, ..Dialect::default() });
        encode_many(&pets, BASE, &keys).map(|request| decode(&request.url))
    };
    let path = ManyById::Path { separator: ",".into() };
    assert_eq!(url(path, FilterStyle::None).as_deref(), Some("https://a.org/v1/pets/1,a/b"));
    let style = FilterStyle::parameters(&[(FilterOperator::In, "id", "in.({value})")], Vec::new());
    let expected = Some("https://a.org/v1/pets?id=in.(1,a/b)");
    assert_eq!(url(ManyById::Filter, style).as_deref(), expected);
    assert_eq!(url(ManyById::Filter, FilterStyle::plain(Vec::new())), None);
}

#[test]
fn parents_that_were_chosen_fill_every_path() {
    let mut pets = resource(Dialect {
        search_path: Some("/o/{owner}/pets/find".into()),
        total: Total::Count { path: "/o/{owner}/pets/count".into(), at: Path::root() },
        ..Dialect::default()
    });
    let Resource { list, item, create, update, delete, .. } = &mut pets;
    for endpoint in [list, item, create, update, delete].into_iter().flatten() {
        endpoint.path = format!("/o/{{owner}}{}", endpoint.path);
    }
    let error = encode_list(&pets, BASE, &ListParams::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let placed = within(&pets, &[("owner".into(), "7/8".into())]);
    let mut params = ListParams::default();
    let key = Identifier::new("1");
    let base = "https://a.org/v1/o/7%2F8/pets";
    assert_eq!(encode_list(&placed, BASE, &params).unwrap().url, base);
    let count = encode_count(&placed, BASE, &params).unwrap().unwrap();
    assert_eq!(count.url, format!("{base}/count"));
    assert_eq!(encode_one(&placed, BASE, &key).unwrap().url, format!("{base}/1"));
    assert_eq!(encode_create(&placed, BASE, &json!({})).unwrap().url, base);
    let mut change = write(json!({}));
    change.previous = None;
    assert_eq!(encode_update(&placed, BASE, &change).unwrap().url, format!("{base}/7"));
    params.search = Some("x".into());
    assert_eq!(encode_list(&placed, BASE, &params).unwrap().url, format!("{base}/find"));
}

#[test]
fn keys_stand_in_parentheses_in_the_query_and_in_parts() {
    let check = |path: &str, key_parts: &[&str], key: &str, expected: &str| {
        let mut pets = resource(Dialect::default());
        pets.key_parts = key_parts.iter().map(|part| Path::from(*part)).collect();
        pets.item = Some(Endpoint::new(Method::Get, path));
        let url = encode_one(&pets, BASE, &Identifier::new(key)).unwrap().url;
        assert_eq!(url, format!("https://a.org/v1{expected}"));
    };
    check("/pets({id})", &[], "201", "/pets(201)");
    check("/pets('{id}')", &[], "a b", "/pets('a%20b')");
    check("/pets?id=eq.{id}", &[], "7", "/pets?id=eq.7");
    check("/pets(a={a},b={b})", &["a", "b"], "1,x%2Cy", "/pets(a=1,b=x%2Cy)");
    let mut pets = resource(Dialect::default());
    pets.key_parts = vec!["a".into(), "b.c".into()];
    let row = json!({"a": 1, "b": {"c": "x,y"}});
    assert_eq!(pets.identifier(&row), Some(Identifier::new("1,x%2Cy")));
    assert_eq!(pets.identifier(&json!({"a": 1})), None);
    pets.key_parts.clear();
    (pets.key, pets.is_key_link) = ("_links.self.href".into(), true);
    let row = json!({"_links": {"self": {"href": "https://a.org/v1/pets/a%20b"}}});
    assert_eq!(pets.identifier(&row), Some(Identifier::new("a b")));
}
