//! What can be filtered.

use crate::api::{FilterOperator, FilterStyle, Word};

/// Returns the fields that can be filtered with the operators each takes;
/// `known` are the fields of a row, for APIs that filter by any of them.
#[must_use]
pub fn filter_operators(
    style: &FilterStyle,
    known: &[String],
) -> Vec<(String, Vec<FilterOperator>)> {
    let (words, fields) = style.words();
    if words.is_empty() {
        return Vec::new();
    }
    let is_named = matches!(style, FilterStyle::Parameters { .. })
        && words.iter().all(|(_, name, _)| name.contains("{field}"));
    if fields.is_empty() || !is_named {
        let fields = if fields.is_empty() { known } else { fields };
        let mut operators: Vec<FilterOperator> =
            words.iter().map(|(operator, ..)| *operator).collect();
        // A sentence without lists says: this or that.
        let is_sentence = matches!(style, FilterStyle::Expression { any: Some(_), .. });
        if is_sentence && !operators.contains(&FilterOperator::In) {
            operators.push(FilterOperator::In);
        }
        return fields.iter().map(|field| (field.clone(), operators.clone())).collect();
    }
    let mut filters: Vec<(String, Vec<FilterOperator>)> = Vec::new();
    for name in fields {
        let Some((field, template)) = apart(words, name) else { continue };
        let operators = words.iter().filter(|(_, name, _)| name == template).map(|word| word.0);
        match filters.iter_mut().find(|(known, _)| known == field) {
            Some((_, known)) => {
                for operator in operators {
                    if !known.contains(&operator) {
                        known.push(operator);
                    }
                }
            }
            None => filters.push((field.to_owned(), operators.collect())),
        }
    }
    filters
}

/// Returns the field in the name of a parameter, and the longest template that
/// makes this name: that of equality would make any.
fn apart<'a, 'b>(words: &'a [Word], name: &'b str) -> Option<(&'b str, &'a str)> {
    let matching = words.iter().filter_map(|(_, template, _)| {
        let (before, behind) = template.split_once("{field}")?;
        let field = name.strip_prefix(before)?.strip_suffix(behind)?;
        (!field.is_empty()).then_some((field, template.as_str()))
    });
    matching.max_by_key(|(_, template)| template.len())
}
