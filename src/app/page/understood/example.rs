//! A choice in the words that a request would use.

use super::subject::Subject;
use crate::app::format::humanize;
use crate::app::locale::{t, t_with};
use serde_json::Value;
use vitrine_core::api::dialect::{encode_list, encode_many, filter_operators};
use vitrine_core::api::{
    Dialect, Endpoint, Field, Filter, FilterOperator, ItemShape, ListParams, ManyById, PageRequest,
    Paging, Resource, Rows, Sort, SortStyle, Total, UpdateVerb,
};
use vitrine_core::platform::{Method, Request, percent};
use vitrine_core::record::{Identifier, Path};

/// Returns what `resource` has chosen for `subject`, shortly: most choices are
/// best told by the request that they make.
pub(super) fn example(subject: Subject, resource: &Resource) -> String {
    let dialect = &resource.dialect;
    match subject {
        Subject::Paging => paging(dialect),
        Subject::Size => match dialect.paging.size().0 {
            Some(name) => format!("{name}=10"),
            None => t("understood.size.fixed"),
        },
        Subject::Total => total(&dialect.total),
        Subject::Sort => sort(resource),
        Subject::Filter => filter(resource),
        Subject::Search => match &dialect.search {
            Some(name) => format!("{name}=…"),
            None => t("understood.none"),
        },
        Subject::Rows => match &dialect.rows {
            Rows::Path { path } => path.to_string(),
            Rows::Map { path } => t_with("understood.rows.map", &[("path", &place(path))]),
            _ => t("understood.rows.root"),
        },
        Subject::Item => match &dialect.item {
            ItemShape::Path { path } => path.to_string(),
            _ => t("understood.rows.root"),
        },
        Subject::Key => field(resource, Some(&resource.key)),
        Subject::Label => field(resource, resource.label_field.as_ref()),
        Subject::Many => many(resource),
        Subject::Update => t(match dialect.update {
            UpdateVerb::Put => "understood.update.put",
            UpdateVerb::PutChanges => "understood.update.put_changes",
            UpdateVerb::Post => "understood.update.post",
            UpdateVerb::PutCollection => "understood.update.put_collection",
            _ => "understood.update.patch",
        }),
    }
}

fn place(path: &Path) -> String {
    if path.is_root() { t("understood.rows.root") } else { path.to_string() }
}

fn field(resource: &Resource, path: Option<&Path>) -> String {
    let Some(path) = path.filter(|path| !path.is_root()) else { return t("understood.none") };
    let known = resource.fields.iter().find(|field| field.path == *path);
    known.map_or_else(|| path.to_string(), |field| humanize(&field.name))
}

/// A list of the simplest kind in a dialect that has one choice only.
fn stub(dialect: Dialect, fields: Vec<Field>) -> Resource {
    let list = Endpoint::new(Method::Get, "/");
    Resource { list: Some(list), dialect, fields, ..Resource::default() }
}

/// Returns the query of a request as people write it, and its own headers.
fn telling(request: &Request) -> String {
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let mut parts: Vec<String> = query.split('&').map(percent::decode).collect();
    let headers = request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("accept"));
    parts.extend(headers.map(|(name, value)| format!("{name}: {value}")));
    parts.retain(|part| !part.is_empty());
    parts.join("&")
}

fn paging(dialect: &Dialect) -> String {
    match &dialect.paging {
        Paging::None => return t("understood.paging.none"),
        Paging::Link { .. } => return t("understood.paging.link"),
        _ => {}
    }
    let page = PageRequest { number: 2, size: 10, cursor: Some("…".to_owned()) };
    let params = ListParams { page, ..ListParams::default() };
    let dialect = Dialect {
        paging: dialect.paging.clone(),
        carrier: dialect.carrier.clone(),
        ..Dialect::default()
    };
    let request = encode_list(&stub(dialect, Vec::new()), "", &params);
    request.map(|request| telling(&request)).unwrap_or_default()
}

fn total(total: &Total) -> String {
    match total {
        Total::Header { name } => t_with("understood.total.header", &[("name", name)]),
        Total::Head { name } => t_with("understood.total.head", &[("name", name)]),
        Total::Body { path } => path.to_string(),
        Total::Pages { path } => t_with("understood.total.pages", &[("path", &path.to_string())]),
        Total::Count { path, .. } => format!("GET {path}"),
        _ => t("understood.none"),
    }
}

/// Returns the field that shows an order or a condition best.
fn shown<'a>(resource: &'a Resource, names: &'a [String]) -> Option<&'a str> {
    let is_key = |name: &&str| resource.field(name).is_some_and(|field| field.path == resource.key);
    let names = || names.iter().map(String::as_str);
    names().find(|name| !is_key(name)).or_else(|| names().next())
}

fn scalars(resource: &Resource) -> Vec<String> {
    use vitrine_core::api::Kind;
    let fields = resource.fields.iter();
    let fields = fields.filter(|field| !matches!(field.kind, Kind::Array | Kind::Object));
    fields.map(|field| field.name.clone()).collect()
}

fn sort(resource: &Resource) -> String {
    if resource.dialect.sort == SortStyle::None {
        return t("understood.none");
    }
    let mut names = resource.dialect.sort_fields.clone();
    if names.is_empty() {
        names = scalars(resource);
    }
    let field = shown(resource, &names).unwrap_or("name").to_owned();
    let params =
        ListParams { sort: vec![Sort { field, is_descending: true }], ..ListParams::default() };
    let dialect = Dialect {
        sort: resource.dialect.sort.clone(),
        carrier: resource.dialect.carrier.clone(),
        ..Dialect::default()
    };
    let request = encode_list(&stub(dialect, resource.fields.clone()), "", &params);
    request.map(|request| telling(&request)).unwrap_or_default()
}

fn filter(resource: &Resource) -> String {
    let style = &resource.dialect.filter;
    let known = filter_operators(style, &scalars(resource));
    let names: Vec<String> = known.iter().map(|(name, _)| name.clone()).collect();
    // A field with several comparisons tells most of the grammar.
    let most = known.iter().map(|(_, operators)| operators.len()).max().unwrap_or_default();
    let telling_names: Vec<String> = known
        .iter()
        .filter(|(_, operators)| operators.len() == most)
        .map(|(name, _)| name.clone())
        .collect();
    let field = shown(resource, &telling_names).or_else(|| shown(resource, &names));
    let Some(field) = field else { return t("understood.none") };
    let operators = known.iter().find(|(name, _)| name == field).map(|(_, operators)| operators);
    let has = |operator: &FilterOperator| operators.is_some_and(|it| it.contains(operator));
    let order = [FilterOperator::Gte, FilterOperator::Contains, FilterOperator::Eq];
    let operator = order.into_iter().find(has).unwrap_or_default();
    let filter = Filter { field: field.to_owned(), operator, value: "…".to_owned() };
    let params = ListParams { filter: vec![filter], ..ListParams::default() };
    let dialect = Dialect {
        filter: style.clone(),
        carrier: resource.dialect.carrier.clone(),
        ..Dialect::default()
    };
    let request = encode_list(&stub(dialect, resource.fields.clone()), "", &params);
    request.map(|request| telling(&request)).unwrap_or_default()
}

fn many(resource: &Resource) -> String {
    match resource.dialect.many {
        ManyById::Each => return t("understood.many.each"),
        ManyById::Filter => return t("understood.many.filter"),
        _ => {}
    }
    let keys = ["1", "2"].map(Identifier::new);
    let mut resource = resource.clone();
    // Whoever asks by key asks for no page; the size would hide what matters.
    resource.dialect.paging = Paging::None;
    let Some(request) = encode_many(&resource, "", &keys) else { return t("understood.none") };
    let path = request.url.split('?').next().unwrap_or_default();
    let text = telling(&request);
    if text.is_empty() { percent::decode(path) } else { text }
}

/// Returns the address of a request without what all of the API have.
pub(super) fn short_address(address: &str, base_url: &str) -> String {
    let path = address.strip_prefix(base_url).unwrap_or(address);
    percent::decode(path)
}

/// Returns how an alternative reads in a list of choices.
pub(super) fn label(subject: Subject, resource: &Resource, value: &Value) -> String {
    let label = example(subject, resource);
    if label.is_empty() { value.to_string() } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::{FilterStyle, Kind};

    fn resource() -> Resource {
        let fields = vec![
            Field::new("id", Kind::Integer),
            Field::new("price", Kind::Money),
            Field::new("name", Kind::Text),
        ];
        let mut resource = stub(Dialect::default(), fields);
        resource.key = "id".into();
        resource
    }

    #[test]
    fn a_choice_is_told_by_its_request() {
        let mut resource = resource();
        resource.dialect.paging = Paging::Page {
            page: "page[number]".into(),
            size: Some("page[size]".into()),
            first: 0,
            max_size: None,
        };
        resource.dialect.sort = SortStyle::signed("sort");
        resource.dialect.filter = FilterStyle::suffixed(
            "__",
            &[(FilterOperator::Gte, "gte")],
            vec!["id".into(), "price".into(), "price__gte".into()],
        );
        resource.dialect.many = ManyById::Joined { parameter: "ids".into(), separator: ",".into() };
        let told = |subject| example(subject, &resource);
        assert_eq!(told(Subject::Paging), "page[number]=1&page[size]=10");
        assert_eq!(told(Subject::Size), "page[size]=10");
        assert_eq!(told(Subject::Sort), "sort=-price");
        assert_eq!(told(Subject::Filter), "price__gte=…");
        assert_eq!(told(Subject::Many), "ids=1,2");
        assert_eq!(told(Subject::Key), "ID");
    }

    #[test]
    fn what_is_sent_in_a_header_is_told_too() {
        let mut resource = resource();
        resource.dialect.paging = Paging::Window {
            parameter: "Range".into(),
            place: vitrine_core::api::ParameterPlace::Header,
            value: "{first}-{last}".into(),
            size: None,
        };
        assert_eq!(example(Subject::Paging, &resource), "Range: 10-19");
    }

    #[test]
    fn nothing_is_told_in_words() {
        let resource = resource();
        for subject in Subject::ALL {
            assert!(!example(subject, &resource).is_empty(), "{subject:?}");
        }
    }

    #[test]
    fn an_address_loses_what_all_have() {
        assert_eq!(short_address("http://a/v1/pets?x%5By%5D=1", "http://a/v1"), "/pets?x[y]=1");
    }
}
