//! The states of a form.

use crate::machine::{Event, Machine, Snapshot, StateNode, Transition};

/// The state of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormState {
    /// Nothing was edited yet.
    Pristine,
    /// Something was edited, or the form itself refused a submission.
    Editing,
    /// The value is being judged.
    Validating,
    /// The value is on its way.
    Submitting,
    /// The server has it.
    Saved,
    /// The server refused it.
    Rejected,
    /// The record changed on the server meanwhile.
    Conflict,
    /// The request failed for a reason that is not in the data.
    Failed,
}

impl FormState {
    /// Returns the name of the state, such as `submitting`, for `data-state`.
    #[must_use]
    pub fn name(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    pub(super) fn of<C>(snapshot: &Snapshot<C>) -> Self {
        let active = STATES.iter().find(|(_, name)| snapshot.matches(name));
        active.map_or(Self::Pristine, |(state, _)| *state)
    }
}

const STATES: [(FormState, &str); 8] = [
    (FormState::Pristine, "pristine"),
    (FormState::Editing, "editing"),
    (FormState::Validating, "validating"),
    (FormState::Submitting, "submitting"),
    (FormState::Saved, "saved"),
    (FormState::Rejected, "rejected"),
    (FormState::Conflict, "conflict"),
    (FormState::Failed, "failed"),
];

/// What happens to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormEvent {
    Edit,
    Submit,
    Valid,
    Invalid,
    Saved,
    Rejected,
    Conflict,
    Failed,
    Reset,
}

impl Event for FormEvent {
    const NAMES: &'static [&'static str] =
        &["edit", "submit", "valid", "invalid", "saved", "rejected", "conflict", "failed", "reset"];

    fn name(&self) -> &'static str {
        Self::NAMES[*self as usize]
    }
}

/// What a step of the form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormAction {
    Validate,
    Send,
}

/// What the form machine remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FormContext {
    /// Whether something was edited while the submission was under way.
    is_edited_since: bool,
}

pub(super) type FormMachine = Machine<FormContext, FormEvent, FormAction>;
pub(super) type FormSnapshot = Snapshot<FormContext>;

/// Returns the machine of every form.
pub(super) fn machine() -> FormMachine {
    type Node = StateNode<FormContext, FormEvent, FormAction>;
    type To = Transition<FormContext, FormEvent, FormAction>;
    let open =
        |id| Node::atomic(id).on("edit", To::to("editing")).on("submit", To::to("validating"));
    let submitting = Node::atomic("submitting")
        .entry(FormAction::Send)
        .entry_assign(|context, _| context.is_edited_since = false)
        .on("edit", To::stay().assign(|context, _| context.is_edited_since = true))
        .on("saved", To::to("saved"))
        .on("rejected", To::to("rejected"))
        .on("conflict", To::to("conflict"))
        .on("failed", To::to("failed"));
    let root = Node::compound("form", "pristine")
        .on("reset", To::to("pristine"))
        .child(open("pristine"))
        .child(Node::atomic("editing").on("submit", To::to("validating")))
        .child(
            Node::atomic("validating")
                .entry(FormAction::Validate)
                .on("valid", To::to("submitting"))
                .on("invalid", To::to("editing")),
        )
        .child(submitting)
        .child(open("saved").always(To::to("editing").when(|context, _| context.is_edited_since)))
        .child(open("rejected"))
        .child(open("conflict"))
        .child(open("failed"));
    Machine::new(root).unwrap_or_else(|error| unreachable!("{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{explore, step};

    fn check(events: &[FormEvent], expected: FormState) {
        let machine = machine();
        let (mut snapshot, _) = machine.start(FormContext::default());
        for event in events {
            step(&machine, &mut snapshot, *event);
        }
        assert_eq!(FormState::of(&snapshot), expected, "{events:?}");
    }

    #[test]
    fn every_event_has_its_own_name() {
        let events = [
            (FormEvent::Edit, "edit"),
            (FormEvent::Invalid, "invalid"),
            (FormEvent::Reset, "reset"),
        ];
        for (event, name) in events {
            assert_eq!(event.name(), name);
        }
    }

    #[test]
    fn every_state_is_reached() {
        use FormEvent::{Conflict, Edit, Failed, Invalid, Rejected, Reset, Saved, Submit, Valid};
        check(&[], FormState::Pristine);
        check(&[Edit], FormState::Editing);
        check(&[Submit], FormState::Validating);
        check(&[Submit, Invalid], FormState::Editing);
        check(&[Submit, Valid], FormState::Submitting);
        check(&[Submit, Valid, Saved], FormState::Saved);
        check(&[Submit, Valid, Rejected], FormState::Rejected);
        check(&[Submit, Valid, Conflict], FormState::Conflict);
        check(&[Submit, Valid, Failed], FormState::Failed);
        check(&[Submit, Valid, Failed, Submit, Valid], FormState::Submitting);
        check(&[Submit, Valid, Reset], FormState::Pristine);
    }

    #[test]
    fn a_walk_reaches_every_state_and_each_of_its_paths_can_be_gone_again() {
        use FormEvent::{Conflict, Edit, Failed, Invalid, Rejected, Reset, Saved, Submit, Valid};
        let all = [Edit, Submit, Valid, Invalid, Saved, Rejected, Conflict, Failed, Reset];
        let machine = machine();
        let found = explore(&machine, FormContext::default(), |_| all.to_vec(), 1000);
        assert!(found.is_complete());
        assert_eq!(found.unreached(&machine), [""; 0]);
        assert_eq!(found.path_to("saved"), Some(vec![Submit, Valid, Saved]));
        for (path, end) in found.step_paths() {
            let (mut snapshot, _) = machine.start(FormContext::default());
            for event in &path {
                step(&machine, &mut snapshot, *event);
            }
            assert_eq!(&snapshot, &found.snapshots()[end], "{path:?}");
        }
    }

    #[test]
    fn an_answer_that_nobody_waits_for_changes_nothing() {
        check(&[FormEvent::Saved], FormState::Pristine);
        check(&[FormEvent::Edit, FormEvent::Rejected], FormState::Editing);
    }

    #[test]
    fn what_is_typed_during_a_submission_is_still_unsaved_after_it() {
        use FormEvent::{Edit, Rejected, Saved, Submit, Valid};
        check(&[Submit, Valid, Edit], FormState::Submitting);
        check(&[Submit, Valid, Edit, Saved], FormState::Editing);
        check(&[Submit, Valid, Edit, Rejected, Submit, Valid, Saved], FormState::Saved);
    }
}
