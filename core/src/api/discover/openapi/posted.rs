//! Lists that are asked for by `POST`: searches whose conditions stand in the
//! body.
//!
//! What such a call does beyond answering is not known, so it is a list only
//! where its path or its name says that it searches and its answer holds rows.
//! It is never tried out; it is sent when a person opens the list.

use super::call::{Call, Query};
use super::collections::{Collection, is_same_record, missing_values, same_row};
use super::listing::Listing;
use super::paths::{Paths, noun, plain, split_last};
use super::rows;
use super::schema::{Document, Shape};
use super::sorting::{choices, directions};
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::{compact, is_verb, singular, words};
use crate::api::{FilterOperator, FilterStyle, ParameterPlace, SortStyle, Source, words as table};
use crate::platform::Method;
use crate::record::Path;
use serde_json::{Value, json};

/// What a call that only searches is called.
const SEARCHING: [&str; 7] = ["search", "query", "list", "find", "filter", "browse", "lookup"];
/// Members of a body that hold further parameters.
const GROUPS: [&str; 12] = [
    "page",
    "paging",
    "pagination",
    "pageinfo",
    "pager",
    "options",
    "filter",
    "filters",
    "criteria",
    "conditions",
    "where",
    "params",
];

/// Adds the searches by `POST` whose records no other list holds.
pub(super) fn posted<'a>(
    document: Document<'a>,
    calls: &[Call<'a>],
    paths: &Paths,
    collections: &mut Vec<Collection<'a>>,
) {
    for (position, call) in calls.iter().enumerate() {
        let is_search = call.method == Method::Post && call.is_success_json && says_search(call);
        let Some(answer) = call.answer.filter(|_| is_search && sends_object(document, call)) else {
            continue;
        };
        let base = base(plain(call.path));
        let Some(found) = rows::find(document, answer, noun(&base), false) else { continue };
        let row = found.row.map(|row| document.shape(row));
        if row.as_ref().is_none_or(|row| row.properties.is_empty() || row.is_array()) {
            continue;
        }
        let is_listed = collections
            .iter()
            .any(|known| known.base == base || same_row(document, known, row.as_ref()));
        let item = paths.item(&base).filter(|item| {
            let one = paths.at(item, calls, Method::Get).and_then(|at| calls[at].answer);
            one.is_some_and(|one| is_same_record(document, one, found.row, noun(&base)))
        });
        let with_members = with_members(document, call);
        if is_listed || item.is_none() && missing_values(document, &with_members) >= 10 {
            continue;
        }
        let item = item.map(str::to_owned);
        let searches = Vec::new();
        let list = position;
        collections.push(Collection { base, list, item, found, is_search: true, searches });
    }
}

/// Returns whether path or name say that the call only searches.
fn says_search(call: &Call<'_>) -> bool {
    let is_word = |word: &String| SEARCHING.contains(&singular(word).as_str());
    let ends = |text: &str| {
        let words = words(text);
        words.first().is_some_and(is_word) || words.last().is_some_and(is_word)
    };
    let begins = |text: &str| words(text).first().is_some_and(is_word);
    let summary = call.summary.unwrap_or_default();
    let is_told = || call.name.is_some_and(ends) && begins(summary);
    (ends(split_last(plain(call.path)).1) || is_told()) && !is_verb(summary)
}

/// Returns whether the body is an object in JSON.
fn sends_object(document: Document<'_>, call: &Call<'_>) -> bool {
    let schema = call.schema().filter(|_| call.sends_json());
    schema.map(|schema| document.shape(schema)).is_some_and(|shape| shape.is_object())
}

/// Returns the path that the records would stand under: `/contacts` for
/// `/contacts/search` and for `/contacts.list`.
fn base(path: &str) -> String {
    let (folder, last) = split_last(path);
    let is_search = |word: &str| SEARCHING.contains(&compact(word).as_str());
    if is_search(last) && !noun(folder).is_empty() {
        return folder.to_owned();
    }
    match last.rsplit_once('.') {
        Some((name, end)) if is_search(end) => format!("{folder}/{name}"),
        _ => path.to_owned(),
    }
}

/// Returns the call with the members of its body in the place of parameters.
pub(super) fn with_members<'a>(document: Document<'a>, call: &Call<'a>) -> Call<'a> {
    let mut call = call.clone();
    let Some(shape) = call.schema().map(|schema| document.shape(schema)) else { return call };
    let member = |path: &Path, schema: &'a Value, is_required| Query {
        name: path.to_string().into(),
        place: ParameterPlace::Body,
        is_required,
        schema,
        description: document.shape(schema).description,
        example: None,
        is_deep_object: false,
        is_joined: false,
        is_json: false,
    };
    for (name, schema) in &shape.properties {
        let path = Path::field(*name);
        let is_required = shape.required.contains(name);
        let inner = document.shape(schema);
        let is_group = GROUPS.contains(&compact(name).as_str())
            && !inner.is_array()
            && !inner.properties.is_empty();
        if !is_group {
            call.parameters.push(member(&path, schema, is_required));
            continue;
        }
        for (name, schema) in &inner.properties {
            let is_required = is_required && inner.required.contains(name);
            call.parameters.push(member(&path.child(*name), schema, is_required));
        }
    }
    call.forget_body();
    call
}

/// Takes the members of the body that hold one value for conditions.
pub(super) fn filter<'a>(
    listing: &mut Listing,
    document: Document<'a>,
    queries: &[&Query<'a>],
    fields: &[&str],
) {
    let is_condition = |query: &&&Query<'a>| {
        let shape = document.shape(query.schema);
        let is_scalar = shape.is_scalar() || shape.is("boolean");
        is_scalar && !listing.used.iter().any(|used| *used == query.name)
    };
    let conditions: Vec<&&Query<'a>> = queries.iter().filter(is_condition).collect();
    let Some(first) = conditions.first() else { return };
    let reason = evidence("filter", Source::Document, 75, "parameter");
    listing.evidence.push(reason.with("parameter", &first.name));
    let of_row = |query: &&&&Query<'a>| fields.contains(&&*query.name) && !query.is_required;
    listing.used.extend(conditions.iter().filter(of_row).map(|query| query.name.to_string()));
    listing.dialect.filter = FilterStyle::Json {
        parameter: String::new(),
        words: table(&[(FilterOperator::Eq, "", "{value}")]),
        all: None,
        any: None,
        fields: conditions.iter().map(|query| query.name.to_string()).collect(),
    };
}

/// Returns how a member of the body takes an order, where it is no text:
/// `[{"field": "price", "direction": "desc"}]`.
pub(super) fn order<'a>(
    document: Document<'a>,
    sort: &Query<'a>,
    shape: &Shape<'a>,
) -> Option<SortStyle> {
    const FIELDS: [&str; 9] =
        ["field", "property", "propertyname", "column", "attribute", "sortby", "by", "name", "key"];
    const DIRECTIONS: [&str; 6] =
        ["direction", "order", "sortorder", "sortdirection", "dir", "ordering"];
    let criterion = shape.items.map_or_else(|| shape.clone(), |items| document.shape(items));
    let find = |names: &[&str]| {
        let mut members = names.iter().filter_map(|wanted| {
            criterion.properties.iter().find(|(name, _)| compact(name) == *wanted).copied()
        });
        members.next()
    };
    let ((field, _), (order, words)) = (find(&FIELDS)?, find(&DIRECTIONS)?);
    let (ascending, descending) = directions(&choices(document, &document.shape(words)));
    if shape.is_array() {
        let term = |word: &str| json!({field: "{field}", order: word}).to_string();
        return Some(SortStyle::terms(&sort.name, &term(&ascending), &term(&descending), None));
    }
    let member = |name: &str| Path::from(&*sort.name).child(name).to_string();
    Some(SortStyle::Pair { field: member(field), order: member(order), ascending, descending })
}

#[cfg(test)]
mod tests {
    use crate::api::discover::openapi::read;
    use crate::api::{
        Api, FilterOperator, FilterStyle, ItemShape, ListParams, PageRequest, Paging, Rows, Sort,
        SortStyle, Total, dialect::encode_list,
    };
    use crate::platform::Method;
    use serde_json::{Value, json};

    fn contact() -> Value {
        json!({"type": "object", "properties": {"id": {"type": "string"},
            "name": {"type": "string"}, "status": {"type": "string"}, "age": {"type": "integer"}}})
    }

    fn search(summary: &str, body: &Value, answer: &Value) -> Value {
        json!({"post": {"summary": summary,
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"200": {"content": {"application/json": {"schema": answer}}}}}})
    }

    fn answers(schema: &Value) -> Value {
        json!({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}})
    }

    fn page() -> Value {
        json!({"type": "object", "properties": {"total": {"type": "integer"},
            "contacts": {"type": "array", "items": contact()}}})
    }

    fn conditions() -> Value {
        json!({"type": "object", "required": ["scope"], "properties": {
            "scope": {"type": "string", "default": "all"},
            "status": {"type": "string"}, "age": {"type": "integer"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "paging": {"type": "object", "properties":
                {"limit": {"type": "integer", "maximum": 50}, "offset": {"type": "integer"}}},
            "sort": {"type": "array", "items": {"type": "object", "properties":
                {"field": {"type": "string"}, "direction": {"enum": ["ASC", "DESC"]}}}}}})
    }

    fn api(paths: &Value) -> Api {
        read(
            &json!({"openapi": "3.0.0", "info": {}, "paths": paths}),
            Some("https://a.org/x.json"),
            &|_| (),
        )
    }

    #[test]
    fn a_search_by_post_is_the_list_of_what_it_answers() {
        let api = api(&json!({
            "/contacts/search": search("Search contacts", &conditions(), &page()),
            "/contacts": search("Create a contact", &contact(), &contact()),
            "/contacts/{id}": {"get": answers(&contact())},
        }));
        let contacts = api.resource("contacts").unwrap();
        let list = contacts.list.as_ref().unwrap();
        assert_eq!((list.method, list.path.as_str()), (Method::Post, "/contacts/search"));
        assert_eq!(contacts.create.as_ref().unwrap().path, "/contacts");
        assert_eq!(contacts.item.as_ref().unwrap().path, "/contacts/{id}");
        let dialect = &contacts.dialect;
        assert_eq!(dialect.rows, Rows::Path { path: "contacts".into() });
        assert_eq!(dialect.total, Total::Body { path: "total".into() });
        assert_eq!(dialect.item, ItemShape::Flat);
        assert!(matches!(&dialect.sort, SortStyle::Terms { parameter, .. } if parameter == "sort"));
        let Paging::Offset { offset, limit, max_size } = &dialect.paging else { panic!() };
        assert_eq!((offset.as_str(), limit.as_str()), ("paging.offset", "paging.limit"));
        assert_eq!(*max_size, Some(50));
        assert!(matches!(&dialect.filter, FilterStyle::Json { fields, .. }
            if fields == &["scope", "status", "age"]));
        assert!(api.operations.is_empty());
    }

    #[test]
    fn its_parameters_travel_in_the_body() {
        let api = api(&json!({
            "/contacts/search": search("Search contacts", &conditions(), &page()),
        }));
        let filter = |field: &str, value: &str| crate::api::Filter {
            field: field.to_owned(),
            operator: FilterOperator::Eq,
            value: value.to_owned(),
        };
        let params = ListParams {
            sort: vec![Sort { field: "age".to_owned(), is_descending: true }],
            filter: vec![filter("status", "open"), filter("age", "7")],
            page: PageRequest { number: 3, size: 10, cursor: None },
            ..ListParams::default()
        };
        let contacts = api.resource("contacts").unwrap();
        let request = encode_list(contacts, "https://a.org", &params).unwrap();
        assert_eq!(
            (request.method, &*request.url),
            (Method::Post, "https://a.org/contacts/search")
        );
        let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
        let expected = json!({
            "paging": {"offset": 20, "limit": 10},
            "sort": [{"field": "age", "direction": "DESC"}],
            "status": "open", "age": 7, "scope": "all",
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn what_may_do_something_else_stays_an_operation() {
        let names = |paths: &Value| -> Vec<String> {
            api(paths).resources.into_iter().map(|resource| resource.name).collect()
        };
        let search = |summary: &str| search(summary, &conditions(), &page());
        // No word says that it searches.
        assert!(names(&json!({"/contacts/import": search("Bring contacts in")})).is_empty());
        assert!(names(&json!({"/contacts/list": search("Create a list of contacts")})).is_empty());
        // A plain list is there.
        let plain = json!({"get": answers(&page())});
        let both = json!({"/contacts": plain, "/contacts/search": search("Search contacts")});
        assert_eq!(names(&both), ["contacts"]);
        assert_eq!(api(&both).operations.len(), 1);
        // The answer holds no rows.
        let single =
            json!({"/contacts/find": self::search("Find a contact", &conditions(), &contact())});
        assert!(names(&single).is_empty());
        // Nothing offers a value for what it needs.
        let mut needy = conditions();
        needy["required"] = json!(["status"]);
        let needy = self::search("Search contacts", &needy, &page());
        assert!(names(&json!({"/contacts/search": needy})).is_empty());
    }

    #[test]
    fn names_of_calls_are_taken_for_those_of_records() {
        for (path, name) in [
            ("/contacts.list", "contacts"),
            ("/search", "search"),
            ("/v1/contacts/_search", "contacts"),
        ] {
            let api = api(&json!({path: search("List contacts", &conditions(), &page())}));
            assert_eq!(api.resources[0].name, name, "{path}");
        }
    }
}
