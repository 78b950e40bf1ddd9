//! What a thread that reads descriptions tells.

use crate::api::Api;
use crate::api::discover::DiscoverError;
use crate::platform::Message;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One message of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// What is being done.
    Progress(Message),
    /// Further lists that are known while the rest is being read.
    Lists(Box<Api>),
    /// A part of the model; the first has all that is no list.
    Part(Box<Api>),
    /// The end: the model is complete, and its description was like this.
    Found(Value),
    /// The end: it is still the same, or nobody can tell now.
    Same,
    /// The end: nothing of the API could be read.
    Failed(DiscoverError),
}

impl Answer {
    /// Returns the message as JSON.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Plain data can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a message; `None` when it is none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let json: Value = serde_json::from_slice(bytes).ok()?;
        let Value::Object(members) = json else {
            return (json == "same").then_some(Self::Same);
        };
        let (name, json) = members.into_iter().next()?;
        Some(match name.as_str() {
            "progress" => Self::Progress(Message::deserialize(json).ok()?),
            "lists" => Self::Lists(Box::new(Api::from_json(&json)?)),
            "part" => Self::Part(Box::new(Api::from_json(&json)?)),
            "found" => Self::Found(json),
            "failed" => Self::Failed(DiscoverError::deserialize(json).ok()?),
            _ => return None,
        })
    }
}
