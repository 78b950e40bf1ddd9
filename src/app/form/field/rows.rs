//! Rows that can be added, removed and moved.

use super::control::Control;
use super::field_view::{FieldView, use_problem};
use super::focus::focus_last_row;
use super::section::{GroupError, GroupHelp};
use crate::app::locale::{t, t_with};
use crate::reactive::{FieldHandle, FormHandle, use_field};
use crate::ui::button::{Button, IconButton, Size};
use crate::ui::field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{listener, memo};
use leptos::html;
use leptos::prelude::*;
use vitrine_core::form::{FieldSpec, Row, Widget};

/// An array: its rows under its name, and a button for one more.
#[component]
pub(super) fn Rows(form: FormHandle, field: FieldSpec) -> impl IntoView {
    let handle = use_field(form, &field.path);
    let error = use_problem(handle);
    let group = NodeRef::<html::Fieldset>::new();
    let rows = memo(move || handle.rows());
    let count = memo(move || rows.with(Vec::len));
    let add_label = t_with("form.add", &[("label", &field.label)]);
    let label = StoredValue::new(field.label.clone());
    let add = move |_| {
        handle.add_row();
        focus_last_row(group);
    };
    // A row that moved has other paths inside, so its number is part of its key.
    let numbered = move || rows.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <fieldset
            node_ref=group
            data-path=field.path.to_string()
            tabindex="-1"
            class="min-w-0 outline-none"
        >
            <legend class="mb-2 text-sm font-medium">
                {field.label.clone()}
                {(field.is_required)
                    .then(|| {
                        view! {
                            <span class="ms-0.5 text-danger" aria-hidden="true">
                                "*"
                            </span>
                        }
                    })}
            </legend>
            {field.description.clone().map(|text| view! { <GroupHelp text /> })}
            <GroupError error />
            <ol class="my-2 grid gap-2 empty:hidden">
                <For each=numbered key=|(index, row)| (*index, row.key) let((index, row))>
                    <RowView form handle group row index count label=label.get_value() />
                </For>
            </ol>
            <Button size=Size::Small on:click=add>
                <Icon glyph=Glyph::Plus />
                {add_label}
            </Button>
        </fieldset>
    }
}

#[component]
fn RowView(
    form: FormHandle,
    handle: FieldHandle,
    group: NodeRef<html::Fieldset>,
    row: Row,
    index: usize,
    count: Memo<usize>,
    label: String,
) -> impl IntoView {
    let number = (index + 1).to_string();
    let name = t_with("form.row", &[("label", &label), ("number", &number)]);
    let tools = view! { <RowTools handle group index count name=name.clone() /> };
    let mut field = row.field;
    field.label.clone_from(&name);
    if let Widget::Object { fields } = &field.widget {
        let fields = fields.clone();
        let error = use_problem(use_field(form, &field.path));
        return view! {
            <li>
                <fieldset
                    class="min-w-0 rounded border border-line p-3 outline-none"
                    data-path=field.path.to_string()
                    tabindex="-1"
                >
                    <legend class="sr-only">{name.clone()}</legend>
                    <div class="mb-2 flex items-center justify-between gap-2">
                        <span class="text-xs text-text-muted" aria-hidden="true">
                            {name}
                        </span>
                        {tools}
                    </div>
                    <div class="grid gap-4">
                        <GroupError error />
                        {fields
                            .into_iter()
                            .map(|field| view! { <FieldView form field /> })
                            .collect_view()}
                    </div>
                </fieldset>
            </li>
        }
        .into_any();
    }
    if matches!(field.widget, Widget::Array { .. }) {
        return view! {
            <li class="rounded border border-line p-3">
                <div class="flex justify-end">{tools}</div>
                <FieldView form field />
            </li>
        }
        .into_any();
    }
    let own = use_field(form, &field.path);
    let error = use_problem(own);
    let (path, is_required) = (field.path.to_string(), field.is_required);
    view! {
        <li data-path=path>
            <field::Root error=error required=is_required>
                <field::Label class="sr-only">{name}</field::Label>
                <div class="flex items-start gap-2">
                    <div class="min-w-0 flex-1">
                        <Control handle=own field />
                    </div>
                    {tools}
                </div>
                <field::Error />
            </field::Root>
        </li>
    }
    .into_any()
}

#[component]
fn RowTools(
    handle: FieldHandle,
    group: NodeRef<html::Fieldset>,
    index: usize,
    count: Memo<usize>,
    name: String,
) -> impl IntoView {
    let label = |key: &str| t_with(key, &[("row", &name)]);
    let remove = move |_| {
        // The button goes with its row, so the focus is given to the group.
        if let Some(group) = group.get_untracked() {
            let _ = group.focus();
        }
        handle.remove_row(index);
    };
    view! {
        <div class="flex shrink-0" role="group" aria-label=t("form.row.tools")>
            <IconButton
                glyph=Glyph::ChevronUp
                label=label("form.row.up")
                size=Size::Small
                disabled=index == 0
                on:click=listener(move |_| handle.move_row(index, index - 1))
            />
            <IconButton
                glyph=Glyph::ChevronDown
                label=label("form.row.down")
                size=Size::Small
                disabled=Signal::derive(move || index + 1 >= count.get())
                on:click=listener(move |_| handle.move_row(index, index + 1))
            />
            <IconButton
                glyph=Glyph::Trash
                label=label("form.row.remove")
                size=Size::Small
                on:click=remove
            />
        </div>
    }
}
