//! Corrections, as members of an overlay.

use super::subject::Subject;
use serde_json::{Map, Value, json};
use vitrine_core::api::{Api, FieldOverlay, Overlay, Resource};

/// Returns `overlay` with `value` as what a person says of `subject`.
pub(super) fn choose(overlay: &Overlay, resource: &str, subject: Subject, value: Value) -> Overlay {
    edit(overlay, resource, |members| {
        members.insert(subject.member().to_owned(), value);
    })
}

/// Returns `overlay` without what a person said of `subject`.
pub(super) fn undo(overlay: &Overlay, resource: &str, subject: Subject) -> Overlay {
    edit(overlay, resource, |members| {
        members.shift_remove(subject.member());
    })
}

/// Returns whether a person said something of `subject`.
pub(super) fn is_chosen(overlay: &Overlay, resource: &str, subject: Subject) -> bool {
    let corrections = overlay.of(resource).map(|corrections| json!(corrections));
    corrections.is_some_and(|corrections| corrections.get(subject.member()).is_some())
}

/// Returns `overlay` with other corrections of a field.
pub(super) fn choose_field(
    overlay: &Overlay,
    resource: &str,
    field: &str,
    change: impl FnOnce(&mut FieldOverlay),
) -> Overlay {
    let mut overlay = overlay.clone();
    change(overlay.resource(resource).field(field));
    overlay.tidy();
    overlay
}

/// Returns `resource` with the corrections of `overlay`, for a look ahead.
pub(super) fn with(resource: &Resource, overlay: &Overlay) -> Resource {
    let mut api = Api { resources: vec![resource.clone()], ..Api::default() };
    overlay.merge_into(&mut api);
    api.resources.remove(0)
}

/// Returns the number of corrections: choices, and fields.
pub(super) fn count(overlay: &Overlay) -> usize {
    let of_api = usize::from(overlay.title.is_some()) + usize::from(overlay.base_url.is_some());
    let of_resources = overlay.resources.iter().map(|resource| {
        let members = json!(resource).as_object().map_or(0, Map::len);
        // The name corrects nothing, and the fields are counted one by one.
        members - 1 - usize::from(!resource.fields.is_empty()) + resource.fields.len()
    });
    of_api + of_resources.sum::<usize>()
}

fn edit(
    overlay: &Overlay,
    resource: &str,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Overlay {
    let mut next = overlay.clone();
    let mut members = match json!(next.resource(resource)) {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    change(&mut members);
    let wrapped = json!({ "resources": [members] });
    // What cannot be read back is no correction.
    let Some(read) = Overlay::from_json(&wrapped) else { return overlay.clone() };
    if let Some(read) = read.resources.into_iter().next() {
        *next.resource(resource) = read;
    }
    next.tidy();
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::Paging;

    #[test]
    fn a_choice_is_put_in_and_taken_back() {
        let paging = Paging::Offset { offset: "skip".into(), limit: "take".into(), max_size: None };
        let overlay = Overlay::default();
        let chosen = choose(&overlay, "pets", Subject::Paging, json!(paging));
        assert_eq!(chosen.of("pets").and_then(|pets| pets.paging.clone()), Some(paging));
        assert!(is_chosen(&chosen, "pets", Subject::Paging));
        // The size of a page is a part of the same choice.
        assert!(is_chosen(&chosen, "pets", Subject::Size));
        assert!(!is_chosen(&chosen, "pets", Subject::Sort));
        assert!(undo(&chosen, "pets", Subject::Paging).is_empty());
    }

    #[test]
    fn one_choice_is_taken_back_without_the_others() {
        let overlay = choose(&Overlay::default(), "pets", Subject::Label, json!("name"));
        let overlay = choose(&overlay, "pets", Subject::Search, json!(""));
        let overlay = choose_field(&overlay, "pets", "owner", |it| it.is_no_reference = true);
        assert_eq!(count(&overlay), 3);
        let overlay = undo(&overlay, "pets", Subject::Label);
        assert_eq!(count(&overlay), 2);
        assert!(is_chosen(&overlay, "pets", Subject::Search));
        let overlay = choose_field(&overlay, "pets", "owner", |it| it.is_no_reference = false);
        assert_eq!(count(&undo(&overlay, "pets", Subject::Search)), 0);
    }

    #[test]
    fn what_cannot_be_read_corrects_nothing() {
        let overlay = choose(&Overlay::default(), "pets", Subject::Paging, json!("sideways"));
        assert!(overlay.is_empty());
    }
}
