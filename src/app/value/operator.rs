//! Operators of conditions in words and signs.

use crate::app::locale::t;
use vitrine_core::api::FilterOperator;

/// Returns the operator in words.
#[must_use]
pub fn operator_name(operator: FilterOperator) -> String {
    t(match operator {
        FilterOperator::Ne => "operator.ne",
        FilterOperator::Lt => "operator.lt",
        FilterOperator::Lte => "operator.lte",
        FilterOperator::Gt => "operator.gt",
        FilterOperator::Gte => "operator.gte",
        FilterOperator::In => "operator.in",
        FilterOperator::Contains => "operator.contains",
        _ => "operator.eq",
    })
}

/// Returns the operator as short as it can be read.
#[must_use]
pub fn operator_sign(operator: FilterOperator) -> String {
    match operator {
        FilterOperator::Eq => "=".to_owned(),
        FilterOperator::Ne => "\u{2260}".to_owned(),
        FilterOperator::Lt => "<".to_owned(),
        FilterOperator::Lte => "\u{2264}".to_owned(),
        FilterOperator::Gt => ">".to_owned(),
        FilterOperator::Gte => "\u{2265}".to_owned(),
        other => operator_name(other),
    }
}
