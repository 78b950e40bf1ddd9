//! Values of the data model.

use super::element::Element;
use super::syntax::Function;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

/// A value of the data model; arrays and objects are shared, not copied.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// Nothing was assigned.
    #[default]
    Undefined,
    /// No value, on purpose.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number of double precision.
    Number(f64),
    /// A text.
    String(Rc<str>),
    /// A list.
    Array(Rc<RefCell<Vec<Self>>>),
    /// Named values in the order in which they were added.
    Object(Rc<RefCell<Vec<(String, Self)>>>),
    /// A function.
    Function(Rc<Function>),
    /// An XML element.
    Element(Rc<Element>),
}

impl Value {
    /// Returns a text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::String(text.into())
    }

    pub(super) fn array(items: Vec<Self>) -> Self {
        Self::Array(Rc::new(RefCell::new(items)))
    }

    /// Returns an object with these members.
    #[must_use]
    pub fn object(members: Vec<(String, Self)>) -> Self {
        Self::Object(Rc::new(RefCell::new(members)))
    }

    /// Returns the value that a JSON document stands for.
    #[must_use]
    pub fn from_json(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Self::text(text),
            Json::Array(items) => Self::array(items.iter().map(Self::from_json).collect()),
            Json::Object(members) => Self::object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), Self::from_json(value)))
                    .collect(),
            ),
        }
    }

    /// Returns whether a condition with this value holds.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::String(text) => !text.is_empty(),
            _ => true,
        }
    }

    pub(super) fn type_of(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Function(_) => "function",
            _ => "object",
        }
    }

    pub(super) fn to_number(&self) -> f64 {
        match self {
            Self::Null => 0.0,
            Self::Bool(value) => f64::from(u8::from(*value)),
            Self::Number(number) => *number,
            Self::String(text) if text.trim().is_empty() => 0.0,
            Self::String(text) => text.trim().parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    /// Returns the value as a text.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Undefined => "undefined".into(),
            Self::Null => "null".into(),
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::String(text) => text.to_string(),
            Self::Array(items) => {
                let mut text = String::new();
                for (index, item) in items.borrow().iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    let _ = write!(text, "{comma}{}", item.to_text());
                }
                text
            }
            Self::Function(_) => "function".into(),
            Self::Element(element) => element.source().trim().to_owned(),
            Self::Object(_) => "[object Object]".into(),
        }
    }

    /// Returns whether both are one value: the operator `===`.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            #[allow(clippy::float_cmp, reason = "the language compares numbers exactly")]
            (Self::Number(left), Self::Number(right)) => left == right,
            (Self::String(left), Self::String(right)) => left == right,
            (Self::Array(left), Self::Array(right)) => Rc::ptr_eq(left, right),
            (Self::Object(left), Self::Object(right)) => Rc::ptr_eq(left, right),
            (Self::Function(left), Self::Function(right)) => Rc::ptr_eq(left, right),
            (Self::Element(left), Self::Element(right)) => Rc::ptr_eq(left, right),
            _ => false,
        }
    }

    /// Returns whether both are equal after conversion: the operator `==`.
    pub(super) fn is_equal(&self, other: &Self) -> bool {
        let is_nothing = |value: &Self| matches!(value, Self::Undefined | Self::Null);
        let is_plain =
            |value: &Self| matches!(value, Self::Bool(_) | Self::Number(_) | Self::String(_));
        if is_nothing(self) || is_nothing(other) {
            return is_nothing(self) && is_nothing(other);
        }
        match (self, other) {
            (Self::String(left), Self::String(right)) => left == right,
            #[allow(clippy::float_cmp, reason = "the language compares numbers exactly")]
            _ if is_plain(self) && is_plain(other) => self.to_number() == other.to_number(),
            (Self::Array(_), plain) if is_plain(plain) => self.to_text() == plain.to_text(),
            (plain, Self::Array(_)) if is_plain(plain) => self.to_text() == other.to_text(),
            _ => self.is_same(other),
        }
    }
}
