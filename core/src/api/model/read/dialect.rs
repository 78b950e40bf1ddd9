//! The dialect of a resource.

use super::parts::{choice, enumerated, flag, list, number, optional, path, text, texts, word};
use crate::api::{
    Always, BodyShape, Dialect, FilterStyle, ItemShape, Joint, ManyById, Next, Paging, Rows,
    SortStyle, Total, Word,
};
use serde_json::Value;

impl Dialect {
    /// Reads a dialect as its serialization wrote it, a choice that is not
    /// named being the default one; `None` when it does not fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        dialect(json)
    }
}

/// A choice by its name and its details.
type Named<'a> = (&'a str, &'a Value);

pub(super) fn dialect(json: &Value) -> Option<Dialect> {
    Some(Dialect {
        paging: either(json, "paging", paging)?,
        sort: either(json, "sort", sort)?,
        sort_fields: texts(json, "sort_fields")?,
        can_sort_many: flag(json, "can_sort_many"),
        filter: either(json, "filter", filter)?,
        search: text(json, "search"),
        search_path: text(json, "search_path"),
        carrier: text(json, "carrier"),
        always: list(json, "always", always)?,
        total: either(json, "total", total)?,
        is_total_unfiltered: flag(json, "is_total_unfiltered"),
        more: path(json, "more"),
        rows: either(json, "rows", rows)?,
        flatten: texts(json, "flatten")?,
        item: either(json, "item", item)?,
        many: either(json, "many", many)?,
        body: either(json, "body", body)?,
        update: optional(json, "update", |verb| enumerated(verb.as_str()?))?.unwrap_or_default(),
        created_key: path(json, "created_key"),
        has_if_match: flag(json, "has_if_match"),
    })
}

/// Reads a choice, which is the default one where it is not named.
fn either<T: Default>(
    json: &Value,
    name: &str,
    read: impl Fn(Named<'_>) -> Option<T>,
) -> Option<T> {
    Some(optional(json, name, |json| read(choice(json)?))?.unwrap_or_default())
}

pub(super) fn item((shape, json): Named<'_>) -> Option<ItemShape> {
    Some(match shape {
        "flat" => ItemShape::Flat,
        "path" => ItemShape::Path { path: path(json, "path")? },
        _ => return None,
    })
}

fn always(json: &Value) -> Option<Always> {
    Some(Always {
        on: word(json, "on")?,
        name: text(json, "name")?,
        value: text(json, "value")?,
        place: word(json, "place")?,
    })
}

pub(super) fn total((place, json): Named<'_>) -> Option<Total> {
    Some(match place {
        "none" => Total::None,
        "header" => Total::Header { name: text(json, "name")? },
        "head" => Total::Head { name: text(json, "name")? },
        "body" => Total::Body { path: path(json, "path")? },
        "pages" => Total::Pages { path: path(json, "path")? },
        "count" => Total::Count { path: text(json, "path")?, at: path(json, "at")? },
        _ => return None,
    })
}

pub(super) fn rows((place, json): Named<'_>) -> Option<Rows> {
    Some(match place {
        "root" => Rows::Root,
        "path" => Rows::Path { path: path(json, "path")? },
        "map" => Rows::Map { path: path(json, "path")? },
        _ => return None,
    })
}

pub(super) fn many((style, json): Named<'_>) -> Option<ManyById> {
    Some(match style {
        "each" => ManyById::Each,
        "filter" => ManyById::Filter,
        "repeated" => ManyById::Repeated { parameter: text(json, "parameter")? },
        "joined" => ManyById::Joined {
            parameter: text(json, "parameter")?,
            separator: text(json, "separator")?,
        },
        "path" => ManyById::Path { separator: text(json, "separator")? },
        _ => return None,
    })
}

fn body((shape, json): Named<'_>) -> Option<BodyShape> {
    Some(match shape {
        "flat" => BodyShape::Flat,
        "path" => BodyShape::Path { path: path(json, "path")? },
        "json_api" => BodyShape::JsonApi {
            kind: text(json, "kind")?,
            relationships: list(json, "relationships", |pair| {
                Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
            })?,
        },
        _ => return None,
    })
}

pub(super) fn paging((style, json): Named<'_>) -> Option<Paging> {
    let size = || text(json, "size");
    let max_size = || number(json, "max_size");
    Some(match style {
        "none" => Paging::None,
        "page" => Paging::Page {
            page: text(json, "page")?,
            size: size(),
            first: number(json, "first")?,
            max_size: max_size(),
        },
        "offset" => Paging::Offset {
            offset: text(json, "offset")?,
            limit: text(json, "limit")?,
            max_size: max_size(),
        },
        "range" => Paging::Range { start: text(json, "start")?, end: text(json, "end")? },
        "window" => Paging::Window {
            parameter: text(json, "parameter")?,
            place: word(json, "place")?,
            value: text(json, "value")?,
            size: size(),
        },
        "cursor" => Paging::Cursor {
            cursor: text(json, "cursor")?,
            size: size(),
            next: next(choice(json.get("next")?)?)?,
            max_size: max_size(),
        },
        "link" => Paging::Link { size: size(), next: next(choice(json.get("next")?)?)? },
        _ => return None,
    })
}

fn next((place, json): Named<'_>) -> Option<Next> {
    Some(match place {
        "body" => Next::Body { path: path(json, "path")? },
        "header" => Next::Header { name: text(json, "name")? },
        "last_row" => Next::LastRow { path: path(json, "path")? },
        _ => return None,
    })
}

pub(super) fn sort((style, json): Named<'_>) -> Option<SortStyle> {
    let ascending = || text(json, "ascending");
    let descending = || text(json, "descending");
    Some(match style {
        "none" => SortStyle::None,
        "terms" => SortStyle::Terms {
            parameter: text(json, "parameter")?,
            descending_parameter: text(json, "descending_parameter"),
            ascending: ascending()?,
            descending: descending()?,
            separator: text(json, "separator"),
        },
        "pair" => SortStyle::Pair {
            field: text(json, "field")?,
            order: text(json, "order")?,
            ascending: ascending()?,
            descending: descending()?,
        },
        _ => return None,
    })
}

pub(super) fn filter((style, json): Named<'_>) -> Option<FilterStyle> {
    let words = || list(json, "words", comparison);
    let fields = || texts(json, "fields");
    Some(match style {
        "none" => FilterStyle::None,
        "parameters" => FilterStyle::Parameters {
            words: words()?,
            any: text(json, "any"),
            separator: text(json, "separator"),
            fields: fields()?,
        },
        "expression" => FilterStyle::Expression {
            parameter: text(json, "parameter")?,
            whole: text(json, "whole"),
            words: words()?,
            all: joint(json.get("all")?)?,
            any: optional(json, "any", joint)?,
            quote: text(json, "quote").unwrap_or_default(),
            bare: list(json, "bare", |kind| enumerated(kind.as_str()?))?,
            fields: fields()?,
        },
        "json" => FilterStyle::Json {
            parameter: text(json, "parameter")?,
            words: words()?,
            all: text(json, "all"),
            any: text(json, "any"),
            fields: fields()?,
        },
        _ => return None,
    })
}

fn comparison(json: &Value) -> Option<Word> {
    let text = |position: usize| json.get(position)?.as_str();
    Some((enumerated(text(0)?)?, text(1)?.to_owned(), text(2)?.to_owned()))
}

fn joint(json: &Value) -> Option<Joint> {
    let text = |position: usize| json.get(position)?.as_str().map(str::to_owned);
    Some((text(0)?, text(1)?, text(2)?))
}
