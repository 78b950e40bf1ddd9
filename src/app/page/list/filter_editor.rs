//! One condition while it is made.

use crate::app::controller::ListController;
use crate::app::format::humanize;
use crate::app::locale::t;
use crate::app::value::operator_name;
use crate::ui::button::{Button, Size, Variant};
use crate::ui::input::Input;
use crate::ui::native_select::NativeSelect;
use crate::ui::view::{IntoPiece, Piece, memo};
use leptos::prelude::*;
use vitrine_core::api::local::filters;
use vitrine_core::api::{Field, Filter, FilterOperator, Kind};

/// Field, operator and value of a new condition.
#[component]
pub fn FilterEditor(
    /// The list.
    list: ListController,
    /// Takes the finished condition.
    on_add: Callback<Filter>,
    /// Takes the decision against it.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let filters = StoredValue::new(filters(&list.capabilities(), &list.resource()));
    let first = filters.with_value(|filters| filters.first().cloned()).unwrap_or_default();
    let field = RwSignal::new(first.0);
    let operator = RwSignal::new(0_usize);
    let value = RwSignal::new(String::new());
    let operators = memo(move || {
        let field = field.get();
        filters.with_value(|filters| {
            let found = filters.iter().find(|(name, _)| *name == field);
            found.map(|(_, operators)| operators.clone()).unwrap_or_default()
        })
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = value.get_untracked().trim().to_owned();
        let operators = operators.get_untracked();
        let operator = operators.get(operator.get_untracked()).copied();
        let operator = operator.unwrap_or(FilterOperator::Eq);
        if !value.is_empty() {
            on_add.run(Filter { field: field.get_untracked(), operator, value });
        }
    };
    let names = filters
        .with_value(|filters| filters.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    let choose_field = move |name: String| {
        field.set(name);
        operator.set(0);
        value.set(String::new());
    };
    let choose_operator = move |index: String| operator.set(index.parse().unwrap_or_default());
    view! {
        <form
            class="flex flex-wrap items-center gap-2"
            on:submit=submit
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    on_cancel.run(());
                }
            }
        >
            <NativeSelect
                value=field
                on_change=choose_field
                class="w-auto"
                attr:aria-label=t("filter.field")
                attr:name="filter-field"
                attr:autofocus=true
            >
                {names
                    .into_iter()
                    .map(|name| {
                        let label = humanize(&name);
                        view! { <option value=name>{label}</option> }
                    })
                    .collect_view()}
            </NativeSelect>
            <Show when=move || operators.with(|operators| operators.len() > 1)>
                <NativeSelect
                    value=Signal::derive(move || operator.get().to_string())
                    on_change=choose_operator
                    class="w-auto"
                    attr:aria-label=t("filter.operator")
                    attr:name="filter-operator"
                >
                    {move || {
                        let operators = operators.get().into_iter().enumerate();
                        operators
                            .map(|(index, operator)| {
                                view! {
                                    <option value=index.to_string()>{operator_name(operator)}</option>
                                }
                            })
                            .collect_view()
                    }}
                </NativeSelect>
            </Show>
            {move || {
                let field = field.with(|name| list.resource().field(name).cloned());
                value_view(field.as_ref(), value)
            }}
            <Button kind="submit" size=Size::Small variant=Variant::Primary>
                {t("filter.apply")}
            </Button>
            <Button size=Size::Small variant=Variant::Ghost on:click=move |_| on_cancel.run(())>
                {t("action.cancel")}
            </Button>
        </form>
    }
}

/// The control for the value, by what the field holds.
fn value_view(field: Option<&Field>, value: RwSignal<String>) -> Piece {
    let choices: Vec<(String, String)> = match field {
        Some(field) if field.kind == Kind::Boolean => {
            vec![("true".into(), t("value.yes")), ("false".into(), t("value.no"))]
        }
        Some(field) => field
            .choices
            .iter()
            .map(|choice| {
                let text = crate::app::format::plain(&choice.value);
                (text.clone(), choice.label.clone().unwrap_or(text))
            })
            .collect(),
        None => Vec::new(),
    };
    if let Some((first, _)) = choices.first() {
        value.set(first.clone());
        return view! {
            <NativeSelect
                value=value
                on_change=move |text: String| value.set(text)
                class="w-auto"
                attr:aria-label=t("filter.value")
                attr:name="filter-value"
            >
                {choices
                    .into_iter()
                    .map(|(text, label)| view! { <option value=text>{label}</option> })
                    .collect_view()}
            </NativeSelect>
        }
        .into_piece();
    }
    let kind = match field.map(|field| field.kind) {
        Some(Kind::Integer | Kind::Number | Kind::Money) => "number",
        Some(Kind::Date | Kind::DateTime) => "date",
        _ => "text",
    };
    view! {
        <Input
            value=value
            on_input=move |text: String| value.set(text)
            kind=kind
            class="w-40"
            attr:aria-label=t("filter.value")
            attr:name="filter-value"
            attr:step="any"
            attr:autocomplete="off"
        />
    }
    .into_piece()
}
