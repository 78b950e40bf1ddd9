//! What is done with the rows of a list where its API cannot do it.
//!
//! # Model
//! [`divide`] splits the state of a list: what the API takes goes into the request, and
//! [`arrange`] does the rest with the rows that came. A list that comes as a whole is then complete
//! in every order and under every condition; of one that comes in pages only the loaded rows are
//! looked at, which whoever shows them has to say.

use super::compare::{meets, order};
use super::{
    Capabilities, Field, Filter, FilterGroup, FilterOperator, Kind, ListParams, Page, PageRequest,
    Paging, Resource,
};
use crate::platform::locale;
use crate::record::Record;
use serde_json::Value;
use std::cmp::Ordering;

/// Every comparison that makes sense for numbers and moments.
const ORDERED: [FilterOperator; 6] = [
    FilterOperator::Eq,
    FilterOperator::Ne,
    FilterOperator::Lt,
    FilterOperator::Lte,
    FilterOperator::Gt,
    FilterOperator::Gte,
];
/// Those for texts.
const TEXT: [FilterOperator; 3] =
    [FilterOperator::Contains, FilterOperator::Eq, FilterOperator::Ne];
/// Those for one of a few values.
const CHOICE: [FilterOperator; 2] = [FilterOperator::Eq, FilterOperator::Ne];

/// Returns whether the rows of the list come all at once.
#[must_use]
pub fn is_whole(resource: &Resource) -> bool {
    resource.dialect.paging == Paging::None
}

/// Returns what a list of `resource` can do altogether: what the API does, and what can be done
/// with its rows. The filters are those of the API; [`filters`] has the others.
#[must_use]
pub fn widen(capabilities: Capabilities, resource: &Resource) -> Capabilities {
    let mut wide = capabilities;
    for field in resource.fields.iter().filter(|field| is_comparable(field)) {
        if !wide.sort_fields.contains(&field.name) {
            wide.sort_fields.push(field.name.clone());
        }
    }
    wide.can_search = true;
    if is_whole(resource) {
        wide.can_page = true;
        wide.can_size = true;
        wide.has_total = true;
    }
    wide
}

/// Returns what of `params` the API takes, and what is left; nothing where it takes all.
///
/// A list that comes as a whole is asked for the same way whichever page of it is shown.
#[must_use]
pub fn divide(
    capabilities: &Capabilities,
    resource: &Resource,
    params: ListParams,
) -> (ListParams, Option<ListParams>) {
    let mut remote = params;
    let mut local = ListParams::default();
    let mut is_local = is_whole(resource);
    if is_local {
        local.page = std::mem::take(&mut remote.page);
    }
    let is_sorted = |name: &String| capabilities.sort_fields.contains(name);
    let is_sorted_there = remote
        .sort
        .iter()
        .all(|sort| is_sorted(&sort.field) || resource.field(&sort.field).is_none());
    if !is_sorted_there || remote.sort.len() > 1 && !capabilities.can_sort_many {
        local.sort = std::mem::take(&mut remote.sort);
        is_local = true;
    }
    let takes = |filter: &Filter| {
        let known = capabilities.filters.iter().find(|(name, _)| *name == filter.field);
        known.is_some_and(|(_, operators)| operators.contains(&filter.operator))
            || resource.field(&filter.field).is_none()
    };
    if !remote.filter.iter().all(takes) {
        (remote.filter, local.filter) = remote.filter.into_iter().partition(takes);
        is_local = true;
    }
    if !capabilities.has_alternatives && !remote.groups.is_empty() {
        local.groups = std::mem::take(&mut remote.groups);
        is_local = true;
    }
    if !capabilities.can_search && remote.search.is_some() {
        local.search = remote.search.take();
        is_local = true;
    }
    (remote, is_local.then_some(local))
}

/// Returns the conditions that a list can be given: those of the API, and those that its rows can be
/// looked through for.
#[must_use]
pub fn filters(
    capabilities: &Capabilities,
    resource: &Resource,
) -> Vec<(String, Vec<FilterOperator>)> {
    let mut filters = capabilities.filters.clone();
    for field in resource.fields.iter().filter(|field| is_comparable(field)) {
        let own: &[FilterOperator] = match field.kind {
            Kind::Boolean | Kind::Enum => &CHOICE,
            _ if field.reference.is_some() => &CHOICE,
            Kind::Integer
            | Kind::Number
            | Kind::Money
            | Kind::Date
            | Kind::DateTime
            | Kind::Time => &ORDERED,
            _ => &TEXT,
        };
        match filters.iter_mut().find(|(name, _)| *name == field.name) {
            Some((_, known)) => {
                let further = own.iter().filter(|operator| !known.contains(operator));
                let further: Vec<FilterOperator> = further.copied().collect();
                known.extend(further);
            }
            None => filters.push((field.name.clone(), own.to_vec())),
        }
    }
    filters
}

/// Returns the rows of `page` as `local` wants them; of a list that came as a whole, the part that
/// it names.
#[must_use]
pub fn arrange(resource: &Resource, local: &ListParams, page: &Page) -> Page {
    let words = local.search.as_deref().map(locale::lowercase);
    let fits = |record: &&Record| {
        local.filter.iter().all(|filter| is_met(resource, record, filter))
            && local.groups.iter().all(|group| is_group_met(resource, record, group))
            && words.as_ref().is_none_or(|words| holds(resource, record, words))
    };
    // Both letters and paths are looked up once for a row, not for each comparison.
    let keys = |record| -> Vec<SortKey<'_>> {
        local.sort.iter().map(|sort| sort_key(resource, record, &sort.field)).collect()
    };
    let fitting = page.records.iter().filter(fits);
    let mut rows: Vec<(Vec<SortKey<'_>>, &Record)> =
        fitting.map(|record| (keys(record), record)).collect();
    rows.sort_by(|(one, _), (other, _)| {
        let pairs = one.iter().zip(other).zip(&local.sort);
        let orders = pairs.map(|((one, other), sort)| compare(one, other, sort.is_descending));
        orders.fold(Ordering::Equal, Ordering::then)
    });
    let records: Vec<&Record> = rows.into_iter().map(|(_, record)| record).collect();
    if !is_whole(resource) {
        let records = records.into_iter().cloned().collect();
        return Page { records, ..page.clone() };
    }
    let PageRequest { number, size, .. } = local.page;
    let size = size.max(1) as usize;
    let first = (number.max(1) as usize - 1).saturating_mul(size);
    let total = records.len();
    Page {
        records: records.into_iter().skip(first).take(size).cloned().collect(),
        total: Some(total as u64),
        has_next: Some(first.saturating_add(size) < total),
        next_cursor: None,
    }
}

/// Returns whether rows can be compared by a field.
fn is_comparable(field: &Field) -> bool {
    !matches!(
        field.kind,
        Kind::Array | Kind::Object | Kind::GeoPoint | Kind::Amount | Kind::Password
    )
}

fn is_met(resource: &Resource, record: &Record, filter: &Filter) -> bool {
    let value = resource.field(&filter.field).and_then(|field| record.get(&field.path));
    // What is not there is different from everything.
    value.and_then(|value| meets(value, filter)).unwrap_or(filter.operator == FilterOperator::Ne)
}

fn is_group_met(resource: &Resource, record: &Record, group: &FilterGroup) -> bool {
    let mut filters = group.filters.iter().map(|filter| is_met(resource, record, filter));
    let mut groups = group.groups.iter().map(|group| is_group_met(resource, record, group));
    if group.is_any {
        return filters.any(|is_met| is_met) || groups.any(|is_met| is_met);
    }
    filters.all(|is_met| is_met) && groups.all(|is_met| is_met)
}

/// Returns whether a row holds the words in any of its fields.
fn holds(resource: &Resource, record: &Record, words: &str) -> bool {
    let fields = resource.fields.iter().filter(|field| field.kind != Kind::Password);
    let mut values = fields.filter_map(|field| record.get(&field.path));
    values.any(|value| match value {
        Value::String(text) => locale::lowercase(text).contains(words),
        Value::Null => false,
        value => locale::lowercase(&value.to_string()).contains(words),
    })
}

/// What a row is ordered by: a value in small letters and as it is; nothing where it has none.
type SortKey<'a> = Option<(Value, &'a Value)>;

fn sort_key<'a>(resource: &Resource, record: &'a Record, field: &str) -> SortKey<'a> {
    let value = record.get(&resource.field(field)?.path)?;
    (!value.is_null()).then(|| (lower(value), value))
}

/// Returns how two values follow each other; what is not there comes last in both directions.
fn compare(one: &SortKey<'_>, other: &SortKey<'_>, is_descending: bool) -> Ordering {
    let (Some((small, one)), Some((other_small, other))) = (one, other) else {
        return other.is_some().cmp(&one.is_some());
    };
    let order = match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        _ => order(small, other_small).then_with(|| order(one, other)),
    };
    if is_descending { order.reverse() } else { order }
}

/// People look for a name whatever its case.
fn lower(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| Value::String(locale::lowercase(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Sort;
    use serde_json::json;

    fn resource(paging: Paging) -> Resource {
        let mut resource = Resource {
            name: "lamps".to_owned(),
            fields: vec![
                Field::new("id", Kind::Integer),
                Field::new("name", Kind::Text),
                Field::new("price", Kind::Money),
                Field::new("isSold", Kind::Boolean),
            ],
            ..Resource::default()
        };
        resource.dialect.paging = paging;
        resource
    }

    fn page() -> Page {
        let rows = [
            json!({"id": 1, "name": "beta", "price": "9.50", "isSold": true}),
            json!({"id": 2, "name": "Alpha", "price": "10.00", "isSold": false}),
            json!({"id": 3, "name": "gamma", "price": null, "isSold": false}),
            json!({"id": 4, "name": "Beta lamp", "price": "100", "isSold": true}),
        ];
        let records = rows.into_iter().map(|row| Record::new(None, row)).collect();
        Page { records, total: Some(4), has_next: Some(false), next_cursor: None }
    }

    fn ids(page: &Page) -> Vec<u64> {
        page.records.iter().filter_map(|record| record.fields["id"].as_u64()).collect()
    }

    fn sort(field: &str, is_descending: bool) -> Vec<Sort> {
        vec![Sort { field: field.to_owned(), is_descending }]
    }

    fn filter(field: &str, operator: FilterOperator, value: &str) -> Vec<Filter> {
        vec![Filter { field: field.to_owned(), operator, value: value.to_owned() }]
    }

    fn numbered() -> Paging {
        Paging::Page { page: "page".to_owned(), size: None, first: 1, max_size: None }
    }

    #[test]
    fn what_the_api_does_stays_with_it() {
        let resource = resource(numbered());
        let can = Capabilities {
            sort_fields: vec!["price".to_owned()],
            can_search: true,
            filters: vec![("price".to_owned(), vec![FilterOperator::Gte])],
            ..Capabilities::default()
        };
        let params = ListParams {
            sort: sort("price", true),
            filter: filter("price", FilterOperator::Gte, "5"),
            search: Some("lamp".to_owned()),
            page: PageRequest { number: 3, ..PageRequest::default() },
            ..ListParams::default()
        };
        assert_eq!(divide(&can, &resource, params.clone()), (params, None));
    }

    #[test]
    fn what_the_api_cannot_do_is_left_to_its_rows() {
        let resource = resource(numbered());
        let params = ListParams {
            sort: sort("name", false),
            filter: [
                filter("price", FilterOperator::Gte, "5"),
                // A parameter that is no field is the API's own.
                filter("expand", FilterOperator::Eq, "yes"),
            ]
            .concat(),
            search: Some("lamp".to_owned()),
            ..ListParams::default()
        };
        let (remote, local) = divide(&Capabilities::default(), &resource, params);
        let local = local.expect("something is left");
        assert_eq!((local.sort.len(), local.filter.len()), (1, 1));
        assert_eq!(local.search.as_deref(), Some("lamp"));
        assert_eq!(remote.filter, filter("expand", FilterOperator::Eq, "yes"));
        assert!(remote.sort.is_empty() && remote.search.is_none());
    }

    #[test]
    fn a_whole_list_is_asked_for_once_whatever_its_page() {
        let resource = resource(Paging::None);
        let page = |number| ListParams {
            page: PageRequest { number, ..PageRequest::default() },
            ..ListParams::default()
        };
        let (first, _) = divide(&Capabilities::default(), &resource, page(1));
        let (third, local) = divide(&Capabilities::default(), &resource, page(3));
        assert_eq!(first, third);
        assert_eq!(local.map(|local| local.page.number), Some(3));
    }

    #[test]
    fn rows_are_ordered_as_people_expect() {
        let resource = resource(numbered());
        let ordered = |field, is_descending| {
            let local = ListParams { sort: sort(field, is_descending), ..ListParams::default() };
            ids(&arrange(&resource, &local, &page()))
        };
        assert_eq!(ordered("price", false), [1, 2, 4, 3], "decimals in texts are numbers");
        assert_eq!(ordered("price", true), [4, 2, 1, 3], "nothing comes last");
        assert_eq!(ordered("name", false), [2, 1, 4, 3], "case does not count");
        assert_eq!(ordered("isSold", true), [1, 4, 2, 3], "equal rows keep their order");
    }

    #[test]
    fn conditions_and_words_narrow_the_rows() {
        let resource = resource(numbered());
        let found = |filter: Vec<Filter>, search: Option<&str>| {
            let search = search.map(str::to_owned);
            let local = ListParams { filter, search, ..ListParams::default() };
            ids(&arrange(&resource, &local, &page()))
        };
        assert_eq!(found(filter("price", FilterOperator::Gt, "9.5"), None), [2, 4]);
        assert_eq!(found(filter("price", FilterOperator::Ne, "100"), None), [1, 2, 3]);
        assert_eq!(found(filter("name", FilterOperator::Contains, "BETA"), None), [1, 4]);
        assert_eq!(found(Vec::new(), Some("LAMP")), [4]);
    }

    #[test]
    fn one_of_several_conditions_is_enough_where_they_are_alternatives() {
        let resource = resource(numbered());
        let any = FilterGroup {
            is_any: true,
            filters: filter("id", FilterOperator::Eq, "1"),
            groups: vec![FilterGroup {
                filters: [
                    filter("isSold", FilterOperator::Eq, "false"),
                    filter("name", FilterOperator::Contains, "gam"),
                ]
                .concat(),
                ..FilterGroup::default()
            }],
        };
        let params = ListParams { groups: vec![any], ..ListParams::default() };
        let (remote, local) = divide(&Capabilities::default(), &resource, params.clone());
        assert!(remote.groups.is_empty());
        assert_eq!(ids(&arrange(&resource, &local.expect("a group is left"), &page())), [1, 3]);
        let can = Capabilities { has_alternatives: true, ..Capabilities::default() };
        assert_eq!(divide(&can, &resource, params.clone()), (params, None));
    }

    #[test]
    fn a_whole_list_is_shown_in_pages() {
        let resource = resource(Paging::None);
        let part = |number| {
            let local = ListParams {
                sort: sort("id", true),
                page: PageRequest { number, size: 3, cursor: None },
                ..ListParams::default()
            };
            arrange(&resource, &local, &page())
        };
        assert_eq!((ids(&part(1)), part(1).has_next), (vec![4, 3, 2], Some(true)));
        assert_eq!((ids(&part(2)), part(2).has_next), (vec![1], Some(false)));
        assert_eq!((part(2).total, ids(&part(9))), (Some(4), vec![]));
    }

    #[test]
    fn every_field_with_one_value_can_be_compared() {
        let resource = resource(Paging::None);
        let can = Capabilities {
            filters: vec![("name".to_owned(), vec![FilterOperator::Eq])],
            ..Capabilities::default()
        };
        let names: Vec<_> = filters(&can, &resource).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["name", "id", "price", "isSold"]);
        let name = &filters(&can, &resource)[0].1;
        assert!(name.starts_with(&[FilterOperator::Eq]) && name.len() == TEXT.len());
        let wide = widen(can, &resource);
        assert!(wide.can_page && wide.can_search && wide.sort_fields.len() == 4);
    }
}
