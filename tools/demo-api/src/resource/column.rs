//! The columns of a collection: how a field is stored, compared and sent.

/// One field of a record.
#[derive(Debug)]
pub(crate) struct Column {
    /// The field's name in JSON.
    pub name: &'static str,
    /// The stored column, or the expression that computes it.
    pub sql: &'static str,
    pub kind: Kind,
    /// The collection whose `id` it is.
    pub refers: Option<&'static str>,
    pub is_nullable: bool,
}

/// How a field's value is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    /// Money, stored as whole cents so that sums are exact.
    Cents,
    Number,
    Text,
    /// A text too long to compare or order by.
    Prose,
    /// A word of a fixed set.
    Word,
    Boolean,
    Timestamp,
    /// An address; one of this server's own pictures is stored without its origin.
    Url,
    /// A list of strings, stored as JSON.
    Tags,
    Json,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    In,
    Contains,
}

impl Column {
    pub(super) const fn new(name: &'static str, sql: &'static str, kind: Kind) -> Self {
        Self { name, sql, kind, refers: None, is_nullable: false }
    }

    pub(super) const fn refers(mut self, resource: &'static str) -> Self {
        self.refers = Some(resource);
        self
    }

    pub(super) const fn nullable(mut self) -> Self {
        self.is_nullable = true;
        self
    }

    pub(crate) fn is_sortable(&self) -> bool {
        !matches!(self.kind, Kind::Json | Kind::Prose | Kind::Tags | Kind::Url)
    }

    /// Returns whether it is a column of the table. What is not, like the items of an order, is a
    /// subquery, and stored by the rules of its collection.
    pub(crate) fn is_stored(&self) -> bool {
        !self.sql.starts_with('(')
    }

    /// Returns the operators that its filters have, the plain equality first.
    pub(crate) fn operators(&self) -> &'static [Operator] {
        use Operator::{Contains, Equal, Greater, GreaterOrEqual, In, Less, LessOrEqual, NotEqual};
        match self.kind {
            Kind::Integer if self.name == "id" || self.refers.is_some() => &[Equal, NotEqual, In],
            Kind::Integer | Kind::Cents | Kind::Number => {
                &[Equal, NotEqual, In, Greater, GreaterOrEqual, Less, LessOrEqual]
            }
            Kind::Timestamp => &[Equal, Greater, GreaterOrEqual, Less, LessOrEqual],
            Kind::Text => &[Equal, NotEqual, In, Contains],
            Kind::Word => &[Equal, NotEqual, In],
            Kind::Boolean => &[Equal],
            Kind::Prose | Kind::Tags => &[Contains],
            Kind::Url | Kind::Json => &[],
        }
    }

    /// Returns the parameter of a filter, like `price[gte]`.
    pub(crate) fn parameter(&self, operator: Operator) -> String {
        match operator.word() {
            "" => self.name.to_owned(),
            word => format!("{}[{word}]", self.name),
        }
    }
}

impl Operator {
    /// Returns what stands in the brackets; nothing for plain equality.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::NotEqual => "ne",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "gte",
            Self::Less => "lt",
            Self::LessOrEqual => "lte",
            Self::In => "in",
            Self::Contains => "contains",
        }
    }
}
