//! Classes of answers.

use super::super::{QueryError, QueryErrorKind};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A class of failed answers, written `404`, `4xx`, `network`, `timeout` or
/// `any`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum StatusClass {
    /// One HTTP status.
    Exact(u16),
    /// The statuses with this first digit.
    Hundred(u8),
    /// No answer at all.
    Network,
    /// No answer in time.
    Timeout,
    /// Whatever failed.
    Any,
}

impl StatusClass {
    /// Returns whether `error` is one of the class. A fetch that was cancelled,
    /// or refused before it was made, says nothing of the origin and is in none.
    #[must_use]
    pub fn includes(self, error: &QueryError) -> bool {
        match (error.kind(), self) {
            (QueryErrorKind::Cancelled | QueryErrorKind::Refused, _) => false,
            (_, Self::Any) => true,
            (QueryErrorKind::TimedOut, class) => class == Self::Timeout,
            (_, Self::Timeout) => false,
            (_, Self::Network) => error.status().is_none(),
            (_, Self::Exact(status)) => error.status() == Some(status),
            (_, Self::Hundred(digit)) => {
                error.status().is_some_and(|status| status / 100 == u16::from(digit))
            }
        }
    }
}

impl fmt::Display for StatusClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(status) => write!(formatter, "{status}"),
            Self::Hundred(digit) => write!(formatter, "{digit}xx"),
            Self::Network => formatter.write_str("network"),
            Self::Timeout => formatter.write_str("timeout"),
            Self::Any => formatter.write_str("any"),
        }
    }
}

impl From<StatusClass> for String {
    fn from(class: StatusClass) -> Self {
        class.to_string()
    }
}

impl TryFrom<String> for StatusClass {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let in_range = |status: &u16| (100..600).contains(status);
        let digit =
            |text: &str| text.strip_suffix("xx")?.parse().ok().filter(|d| (1..6).contains(d));
        match text.as_str() {
            "network" => Ok(Self::Network),
            "timeout" => Ok(Self::Timeout),
            "any" => Ok(Self::Any),
            other => match (other.parse().ok().filter(in_range), digit(other)) {
                (Some(status), _) => Ok(Self::Exact(status)),
                (_, Some(digit)) => Ok(Self::Hundred(digit)),
                _ => Err(format!("no class of answers: {text}")),
            },
        }
    }
}
