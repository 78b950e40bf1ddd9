//! Fields that belong together.

use super::field_view::{FieldView, use_problem};
use crate::reactive::{FormHandle, use_field};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use vitrine_core::form::FieldSpec;

/// The fields of a nested object under its name.
#[component]
pub(super) fn Section(form: FormHandle, field: FieldSpec, fields: Vec<FieldSpec>) -> impl IntoView {
    let error = use_problem(use_field(form, &field.path));
    // Sections stand in sections; without this their types would too.
    let fields: Vec<AnyView> =
        fields.into_iter().map(|field| view! { <FieldView form field /> }.into_any()).collect();
    view! {
        <fieldset data-path=field.path.to_string() tabindex="-1" class="min-w-0 outline-none">
            <legend class="mb-3 text-sm font-semibold">{field.label}</legend>
            <div class="grid gap-4 border-s border-line ps-4">
                {field.description.map(|text| view! { <GroupHelp text /> }.into_any())}
                {view! { <GroupError error /> }.into_any()}
                {fields}
            </div>
        </fieldset>
    }
}

/// What a person should know of a group of fields.
#[component]
pub(super) fn GroupHelp(text: String) -> impl IntoView {
    view! { <p class="text-xs text-pretty text-text-muted">{text}</p> }
}

/// What is wrong with a group of fields as a whole.
#[component]
pub(super) fn GroupError(error: Memo<Option<String>>) -> impl IntoView {
    view! {
        <div class="empty:hidden" aria-live="polite">
            {move || {
                error
                    .get()
                    .map(|text| {
                        view! {
                            <p class="flex gap-1.5 text-xs text-danger">
                                <Icon glyph=Glyph::Danger class="size-4" />
                                <span class="min-w-0 break-words">{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
