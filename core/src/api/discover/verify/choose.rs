//! Fields and values by which a list can be told from another one.

use crate::api::compare::{number, order, text};
use crate::api::{Capabilities, Filter, FilterOperator, Kind, Resource};
use crate::record::Record;
use serde_json::Value;

/// What the rows show of one field.
#[derive(Debug)]
pub(super) struct Column<'a> {
    pub(super) name: String,
    /// The values that are there, in the order of the rows.
    pub(super) values: Vec<&'a Value>,
    /// How many of them differ.
    pub(super) distinct: usize,
}

impl Column<'_> {
    pub(super) fn is_number(&self) -> bool {
        self.values.iter().all(|value| value.is_number())
    }

    /// Returns whether texts look like numbers, which some servers take for
    /// numbers and then compare with the texts in vain.
    pub(super) fn is_numeric_text(&self) -> bool {
        self.values.iter().all(|value| value.is_string() && number(value).is_some())
    }

    fn is_scalar(&self) -> bool {
        self.values.iter().all(|value| text(value).is_some())
    }
}

/// Returns the columns of `rows` that are called `names` and hold scalars.
pub(super) fn columns<'a>(
    resource: &Resource,
    rows: &'a [Record],
    names: impl IntoIterator<Item = String>,
) -> Vec<Column<'a>> {
    let columns = names.into_iter().filter_map(|name| {
        let field = resource.field(&name)?;
        let values = rows.iter().filter_map(|row| row.get(&field.path));
        let values: Vec<&Value> = values.filter(|value| !value.is_null()).collect();
        let mut distinct: Vec<&Value> = Vec::new();
        for value in &values {
            if !distinct.contains(value) {
                distinct.push(value);
            }
        }
        let distinct = distinct.len();
        Some(Column { name, values, distinct })
    });
    columns.filter(|column| !column.values.is_empty() && column.is_scalar()).collect()
}

/// Returns the fields to order by, most telling first: numbers and moments
/// before texts, which servers order in many ways; and the key last, as it is
/// what lists are ordered by without being asked.
pub(super) fn sorts<'a>(
    resource: &Resource,
    rows: &'a [Record],
    capabilities: &Capabilities,
) -> Vec<Column<'a>> {
    let mut columns = columns(resource, rows, capabilities.sort_fields.iter().cloned());
    columns.retain(|column| {
        column.distinct > 1 && !column.values.iter().all(|value| value.is_boolean())
    });
    columns.sort_by_key(|column| {
        let field = resource.field(&column.name);
        let is_key = field.is_some_and(|field| field.path == resource.key);
        let kind = field.map_or(Kind::Unknown, |field| field.kind);
        let is_moment = matches!(kind, Kind::Date | Kind::DateTime);
        let rank = match (column.is_number(), is_moment) {
            (true, _) => 0,
            (false, true) => 1,
            _ => 2,
        };
        // Values that repeat may look ordered by accident.
        let is_vague = column.distinct * 2 <= column.values.len();
        (is_key, is_vague, rank, rows.len() - column.distinct)
    });
    columns
}

/// Returns a field whose values repeat, to order by before `other`.
pub(super) fn repeating<'c, 'a>(columns: &'c [Column<'a>], other: &str) -> Option<&'c Column<'a>> {
    let found = columns.iter().filter(|column| {
        // Of true and false either may come first.
        let is_flag = column.values.iter().all(|value| value.is_boolean());
        column.name != other
            && !is_flag
            && column.distinct > 1
            && column.distinct * 2 <= column.values.len()
    });
    found.min_by_key(|column| column.distinct)
}

/// Returns the conditions that are worth trying, most telling first.
pub(super) fn filters(
    resource: &Resource,
    rows: &[Record],
    capabilities: &Capabilities,
) -> Vec<Filter> {
    let names = capabilities.filters.iter().map(|(name, _)| name.clone());
    let columns = columns(resource, rows, names);
    let mut found: Vec<(u8, Filter)> = Vec::new();
    for column in &columns {
        let operators = capabilities.filters.iter().find(|(name, _)| *name == column.name);
        for operator in operators.into_iter().flat_map(|(_, operators)| operators) {
            if let Some(value) = value_for(column, *operator) {
                let field = column.name.clone();
                // Whoever looks for a key asks for the record.
                let is_key = resource.field(&field).is_some_and(|it| it.path == resource.key);
                let last = u8::from(is_key && !column.is_numeric_text()) * 10;
                let filter = Filter { field, operator: *operator, value };
                found.push((rank(column, *operator) + last, filter));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    // One condition for each field at first, so that few requests tell much.
    let mut first: Vec<Filter> = Vec::new();
    let mut rest = Vec::new();
    for (_, filter) in found {
        let is_new = !first.iter().any(|known| known.field == filter.field);
        if is_new { &mut first } else { &mut rest }.push(filter);
    }
    first.append(&mut rest);
    first
}

/// Comparisons by size tell most: no server narrows like that by accident.
/// Texts that look like numbers are where servers go wrong.
fn rank(column: &Column<'_>, operator: FilterOperator) -> u8 {
    let is_risky = column.is_numeric_text();
    let is_size = matches!(
        operator,
        FilterOperator::Gte | FilterOperator::Lte | FilterOperator::Gt | FilterOperator::Lt
    );
    match (is_risky, is_size, operator) {
        (true, _, FilterOperator::Eq) => 0,
        (false, true, _) => 1,
        (false, _, FilterOperator::Eq) => 2,
        (_, _, FilterOperator::In) => 3,
        _ => 4,
    }
}

/// Returns a value that some of the rows have and others have not.
fn value_for(column: &Column<'_>, operator: FilterOperator) -> Option<String> {
    if column.distinct < 2 {
        return None;
    }
    let mut sorted: Vec<&Value> = column.values.clone();
    sorted.sort_by(|one, other| order(one, other));
    let is_plain = |value: &&Value| {
        text(value).is_some_and(|text| {
            !text.is_empty() && text.len() <= 60 && !text.contains([',', '"', '\'', '|', '%', '&'])
        })
    };
    let plain: Vec<&Value> = sorted.into_iter().filter(is_plain).collect();
    let middle = text(plain.get(plain.len() / 2)?)?;
    match operator {
        FilterOperator::Eq | FilterOperator::Ne | FilterOperator::In => Some(middle),
        // A small part shows best whether the total moves.
        FilterOperator::Gte | FilterOperator::Gt => {
            let value = plain[plain.len() * 3 / 4];
            let is_below = |other: &&Value| order(other, value).is_lt();
            let is_above = |other: &&Value| order(other, value).is_gt();
            let fits = plain.iter().any(is_below)
                && (operator == FilterOperator::Gte || plain.iter().any(is_above));
            if fits { text(value) } else { None }
        }
        FilterOperator::Lte | FilterOperator::Lt => {
            let value = plain[plain.len() / 4];
            let is_above = |other: &&Value| order(other, value).is_gt();
            let is_below = |other: &&Value| order(other, value).is_lt();
            let fits = plain.iter().any(is_above)
                && (operator == FilterOperator::Lte || plain.iter().any(is_below));
            if fits { text(value) } else { None }
        }
        FilterOperator::Contains => word(&column.values),
    }
}

/// Returns a word that some of these texts hold and others do not.
pub(super) fn word(texts: &[&Value]) -> Option<String> {
    let texts: Vec<String> =
        texts.iter().filter_map(|value| value.as_str()).map(str::to_lowercase).collect();
    let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut best: Option<(usize, &str)> = None;
    for word in words.filter(|word| word.len() >= 3 && word.is_ascii()) {
        let count = texts.iter().filter(|text| text.contains(word)).count();
        let is_telling = count < texts.len() && word.chars().any(char::is_alphabetic);
        // Long words are rare elsewhere; the first of them stays.
        if is_telling && best.is_none_or(|(length, _)| word.len() > length) {
            best = Some((word.len(), word));
        }
    }
    best.map(|(_, word)| word.to_owned())
}
