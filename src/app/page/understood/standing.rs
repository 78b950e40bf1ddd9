//! How sure a choice is, and why.

use super::subject::Subject;
use crate::app::session::Notes;
use crate::ui::tone::Tone;
use vitrine_core::api::{Evidence, Outcome, Resource, Source};

/// What a choice rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A person said so.
    User,
    /// A test showed it.
    Proved,
    /// A test showed that the API does not do it.
    Refuted,
    /// A test could not tell.
    Open,
    /// The description says so.
    Document,
    /// An answer showed it.
    Response,
    /// It is what APIs mostly do.
    Convention,
    /// Nothing says anything.
    Silent,
}

impl Standing {
    /// Returns what a reason makes of a choice.
    pub(super) fn of(reason: Option<&Evidence>) -> Self {
        let Some(reason) = reason else { return Self::Silent };
        match (reason.source, reason.outcome) {
            (Source::User, _) => Self::User,
            (_, Some(Outcome::Refuted)) => Self::Refuted,
            (_, Some(Outcome::Open)) => Self::Open,
            (_, Some(Outcome::Proved)) | (Source::Verified, None) => Self::Proved,
            (Source::Document, None) => Self::Document,
            (Source::Response, None) => Self::Response,
            (Source::Convention, None) => Self::Convention,
        }
    }

    /// Returns the key of its name.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::User => "understood.standing.user",
            Self::Proved => "understood.standing.proved",
            Self::Refuted => "understood.standing.refuted",
            Self::Open => "understood.standing.open",
            Self::Document => "understood.standing.document",
            Self::Response => "understood.standing.response",
            Self::Convention => "understood.standing.convention",
            Self::Silent => "understood.standing.silent",
        }
    }

    /// Returns the meaning of its color.
    pub(super) fn tone(self) -> Tone {
        match self {
            Self::User => Tone::Accent,
            Self::Proved => Tone::Success,
            Self::Refuted => Tone::Warning,
            Self::Open | Self::Document | Self::Response | Self::Convention | Self::Silent => {
                Tone::Neutral
            }
        }
    }
}

/// Returns the reasons for a choice, the one that counts first: those of a
/// person, then what came of tests, then the rest as it was found.
pub(super) fn reasons(resource: &Resource, notes: &Notes, subject: &str) -> Vec<Evidence> {
    let about = |reason: &&Evidence| {
        // A filter is tested field by field, a total also under a filter.
        let rest = reason.subject.strip_prefix(subject);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':') || rest == "_many")
    };
    let mut reasons: Vec<Evidence> = resource.evidence.iter().filter(about).cloned().collect();
    // What nobody gave a reason for rests on something else.
    let basis = match subject {
        "rows" | "item" => "list",
        "size" => "paging",
        "update" => "write",
        _ => subject,
    };
    if reasons.is_empty() {
        let rest = resource.evidence.iter().filter(|reason| reason.subject == basis);
        reasons.extend(rest.cloned());
    }
    let is_chosen = reasons.iter().any(|reason| reason.source == Source::User);
    reasons.extend(notes.check(&resource.name, subject).filter(|_| is_chosen));
    reasons.sort_by_key(|reason| match Standing::of(Some(reason)) {
        Standing::User => 0,
        _ if is_chosen => 2,
        Standing::Refuted if reason.subject == subject => 0,
        Standing::Proved => 1,
        _ => 2,
    });
    reasons
}

/// How much of a resource stands on which ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Summary {
    pub(super) proved: usize,
    pub(super) refuted: usize,
    pub(super) chosen: usize,
}

/// Counts the choices of a resource by what they rest on.
pub(super) fn summary(resource: &Resource, notes: &Notes) -> Summary {
    let mut summary = Summary::default();
    for subject in Subject::ALL {
        if !subject.applies(resource) {
            continue;
        }
        let reasons = reasons(resource, notes, subject.name());
        match Standing::of(reasons.first()) {
            Standing::User => summary.chosen += 1,
            Standing::Proved => summary.proved += 1,
            Standing::Refuted => summary.refuted += 1,
            _ => {}
        }
    }
    let about_fields = |reason: &&Evidence| {
        reason.source == Source::User
            && (reason.subject.starts_with("reference:") || reason.subject.starts_with("kind:"))
    };
    summary.chosen += resource.evidence.iter().filter(about_fields).count();
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::Endpoint;
    use vitrine_core::platform::{Message, Method};

    fn reason(subject: &str, source: Source, outcome: Option<Outcome>) -> Evidence {
        let message = Message::new("evidence.user.chosen");
        Evidence {
            subject: subject.into(),
            source,
            confidence: 90,
            message,
            outcome,
            request: None,
        }
    }

    fn resource(evidence: Vec<Evidence>) -> Resource {
        let list = Endpoint::new(Method::Get, "/pets");
        Resource { name: "pets".into(), list: Some(list), evidence, ..Resource::default() }
    }

    fn check(evidence: Vec<Evidence>, subject: &str, expected: Standing) {
        let reasons = reasons(&resource(evidence), &Notes::default(), subject);
        assert_eq!(Standing::of(reasons.first()), expected);
    }

    #[test]
    fn a_person_counts_more_than_a_test_and_a_test_more_than_a_document() {
        let document = reason("paging", Source::Document, None);
        let refuted = reason("paging", Source::Verified, Some(Outcome::Refuted));
        let user = reason("paging", Source::User, None);
        check(vec![document.clone()], "paging", Standing::Document);
        check(vec![document.clone(), refuted.clone()], "paging", Standing::Refuted);
        check(vec![document, refuted, user], "paging", Standing::User);
        check(Vec::new(), "paging", Standing::Silent);
    }

    #[test]
    fn tests_of_single_fields_speak_for_the_filter() {
        let document = reason("filter", Source::Document, None);
        let proved = reason("filter:name", Source::Verified, Some(Outcome::Proved));
        let refuted = reason("filter:age", Source::Verified, Some(Outcome::Refuted));
        check(vec![document.clone(), refuted.clone(), proved], "filter", Standing::Proved);
        check(vec![document, refuted], "filter", Standing::Document);
    }

    #[test]
    fn what_has_no_reason_rests_on_another_choice() {
        let list = reason("list", Source::Document, None);
        check(vec![list.clone()], "rows", Standing::Document);
        check(vec![list], "total", Standing::Silent);
    }

    #[test]
    fn a_test_of_a_persons_choice_stands_behind_it() {
        let notes = Notes::default();
        let refuted = reason("paging", Source::Verified, Some(Outcome::Refuted));
        notes.put_checks("pets", vec![refuted.clone()]);
        let user = reason("paging", Source::User, None);
        let reasons = reasons(&resource(vec![user.clone()]), &notes, "paging");
        assert_eq!(reasons, [user, refuted]);
        assert_eq!(
            summary(&resource(reasons), &notes),
            Summary { chosen: 1, ..Summary::default() }
        );
    }
}
