//! Controls that hold text.

use super::Purpose;
use crate::app::locale::t_with;
use crate::reactive::FieldHandle;
use crate::ui::input::Input as TextInput;
use crate::ui::textarea::Textarea;
use crate::ui::view::{listener, live, memo};
use leptos::html;
use leptos::prelude::*;
use vitrine_core::form::{FieldSpec, Input, Widget};

/// A line of text, or of what the browser edits as one: a day, an address.
#[component]
pub(super) fn LineControl(handle: FieldHandle, field: FieldSpec) -> impl IntoView {
    let node_ref = NodeRef::<html::Input>::new();
    let text = use_text(handle);
    let initial = text.get_untracked();
    Effect::new(move || {
        let text = text.get();
        // A day of which only the month is typed reads as empty: putting that
        // back would take the month away again.
        if let Some(input) = node_ref.get()
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
    let attributes = attributes(&field);
    view! {
        <TextInput
            node_ref
            value=initial
            on_input=move |text| handle.input(Input::Text(text))
            kind=kind(&field.widget)
            attr:name=field.path.to_string()
            attr:placeholder=field.placeholder
            attr:inputmode=attributes.input_mode
            attr:autocomplete=attributes.autocomplete
            attr:min=attributes.min
            attr:max=attributes.max
            attr:step=attributes.step
            attr:spellcheck=attributes.spellcheck
            on:blur=listener(move |_| handle.blur())
        />
    }
}

/// Text of several lines, or code.
#[component]
pub(super) fn TextControl(
    handle: FieldHandle,
    field: FieldSpec,
    /// Whether it is read by machines.
    #[prop(optional)]
    is_code: bool,
) -> impl IntoView {
    let node_ref = NodeRef::<html::Textarea>::new();
    let text = use_text(handle);
    let initial = text.get_untracked();
    Effect::new(move || {
        let text = text.get();
        if let Some(area) = node_ref.get()
            && area.value() != text
        {
            area.set_value(&text);
        }
    });
    view! {
        <Textarea
            node_ref
            value=initial
            on_input=move |text| handle.input(Input::Text(text))
            class=if is_code { "font-mono" } else { "" }
            attr:name=field.path.to_string()
            attr:placeholder=field.placeholder
            attr:spellcheck=is_code.then_some("false")
            attr:autocomplete="off"
            on:blur=listener(move |_| handle.blur())
        />
    }
}

/// A color: typed, or picked with the browser's own tool, which cannot be
/// empty and therefore does not stand alone.
#[component]
pub(super) fn ColorControl(handle: FieldHandle, field: FieldSpec) -> impl IntoView {
    let text = use_text(handle);
    let label = t_with("form.color", &[("label", &field.label)]);
    view! {
        <div class="flex gap-2">
            <LineControl handle field />
            <input
                type="color"
                class="ui-control size-control shrink-0 p-1"
                aria-label=label
                prop:value=live(move || text.get())
                on:input=move |event| handle.input(Input::Text(event_target_value(&event)))
            />
        </div>
    }
}

/// Returns the text of a field; it changes only when the text does.
pub(super) fn use_text(handle: FieldHandle) -> Memo<String> {
    memo(move || handle.get().text)
}

struct Attributes {
    input_mode: Option<&'static str>,
    autocomplete: &'static str,
    spellcheck: Option<&'static str>,
    min: Option<String>,
    max: Option<String>,
    step: Option<String>,
}

fn attributes(field: &FieldSpec) -> Attributes {
    let value = |name: &str| {
        let found = field.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone())
    };
    let is_words = field.widget == Widget::Text;
    let purpose = use_context::<Purpose>().unwrap_or(Purpose::Record);
    Attributes {
        // An `<input type=number>` hides what it cannot read, changes with the
        // wheel and rounds what is long: the text is read by the form instead.
        input_mode: match &field.widget {
            Widget::Number { is_integer: true, min: Some(min), .. } if !min.starts_with('-') => {
                Some("numeric")
            }
            // The number pads of some phones have no sign.
            Widget::Number { is_integer: true, .. } => None,
            Widget::Number { .. } => Some("decimal"),
            _ => None,
        },
        autocomplete: purpose.autocomplete(field),
        spellcheck: (!is_words || purpose == Purpose::SignIn).then_some("false"),
        min: value("min"),
        max: value("max"),
        step: value("step"),
    }
}

fn kind(widget: &Widget) -> &'static str {
    match widget {
        Widget::Date => "date",
        Widget::DateTime => "datetime-local",
        Widget::Time => "time",
        Widget::Email => "email",
        Widget::Url => "url",
        Widget::Password => "password",
        _ => "text",
    }
}
