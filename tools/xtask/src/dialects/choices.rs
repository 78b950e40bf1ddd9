//! What can be chosen, and how each known dialect chose.

use vitrine_core::api::dialect::catalogue::Known;
use vitrine_core::api::{
    BodyShape, Dialect, FilterStyle, ItemShape, ListParams, ManyById, Next, Paging, Rows,
    SortStyle, Total, UpdateVerb,
};

use super::example::{alternatives, asked, conditions, many, ordered, part, resource};

/// A way to do something, as one dialect does it.
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) example: String,
}

/// A thing that dialects do in different ways.
pub(super) struct Topic {
    pub(super) title: &'static str,
    pub(super) of: fn(&Known) -> Vec<Choice>,
}

pub(super) const TOPICS: [Topic; 12] = [
    Topic { title: "A part of the list", of: paging },
    Topic { title: "Order", of: sort },
    Topic { title: "Conditions", of: filter },
    Topic { title: "Alternatives", of: any },
    Topic { title: "Search", of: search },
    Topic { title: "Fields, and related records", of: fields },
    Topic { title: "Sent along always", of: always },
    Topic { title: "The number of rows, and whether there are more", of: total },
    Topic { title: "Rows", of: rows },
    Topic { title: "One record, and several by key", of: records },
    Topic { title: "Bodies of writes", of: bodies },
    Topic { title: "Updates", of: updates },
];

fn choice(name: impl Into<String>, example: impl Into<String>) -> Choice {
    Choice { name: name.into(), example: example.into() }
}

fn dialect(known: &Known) -> Dialect {
    resource(known).dialect
}

fn paging(known: &Known) -> Vec<Choice> {
    let dialect = dialect(known);
    let name = match &dialect.paging {
        Paging::None => "all at once",
        Paging::Page { first: 0, .. } => "page number, from 0",
        Paging::Page { .. } => "page number, from 1",
        Paging::Offset { .. } => "rows to skip",
        Paging::Range { .. } => "first row and the one behind the last",
        Paging::Window { .. } => "first row in one place",
        Paging::Cursor { next: Next::Body { .. }, .. } => "token from the body",
        Paging::Cursor { next: Next::Header { .. }, .. } => "token from a header",
        Paging::Cursor { next: Next::LastRow { .. }, .. } => "field of the last row",
        Paging::Link { .. } => "link from the answer before",
        _ => "another way",
    };
    let only = |dialect: &Dialect| Dialect { paging: dialect.paging.clone(), ..Dialect::default() };
    let example = asked(known, only, &part(&dialect)).unwrap_or_default();
    let next = match &dialect.paging {
        Paging::Cursor { next, .. } | Paging::Link { next, .. } => match next {
            Next::Body { path } => format!(", next in `{path}`"),
            Next::Header { name } => format!(", next in the header `{name}`"),
            Next::LastRow { path } => format!(", next is `{path}` of the last row"),
            _ => String::new(),
        },
        _ => String::new(),
    };
    vec![choice(format!("{name}{next}"), example)]
}

fn sort(known: &Known) -> Vec<Choice> {
    let dialect = dialect(known);
    let name = match &dialect.sort {
        SortStyle::None => return Vec::new(),
        SortStyle::Pair { .. } => "fields and directions apart",
        SortStyle::Terms { descending_parameter: Some(_), .. } => "a parameter for each direction",
        SortStyle::Terms { parameter, .. } if parameter.contains("{field}") => {
            "a parameter for each field"
        }
        SortStyle::Terms { descending, .. } if descending.starts_with("-{") => "signed fields",
        SortStyle::Terms { descending, .. } if descending.contains('"') => "JSON",
        SortStyle::Terms { .. } => "field with direction",
        _ => "another way",
    };
    let name = if dialect.carrier.is_some() { "JSON, with page and conditions" } else { name };
    let name = format!("{name}{}", if dialect.can_sort_many { ", several" } else { ", one" });
    let only = |dialect: &Dialect| Dialect {
        sort: dialect.sort.clone(),
        can_sort_many: dialect.can_sort_many,
        ..Dialect::default()
    };
    asked(known, only, &ordered(&dialect))
        .map(|example| choice(name, example))
        .into_iter()
        .collect()
}

fn only_filter(dialect: &Dialect) -> Dialect {
    Dialect { filter: dialect.filter.clone(), ..Dialect::default() }
}

fn filter(known: &Known) -> Vec<Choice> {
    let dialect = dialect(known);
    let name = match &dialect.filter {
        FilterStyle::Parameters { words, .. } => {
            let is_shared = words.iter().all(|(_, name, _)| !name.contains("{field}"));
            if is_shared { "all in one parameter" } else { "a parameter for each" }
        }
        FilterStyle::Expression { .. } => "a sentence",
        FilterStyle::Json { .. } => "JSON",
        _ => return Vec::new(),
    };
    let examples = conditions(&dialect.filter).into_iter().filter_map(|condition| {
        let operator = format!("{:?}", condition.operator).to_lowercase();
        let params = ListParams { filter: vec![condition], ..ListParams::default() };
        Some(choice(format!("{name}: {operator}"), asked(known, only_filter, &params)?))
    });
    examples.collect()
}

fn any(known: &Known) -> Vec<Choice> {
    let params = ListParams { groups: vec![alternatives()], ..ListParams::default() };
    let example = asked(known, only_filter, &params);
    example.map(|example| choice("one of several conditions", example)).into_iter().collect()
}

fn search(known: &Known) -> Vec<Choice> {
    let dialect = dialect(known);
    let Some(parameter) = &dialect.search else { return Vec::new() };
    let path = dialect.search_path.as_deref();
    let name = if path.is_some() { "a path of its own" } else { "a parameter" };
    vec![choice(name, format!("{}?{parameter}=lamp", path.unwrap_or("/things")))]
}

fn fields(known: &Known) -> Vec<Choice> {
    let only = |dialect: &Dialect| Dialect {
        select: dialect.select.clone(),
        expand: dialect.expand.clone(),
        ..Dialect::default()
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let dialect = dialect(known);
    let fields = ListParams { fields: names(&["id", "name"]), ..ListParams::default() };
    let related = ListParams { expand: names(&["maker"]), ..ListParams::default() };
    let asked = |name: &str, params: &ListParams| {
        asked(known, only, params).map(|example| choice(name, example))
    };
    let select = dialect.select.and_then(|_| asked("chosen fields", &fields));
    let expand = dialect.expand.and_then(|_| asked("related records along", &related));
    select.into_iter().chain(expand).collect()
}

fn always(known: &Known) -> Vec<Choice> {
    let always = dialect(known).always;
    let written = always.iter().map(|always| {
        let sign = if format!("{:?}", always.place) == "Header" { ": " } else { "=" };
        let occasion = format!("with every {:?}", always.on).to_lowercase();
        choice(occasion, format!("{}{sign}{}", always.name, always.value))
    });
    written.collect()
}

fn total(known: &Known) -> Vec<Choice> {
    let dialect = dialect(known);
    let is_unfiltered = if dialect.is_total_unfiltered { ", whatever the filter" } else { "" };
    let total = match &dialect.total {
        Total::Header { name } => Some(choice("header of the list", name)),
        Total::Head { name } => Some(choice("header that HEAD brings", name)),
        Total::Body { path } => {
            Some(choice(format!("body of the list{is_unfiltered}"), path.to_string()))
        }
        Total::Pages { path } => Some(choice("number of pages alone", path.to_string())),
        Total::Count { path, at } => {
            Some(choice("path of its own", format!("GET {path} has {at}")))
        }
        _ => None,
    };
    let more = dialect.more.map(|more| choice("flag that there are more", more.to_string()));
    total.into_iter().chain(more).collect()
}

fn rows(known: &Known) -> Vec<Choice> {
    let dialect = dialect(known);
    let mut choices = vec![match &dialect.rows {
        Rows::Path { path } => choice("inside an envelope", path.to_string()),
        Rows::Map { .. } => choice("a map by key", "{\"KEY\": {...}}"),
        _ => choice("the body is the list", "[...]"),
    }];
    let lifted = dialect.flatten.iter().map(|name| choice("members of a member", name));
    choices.extend(lifted);
    choices
}

fn records(known: &Known) -> Vec<Choice> {
    let resource = resource(known);
    let mut choices = Vec::new();
    let item = resource.item.as_ref().map(|item| item.path.clone()).unwrap_or_default();
    choices.push(choice("path of a record", format!("GET {item}")));
    if let ItemShape::Path { path } = &resource.dialect.item {
        choices.push(choice("record inside an envelope", path.to_string()));
    }
    let name = match &resource.dialect.many {
        ManyById::Repeated { .. } => "several by a repeated parameter",
        ManyById::Joined { .. } => "several by a joined parameter",
        ManyById::Path { .. } => "several in the path",
        ManyById::Filter => "several by a condition",
        _ => return choices,
    };
    choices.extend(many(known).map(|many| choice(name, many)));
    choices
}

fn bodies(known: &Known) -> Vec<Choice> {
    let resource = resource(known);
    if resource.create.is_none() {
        return Vec::new();
    }
    let shape = match &resource.dialect.body {
        BodyShape::Path { path } => choice("record inside an envelope", path.to_string()),
        BodyShape::JsonApi { .. } => choice("document of JSON:API", "{\"data\": {\"type\": ...}}"),
        _ => choice("the record", "{...}"),
    };
    let mut choices = vec![shape];
    let endpoints = [&resource.create, &resource.update].into_iter().flatten();
    let mut kinds: Vec<&str> =
        endpoints.filter_map(|endpoint| endpoint.content_type.as_deref()).collect();
    kinds.dedup();
    choices.extend(kinds.into_iter().map(|kind| choice("content type", kind)));
    choices
}

fn updates(known: &Known) -> Vec<Choice> {
    let resource = resource(known);
    let Some(update) = &resource.update else { return Vec::new() };
    let name = match resource.dialect.update {
        UpdateVerb::Patch => "PATCH with the changes",
        UpdateVerb::Put => "PUT with the whole record",
        UpdateVerb::PutChanges => "PUT with the changes",
        UpdateVerb::Post => "POST with the changes",
        UpdateVerb::PutCollection => "PUT of the whole record on the list",
        _ => "another way",
    };
    let mut choices = vec![choice(name, format!("{} {}", update.method.as_str(), update.path))];
    if let Some(key) = &resource.dialect.created_key {
        choices.push(choice("a create tells the key alone", key.to_string()));
    }
    choices
}
