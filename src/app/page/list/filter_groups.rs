//! The alternatives among the conditions of a list.

use super::filter_bar::chip;
use crate::app::controller::ListController;
use crate::app::format::humanize;
use crate::app::locale::{t, t_with};
use crate::app::value::operator_sign;
use leptos::prelude::*;
use vitrine_core::api::{Filter, FilterGroup};

/// A chip for each group that the address brought along, to take it away by.
#[component]
pub fn FilterGroups(
    /// The list.
    list: ListController,
) -> impl IntoView {
    move || {
        let groups = list.params.with(|params| params.groups.clone());
        let chips = groups.into_iter().enumerate().map(|(position, group)| {
            let text = group_text(&group);
            let remove = t_with("filter.remove", &[("name", &text)]);
            chip(text, remove, move || list.drop_group(position))
        });
        chips.collect::<Vec<_>>()
    }
}

/// Returns a group in words: `Price > 5 or (Name = a and Stock = 0)`.
fn group_text(group: &FilterGroup) -> String {
    let condition = |filter: &Filter| {
        let (name, sign) = (humanize(&filter.field), operator_sign(filter.operator));
        format!("{name} {sign} {}", filter.value)
    };
    let inner = group.groups.iter().map(|inner| format!("({})", group_text(inner)));
    let parts: Vec<String> = group.filters.iter().map(condition).chain(inner).collect();
    let word = t(if group.is_any { "filter.or" } else { "filter.and" });
    parts.join(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::route::read_list;

    #[test]
    fn a_group_reads_like_a_sentence() {
        let query = "any&filter=unitPrice:gt:5&all&filter=name:eq:a&filter=stock:eq:0&end&end";
        let params = read_list(query, 25);
        assert_eq!(group_text(&params.groups[0]), "Unit price > 5 or (Name = a and Stock = 0)");
    }
}
