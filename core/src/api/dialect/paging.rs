//! Page and order in a request.

use super::parts::Parts;
use crate::api::{Dialect, PageRequest, Paging, Sort, SortStyle};
use serde_json::Value;

/// Adds the part of the list that is asked for.
pub(super) fn push_page(parts: &mut Parts, paging: &Paging, page: &PageRequest) {
    let behind = page.number.saturating_sub(1);
    let (size_name, max_size) = paging.size();
    let size = max_size.map_or(page.size, |max_size| page.size.min(max_size));
    let first = u64::from(behind) * u64::from(size);
    let end = first + u64::from(size);
    match paging {
        Paging::None | Paging::Link { .. } => {}
        Paging::Page { page, first, .. } => parts.push(page, Value::from(behind + first)),
        Paging::Offset { offset, .. } => parts.push(offset, Value::from(first)),
        Paging::Range { start, end: name } => {
            parts.push(start, Value::from(first));
            parts.push(name, Value::from(end));
        }
        Paging::Window { parameter, place, value, .. } => {
            let value = value
                .replace("{first}", &first.to_string())
                .replace("{last}", &end.saturating_sub(1).to_string())
                .replace("{position}", &(first + 1).to_string());
            parts.fixed(*place, parameter, &value);
        }
        Paging::Cursor { cursor, .. } => {
            if let Some(token) = &page.cursor {
                parts.text(cursor, token);
            }
        }
    }
    if let Some(name) = size_name {
        parts.push(name, Value::from(size));
    }
}

/// Adds the order that is asked for.
pub(super) fn push_sort(parts: &mut Parts, dialect: &Dialect, sort: &[Sort]) {
    let sort = if dialect.can_sort_many { sort } else { &sort[..sort.len().min(1)] };
    if sort.is_empty() {
        return;
    }
    match &dialect.sort {
        SortStyle::None => {}
        SortStyle::Pair { field, order, ascending, descending } => {
            for sort in sort {
                let word = if sort.is_descending { descending } else { ascending };
                parts.append(field, &sort.field, Some(","));
                parts.append(order, word, Some(","));
            }
        }
        SortStyle::Terms { parameter, descending_parameter, ascending, descending, separator } => {
            for sort in sort {
                let (name, term) = match descending_parameter {
                    Some(name) if sort.is_descending => (name, descending),
                    _ if sort.is_descending => (parameter, descending),
                    _ => (parameter, ascending),
                };
                let name = name.replace("{field}", &sort.field);
                let term = term.replace("{field}", &sort.field);
                parts.append(&name, &term, separator.as_deref());
            }
        }
    }
}
