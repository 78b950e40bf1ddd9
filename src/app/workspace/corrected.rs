//! A model with a person's corrections over it.

use crate::app::session::Changes;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::{Api, FilterStyle, Outcome, Overlay, Resource};

/// Returns `model` with the corrections of `overlay`; corrections that another
/// version of the application wrote may not be readable any more.
pub(super) fn corrected(model: &Rc<Api>, overlay: Option<&Value>) -> Rc<Api> {
    let Some(overlay) = overlay.and_then(Overlay::from_json) else { return Rc::clone(model) };
    if overlay.is_empty() {
        return Rc::clone(model);
    }
    let mut api = (**model).clone();
    overlay.merge_into(&mut api);
    Rc::new(api)
}

/// Returns what differs between two models of an API for those who look at it.
pub(super) fn changes(before: &Api, now: &Api) -> Changes {
    let mut changes = Changes::default();
    let is_elsewhere = before.base_url != now.base_url;
    changes.is_visible =
        is_elsewhere || before.title != now.title || before.resources.len() != now.resources.len();
    for resource in &now.resources {
        let Some(known) = before.resource(&resource.name) else {
            changes.is_visible = true;
            continue;
        };
        if is_elsewhere || asks_differently(known, resource) {
            changes.refetch.push(resource.name.clone());
        }
        if known.label_field != resource.label_field || known.key != resource.key {
            changes.relabel.push(resource.name.clone());
        }
        changes.is_visible |= looks_different(known, resource);
    }
    changes
}

/// Whether the rows on the screen may not be those that would be asked for now.
fn asks_differently(before: &Resource, now: &Resource) -> bool {
    let (one, other) = (&before.dialect, &now.dialect);
    let has_filter = |resource: &Resource| resource.dialect.filter != FilterStyle::None;
    before.list != now.list
        || before.key != now.key
        || one.paging != other.paging
        || one.sort != other.sort
        || one.search != other.search
        || one.total != other.total
        || one.rows != other.rows
        || one.more != other.more
        || one.flatten != other.flatten
        || one.always != other.always
        || one.carrier != other.carrier
        || has_filter(before) != has_filter(now)
        || one.filter.words().0 != other.filter.words().0
}

/// Whether a screen shows or offers something else.
fn looks_different(before: &Resource, now: &Resource) -> bool {
    before.dialect != now.dialect
        || refuted(before) != refuted(now)
        || before.fields != now.fields
        || before.item_fields != now.item_fields
        || before.key != now.key
        || before.label_field != now.label_field
        || before.title != now.title
        || before.is_hidden != now.is_hidden
        || before.list != now.list
        || before.item != now.item
        || before.create != now.create
        || before.update != now.update
        || before.delete != now.delete
}

/// Returns what a test took away, which is not offered.
fn refuted(resource: &Resource) -> Vec<&str> {
    let reasons = resource.evidence.iter();
    let refuted = reasons.filter(|reason| reason.outcome == Some(Outcome::Refuted));
    refuted.map(|reason| reason.subject.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vitrine_core::api::{Dialect, Evidence, Field, Kind, Paging, SortStyle, Source};
    use vitrine_core::platform::Message;

    fn pets() -> Resource {
        Resource {
            name: "pets".into(),
            key: "id".into(),
            fields: vec![Field::new("id", Kind::Integer), Field::new("name", Kind::Text)],
            dialect: Dialect { sort: SortStyle::signed("sort"), ..Dialect::default() },
            ..Resource::default()
        }
    }

    fn check(change: impl FnOnce(&mut Resource), expected: (bool, usize, usize)) {
        let before = Api { resources: vec![pets()], ..Api::default() };
        let mut now = before.clone();
        change(&mut now.resources[0]);
        let changes = changes(&before, &now);
        let found = (changes.is_visible, changes.refetch.len(), changes.relabel.len());
        assert_eq!(found, expected, "{changes:?}");
    }

    #[test]
    fn a_reason_alone_changes_no_screen() {
        let reason = Evidence {
            subject: "sort".into(),
            source: Source::Verified,
            confidence: 98,
            message: Message::new("evidence.sort.both_ways"),
            outcome: None,
            request: None,
        };
        check(|pets| pets.evidence.push(reason.clone()), (false, 0, 0));
        // What a field turned out not to do is not offered any more.
        let refuted = Evidence { outcome: Some(Outcome::Refuted), ..reason };
        check(|pets| pets.evidence.push(refuted), (true, 0, 0));
    }

    #[test]
    fn rows_are_asked_for_again_only_where_they_may_differ() {
        check(|pets| pets.dialect.can_sort_many = true, (true, 0, 0));
        check(|pets| pets.dialect.sort = SortStyle::None, (true, 1, 0));
        let paging = Paging::Offset { offset: "skip".into(), limit: "take".into(), max_size: None };
        check(|pets| pets.dialect.paging = paging, (true, 1, 0));
        check(|pets| pets.label_field = Some("name".into()), (true, 0, 1));
        check(|pets| pets.fields[1].kind = Kind::LongText, (true, 0, 0));
    }

    #[test]
    fn corrections_lie_over_the_model_and_leave_it_as_it_is() {
        let model = Rc::new(Api { resources: vec![pets()], ..Api::default() });
        let overlay = json!({"resources": [{"name": "pets", "label_field": "name"}]});
        let api = corrected(&model, Some(&overlay));
        assert_eq!(api.resources[0].label_field, Some("name".into()));
        assert_eq!(model.resources[0].label_field, None);
        for useless in [json!({}), json!("nonsense"), json!({"resources": 7})] {
            assert!(Rc::ptr_eq(&corrected(&model, Some(&useless)), &model));
        }
    }
}
