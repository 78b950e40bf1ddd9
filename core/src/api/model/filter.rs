//! How rows are filtered.

use super::Kind;
use crate::api::FilterOperator;
use serde::{Deserialize, Serialize};

/// How one comparison is written: `(operator, name, value)`. What name and
/// value are depends on the [`FilterStyle`].
pub type Word = (FilterOperator, String, String);

/// How rows are filtered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilterStyle {
    /// Not at all.
    #[default]
    None,
    /// A parameter for each condition: `price_gte=5`, `price[gte]=5`,
    /// `price=gte.5`, `filter=price||$gte||5`.
    Parameters {
        /// The names and values of the parameters. `{field}` and `{value}`
        /// stand for those of the condition; several values are joined by
        /// commas. `{each}` in their place repeats the parameter for each of
        /// several values, `{index}` counts them.
        words: Vec<Word>,
        /// What stands in the place of `{field}` inside an alternative, such
        /// as `$or[{index}][{field}]`; without it all conditions must hold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        any: Option<String>,
        /// What stands between conditions that share a parameter; without it
        /// the parameter is repeated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        separator: Option<String>,
        /// The parameters that are known, or the fields where all conditions
        /// share a parameter; none listed means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
    },
    /// A sentence in one parameter: `$filter=price ge 5 and stock gt 0`.
    Expression {
        /// The parameter.
        parameter: String,
        /// What stands around the sentence, as `({value})`; without it nothing
        /// does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whole: Option<String>,
        /// The comparisons: name is the whole with `{field}` and `{value}`,
        /// value is what stands inside the quotes, with `{value}`.
        words: Vec<Word>,
        /// How conditions are joined that must all hold.
        all: Joint,
        /// How alternatives are joined, where the grammar has them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        any: Option<Joint>,
        /// The sign around values and the sign that stands before such a sign
        /// inside them; empty where values are bare.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        quote: String,
        /// The kinds of fields whose values are bare nevertheless.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        bare: Vec<Kind>,
        /// The fields that are known; none listed means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
    },
    /// An object in one parameter: `where={"price":{"gte":5}}`.
    Json {
        /// The parameter; an empty one stands for the body itself.
        parameter: String,
        /// The comparisons: name is the operator, empty where the value stands
        /// directly under the field; value is the value, with `{value}`.
        words: Vec<Word>,
        /// The member for conditions that must all hold; without it they stand
        /// side by side, and a field can have one condition only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        all: Option<String>,
        /// The member for alternatives, where the grammar has them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        any: Option<String>,
        /// The fields that are known; none listed means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
    },
}

/// How an expression joins conditions: what stands before, between and behind
/// them, such as `(`, ` and `, `)`. The outermost has nothing around it.
pub type Joint = (String, String, String);

impl FilterStyle {
    /// Returns the style of `category=tech`, for these parameters.
    #[must_use]
    pub fn plain(fields: Vec<String>) -> Self {
        Self::parameters(&[(FilterOperator::Eq, "{field}", "{value}")], fields)
    }

    /// Returns the style of `price__gte=5`, for these parameters, operators
    /// included; the plain name compares for equality.
    #[must_use]
    pub fn suffixed(
        separator: &str,
        operators: &[(FilterOperator, &str)],
        fields: Vec<String>,
    ) -> Self {
        Self::named(operators, fields, |word| format!("{{field}}{separator}{word}"))
    }

    /// Returns the style of `price[gte]=5`, for these parameters, operators
    /// included; the plain name compares for equality.
    #[must_use]
    pub fn bracketed(operators: &[(FilterOperator, &str)], fields: Vec<String>) -> Self {
        Self::named(operators, fields, |word| format!("{{field}}[{word}]"))
    }

    /// Returns a style by the templates of its parameters.
    #[must_use]
    pub fn parameters(words: &[(FilterOperator, &str, &str)], fields: Vec<String>) -> Self {
        Self::Parameters { words: self::words(words), any: None, separator: None, fields }
    }

    fn named(
        operators: &[(FilterOperator, &str)],
        fields: Vec<String>,
        name: impl Fn(&str) -> String,
    ) -> Self {
        let value = || "{value}".to_owned();
        let mut words: Vec<Word> =
            operators.iter().map(|(operator, word)| (*operator, name(word), value())).collect();
        if !words.iter().any(|(operator, ..)| *operator == FilterOperator::Eq) {
            words.insert(0, (FilterOperator::Eq, "{field}".to_owned(), value()));
        }
        Self::Parameters { words, any: None, separator: None, fields }
    }

    /// Returns how comparisons are written, and the parameters or fields that
    /// are known.
    #[must_use]
    pub fn words(&self) -> (&[Word], &[String]) {
        match self {
            Self::None => (&[], &[]),
            Self::Parameters { words, fields, .. }
            | Self::Expression { words, fields, .. }
            | Self::Json { words, fields, .. } => (words, fields),
        }
    }

    /// Returns whether conditions can be alternatives.
    #[must_use]
    pub fn has_alternatives(&self) -> bool {
        match self {
            Self::None => false,
            Self::Parameters { any, .. } | Self::Json { any, .. } => any.is_some(),
            Self::Expression { any, .. } => any.is_some(),
        }
    }
}

/// Returns a table of comparisons.
#[must_use]
pub fn words(words: &[(FilterOperator, &str, &str)]) -> Vec<Word> {
    let owned = |(operator, name, value): &(FilterOperator, &str, &str)| {
        (*operator, (*name).to_owned(), (*value).to_owned())
    };
    words.iter().map(owned).collect()
}
