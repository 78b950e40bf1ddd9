//! The dialect of a resource.

use super::parts::{Place, whole};
use crate::api::{
    Always, BodyShape, Code, Dialect, FilterStyle, ItemShape, Joint, Kind, ManyById, Naming, Next,
    Occasion, Paging, ParameterPlace, Rows, SortStyle, Total, Word,
};
use serde_json::Value;

impl Dialect {
    /// Reads a dialect as its serialization wrote it, a choice that is not
    /// named being the default one; `None` when it does not fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        whole(json, dialect)
    }
}

/// A choice by its name and its details.
type Named<'a> = (&'a str, Place<'a>);

pub(super) fn dialect(json: Place<'_>) -> Dialect {
    Dialect {
        paging: json.optional("paging", |json| paging(json.choice())).unwrap_or_default(),
        sort: json.optional("sort", |json| sort(json.choice())).unwrap_or_default(),
        sort_fields: json.texts("sort_fields"),
        can_sort_many: json.flag("can_sort_many"),
        filter: json.optional("filter", |json| filter(json.choice())).unwrap_or_default(),
        search: json.maybe_text("search"),
        search_in: json.texts("search_in"),
        search_path: json.maybe_text("search_path"),
        select: json.optional("select", naming),
        expand: json.optional("expand", naming),
        carrier: json.maybe_text("carrier"),
        always: json.list("always", always),
        total: json.optional("total", |json| total(json.choice())).unwrap_or_default(),
        is_total_unfiltered: json.flag("is_total_unfiltered"),
        more: json.maybe_path("more"),
        rows: json.optional("rows", |json| rows(json.choice())).unwrap_or_default(),
        flatten: json.texts("flatten"),
        links: json.pairs("links"),
        coded: json.list("coded", |pair| {
            (pair.at(0).string(), pair.at(1).enumerated().unwrap_or(Code::Flag))
        }),
        item: json.optional("item", |json| item(json.choice())).unwrap_or_default(),
        many: json.optional("many", |json| many(json.choice())).unwrap_or_default(),
        body: json.optional("body", |json| body(json.choice())).unwrap_or_default(),
        update: json.get("update").and_then(Place::enumerated).unwrap_or_default(),
        created_key: json.maybe_path("created_key"),
        has_if_match: json.flag("has_if_match"),
    }
}

pub(super) fn item((shape, json): Named<'_>) -> ItemShape {
    match shape {
        "flat" => ItemShape::Flat,
        "path" => ItemShape::Path { path: json.path("path") },
        _ => json.miss(),
    }
}

fn naming(json: Place<'_>) -> Naming {
    Naming {
        parameter: json.text("parameter"),
        value: json.text("value"),
        separator: json.maybe_text("separator"),
    }
}

fn always(json: Place<'_>) -> Always {
    Always {
        on: json.word("on", Occasion::List),
        name: json.text("name"),
        value: json.text("value"),
        place: json.word("place", ParameterPlace::Query),
    }
}

pub(super) fn total((place, json): Named<'_>) -> Total {
    match place {
        "none" => Total::None,
        "header" => Total::Header { name: json.text("name") },
        "head" => Total::Head { name: json.text("name") },
        "body" => Total::Body { path: json.path("path") },
        "pages" => Total::Pages { path: json.path("path") },
        "count" => Total::Count { path: json.text("path"), at: json.path("at") },
        _ => json.miss(),
    }
}

pub(super) fn rows((place, json): Named<'_>) -> Rows {
    match place {
        "root" => Rows::Root,
        "path" => Rows::Path { path: json.path("path") },
        "map" => Rows::Map { path: json.path("path") },
        _ => json.miss(),
    }
}

pub(super) fn many((style, json): Named<'_>) -> ManyById {
    match style {
        "each" => ManyById::Each,
        "filter" => ManyById::Filter,
        "repeated" => ManyById::Repeated { parameter: json.text("parameter") },
        "joined" => ManyById::Joined {
            parameter: json.text("parameter"),
            separator: json.text("separator"),
        },
        "path" => ManyById::Path { separator: json.text("separator") },
        _ => json.miss(),
    }
}

fn body((shape, json): Named<'_>) -> BodyShape {
    match shape {
        "flat" => BodyShape::Flat,
        "path" => BodyShape::Path { path: json.path("path") },
        "json_api" => BodyShape::JsonApi {
            kind: json.text("kind"),
            relationships: json.pairs("relationships"),
        },
        _ => json.miss(),
    }
}

pub(super) fn paging((style, json): Named<'_>) -> Paging {
    let size = || json.maybe_text("size");
    let max_size = || json.maybe_number("max_size");
    match style {
        "none" => Paging::None,
        "page" => Paging::Page {
            page: json.text("page"),
            size: size(),
            first: json.number("first"),
            max_size: max_size(),
        },
        "offset" => Paging::Offset {
            offset: json.text("offset"),
            limit: json.text("limit"),
            max_size: max_size(),
        },
        "range" => Paging::Range { start: json.text("start"), end: json.text("end") },
        "window" => Paging::Window {
            parameter: json.text("parameter"),
            place: json.word("place", ParameterPlace::Query),
            value: json.text("value"),
            size: size(),
        },
        "cursor" => Paging::Cursor {
            cursor: json.text("cursor"),
            size: size(),
            next: next(json.child("next").choice()),
            max_size: max_size(),
        },
        "link" => Paging::Link { size: size(), next: next(json.child("next").choice()) },
        _ => json.miss(),
    }
}

fn next((place, json): Named<'_>) -> Next {
    match place {
        "body" => Next::Body { path: json.path("path") },
        "header" => Next::Header { name: json.text("name") },
        "last_row" => Next::LastRow { path: json.path("path") },
        _ => {
            json.miss::<()>();
            Next::Header { name: String::new() }
        }
    }
}

pub(super) fn sort((style, json): Named<'_>) -> SortStyle {
    let ascending = || json.text("ascending");
    let descending = || json.text("descending");
    match style {
        "none" => SortStyle::None,
        "terms" => SortStyle::Terms {
            parameter: json.text("parameter"),
            descending_parameter: json.maybe_text("descending_parameter"),
            ascending: ascending(),
            descending: descending(),
            separator: json.maybe_text("separator"),
        },
        "pair" => SortStyle::Pair {
            field: json.text("field"),
            order: json.text("order"),
            ascending: ascending(),
            descending: descending(),
        },
        _ => json.miss(),
    }
}

pub(super) fn filter((style, json): Named<'_>) -> FilterStyle {
    let words = || json.list("words", comparison);
    let fields = || json.texts("fields");
    match style {
        "none" => FilterStyle::None,
        "parameters" => FilterStyle::Parameters {
            words: words(),
            any: json.maybe_text("any"),
            separator: json.maybe_text("separator"),
            fields: fields(),
        },
        "expression" => FilterStyle::Expression {
            parameter: json.text("parameter"),
            whole: json.maybe_text("whole"),
            words: words(),
            all: joint(json.child("all")),
            any: json.optional("any", joint),
            quote: json.maybe_text("quote").unwrap_or_default(),
            bare: json.list("bare", |kind| kind.enumerated().unwrap_or(Kind::Text)),
            fields: fields(),
        },
        "json" => FilterStyle::Json {
            parameter: json.text("parameter"),
            words: words(),
            all: json.maybe_text("all"),
            any: json.maybe_text("any"),
            fields: fields(),
        },
        _ => json.miss(),
    }
}

fn comparison(json: Place<'_>) -> Word {
    let operator = json.at(0).enumerated().unwrap_or_default();
    (operator, json.at(1).string(), json.at(2).string())
}

fn joint(json: Place<'_>) -> Joint {
    (json.at(0).string(), json.at(1).string(), json.at(2).string())
}
