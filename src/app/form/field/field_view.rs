//! One field with its label, its help and what is wrong with it.

use super::check_field::CheckField;
use super::control::Control;
use super::rows::Rows;
use super::section::Section;
use crate::app::form::problem::problem_text;
use crate::reactive::{FieldHandle, FormHandle, use_field};
use crate::ui::field;
use crate::ui::view::memo;
use leptos::prelude::*;
use vitrine_core::form::{FieldSpec, Widget};

/// A field as its widget asks for it; nothing for one that only the server
/// writes.
#[component]
pub(in crate::app::form) fn FieldView(
    /// The form.
    form: FormHandle,
    /// The field.
    field: FieldSpec,
) -> AnyView {
    if field.is_read_only {
        return ().into_any();
    }
    match &field.widget {
        Widget::Object { fields } => {
            let fields = fields.clone();
            view! { <Section form field fields /> }.into_any()
        }
        Widget::Array { .. } => view! { <Rows form field /> }.into_any(),
        Widget::Boolean => view! { <CheckField form field /> }.into_any(),
        _ => view! { <Labelled form field /> }.into_any(),
    }
}

#[component]
fn Labelled(form: FormHandle, field: FieldSpec) -> impl IntoView {
    let handle = use_field(form, &field.path);
    let error = use_problem(handle);
    let (path, label) = (field.path.to_string(), field.label.clone());
    let (description, is_required) = (field.description.clone(), field.is_required);
    view! {
        <div data-path=path>
            <field::Root error=error required=is_required>
                <field::Label>{label}</field::Label>
                <Control handle field />
                {description.map(|text| view! { <field::Description>{text}</field::Description> })}
                <field::Error />
            </field::Root>
        </div>
    }
}

/// Returns what is wrong with a field; it changes only when that does, not at
/// every key stroke.
pub(super) fn use_problem(handle: FieldHandle) -> Memo<Option<String>> {
    memo(move || handle.get().error.as_ref().map(problem_text))
}
