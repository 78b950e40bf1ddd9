//! The state of a list in the query of its address.
//!
//! `?q=lamp&sort=-price,name&filter=price:gte:10&page=2&size=50`
//!
//! Alternatives stand between `any` and `end`, what must hold together inside
//! of them between `all` and `end`: `?any&filter=a:eq:1&filter=b:eq:2&end`.
//! Brackets around single conditions would have to be escaped inside values.

use vitrine_core::api::{Filter, FilterGroup, FilterOperator, ListParams, PageRequest, Sort};
use vitrine_core::platform::percent;

/// Reads the state of a list; what cannot be read is left at its default.
#[must_use]
pub fn read_list(query: &str, default_size: u32) -> ListParams {
    let mut params = ListParams {
        page: PageRequest { size: default_size, ..PageRequest::default() },
        ..ListParams::default()
    };
    // The groups that are open, the innermost last; the first one is the list.
    let mut groups = vec![FilterGroup::default()];
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    for (name, value) in pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        let value = percent::decode(&value.replace('+', " "));
        match name {
            "q" if !value.trim().is_empty() => params.search = Some(value),
            "sort" => params.sort = value.split(',').filter_map(read_sort).collect(),
            "filter" => innermost(&mut groups).filters.extend(read_filter(&value)),
            "any" | "all" => {
                groups.push(FilterGroup { is_any: name == "any", ..FilterGroup::default() });
            }
            "end" => close(&mut groups),
            "page" => params.page.number = value.parse().unwrap_or(1).max(1),
            "size" => {
                params.page.size = value.parse().unwrap_or(default_size).clamp(1, 1_000);
            }
            "cursor" if !value.is_empty() => params.page.cursor = Some(value),
            _ => {}
        }
    }
    while groups.len() > 1 {
        close(&mut groups);
    }
    let whole = groups.pop().unwrap_or_default();
    (params.filter, params.groups) = (whole.filters, whole.groups);
    params
}

fn innermost(groups: &mut [FilterGroup]) -> &mut FilterGroup {
    groups.last_mut().expect("the list itself is never closed")
}

/// Puts the innermost group into the one around it; an empty one says nothing.
fn close(groups: &mut Vec<FilterGroup>) {
    if groups.len() > 1
        && let Some(group) = groups.pop()
        && !(group.filters.is_empty() && group.groups.is_empty())
    {
        innermost(groups).groups.push(group);
    }
}

/// Writes the state of a list, with a question mark in front unless all is at
/// its default.
#[must_use]
pub fn write_list(params: &ListParams, default_size: u32) -> String {
    let mut pairs = Vec::new();
    if let Some(search) = params.search.as_deref().filter(|search| !search.trim().is_empty()) {
        push(&mut pairs, "q", search);
    }
    if !params.sort.is_empty() {
        let sort: Vec<String> = params.sort.iter().map(write_sort).collect();
        push(&mut pairs, "sort", &sort.join(","));
    }
    write_conditions(&mut pairs, &params.filter, &params.groups);
    if params.page.number > 1 {
        push(&mut pairs, "page", &params.page.number.to_string());
    }
    if params.page.size != default_size {
        push(&mut pairs, "size", &params.page.size.to_string());
    }
    if let Some(cursor) = &params.page.cursor {
        push(&mut pairs, "cursor", cursor);
    }
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn push(pairs: &mut Vec<String>, name: &str, value: &str) {
    pairs.push(format!("{name}={}", percent::encode_readable(value)));
}

fn write_conditions(pairs: &mut Vec<String>, filters: &[Filter], groups: &[FilterGroup]) {
    for filter in filters {
        let operator = operator_name(filter.operator);
        push(pairs, "filter", &format!("{}:{operator}:{}", filter.field, filter.value));
    }
    for group in groups {
        pairs.push(if group.is_any { "any" } else { "all" }.to_owned());
        write_conditions(pairs, &group.filters, &group.groups);
        pairs.push("end".to_owned());
    }
}

fn read_sort(text: &str) -> Option<Sort> {
    let (field, is_descending) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
    (!field.is_empty()).then(|| Sort { field: field.to_owned(), is_descending })
}

fn write_sort(sort: &Sort) -> String {
    format!("{}{}", if sort.is_descending { "-" } else { "" }, sort.field)
}

fn read_filter(text: &str) -> Option<Filter> {
    let mut parts = text.splitn(3, ':');
    let (field, operator, value) = (parts.next()?, parts.next()?, parts.next()?);
    let operator = OPERATORS.iter().find(|(_, name)| *name == operator)?.0;
    Some(Filter { field: field.to_owned(), operator, value: value.to_owned() })
}

fn operator_name(operator: FilterOperator) -> &'static str {
    OPERATORS.iter().find(|(known, _)| *known == operator).map_or("eq", |(_, name)| name)
}

const OPERATORS: [(FilterOperator, &str); 8] = [
    (FilterOperator::Eq, "eq"),
    (FilterOperator::Ne, "ne"),
    (FilterOperator::Lt, "lt"),
    (FilterOperator::Lte, "lte"),
    (FilterOperator::Gt, "gt"),
    (FilterOperator::Gte, "gte"),
    (FilterOperator::In, "in"),
    (FilterOperator::Contains, "contains"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, params: &ListParams) {
        assert_eq!(&read_list(query, 25), params);
        assert_eq!(write_list(params, 25), query);
    }

    #[test]
    fn an_empty_query_is_the_default_state() {
        check("", &ListParams::default());
    }

    #[test]
    fn every_part_of_the_state_reads_back() {
        let params = ListParams {
            sort: vec![
                Sort { field: "price".into(), is_descending: true },
                Sort { field: "name".into(), is_descending: false },
            ],
            filter: vec![
                Filter { field: "price".into(), operator: FilterOperator::Gte, value: "10".into() },
                Filter {
                    field: "name".into(),
                    operator: FilterOperator::Eq,
                    value: "a:b & 50%20".into(),
                },
            ],
            search: Some("desk lamp".into()),
            page: PageRequest { number: 3, size: 50, cursor: None },
            ..ListParams::default()
        };
        let query = "?q=desk%20lamp&sort=-price,name&filter=price:gte:10\
                     &filter=name:eq:a:b%20%26%2050%2520&page=3&size=50";
        check(query, &params);
    }

    fn equal(field: &str, value: &str) -> Filter {
        Filter { field: field.into(), operator: FilterOperator::Eq, value: value.into() }
    }

    fn group(is_any: bool, filters: Vec<Filter>, groups: Vec<FilterGroup>) -> FilterGroup {
        FilterGroup { is_any, filters, groups }
    }

    #[test]
    fn alternatives_read_back_at_any_depth() {
        let both = group(false, vec![equal("b", "2"), equal("c", "x,(y)&end")], Vec::new());
        let params = ListParams {
            filter: vec![equal("z", "0")],
            groups: vec![
                group(true, vec![equal("a", "1")], vec![both]),
                group(true, vec![equal("d", "any")], Vec::new()),
            ],
            ..ListParams::default()
        };
        let query = "?filter=z:eq:0&any&filter=a:eq:1&all&filter=b:eq:2\
                     &filter=c:eq:x,(y)%26end&end&end&any&filter=d:eq:any&end";
        check(query, &params);
    }

    #[test]
    fn groups_that_are_not_closed_or_empty_do_no_harm() {
        let read = |query| read_list(query, 25).groups;
        let one = vec![group(true, vec![equal("a", "1")], Vec::new())];
        assert_eq!(read("any&filter=a:eq:1"), one);
        assert_eq!(read("end&any&filter=a:eq:1&end&end"), one);
        assert_eq!(read("any&all&end&end"), Vec::new());
    }

    #[test]
    fn nonsense_is_left_at_its_default() {
        let params = read_list("?page=-3&size=x&filter=price&sort=,&unknown=1", 25);
        assert_eq!(params, ListParams::default());
    }
}
