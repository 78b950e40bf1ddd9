//! Example requests in a dialect.

use serde_json::{Value, json};
use vitrine_core::api::dialect::catalogue::Known;
use vitrine_core::api::dialect::{
    encode_count, encode_create, encode_delete, encode_list, encode_many, encode_one, encode_update,
};
use vitrine_core::api::{
    Dialect, Field, Filter, FilterGroup, FilterOperator, FilterStyle, Kind, ListParams, Paging,
    Precondition, Resource, Sort, Write,
};
use vitrine_core::platform::{Request, percent};
use vitrine_core::record::{Identifier, Record};

const NAME: &str = "things";
const LIST: &str = "/things";

/// Returns the resource of the examples in a known dialect.
pub(super) fn resource(known: &Known) -> Resource {
    let mut resource = known.resource(NAME, LIST);
    let item = resource.item.as_ref().map(|item| item.path.as_str());
    if item.is_some_and(|path| path.starts_with("/things{")) && item != Some("/things({id})") {
        // The key stands right behind the path of the list, which ends in a slash then.
        resource = known.resource(NAME, "/things/");
    }
    let kinds = [("id", Kind::Integer), ("name", Kind::Text), ("price", Kind::Number)];
    resource.fields = kinds.map(|(name, kind)| Field::new(name, kind)).to_vec();
    resource
}

/// Returns what a request asks for with only some choices of the dialect made.
pub(super) fn asked(
    known: &Known,
    choose: impl Fn(&Dialect) -> Dialect,
    params: &ListParams,
) -> Option<String> {
    let mut resource = resource(known);
    resource.dialect =
        Dialect { carrier: resource.dialect.carrier.clone(), ..choose(&resource.dialect) };
    let request = encode_list(&resource, "", params).ok()?;
    let mut parts: Vec<String> = Vec::new();
    let url = percent::decode(&request.url);
    parts.extend(url.split_once('?').map(|(_, query)| query.to_owned()));
    parts.extend(headers(&request));
    parts.extend(body(&request));
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Returns the request for several records by key.
pub(super) fn many(known: &Known) -> Option<String> {
    let keys = ["1", "2"].map(Identifier::new);
    encode_many(&resource(known), "", &keys).map(|request| written(&request).replace("\n    ", " "))
}

/// Returns the requests of all verbs.
pub(super) fn requests(known: &Known) -> Vec<String> {
    let resource = resource(known);
    let params = everything(&resource.dialect);
    let keys = ["1", "2"].map(Identifier::new);
    let previous = json!({"id": 1, "name": "old", "price": 5, "_id": 1, "_rev": "1-a"});
    let write = Write {
        identifier: keys[0].clone(),
        changes: json!({"name": "new"}),
        previous: Some(Record::new(Some(keys[0].clone()), previous)),
        precondition: Precondition::None,
    };
    let requests = [
        encode_list(&resource, "", &params).ok(),
        encode_count(&resource, "", &params).ok().flatten(),
        encode_one(&resource, "", &keys[0]).ok(),
        encode_many(&resource, "", &keys),
        encode_create(&resource, "", &json!({"name": "new", "price": 5})).ok(),
        encode_update(&resource, "", &write).ok(),
        encode_delete(&resource, "", &write).ok(),
    ];
    requests.into_iter().flatten().map(|request| written(&request)).collect()
}

/// Returns a page, an order, a condition and words, as far as the dialect has them.
fn everything(dialect: &Dialect) -> ListParams {
    let mut params = part(dialect);
    let field = dialect.sort_fields.first().map_or("price", String::as_str);
    params.sort = vec![Sort { field: field.to_owned(), is_descending: true }];
    params.filter = conditions(&dialect.filter).into_iter().take(1).collect();
    params.search = dialect.search.as_ref().map(|_| "lamp".to_owned());
    params
}

/// Returns the request for the third page of ten rows, or the one behind a token.
pub(super) fn part(dialect: &Dialect) -> ListParams {
    let mut params = ListParams::default();
    (params.page.number, params.page.size) = (3, 10);
    if matches!(dialect.paging, Paging::Cursor { .. }) {
        params.page.cursor = Some("TOKEN".to_owned());
    }
    params
}

pub(super) fn ordered(dialect: &Dialect) -> ListParams {
    let fields: Vec<&str> = match &dialect.sort_fields[..] {
        [] => vec!["price", "name"],
        known => known.iter().map(String::as_str).collect(),
    };
    let sort = fields.iter().enumerate();
    let sort =
        sort.map(|(index, field)| Sort { field: (*field).into(), is_descending: index == 0 });
    ListParams { sort: sort.collect(), ..ListParams::default() }
}

/// Returns one condition for each operator that the grammar has.
pub(super) fn conditions(style: &FilterStyle) -> Vec<Filter> {
    let (words, fields) = style.words();
    let first = fields.first().map(String::as_str);
    words
        .iter()
        .map(|(operator, ..)| {
            let (field, value) = match operator {
                FilterOperator::Contains => ("name", "lamp"),
                FilterOperator::In => ("id", "1,2"),
                _ => ("price", "5"),
            };
            let field = first.unwrap_or(field).to_owned();
            Filter { field, operator: *operator, value: value.to_owned() }
        })
        .collect()
}

/// Returns `price = 5 or name = lamp`.
pub(super) fn alternatives() -> FilterGroup {
    let equal = |field: &str, value: &str| Filter {
        field: field.to_owned(),
        operator: FilterOperator::Eq,
        value: value.to_owned(),
    };
    FilterGroup {
        is_any: true,
        filters: vec![equal("price", "5"), equal("name", "lamp")],
        groups: Vec::new(),
    }
}

fn written(request: &Request) -> String {
    let mut lines = vec![format!("{} {}", request.method.as_str(), percent::decode(&request.url))];
    lines.extend(headers(request));
    lines.extend(body(request));
    lines.join("\n    ")
}

fn headers(request: &Request) -> Vec<String> {
    let headers = request.headers.iter().filter(|(name, value)| {
        name != "Accept" && !(name == "Content-Type" && value == "application/json")
    });
    headers.map(|(name, value)| format!("{name}: {value}")).collect()
}

fn body(request: &Request) -> Option<String> {
    let text = String::from_utf8_lossy(request.body.as_ref()?).into_owned();
    Some(serde_json::from_str::<Value>(&text).map_or(text, |json| json.to_string()))
}
