//! Failure of a task: what failed, why, and what to do about it.

use std::fmt;

/// The result of a task.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure that a person reads on the terminal.
#[derive(Debug)]
pub struct Error {
    what: String,
    why: Option<String>,
    advice: Option<String>,
}

impl Error {
    /// Returns a failure of `what`, a phrase such as `cannot start trunk`.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), why: None, advice: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(mut self, why: impl fmt::Display) -> Self {
        self.why = Some(why.to_string());
        self
    }

    /// Adds what the reader can do, as a sentence.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(why) = &self.why {
            write!(f, ": {why}")?;
        }
        if let Some(advice) = &self.advice {
            write!(f, "\n  what to do: {advice}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self::new("cannot read the arguments")
            .because(error)
            .advise("`cargo xtask help` lists every command and its options.")
    }
}

/// Turns any error into an [`Error`] that says what was attempted.
pub trait Context<T> {
    /// Names what failed; the original error becomes the cause.
    ///
    /// # Errors
    /// The original error, with `what` before it.
    fn context(self, what: impl Into<String>) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl Into<String>) -> Result<T> {
        self.map_err(|error| Error::new(what).because(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_why_and_what_to_do() {
        let error = Error::new("cannot install trunk").because("no network").advise("Go online.");
        assert_eq!(error.to_string(), "cannot install trunk: no network\n  what to do: Go online.");
    }
}
