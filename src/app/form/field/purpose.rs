//! What a form is for, as far as its fields have to know.

use vitrine_core::form::{FieldSpec, Widget};

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app::form) enum Purpose {
    /// Writing a record.
    Record,
    /// Signing in.
    SignIn,
}

impl Purpose {
    /// Returns the `autocomplete` of a field, for the browser and for password
    /// managers; records of others are not for them to fill in.
    pub(super) fn autocomplete(self, field: &FieldSpec) -> &'static str {
        match (self, &field.widget) {
            (Self::SignIn, Widget::Password) => "current-password",
            // What has a default is nobody's name.
            (Self::SignIn, Widget::Text | Widget::Email) if field.default.is_none() => "username",
            (Self::Record, Widget::Password) => "new-password",
            _ => "off",
        }
    }
}
