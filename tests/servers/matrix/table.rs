//! What a server can do, by its own documentation.

use vitrine_core::api::{Capabilities, FilterOperator, PageRequest};

/// One condition that is tried, with the operators that the field takes.
pub(crate) type FilterRow = (&'static str, &'static [FilterOperator]);

/// What is ordered: numbers, days and moments.
pub(crate) const ORDERED: &[FilterOperator] = &[
    FilterOperator::Eq,
    FilterOperator::Ne,
    FilterOperator::Lt,
    FilterOperator::Lte,
    FilterOperator::Gt,
    FilterOperator::Gte,
    FilterOperator::In,
];
/// Text.
pub(crate) const TEXT: &[FilterOperator] =
    &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::In, FilterOperator::Contains];
/// Yes or no; whatever a server makes of a list of both, it is not asked for.
pub(crate) const FLAG: &[FilterOperator] = &[FilterOperator::Eq, FilterOperator::Ne];
/// One of few values.
pub(crate) const CHOICE: &[FilterOperator] =
    &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::In];

/// What one resource can do.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Pages can be turned.
    pub(crate) can_page: bool,
    /// The size of a page can be chosen.
    pub(crate) can_size: bool,
    /// The number of all rows is told.
    pub(crate) has_total: bool,
    /// That number stays the same under a filter.
    pub(crate) is_total_unfiltered: bool,
    /// The fields by which the list can be ordered.
    pub(crate) sorts: &'static [&'static str],
    /// Several criteria of order at once.
    pub(crate) can_sort_many: bool,
    /// The fields that the full-text search looks at; none where there is none.
    pub(crate) searches: &'static [&'static str],
    /// The filters.
    pub(crate) filters: &'static [FilterRow],
    /// Records can be made, changed and removed.
    pub(crate) can_write: bool,
    /// What is not there is answered like what nobody may see.
    pub(crate) hides_absence: bool,
}

impl Table {
    /// A list that comes as it is, and is not written.
    pub(crate) const PLAIN: Self = Self {
        can_page: false,
        can_size: false,
        has_total: true,
        is_total_unfiltered: false,
        sorts: &[],
        can_sort_many: false,
        searches: &[],
        filters: &[],
        can_write: false,
        hides_absence: false,
    };

    /// Returns what is claimed and not documented, and what is documented and not claimed.
    pub(crate) fn compare(&self, claimed: &Capabilities) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut compare = |what: &str, claimed: bool, documented: bool| match (claimed, documented)
        {
            (true, false) => wrong.push(format!("{what} is claimed and not documented")),
            (false, true) => wrong.push(format!("{what} is documented and not found")),
            _ => {}
        };
        compare("paging", claimed.can_page, self.can_page);
        compare("the size of a page", claimed.can_size, self.can_size);
        compare("the total", claimed.has_total, self.has_total);
        compare("several criteria of order", claimed.can_sort_many, self.can_sort_many);
        compare("search", claimed.can_search, !self.searches.is_empty());
        compare("reading", claimed.can_read, true);
        compare("creating", claimed.can_create, self.can_write);
        compare("changing", claimed.can_update, self.can_write);
        compare("removing", claimed.can_delete, self.can_write);
        let has_sort = |field: &str| claimed.sort_fields.iter().any(|known| known == field);
        for field in self.sorts {
            compare(&format!("order by {field}"), has_sort(field), true);
        }
        for field in &claimed.sort_fields {
            compare(&format!("order by {field}"), true, self.sorts.contains(&field.as_str()));
        }
        let documented = |field: &str, operator: FilterOperator| {
            self.filters.iter().any(|(known, all)| *known == field && all.contains(&operator))
        };
        let is_claimed = |field: &str, operator: FilterOperator| {
            claimed.filters.iter().any(|(known, all)| known == field && all.contains(&operator))
        };
        for (field, operators) in self.filters {
            for operator in *operators {
                let what = format!("filter on {field} by {operator:?}");
                compare(&what, is_claimed(field, *operator), true);
            }
        }
        for (field, operators) in &claimed.filters {
            for operator in operators {
                let what = format!("filter on {field} by {operator:?}");
                compare(&what, true, documented(field, *operator));
            }
        }
        wrong.sort();
        wrong.dedup();
        wrong
    }
}

/// Returns the first page.
pub(crate) fn first(size: u32) -> PageRequest {
    PageRequest { number: 1, size, cursor: None }
}
