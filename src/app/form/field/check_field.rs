//! A field that is ticked.

use super::field_view::use_problem;
use crate::reactive::{FormHandle, use_field};
use crate::ui::checkbox::Checkbox;
use crate::ui::field;
use crate::ui::view::{listener, memo};
use leptos::prelude::*;
use serde_json::Value;
use vitrine_core::form::{FieldSpec, Input};

/// True or false, with the label beside the box.
#[component]
pub(super) fn CheckField(form: FormHandle, field: FieldSpec) -> impl IntoView {
    let handle = use_field(form, &field.path);
    let error = use_problem(handle);
    let is_checked = memo(move || handle.get().value == Some(Value::Bool(true)));
    let (path, name) = (field.path.to_string(), field.path.to_string());
    // The star would ask for a tick, but an empty box is an answer too.
    view! {
        <div data-path=path>
            <field::Root error=error>
                <div class="flex items-center gap-2">
                    <Checkbox
                        checked=is_checked
                        on_change=move |is_checked| handle.input(Input::Checked(is_checked))
                        attr:name=name
                        on:blur=listener(move |_| handle.blur())
                    />
                    <field::Label>{field.label}</field::Label>
                </div>
                {field
                    .description
                    .map(|text| view! { <field::Description>{text}</field::Description> })}
                <field::Error />
            </field::Root>
        </div>
    }
}
