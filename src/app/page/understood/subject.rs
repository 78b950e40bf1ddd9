//! What is chosen for a resource.

use serde_json::{Value, json};
use vitrine_core::api::{Paging, Resource};

/// One choice of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Rows,
    Paging,
    Size,
    Total,
    Sort,
    Filter,
    Search,
    Item,
    Key,
    Label,
    Many,
    Update,
}

impl Subject {
    /// All of them, in the order in which a list meets them.
    pub(super) const ALL: [Self; 12] = [
        Self::Rows,
        Self::Paging,
        Self::Size,
        Self::Total,
        Self::Sort,
        Self::Filter,
        Self::Search,
        Self::Key,
        Self::Label,
        Self::Item,
        Self::Many,
        Self::Update,
    ];

    /// Returns its name in reasons and in message keys.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Paging => "paging",
            Self::Size => "size",
            Self::Total => "total",
            Self::Sort => "sort",
            Self::Filter => "filter",
            Self::Search => "search",
            Self::Item => "item",
            Self::Key => "key",
            Self::Label => "label",
            Self::Many => "many",
            Self::Update => "update",
        }
    }

    /// Returns the key of its name for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Rows => "understood.subject.rows",
            Self::Paging => "understood.subject.paging",
            Self::Size => "understood.subject.size",
            Self::Total => "understood.subject.total",
            Self::Sort => "understood.subject.sort",
            Self::Filter => "understood.subject.filter",
            Self::Search => "understood.subject.search",
            Self::Item => "understood.subject.item",
            Self::Key => "understood.subject.key",
            Self::Label => "understood.subject.label",
            Self::Many => "understood.subject.many",
            Self::Update => "understood.subject.update",
        }
    }

    /// Returns the member of a resource's corrections that holds it. The size
    /// of a page belongs to the way in which pages are asked for.
    pub(super) fn member(self) -> &'static str {
        match self {
            Self::Size => "paging",
            Self::Label => "label_field",
            other => other.name(),
        }
    }

    /// Returns whether `resource` has something to choose here.
    pub(super) fn applies(self, resource: &Resource) -> bool {
        let dialect = &resource.dialect;
        match self {
            Self::Size => !matches!(
                dialect.paging,
                Paging::None | Paging::Range { .. } | Paging::Window { .. } | Paging::Offset { .. }
            ),
            Self::Item => resource.item.is_some(),
            Self::Update => resource.update.is_some(),
            Self::Key => resource.key_parts.is_empty(),
            Self::Label => true,
            _ => resource.list.is_some(),
        }
    }

    /// Returns what is chosen, as a correction would write it.
    pub(super) fn value(self, resource: &Resource) -> Value {
        let dialect = &resource.dialect;
        match self {
            Self::Rows => json!(dialect.rows),
            Self::Paging | Self::Size => json!(dialect.paging),
            Self::Total => json!(dialect.total),
            Self::Sort => json!(dialect.sort),
            Self::Filter => json!(dialect.filter),
            Self::Search => json!(dialect.search.clone().unwrap_or_default()),
            Self::Item => json!(dialect.item),
            Self::Key => json!(resource.key),
            Self::Label => json!(resource.label_field),
            Self::Many => json!(dialect.many),
            Self::Update => json!(dialect.update),
        }
    }
}
