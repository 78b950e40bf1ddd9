//! The side of an exchange that asked.

use super::Answer;
use super::parts::join;
use crate::api::Api;
use crate::api::discover::{DiscoverError, DiscoverErrorKind, Found};
use crate::platform::Message;

/// Puts together what arrives.
#[derive(Debug, Default)]
pub struct Reception {
    api: Option<Api>,
    early: Option<Api>,
    size: usize,
}

/// What a message brought.
#[derive(Debug, PartialEq)]
pub enum Received {
    /// A part; more is to come.
    Part,
    /// What is being done.
    Progress(Message),
    /// All lists that are known so far: a model to begin with.
    Lists(Box<Api>),
    /// The end; `None` says that nothing has changed.
    End(Result<Option<Box<Found>>, DiscoverError>),
}

impl Reception {
    /// Takes the next message.
    pub fn take(&mut self, bytes: &[u8]) -> Received {
        match Answer::from_bytes(bytes) {
            Some(Answer::Progress(message)) => Received::Progress(message),
            Some(Answer::Lists(part)) => {
                let has_lists = !part.resources.is_empty();
                join(&mut self.early, *part);
                match &self.early {
                    Some(api) if has_lists => Received::Lists(Box::new(api.clone())),
                    _ => Received::Part,
                }
            }
            Some(Answer::Part(part)) => {
                self.size += bytes.len();
                join(&mut self.api, *part);
                Received::Part
            }
            Some(Answer::Found(origin)) => match self.api.take() {
                Some(api) => Received::End(Ok(Some(Box::new(Found { api, origin })))),
                None => Received::End(Err(broken("no model"))),
            },
            Some(Answer::Same) => Received::End(Ok(None)),
            Some(Answer::Failed(error)) => Received::End(Err(error)),
            None => Received::End(Err(broken("no message"))),
        }
    }

    /// Returns the bytes of the model as JSON.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }
}

fn broken(detail: &str) -> DiscoverError {
    DiscoverError::new(DiscoverErrorKind::Interrupted, "").with_detail(detail)
}
