//! One choice: what holds, what else there is, and why.

use super::catalogue::alternatives;
use super::correction::{choose, is_chosen, with};
use super::example::{label, short_address};
use super::standing::{Standing, reasons};
use super::subject::Subject;
use crate::app::locale::sentence;
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use serde_json::Value;
use vitrine_core::api::{Evidence, Overlay, Resource};

/// One choice as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// What holds, as a correction would write it.
    pub(super) current: String,
    /// What can be chosen: as a correction writes it, and for people.
    pub(super) options: Vec<(String, String)>,
    /// Whether a person chose it.
    pub(super) is_chosen: bool,
    /// The reasons, the one that counts first.
    pub(super) reasons: Vec<Reason>,
}

/// A reason as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reason {
    pub(super) standing: Standing,
    pub(super) text: String,
    pub(super) confidence: u8,
    /// The request that showed it, method first.
    pub(super) request: Option<String>,
}

impl Reason {
    pub(super) fn new(reason: &Evidence, base_url: &str) -> Self {
        let request = reason.request.as_deref();
        Self {
            standing: Standing::of(Some(reason)),
            text: sentence(&reason.message),
            confidence: reason.confidence,
            // Credentials stand in no address that a reason holds: requests are
            // noted before credentials are put into them.
            request: request.map(|url| format!("GET {}", short_address(url, base_url))),
        }
    }
}

/// Returns what a session knows of a choice by now; the calling view runs
/// again when that changes.
pub(super) fn choice(
    workspace: Workspace,
    session: Session,
    resource: &str,
    subject: Subject,
) -> Option<Choice> {
    session.track_model();
    let resource = session.resource(resource)?;
    if !subject.applies(&resource) {
        return None;
    }
    let overlay = workspace.overlay(session);
    let base_url = session.with_api(|api| api.base_url.clone());
    let found = reasons(&resource, &session.notes(), subject.name());
    Some(Choice {
        current: subject.value(&resource).to_string(),
        options: options(&resource, subject),
        is_chosen: is_chosen(&overlay, &resource.name, subject),
        reasons: found.iter().map(|reason| Reason::new(reason, &base_url)).collect(),
    })
}

/// Returns what can be chosen, with what holds in front.
fn options(resource: &Resource, subject: Subject) -> Vec<(String, String)> {
    let current = subject.value(resource);
    let mut options = vec![(current.to_string(), label(subject, resource, &current))];
    for value in alternatives(subject, resource) {
        let overlay = Overlay::default();
        let overlay = choose(&overlay, &resource.name, subject, value.clone());
        let label = label(subject, &with(resource, &overlay), &value);
        let value = value.to_string();
        // Two ways that look the same in a request are one to a person.
        if !options.iter().any(|(known, shown)| *known == value || *shown == label) {
            options.push((value, label));
        }
    }
    options
}

/// Returns the overlay with another choice; `value` is one of the options.
pub(super) fn chosen(
    overlay: &Overlay,
    resource: &str,
    subject: Subject,
    value: &str,
) -> Option<Overlay> {
    let value: Value = serde_json::from_str(value).ok()?;
    Some(choose(overlay, resource, subject, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::{Field, Kind, SortStyle};

    fn resource() -> Resource {
        let fields = vec![Field::new("id", Kind::Integer), Field::new("name", Kind::Text)];
        Resource { name: "pets".into(), key: "id".into(), fields, ..Resource::default() }
    }

    #[test]
    fn what_holds_comes_first_and_once() {
        let mut resource = resource();
        resource.dialect.sort = SortStyle::signed("sort");
        let options = options(&resource, Subject::Sort);
        assert_eq!(options[0].1, "sort=-name");
        let labels: Vec<&String> = options.iter().map(|(_, label)| label).collect();
        assert_eq!(labels.iter().filter(|label| ***label == "sort=-name").count(), 1);
        assert!(labels.iter().any(|label| *label == "order[name]=desc"), "{labels:?}");
    }

    #[test]
    fn an_option_becomes_a_correction() {
        let options = options(&resource(), Subject::Label);
        let (value, _) = options.iter().find(|(_, label)| label == "Name").unwrap();
        let overlay = chosen(&Overlay::default(), "pets", Subject::Label, value).unwrap();
        assert_eq!(with(&resource(), &overlay).label_field, Some("name".into()));
        assert!(chosen(&Overlay::default(), "pets", Subject::Label, "no JSON").is_none());
    }
}
