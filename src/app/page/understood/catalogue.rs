//! What a person can choose instead: the ways in which APIs are found to list.

use super::subject::Subject;
use serde_json::{Value, json};
use vitrine_core::api::{
    FilterOperator, FilterStyle, ItemShape, Kind, ManyById, Next, Paging, ParameterPlace, Resource,
    Rows, SortStyle, Total, UpdateVerb, words,
};
use vitrine_core::record::Path;

/// Page and size, most frequent first.
const PAGES: [(&str, &str); 9] = [
    ("page", "per_page"),
    ("page", "limit"),
    ("page", "size"),
    ("page", "page_size"),
    ("page", "pageSize"),
    ("_page", "_per_page"),
    ("_page", "_limit"),
    ("page[number]", "page[size]"),
    ("pageNumber", "pageSize"),
];
const OFFSETS: [(&str, &str); 7] = [
    ("offset", "limit"),
    ("skip", "limit"),
    ("skip", "take"),
    ("$skip", "$top"),
    ("_start", "_limit"),
    ("start", "count"),
    ("page[offset]", "page[limit]"),
];
const CURSORS: [(&str, &str, &str); 3] = [
    ("cursor", "limit", "next_cursor"),
    ("page_token", "page_size", "next_page_token"),
    ("after", "limit", "paging.cursors.after"),
];
const SEARCHES: [&str; 6] = ["q", "search", "query", "_q", "$search", "keyword"];
const TOTAL_HEADERS: [&str; 4] = ["X-Total-Count", "X-Total", "Content-Range", "X-Count"];
const TOTAL_PATHS: [&str; 10] = [
    "total",
    "count",
    "totalCount",
    "total_count",
    "totalElements",
    "totalItems",
    "meta.total",
    "page.totalElements",
    "pagination.total",
    "items",
];
const ROW_PATHS: [&str; 9] =
    ["data", "items", "results", "value", "content", "records", "rows", "list", "member"];
const ITEM_PATHS: [&str; 3] = ["data", "item", "result"];
const KEY_LISTS: [&str; 4] = ["id", "ids", "id__in", "id[in]"];

/// Returns what can be chosen for `subject`, each as a correction writes it.
pub(super) fn alternatives(subject: Subject, resource: &Resource) -> Vec<Value> {
    match subject {
        Subject::Paging => paging().iter().map(|it| json!(it)).collect(),
        Subject::Size => sizes(&resource.dialect.paging).iter().map(|it| json!(it)).collect(),
        Subject::Total => totals().iter().map(|it| json!(it)).collect(),
        Subject::Sort => sorts().iter().map(|it| json!(it)).collect(),
        Subject::Filter => filters(resource).iter().map(|it| json!(it)).collect(),
        Subject::Search => searches(resource).iter().map(|it| json!(it)).collect(),
        Subject::Rows => rows(resource).iter().map(|it| json!(it)).collect(),
        Subject::Item => items().iter().map(|it| json!(it)).collect(),
        Subject::Key => keys(resource).iter().map(|it| json!(it)).collect(),
        Subject::Label => labels(resource).iter().map(|it| json!(it)).collect(),
        Subject::Many => many().iter().map(|it| json!(it)).collect(),
        Subject::Update => [
            UpdateVerb::Patch,
            UpdateVerb::Put,
            UpdateVerb::PutChanges,
            UpdateVerb::Post,
            UpdateVerb::PutCollection,
        ]
        .iter()
        .map(|it| json!(it))
        .collect(),
    }
}

fn paging() -> Vec<Paging> {
    let page = |first: u32| {
        move |(page, size): &(&str, &str)| Paging::Page {
            page: (*page).to_owned(),
            size: Some((*size).to_owned()),
            first,
            max_size: None,
        }
    };
    let offset = |(offset, limit): &(&str, &str)| Paging::Offset {
        offset: (*offset).to_owned(),
        limit: (*limit).to_owned(),
        max_size: None,
    };
    let cursor = |(cursor, size, next): &(&str, &str, &str)| Paging::Cursor {
        cursor: (*cursor).to_owned(),
        size: Some((*size).to_owned()),
        next: Next::Body { path: path(next) },
        max_size: None,
    };
    let mut found = vec![Paging::None];
    found.extend(PAGES.iter().map(page(1)));
    found.extend(PAGES.iter().map(page(0)));
    found.extend(OFFSETS.iter().map(offset));
    found.push(Paging::Range { start: "_start".into(), end: "_end".into() });
    found.push(Paging::Window {
        parameter: "Range".into(),
        place: ParameterPlace::Header,
        value: "{first}-{last}".into(),
        size: None,
    });
    found.extend(CURSORS.iter().map(cursor));
    found.push(Paging::Link { size: None, next: Next::Header { name: "Link".into() } });
    found
}

/// The same pages by another parameter of their size.
fn sizes(paging: &Paging) -> Vec<Paging> {
    let names = PAGES.iter().map(|(_, size)| *size);
    let mut found = Vec::new();
    for name in std::iter::once(None).chain(names.map(Some)) {
        let mut paging = paging.clone();
        match &mut paging {
            Paging::Page { size, .. } | Paging::Cursor { size, .. } | Paging::Link { size, .. } => {
                *size = name.map(str::to_owned);
            }
            _ => continue,
        }
        found.push(paging);
    }
    found
}

fn totals() -> Vec<Total> {
    let headers = TOTAL_HEADERS.iter().map(|name| Total::Header { name: (*name).to_owned() });
    let paths = TOTAL_PATHS.iter().map(|at| Total::Body { path: path(at) });
    std::iter::once(Total::None).chain(headers).chain(paths).collect()
}

fn sorts() -> Vec<SortStyle> {
    let pair = |field: &str, order: &str, words: (&str, &str)| SortStyle::Pair {
        field: field.to_owned(),
        order: order.to_owned(),
        ascending: words.0.to_owned(),
        descending: words.1.to_owned(),
    };
    vec![
        SortStyle::None,
        SortStyle::signed("sort"),
        SortStyle::signed("ordering"),
        SortStyle::signed("order_by"),
        SortStyle::suffixed("sort", ",", ("asc", "desc")),
        SortStyle::suffixed("sort", ":", ("asc", "desc")),
        SortStyle::suffixed("order", ".", ("asc", "desc")),
        SortStyle::terms("$orderby", "{field} asc", "{field} desc", Some(",")),
        SortStyle::terms("order[{field}]", "asc", "desc", None),
        pair("_sort", "_order", ("asc", "desc")),
        pair("sort", "order", ("asc", "desc")),
        pair("sortBy", "order", ("asc", "desc")),
        pair("sort_by", "sort_order", ("asc", "desc")),
    ]
}

fn filters(resource: &Resource) -> Vec<FilterStyle> {
    use FilterOperator::{Contains, Eq, Gt, Gte, In, Lt, Lte, Ne};
    // Which fields are filters is mostly the same, however they are written.
    let fields: Vec<String> = scalars(resource).map(|field| field.name.clone()).collect();
    let any = Vec::new;
    let dot = [(Eq, "eq"), (Ne, "neq"), (Gt, "gt"), (Gte, "gte"), (Lt, "lt"), (Lte, "lte")];
    let dot = dot.map(|(operator, word)| (operator, format!("{word}.{{value}}")));
    let dot: Vec<(FilterOperator, &str, &str)> =
        dot.iter().map(|(operator, value)| (*operator, "{field}", value.as_str())).collect();
    let compare = [(Ne, "ne"), (Gt, "gt"), (Gte, "gte"), (Lt, "lt"), (Lte, "lte")];
    let django =
        [(Gt, "gt"), (Gte, "gte"), (Lt, "lt"), (Lte, "lte"), (Contains, "icontains"), (In, "in")];
    let strapi = [
        (Eq, "filters[{field}][$eq]", "{value}"),
        (Gte, "filters[{field}][$gte]", "{value}"),
        (Lte, "filters[{field}][$lte]", "{value}"),
        (Contains, "filters[{field}][$containsi]", "{value}"),
    ];
    let odata = [
        (Eq, "{field} eq {value}", "{value}"),
        (Ne, "{field} ne {value}", "{value}"),
        (Gt, "{field} gt {value}", "{value}"),
        (Gte, "{field} ge {value}", "{value}"),
        (Lt, "{field} lt {value}", "{value}"),
        (Lte, "{field} le {value}", "{value}"),
        (Contains, "contains({field},{value})", "{value}"),
    ];
    vec![
        FilterStyle::None,
        FilterStyle::plain(fields),
        FilterStyle::suffixed("__", &django, any()),
        FilterStyle::suffixed("_", &compare, any()),
        FilterStyle::suffixed(":", &compare, any()),
        FilterStyle::bracketed(&compare, any()),
        FilterStyle::parameters(&[(Eq, "filter[{field}]", "{value}")], any()),
        FilterStyle::parameters(&strapi, any()),
        FilterStyle::parameters(&dot, any()),
        FilterStyle::Expression {
            parameter: "$filter".into(),
            whole: None,
            words: words(&odata),
            all: ("(".into(), " and ".into(), ")".into()),
            any: Some(("(".into(), " or ".into(), ")".into())),
            quote: "''".into(),
            bare: vec![Kind::Integer, Kind::Number, Kind::Money, Kind::Boolean],
            fields: any(),
        },
    ]
}

/// The usual names, and the parameters of the list that could be one.
fn searches(resource: &Resource) -> Vec<String> {
    let mut found = vec![String::new()];
    let declared = resource.list.iter().flat_map(|list| &list.parameters);
    let declared = declared.filter(|parameter| {
        let kind = parameter.schema.get("type").and_then(Value::as_str);
        parameter.place == ParameterPlace::Query && kind.is_none_or(|kind| kind == "string")
    });
    found.extend(declared.map(|parameter| parameter.name.clone()));
    found.extend(SEARCHES.iter().map(|name| (*name).to_owned()));
    found
}

fn rows(resource: &Resource) -> Vec<Rows> {
    let paths = ROW_PATHS.iter().map(|at| path(at));
    let own = Path::field(&resource.name);
    let embedded = Path::field("_embedded").child(&resource.name);
    let paths = paths.chain([own, embedded]).map(|path| Rows::Path { path });
    std::iter::once(Rows::Root).chain(paths).collect()
}

fn items() -> Vec<ItemShape> {
    let paths = ITEM_PATHS.iter().map(|at| ItemShape::Path { path: path(at) });
    std::iter::once(ItemShape::Flat).chain(paths).collect()
}

fn many() -> Vec<ManyById> {
    let repeated =
        KEY_LISTS[..2].iter().map(|name| ManyById::Repeated { parameter: (*name).into() });
    let joined = KEY_LISTS
        .iter()
        .map(|name| ManyById::Joined { parameter: (*name).into(), separator: ",".into() });
    let mut found = vec![ManyById::Each, ManyById::Filter];
    found.extend(repeated);
    found.extend(joined);
    found.push(ManyById::Path { separator: ",".into() });
    found
}

fn keys(resource: &Resource) -> Vec<Path> {
    let telling = scalars(resource).filter(|field| {
        !matches!(
            field.kind,
            Kind::Boolean | Kind::Number | Kind::Money | Kind::LongText | Kind::Enum
        )
    });
    telling.map(|field| field.path.clone()).collect()
}

fn labels(resource: &Resource) -> Vec<Path> {
    scalars(resource)
        .filter(|field| field.kind != Kind::Boolean)
        .map(|field| field.path.clone())
        .collect()
}

fn scalars(resource: &Resource) -> impl Iterator<Item = &vitrine_core::api::Field> {
    resource
        .fields
        .iter()
        .filter(|field| !matches!(field.kind, Kind::Array | Kind::Object | Kind::Password))
}

fn path(dotted: &str) -> Path {
    dotted.split('.').fold(Path::root(), |path, name| path.child(name))
}

#[cfg(test)]
mod tests {
    use super::super::correction;
    use super::*;
    use vitrine_core::api::{Field, Overlay};

    fn resource() -> Resource {
        let fields = vec![
            Field::new("id", Kind::Integer),
            Field::new("name", Kind::Text),
            Field::new("tags", Kind::Array),
        ];
        Resource { name: "pets".into(), key: "id".into(), fields, ..Resource::default() }
    }

    #[test]
    fn every_alternative_is_a_correction_that_holds() {
        for subject in Subject::ALL {
            let mut resource = resource();
            resource.dialect.paging = paging()[1].clone();
            for alternative in alternatives(subject, &resource) {
                let overlay = Overlay::default();
                let overlay = correction::choose(&overlay, "pets", subject, alternative.clone());
                let corrected = correction::with(&resource, &overlay);
                assert_eq!(subject.value(&corrected), alternative, "{subject:?}");
            }
        }
    }

    #[test]
    fn no_alternative_stands_twice() {
        for subject in Subject::ALL {
            let found = alternatives(subject, &resource());
            for (position, one) in found.iter().enumerate() {
                assert!(!found[..position].contains(one), "{subject:?}: {one}");
            }
        }
    }

    #[test]
    fn a_list_of_values_is_neither_key_nor_label() {
        let found = alternatives(Subject::Label, &resource());
        assert_eq!(found, [json!("id"), json!("name")]);
    }
}
