//! The state of a list in the query of its address.
//!
//! `?q=lamp&sort=-price,name&filter=price:gte:10&page=2&size=50`

use vitrine_core::api::{Filter, FilterOperator, ListParams, PageRequest, Sort};
use vitrine_core::platform::percent;

/// Reads the state of a list; what cannot be read is left at its default.
#[must_use]
pub fn read_list(query: &str, default_size: u32) -> ListParams {
    let mut params = ListParams {
        page: PageRequest { size: default_size, ..PageRequest::default() },
        ..ListParams::default()
    };
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    for (name, value) in pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        let value = percent::decode(&value.replace('+', " "));
        match name {
            "q" if !value.trim().is_empty() => params.search = Some(value),
            "sort" => params.sort = value.split(',').filter_map(read_sort).collect(),
            "filter" => params.filter.extend(read_filter(&value)),
            "page" => params.page.number = value.parse().unwrap_or(1).max(1),
            "size" => {
                params.page.size = value.parse().unwrap_or(default_size).clamp(1, 1_000);
            }
            "cursor" if !value.is_empty() => params.page.cursor = Some(value),
            _ => {}
        }
    }
    params
}

/// Writes the state of a list, with a question mark in front unless all is at
/// its default.
#[must_use]
pub fn write_list(params: &ListParams, default_size: u32) -> String {
    let mut pairs = Vec::new();
    let mut push = |name: &str, value: &str| {
        pairs.push(format!("{name}={}", percent::encode_readable(value)));
    };
    if let Some(search) = params.search.as_deref().filter(|search| !search.trim().is_empty()) {
        push("q", search);
    }
    if !params.sort.is_empty() {
        let sort: Vec<String> = params.sort.iter().map(write_sort).collect();
        push("sort", &sort.join(","));
    }
    for filter in &params.filter {
        let operator = operator_name(filter.operator);
        push("filter", &format!("{}:{operator}:{}", filter.field, filter.value));
    }
    if params.page.number > 1 {
        push("page", &params.page.number.to_string());
    }
    if params.page.size != default_size {
        push("size", &params.page.size.to_string());
    }
    if let Some(cursor) = &params.page.cursor {
        push("cursor", cursor);
    }
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
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

    #[test]
    fn nonsense_is_left_at_its_default() {
        let params = read_list("?page=-3&size=x&filter=price&sort=,&unknown=1", 25);
        assert_eq!(params, ListParams::default());
    }
}
