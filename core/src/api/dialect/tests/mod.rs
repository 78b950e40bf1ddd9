//! Requests and answers in each dialect.

mod answers;
mod filters;
mod list;
mod writes;

use super::*;
use crate::api::address::decode;
use crate::api::{
    Always, BodyShape, Dialect, Endpoint, ErrorKind, Field, Filter, FilterGroup, FilterOperator,
    FilterStyle, ItemShape, Kind, ListParams, ManyById, Next, Occasion, Page, PageRequest, Paging,
    Parameter, ParameterPlace, Precondition, Resource, Rows, Sort, SortStyle, Total, UpdateVerb,
    Write, words,
};
use crate::platform::{Method, Request, Response};
use crate::record::{Identifier, Path, Record};
use serde_json::{Value, json};

const BASE: &str = "https://a.org/v1/";

fn resource(dialect: Dialect) -> Resource {
    Resource {
        name: "pets".to_owned(),
        list: Some(Endpoint::new(Method::Get, "/pets")),
        item: Some(Endpoint::new(Method::Get, "/pets/{petId}")),
        create: Some(Endpoint::new(Method::Post, "/pets")),
        update: Some(Endpoint::new(Method::Patch, "/pets/{petId}")),
        delete: Some(Endpoint::new(Method::Delete, "/pets/{petId}")),
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

fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut headers = request.headers.iter();
    headers.find(|(key, _)| key == name).map(|(_, value)| value.as_str())
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
