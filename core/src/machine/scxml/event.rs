//! Events between and inside sessions.

use super::value::Value;

/// Where an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Platform,
    Internal,
    External,
}

/// What the data model sees as `_event`.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) send_id: Option<String>,
    /// The session that sent it, as a target to answer to.
    pub(super) sender: Option<String>,
    pub(super) invoke_id: Option<String>,
    pub(super) data: Value,
}

/// The type of the only event processor there is.
pub(super) const PROCESSOR: &str = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";

impl Occurrence {
    pub(super) fn new(name: &str, origin: Origin) -> Self {
        let (send_id, sender, invoke_id) = (None, None, None);
        Self { name: name.into(), origin, send_id, sender, invoke_id, data: Value::Undefined }
    }

    /// Returns the object of the data model; every member is there, if only as
    /// undefined.
    pub(super) fn value(&self) -> Value {
        let text = |text: &Option<String>| text.as_deref().map(Value::text).unwrap_or_default();
        let origin = match self.origin {
            Origin::Platform => "platform",
            Origin::Internal => "internal",
            Origin::External => "external",
        };
        let kind = self.sender.as_ref().map(|_| Value::text(PROCESSOR)).unwrap_or_default();
        let members = [
            ("name", Value::text(&self.name)),
            ("type", Value::text(origin)),
            ("sendid", text(&self.send_id)),
            ("origin", text(&self.sender)),
            ("origintype", kind),
            ("invokeid", text(&self.invoke_id)),
            ("data", self.data.clone()),
        ];
        Value::object(members.map(|(name, value)| (name.to_owned(), value)).into())
    }
}
