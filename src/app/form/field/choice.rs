//! Controls that offer a few values.

use super::text_control::use_text;
use crate::app::locale::t;
use crate::reactive::FieldHandle;
use crate::ui::native_select::NativeSelect;
use crate::ui::view::listener;
use leptos::prelude::*;
use vitrine_core::form::{FieldSpec, Input, SelectOption};

/// One of the values that the schema names.
#[component]
pub(super) fn ChoiceControl(
    handle: FieldHandle,
    field: FieldSpec,
    options: Vec<SelectOption>,
) -> impl IntoView {
    let options = options.into_iter().map(|option| (option.text, option.label)).collect();
    view! { <Options handle field options /> }
}

/// Yes, no, or no value.
#[component]
pub(super) fn TriStateControl(handle: FieldHandle, field: FieldSpec) -> impl IntoView {
    let options = vec![("true".to_owned(), t("value.yes")), ("false".to_owned(), t("value.no"))];
    view! { <Options handle field options /> }
}

/// Options as pairs of text and label.
#[component]
fn Options(handle: FieldHandle, field: FieldSpec, options: Vec<(String, String)>) -> impl IntoView {
    let text = use_text(handle);
    let present = text.get_untracked();
    // A value that the description does not know is still shown and kept.
    let is_known = present.is_empty() || options.iter().any(|(text, _)| *text == present);
    let unknown = (!is_known).then(|| (present.clone(), present.clone()));
    let is_optional = field.is_nullable || !field.is_required;
    let empty = if is_optional { t("form.none") } else { t("form.choose") };
    let choose = move |text: String| {
        handle.input(if text.is_empty() { Input::Clear } else { Input::Text(text) });
    };
    view! {
        <NativeSelect
            value=text
            on_change=choose
            attr:name=field.path.to_string()
            on:blur=listener(move |_| handle.blur())
        >
            <option value="">{empty}</option>
            {options
                .into_iter()
                .chain(unknown)
                .map(|(text, label)| view! { <option value=text>{label}</option> })
                .collect_view()}
        </NativeSelect>
    }
}
