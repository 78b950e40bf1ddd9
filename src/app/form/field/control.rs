//! The control of a field with a single value.

use super::choice::{ChoiceControl, TriStateControl};
use super::reference::ReferenceControl;
use super::text_control::{ColorControl, LineControl, TextControl};
use crate::reactive::FieldHandle;
use leptos::prelude::*;
use vitrine_core::form::{FieldSpec, Widget};

/// What a person types into or chooses from.
#[component]
pub(super) fn Control(
    /// The field's state.
    handle: FieldHandle,
    /// What is asked for.
    field: FieldSpec,
) -> AnyView {
    match field.widget.clone() {
        Widget::Select { options } => view! { <ChoiceControl handle field options /> }.into_any(),
        Widget::TriState => view! { <TriStateControl handle field /> }.into_any(),
        Widget::LongText => view! { <TextControl handle field /> }.into_any(),
        Widget::Json => view! { <TextControl handle field is_code=true /> }.into_any(),
        Widget::Color => view! { <ColorControl handle field /> }.into_any(),
        Widget::Reference { resource, .. } => {
            view! { <ReferenceControl handle field resource /> }.into_any()
        }
        _ => view! { <LineControl handle field /> }.into_any(),
    }
}
