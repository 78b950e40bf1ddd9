//! What holds for every entry of the table.

use super::{Answer, Known, known, recognize};
use crate::api::dialect::{encode_list, encode_one};
use crate::api::{
    BodyShape, Dialect, Field, Filter, FilterStyle, ItemShape, Kind, ListParams, ManyById, Next,
    Paging, Rows, SortStyle, Total, UpdateVerb,
};
use crate::platform::Response;
use crate::record::Identifier;
use std::collections::BTreeSet;

const BASE: &str = "https://api.example";

#[test]
fn every_dialect_of_the_table_can_be_used() {
    let table = known();
    for known in &table {
        let twins = table.iter().filter(|twin| twin.name == known.name);
        assert_eq!(twins.count(), 1, "{}", known.name);
        assert!(known.source.starts_with("https://"), "{}", known.name);
        let resource = known.resource("lamps", "/lamps");
        let dialect = serde_json::to_value(&resource.dialect).unwrap();
        assert!(!dialect.to_string().contains("{resource}"), "{}", known.name);
        assert!(encode_list(&resource, BASE, &ListParams::default()).is_ok(), "{}", known.name);
        assert!(encode_one(&resource, BASE, &Identifier::new("1")).is_ok(), "{}", known.name);
    }
}

#[test]
fn an_answer_without_signs_is_nobodys() {
    let response = Response {
        status: 200,
        url: String::new(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: br#"[{"id": 1}]"#.to_vec(),
        is_truncated: false,
    };
    assert_eq!(recognize(&known(), Answer::List, &response), Vec::<&Known>::new());
}

/// Returns the names of the choices of `dialect`; a choice that is added to
/// the model must be named here.
fn choices(dialect: &Dialect) -> [&'static str; 9] {
    [
        match &dialect.paging {
            Paging::None => "paging none",
            Paging::Page { first: 0, .. } => "paging page from 0",
            Paging::Page { .. } => "paging page",
            Paging::Offset { .. } => "paging offset",
            Paging::Range { .. } => "paging range",
            Paging::Window { .. } => "paging window",
            Paging::Cursor { next: Next::Body { .. }, .. } => "paging cursor body",
            Paging::Cursor { next: Next::Header { .. }, .. } => "paging cursor header",
            Paging::Cursor { next: Next::LastRow { .. }, .. } => "paging cursor row",
            Paging::Link { .. } => "paging link",
        },
        match &dialect.sort {
            SortStyle::None => "sort none",
            SortStyle::Terms { descending_parameter: Some(_), .. } => "sort two",
            SortStyle::Terms { .. } => "sort terms",
            SortStyle::Pair { .. } => "sort pair",
        },
        match &dialect.filter {
            FilterStyle::None => "filter none",
            FilterStyle::Parameters { .. } => "filter parameters",
            FilterStyle::Expression { .. } => "filter expression",
            FilterStyle::Json { .. } => "filter json",
        },
        match &dialect.total {
            Total::None => "total none",
            Total::Header { .. } => "total header",
            Total::Body { .. } => "total body",
            Total::Pages { .. } => "total pages",
            Total::Head { .. } => "total head",
            Total::Count { .. } => "total count",
        },
        match &dialect.rows {
            Rows::Root => "rows root",
            Rows::Path { .. } => "rows path",
            Rows::Map { .. } => "rows map",
        },
        match &dialect.item {
            ItemShape::Flat => "item flat",
            ItemShape::Path { .. } => "item path",
        },
        match &dialect.many {
            ManyById::Each => "many each",
            ManyById::Repeated { .. } => "many repeated",
            ManyById::Joined { .. } => "many joined",
            ManyById::Path { .. } => "many path",
            ManyById::Filter => "many filter",
        },
        match &dialect.body {
            BodyShape::Flat => "body flat",
            BodyShape::Path { .. } => "body path",
            BodyShape::JsonApi { .. } => "body document",
        },
        match dialect.update {
            UpdateVerb::Patch => "update patch",
            UpdateVerb::Put => "update put",
            UpdateVerb::PutChanges => "update put changes",
            UpdateVerb::Post => "update post",
            UpdateVerb::PutCollection => "update put collection",
        },
    ]
}

#[test]
fn every_choice_of_the_model_is_made_by_a_known_dialect() {
    let table = known();
    let made: BTreeSet<&str> =
        table.iter().flat_map(|known| choices(&known.dialect("lamps", "/lamps"))).collect();
    assert_eq!(made.len(), 10 + 4 + 4 + 6 + 3 + 2 + 5 + 3 + 5, "{made:?}");
}

#[test]
fn no_value_breaks_out_of_its_parameter() {
    for known in known() {
        let mut resource = known.resource("lamps", "/lamps");
        resource.fields = vec![Field::new("name", Kind::Text)];
        let (words, _) = resource.dialect.filter.words();
        for (operator, ..) in words {
            let count = |value: &str| {
                let field = resource.dialect.filter.words().1.first();
                let filter = Filter {
                    field: field.cloned().unwrap_or_else(|| "name".to_owned()),
                    operator: *operator,
                    value: value.to_owned(),
                };
                let params = ListParams { filter: vec![filter], ..ListParams::default() };
                let url = encode_list(&resource, BASE, &params).unwrap().url;
                assert!(url.is_ascii() && !url.contains(['#', ' ', '"', '\\', '<']), "{url}");
                url.split(['?', '&']).map(|pair| pair.split('=').count()).collect::<Vec<_>>()
            };
            assert_eq!(count("x"), count("a&b=c#d?e%26 \u{e9}\"'\\<|>"), "{}", known.name);
        }
    }
}
