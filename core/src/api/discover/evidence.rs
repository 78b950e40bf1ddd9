//! Reasons and issues in the making.

use crate::api::{Confidence, Evidence, Issue, Outcome, Severity, Source};
use crate::platform::Message;

/// Returns a reason for `subject`; the message key is
/// `evidence.<subject>.<how>`, without what follows a colon in the subject.
pub(super) fn evidence(
    subject: &str,
    source: Source,
    confidence: Confidence,
    how: &str,
) -> Evidence {
    let kind = subject.split(':').next().unwrap_or(subject);
    let message = Message::new(format!("evidence.{kind}.{how}"));
    Evidence {
        subject: subject.to_owned(),
        source,
        confidence,
        message,
        outcome: (source == Source::Verified).then_some(Outcome::Proved),
        request: None,
    }
}

impl Evidence {
    /// Adds an argument to the message.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.message = self.message.with(name, value);
        self
    }
}

/// Returns an issue; the message key is `issue.<key>`.
pub(super) fn issue(severity: Severity, place: impl Into<String>, key: &str) -> Issue {
    Issue { severity, place: place.into(), message: Message::new(format!("issue.{key}")) }
}
