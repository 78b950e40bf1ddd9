//! Formats that lists are known by: JSON:API, HAL, Hydra, OData.
//!
//! What a format fixes needs no trying out: where rows, totals and links to
//! the next page stand, what a write looks like. What it only suggests, such
//! as names of filters, is left to `verify`.

use super::habits::of_family;
use crate::api::address::query_value;
use crate::api::discover::evidence::evidence;
use crate::api::{
    BodyShape, Dialect, Evidence, FilterOperator, FilterStyle, ItemShape, Next, Paging, Rows,
    SortStyle, Source, Total,
};
use crate::record::Path;
use serde_json::Value;

/// The media type of JSON:API.
///
/// Source: <https://jsonapi.org/format/1.1/#content-negotiation>.
pub(in crate::api::discover) const JSON_API: &str = "application/vnd.api+json";

/// The name of OData in the table of dialects.
pub(in crate::api::discover) const ODATA: &str = "odata-4";

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api::discover) enum Format {
    /// `{"data": [{"type", "id", "attributes"}]}`.
    JsonApi,
    /// `{"_embedded": {"x": [...]}, "_links"}`.
    Hal,
    /// `{"hydra:member": [...]}` or `{"@context", "member": [...]}`.
    Hydra,
    /// `{"@odata.context", "value": [...]}`.
    OData,
}

/// Returns the format of the body of a list.
pub(in crate::api::discover) fn format_of(body: &Value) -> Option<Format> {
    let members = body.as_object()?;
    let has = |name: &str| members.contains_key(name);
    if has("@odata.context") && body["value"].is_array() {
        return Some(Format::OData);
    }
    if has("hydra:member") || has("@context") && has("member") && has("@id") {
        return Some(Format::Hydra);
    }
    if has("_links") && embedded(body).is_some() {
        return Some(Format::Hal);
    }
    let rows = members.get("data")?.as_array()?;
    let is_resource = |row: &Value| row["type"].is_string() && row.get("attributes").is_some();
    let is_json_api = rows.first().map_or(has("jsonapi"), is_resource);
    is_json_api.then_some(Format::JsonApi)
}

impl Format {
    /// Puts what the format fixes into `dialect`, and what it suggests where
    /// nothing is known yet; `body` is an answer of the list.
    pub(in crate::api::discover) fn adopt(
        self,
        dialect: &mut Dialect,
        body: &Value,
    ) -> Vec<Evidence> {
        match self {
            Self::JsonApi => json_api(dialect, body),
            Self::Hal => hal(dialect, body),
            Self::Hydra => hydra(dialect, body),
            Self::OData => *dialect = of_family(ODATA, "", ""),
        }
        let name = match self {
            Self::JsonApi => "JSON:API",
            Self::Hal => "HAL",
            Self::Hydra => "Hydra",
            Self::OData => "OData",
        };
        let reason = evidence("format", Source::Response, 95, "known");
        vec![reason.with("format", name)]
    }

    /// Returns the media type of what is written.
    pub(in crate::api::discover) fn content_type(self) -> Option<&'static str> {
        match self {
            Self::JsonApi => Some(JSON_API),
            // Source: <https://www.w3.org/TR/json-ld11/#iana-considerations>.
            Self::Hydra => Some("application/ld+json"),
            Self::Hal | Self::OData => None,
        }
    }

    /// Returns the media type of a change, where it is another one.
    pub(in crate::api::discover) fn patch_type(self) -> Option<&'static str> {
        match self {
            Self::Hydra => Some("application/merge-patch+json"),
            other => other.content_type(),
        }
    }
}

/// Returns the first of these places that holds a number.
fn total(body: &Value, places: &[&str]) -> Option<Total> {
    let found = places.iter().find(|place| body.pointer(place).is_some_and(Value::is_number));
    found.map(|place| Total::Body { path: Path::from_pointer(place) })
}

fn json_api(dialect: &mut Dialect, body: &Value) {
    let data = || Path::field("data");
    dialect.rows = Rows::Path { path: data() };
    dialect.item = ItemShape::Path { path: data() };
    dialect.flatten = vec!["attributes".to_owned(), "relationships".to_owned()];
    let rows = body["data"].as_array().map(Vec::as_slice).unwrap_or_default();
    let kind = rows.iter().find_map(|row| row["type"].as_str());
    let mut relationships: Vec<(String, String)> = Vec::new();
    for (name, link) in rows.iter().filter_map(|row| row["relationships"].as_object()).flatten() {
        let target = &link["data"];
        let target = target.as_array().and_then(|targets| targets.first()).unwrap_or(target);
        if let Some(kind) = target["type"].as_str()
            && !relationships.iter().any(|(known, _)| known == name)
        {
            relationships.push((name.clone(), kind.to_owned()));
        }
    }
    if let Some(kind) = kind {
        dialect.body = BodyShape::JsonApi { kind: kind.to_owned(), relationships };
    }
    if let Some(total) = total(
        body,
        &[
            "/meta/page/total",
            "/meta/pagination/count",
            "/meta/pagination/total",
            "/meta/total",
            "/meta/count",
            "/meta/totalCount",
            "/meta/total_count",
            "/meta/record-count",
        ],
    ) {
        dialect.total = total;
    }
    // All parameters of pages are members of `page`.
    let is_known = match &dialect.paging {
        Paging::Page { page: name, .. }
        | Paging::Offset { offset: name, .. }
        | Paging::Cursor { cursor: name, .. } => name.contains('['),
        _ => false,
    };
    if !is_known {
        dialect.paging = json_api_paging(body);
    }
    if dialect.sort == SortStyle::None {
        dialect.sort = SortStyle::signed("sort");
    }
    let is_known = dialect.filter.words().1.iter().any(|name| name.starts_with("filter["));
    if !is_known {
        let equal = [(FilterOperator::Eq, "filter[{field}]", "{value}")];
        dialect.filter = FilterStyle::parameters(&equal, Vec::new());
    }
}

/// Returns how pages are asked for: by the names in the links, else by those
/// in `meta`.
///
/// Source: <https://jsonapi.org/format/1.1/#fetching-pagination>.
fn json_api_paging(body: &Value) -> Paging {
    let links = body["links"].as_object().into_iter().flatten();
    let links = links.filter_map(|(_, link)| link.as_str().or_else(|| link["href"].as_str()));
    let links: Vec<&str> = links.collect();
    let meta = ["/meta/page", "/meta/pagination", "/meta"].map(|place| body.pointer(place));
    let has = |name: &str, words: &[&str]| {
        let parameter = format!("page[{name}]");
        links.iter().any(|link| query_value(link, &parameter).is_some())
            || meta.iter().flatten().any(|meta| words.iter().any(|word| meta[*word].is_number()))
    };
    let parameter = |name: &str| format!("page[{name}]");
    if has("offset", &["offset"]) {
        let (offset, limit) = (parameter("offset"), parameter("limit"));
        return Paging::Offset { offset, limit, max_size: None };
    }
    if has("number", &["page", "number", "current_page", "currentPage"]) {
        let (page, size) = (parameter("number"), Some(parameter("size")));
        return Paging::Page { page, size, first: 1, max_size: None };
    }
    if links.iter().any(|link| query_value(link, "page[cursor]").is_some()) {
        return Paging::Cursor {
            cursor: parameter("cursor"),
            size: Some(parameter("size")),
            next: Next::Body { path: Path::from_pointer("/links/next") },
            max_size: None,
        };
    }
    match body.pointer("/links/next") {
        Some(Value::String(_)) => Paging::Link {
            size: None,
            next: Next::Body { path: Path::from_pointer("/links/next") },
        },
        _ => Paging::None,
    }
}

/// Returns the name of the rows in a HAL document, and the rows.
fn embedded(body: &Value) -> Option<(&String, &Vec<Value>)> {
    let members = body.get("_embedded")?.as_object()?;
    members.iter().find_map(|(name, rows)| Some((name, rows.as_array()?)))
}

/// Source: <https://datatracker.ietf.org/doc/html/draft-kelly-json-hal-11>.
fn hal(dialect: &mut Dialect, body: &Value) {
    if let Some((name, _)) = embedded(body) {
        dialect.rows = Rows::Path { path: Path::field("_embedded").child(name) };
    }
    let places = ["/page/totalElements", "/total", "/count", "/totalItems", "/_meta/total"];
    if let Some(total) = total(body, &places) {
        dialect.total = total;
    }
    if dialect.paging == Paging::None {
        // A page that tells its number is asked for by it; others are linked.
        let number = body.pointer("/page/number").and_then(Value::as_u64);
        let next = Next::Body { path: Path::from_pointer("/_links/next/href") };
        dialect.paging = match number {
            Some(number) if body.pointer("/page/size").is_some() => Paging::Page {
                page: "page".to_owned(),
                size: Some("size".to_owned()),
                first: u32::from(number > 0),
                max_size: None,
            },
            _ if body.pointer("/_links/next").is_some() => Paging::Link { size: None, next },
            _ => Paging::None,
        };
        if number.is_some() && dialect.sort == SortStyle::None {
            dialect.sort = SortStyle::suffixed("sort", ",", ("asc", "desc"));
            dialect.can_sort_many = true;
        }
    }
}

/// Source: <https://www.hydra-cg.com/spec/latest/core/>.
fn hydra(dialect: &mut Dialect, body: &Value) {
    let is_prefixed = body.get("hydra:member").is_some();
    let name = |plain: &str| if is_prefixed { format!("hydra:{plain}") } else { plain.to_owned() };
    dialect.rows = Rows::Path { path: Path::field(name("member")) };
    if body.get(name("totalItems")).is_some_and(Value::is_number) {
        dialect.total = Total::Body { path: Path::field(name("totalItems")) };
    }
    let view = Path::field(name("view"));
    if dialect.paging == Paging::None && view.child(name("next")).get(body).is_some() {
        let next = Next::Body { path: view.child(name("next")) };
        dialect.paging = Paging::Link { size: None, next };
        // The link shows how pages are numbered.
        let link = view.child(name("next")).get(body).and_then(Value::as_str).unwrap_or_default();
        if query_value(link, "page").as_deref() == Some("2") {
            dialect.paging =
                Paging::Page { page: "page".to_owned(), size: None, first: 1, max_size: None };
        }
    }
    let mapping = body.get(name("search")).and_then(|search| search.get(name("mapping")));
    let mut filters: Vec<String> = Vec::new();
    let mut orders: Vec<String> = Vec::new();
    for variable in mapping.and_then(Value::as_array).into_iter().flatten() {
        let Some(variable) = variable["variable"].as_str() else { continue };
        match variable.strip_prefix("order[").and_then(|rest| rest.strip_suffix(']')) {
            Some(field) => orders.push(field.to_owned()),
            None if variable.ends_with("[]") => {}
            None => filters.push(variable.to_owned()),
        }
    }
    if !orders.is_empty() {
        dialect.sort = SortStyle::terms("order[{field}]", "asc", "desc", None);
        dialect.sort_fields = orders;
        dialect.can_sort_many = true;
    }
    if !filters.is_empty() {
        let known = [
            (FilterOperator::Eq, "{field}", "{value}"),
            (FilterOperator::Gt, "{field}[gt]", "{value}"),
            (FilterOperator::Gte, "{field}[gte]", "{value}"),
            (FilterOperator::Lt, "{field}[lt]", "{value}"),
            (FilterOperator::Lte, "{field}[lte]", "{value}"),
        ];
        dialect.filter = FilterStyle::parameters(&known, filters);
    }
}
