//! What servers that page alike do alike.
//!
//! How a list is paged and what its envelope is called tells which family of
//! servers answers; the family tells how it is ordered, narrowed and searched,
//! until `verify` has tried that out.

use crate::api::discover::evidence::evidence;
use crate::api::{
    Dialect, Evidence, FilterOperator, FilterStyle, Kind, ManyById, Paging, SortStyle, Source,
    Total,
};
use crate::record::Path;
use serde_json::Value;

/// The habits of one family.
struct Habit {
    /// The parameters that it pages by; none for any.
    pages_by: &'static [&'static str],
    /// The members that its envelope has.
    envelope: &'static [&'static str],
    sort: fn() -> SortStyle,
    can_sort_many: bool,
    filter: fn() -> FilterStyle,
    search: Option<&'static str>,
    many: fn() -> ManyById,
    /// The parameter of the page size, where links do not show it.
    size: Option<&'static str>,
    /// Where the total stands, where its name says nothing.
    total: Option<&'static str>,
}

const HABITS: [Habit; 4] = [
    Habit {
        pages_by: &["_page", "_per_page"],
        envelope: &["first", "prev", "next", "last", "pages", "items", "data"],
        sort: || SortStyle::signed("_sort"),
        can_sort_many: true,
        filter: json_where,
        search: None,
        many: || ManyById::Filter,
        size: None,
        total: Some("items"),
    },
    Habit {
        pages_by: &[],
        envelope: &["count", "next", "previous", "results"],
        sort: || SortStyle::signed("ordering"),
        can_sort_many: true,
        filter: || FilterStyle::None,
        search: Some("search"),
        many: || ManyById::Each,
        size: Some("page_size"),
        total: None,
    },
    Habit {
        pages_by: &["page", "perPage"],
        envelope: &["page", "perPage", "totalItems", "totalPages", "items"],
        sort: || SortStyle::signed("sort"),
        can_sort_many: true,
        filter: expression,
        search: None,
        many: || ManyById::Filter,
        size: None,
        total: None,
    },
    Habit {
        pages_by: &[],
        envelope: &["content", "pageable", "totalElements", "totalPages"],
        sort: || SortStyle::suffixed("sort", ",", ("asc", "desc")),
        can_sort_many: true,
        filter: || FilterStyle::None,
        search: None,
        many: || ManyById::Each,
        size: None,
        total: None,
    },
];

/// Puts the habits of the family into `dialect`; `body` is an answer with
/// pages, and `pages_by` are the parameters that they were asked for by.
pub(super) fn adopt(dialect: &mut Dialect, body: &Value, pages_by: &[&str]) -> Vec<Evidence> {
    let mut reasons = Vec::new();
    let Some(members) = body.as_object() else { return reasons };
    let habit = HABITS.iter().find(|habit| {
        let pages_alike = habit.pages_by.is_empty() || habit.pages_by == pages_by;
        pages_alike && habit.envelope.iter().all(|name| members.contains_key(*name))
    });
    let Some(habit) = habit else { return reasons };
    let mut note = |subject: &str, parameter: &str| {
        let reason = evidence(subject, Source::Convention, 70, "server");
        reasons.push(reason.with("parameter", parameter));
    };
    dialect.sort = (habit.sort)();
    dialect.can_sort_many = habit.can_sort_many;
    dialect.filter = (habit.filter)();
    dialect.search = habit.search.map(str::to_owned);
    dialect.many = (habit.many)();
    if let (Paging::Page { size: size @ None, max_size, .. }, Some(name)) =
        (&mut dialect.paging, habit.size)
    {
        *size = Some(name.to_owned());
        *max_size = None;
    }
    if let Some(total) = habit.total {
        dialect.total = Total::Body { path: Path::field(total) };
    }
    match &dialect.sort {
        SortStyle::Terms { parameter, .. } => note("sort", parameter),
        SortStyle::Pair { field, .. } => note("sort", field),
        SortStyle::None => {}
    }
    match &dialect.filter {
        FilterStyle::Expression { parameter, .. } | FilterStyle::Json { parameter, .. } => {
            note("filter", parameter);
        }
        _ => {}
    }
    if let Some(search) = habit.search {
        note("search", search);
    }
    reasons
}

/// `_where={"price":{"gte":5}}`, where a text stays a text.
fn json_where() -> FilterStyle {
    let words = [
        (FilterOperator::Eq, "eq", "{value}"),
        (FilterOperator::Ne, "ne", "{value}"),
        (FilterOperator::Lt, "lt", "{value}"),
        (FilterOperator::Lte, "lte", "{value}"),
        (FilterOperator::Gt, "gt", "{value}"),
        (FilterOperator::Gte, "gte", "{value}"),
        (FilterOperator::In, "in", "{value}"),
        (FilterOperator::Contains, "contains", "{value}"),
    ];
    FilterStyle::Json {
        parameter: "_where".to_owned(),
        words: crate::api::words(&words),
        all: Some("and".to_owned()),
        any: Some("or".to_owned()),
        fields: Vec::new(),
    }
}

/// `filter=(price>=5 && title~'phone')`.
fn expression() -> FilterStyle {
    let words = [
        (FilterOperator::Eq, "{field}={value}", "{value}"),
        (FilterOperator::Ne, "{field}!={value}", "{value}"),
        (FilterOperator::Lt, "{field}<{value}", "{value}"),
        (FilterOperator::Lte, "{field}<={value}", "{value}"),
        (FilterOperator::Gt, "{field}>{value}", "{value}"),
        (FilterOperator::Gte, "{field}>={value}", "{value}"),
        (FilterOperator::Contains, "{field}~{value}", "{value}"),
    ];
    let joint = |between: &str| ("(".to_owned(), between.to_owned(), ")".to_owned());
    FilterStyle::Expression {
        parameter: "filter".to_owned(),
        whole: None,
        words: crate::api::words(&words),
        all: joint(" && "),
        any: Some(joint(" || ")),
        quote: "'\\".to_owned(),
        bare: vec![Kind::Integer, Kind::Number, Kind::Money, Kind::Boolean],
        fields: Vec::new(),
    }
}
