//! What an ordinary answer shows of the choices that it rests on.

use crate::api::compare::{is_ordered, meets};
use crate::api::discover::evidence::evidence;
use crate::api::{Evidence, Kind, ListParams, Outcome, Page, Resource, Source};
use serde_json::Value;

/// Returns what `page`, the answer to `params`, refutes: an order that its rows
/// are not in, and conditions that they do not meet.
///
/// It sends nothing, so every answer of a list can be looked at: a field that
/// was not tested when the list was opened is found out when it is used.
#[must_use]
pub fn watch(resource: &Resource, params: &ListParams, page: &Page) -> Vec<Evidence> {
    let mut found = Vec::new();
    let column = |name: &str| -> Vec<&Value> {
        const NOTHING: &Value = &Value::Null;
        let path = resource.field(name).map(|field| &field.path);
        let value = |record| path.and_then(|path| crate::record::Record::get(record, path));
        page.records.iter().map(|record| value(record).unwrap_or(NOTHING)).collect()
    };
    let mut refute = |subject: String, how: &str, field: &str| {
        let reason = evidence(&subject, Source::Verified, 90, how).with("field", field);
        found.push(Evidence { outcome: Some(Outcome::Refuted), ..reason });
    };
    if let Some(first) = params.sort.first() {
        let values = column(&first.field);
        // Of two rows no order is read.
        if values.len() > 2
            && has_one_order(resource, &first.field, &values)
            && !is_ordered(&values, first.is_descending)
        {
            refute(format!("sort:{}", first.field), "ignored", &first.field);
        }
    }
    for filter in &params.filter {
        let is_wrong = |value: &&Value| meets(value, filter) == Some(false);
        let is_known = resource.field(&filter.field).is_some();
        if is_known && column(&filter.field).iter().any(is_wrong) {
            refute(format!("filter:{}", filter.field), "wrong", &filter.field);
        }
    }
    found
}

/// Returns whether everybody orders these values in the same way. Of true and
/// false either may be first, states may follow their course, a key may go by
/// the name of its record, and letters with marks by the habits of a language.
fn has_one_order(resource: &Resource, name: &str, values: &[&Value]) -> bool {
    let is_known = resource.field(name).is_some_and(|field| {
        field.reference.is_none() && field.choices.is_empty() && field.kind != Kind::Enum
    });
    let is_plain = |value: &&Value| match value {
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
        Value::String(text) => text.is_ascii(),
        _ => true,
    };
    is_known && values.iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Field, Filter, FilterOperator, Kind, Sort};
    use crate::record::Record;
    use serde_json::json;

    fn check(watts: &[u32], params: &ListParams, expected: &[&str]) {
        let field = Field::new("watts", Kind::Integer);
        let resource = Resource { fields: vec![field], ..Resource::default() };
        let records = watts.iter().map(|watts| Record::new(None, json!({"watts": watts})));
        let page = Page { records: records.collect(), ..Page::default() };
        let found = watch(&resource, params, &page);
        let subjects: Vec<&str> = found.iter().map(|reason| reason.subject.as_str()).collect();
        assert_eq!(subjects, expected, "{watts:?}");
    }

    #[test]
    fn rows_out_of_order_refute_the_order() {
        let sort = vec![Sort { field: "watts".to_owned(), is_descending: true }];
        let params = ListParams { sort, ..ListParams::default() };
        check(&[9, 7, 7, 1], &params, &[]);
        check(&[9, 7, 8], &params, &["sort:watts"]);
        check(&[7, 9], &params, &[]);
    }

    #[test]
    fn what_may_be_ordered_in_several_ways_is_left_alone() {
        let mut resource = Resource {
            fields: vec![Field::new("state", Kind::Enum), Field::new("name", Kind::Text)],
            ..Resource::default()
        };
        let rows = [("new", "Zoe"), ("done", "Eve"), ("gone", "\u{c9}va")];
        let records =
            rows.map(|(state, name)| Record::new(None, json!({"state": state, "name": name})));
        let page = Page { records: records.to_vec(), ..Page::default() };
        let found = |resource: &Resource, field: &str| {
            let sort = vec![Sort { field: field.to_owned(), is_descending: false }];
            watch(resource, &ListParams { sort, ..ListParams::default() }, &page).len()
        };
        assert_eq!((found(&resource, "state"), found(&resource, "name")), (0, 0));
        resource.fields[0].kind = Kind::Text;
        assert_eq!(found(&resource, "state"), 1);
    }

    #[test]
    fn rows_beside_a_condition_refute_the_filter() {
        let filter = |field: &str| {
            let (operator, value) = (FilterOperator::Gte, "5".to_owned());
            let filter = vec![Filter { field: field.to_owned(), operator, value }];
            ListParams { filter, ..ListParams::default() }
        };
        check(&[9, 5], &filter("watts"), &[]);
        check(&[9, 5, 4], &filter("watts"), &["filter:watts"]);
        check(&[4], &filter("parent"), &[]);
    }
}
