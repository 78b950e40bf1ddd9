//! Models that were written and are read.

use crate::api::Api;
use serde_json::{Value, json};

/// Returns dialects that hold every choice once.
fn styles() -> [Value; 8] {
    let word = json!([["gte", "{field}[gte]", "{value}"]]);
    let expression = json!({
        "parameter": "filter", "whole": "({value})", "words": word, "all": ["(", " and ", ")"],
        "any": ["(", " or ", ")"], "quote": "''", "bare": ["integer"], "fields": ["a"],
    });
    let terms = json!({
        "parameter": "sort", "descending_parameter": "down", "ascending": "{field}",
        "descending": "-{field}", "separator": ",",
    });
    let pair =
        json!({"field": "_sort", "order": "_order", "ascending": "asc", "descending": "desc"});
    let always = |on: &str| json!({"on": on, "name": "n", "value": "v", "place": "query"});
    let base = json!({
        "paging": "none", "sort": "none", "filter": "none", "total": "none", "rows": "root",
        "item": "flat", "many": "each", "body": "flat", "update": "patch",
    });
    let cursor = |next: Value| json!({"cursor": {"cursor": "c", "size": "s", "next": next}});
    [
        json!({
            "paging": {"page": {"page": "p", "size": "s", "first": 1, "max_size": 9}},
            "sort": {"terms": terms}, "sort_fields": ["a"], "can_sort_many": true,
            "filter": {"parameters": {
                "words": word, "any": "$or[{index}][{field}]", "separator": ",", "fields": ["a"],
            }},
            "total": {"body": {"path": "meta.total"}}, "rows": {"path": {"path": "data"}},
            "item": {"path": {"path": "data"}}, "search": "q", "search_in": ["a"], "search_path": "/a/search",
            "many": {"joined": {"parameter": "id[in]", "separator": ","}},
            "always": [always("list"), always("item"), always("write")], "has_if_match": true,
        }),
        json!({
            "paging": {"offset": {"offset": "o", "limit": "l", "max_size": 2}},
            "sort": {"pair": pair}, "filter": {"expression": expression},
            "total": {"header": {"name": "X-Total-Count"}}, "is_total_unfiltered": true,
            "many": {"repeated": {"parameter": "id"}}, "update": "put_collection",
        }),
        json!({
            "paging": cursor(json!({"body": {"path": "next"}})), "carrier": "filter",
            "filter": {"json": {
                "parameter": "where", "words": word, "all": "and", "any": "or", "fields": ["a"],
            }},
            "total": {"count": {"path": "/a/count", "at": "count"}}, "many": "filter",
            "update": "put",
        }),
        json!({
            "paging": {"range": {"start": "_start", "end": "_end"}}, "update": "post",
            "total": {"pages": {"path": "pages"}}, "rows": {"map": {"path": "data"}},
        }),
        json!({
            "paging": {"window": {"parameter": "Range", "place": "header", "value": "{first}", "size": "s"}},
            "total": {"head": {"name": "X-Total"}}, "many": {"path": {"separator": ","}},
            "update": "put_changes", "created_key": "id", "flatten": ["attributes"], "links": [["owner", "/people/{id}"]],
        }),
        json!({
            "paging": cursor(json!({"last_row": {"path": "id"}})), "more": "has_more",
            "body": {"json_api": {"kind": "pets", "relationships": [["owner", "people"]]}},
        }),
        json!({
            "paging": {"link": {"size": "s", "next": {"header": {"name": "X-Next"}}}},
            "body": {"path": {"path": "data"}},
        }),
        json!({}),
    ]
    .map(|style| {
        let mut dialect = base.clone();
        for (name, choice) in style.as_object().into_iter().flatten() {
            dialect[name] = choice.clone();
        }
        dialect
    })
}

#[test]
fn a_model_reads_back_as_it_was_written() {
    let endpoint = json!({
        "method": "PATCH", "path": "/a/{id}", "needs_auth": true, "content_type": "text/x",
        "body": {"type": "object"},
        "parameters": [{"name": "id", "place": "path", "is_required": true, "schema": {}}],
    });
    let styles = styles();
    let message = json!({"key": "evidence.key.habit", "arguments": [["key", "id"]]});
    let resources: Vec<Value> = styles
        .into_iter()
        .map(|dialect| {
            json!({
                "name": "a", "list": endpoint, "item": endpoint, "create": endpoint,
                "update": endpoint, "delete": endpoint, "key": "id", "label_field": "b.c",
                "title": "A", "is_hidden": true, "is_key_link": true, "key_parts": ["a", "b.c"],
                "parents": [{"parameter": "ownerId", "resource": "owners"}, {"parameter": "x"}],
                "dialect": dialect, "item_fields": [],
                "fields": [{
                    "name": "b", "path": "b.0", "title": "B", "is_hidden": true, "kind": "date_time", "is_required": true,
                    "is_nullable": true, "is_read_only": true, "description": "d",
                    "choices": [{"value": 1, "label": "one"}],
                    "reference": {"resource": "a", "is_many": true},
                }],
                "evidence": [{
                    "subject": "key", "source": "verified", "confidence": 90, "message": message,
                    "outcome": "refuted", "request": "https://a/b",
                }],
            })
        })
        .collect();
    let json = json!({
        "title": "T", "description": "D", "base_url": "https://a", "document_url": "https://b",
        "resources": resources,
        "operations": [{"name": "o", "resource": "a", "summary": "s", "endpoint": endpoint}],
        "auth": ["bearer", "basic", {"api_key": {"name": "k", "place": "header"}}],
        "login": {"endpoint": endpoint, "token": "data.token"},
        "issues": [{"severity": "warning", "place": "/paths", "message": message}],
    });
    let derived: Api = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(Api::from_json(&json).as_ref(), Some(&derived));
    let written = serde_json::to_value(&derived).unwrap();
    assert_eq!(Api::from_json(&written), Some(derived));
    assert_eq!(Api::from_json(&json!({"base_url": ""})), Some(Api::default()));
}

#[test]
fn a_model_of_another_version_is_not_read() {
    assert_eq!(Api::from_json(&json!({"base_url": "", "resources": 7})), None);
    let paging = json!({"base_url": "", "resources": [{"name": "a", "dialect": {"paging": "x"}}]});
    assert_eq!(Api::from_json(&paging), None);
    assert_eq!(Api::from_json(&json!([])), None);
}
