//! Conditions in each grammar.

use super::*;

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
        whole: None,
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
        whole: None,
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
        whole: None,
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
fn words_are_searched_in_fields_where_there_is_no_parameter() {
    let mut pets = resource(Dialect {
        filter: FilterStyle::Json {
            parameter: "where".into(),
            words: words(&[
                (FilterOperator::Eq, "", "{value}"),
                (FilterOperator::Contains, "like", "%{value}%"),
            ]),
            all: Some("and".into()),
            any: Some("or".into()),
            fields: Vec::new(),
        },
        search_in: vec!["name".into(), "note".into()],
        ..Dialect::default()
    });
    let params = ListParams {
        search: Some("x".into()),
        filter: vec![filter("name", FilterOperator::Eq, "y")],
        ..ListParams::default()
    };
    let url = decode(&encode_list(&pets, BASE, &params).unwrap().url);
    let expected = r#"where={"name":"y","or":[{"name":{"like":"%x%"}},{"note":{"like":"%x%"}}]}"#;
    assert!(url.ends_with(expected), "{url}");
    // A parameter is better: the server knows what it searches.
    pets.dialect.search = Some("q".into());
    let url = decode(&encode_list(&pets, BASE, &params).unwrap().url);
    assert!(url.ends_with(r#"?q=x&where={"name":"y"}"#), "{url}");
}
