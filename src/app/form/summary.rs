//! Everything that is wrong with a form, in one place.

use super::field::focus_field;
use super::problem::problem_text;
use crate::app::locale::t_count;
use crate::reactive::FormHandle;
use crate::ui::callout::Callout;
use crate::ui::tone::Tone;
use crate::ui::view::memo;
use leptos::html;
use leptos::prelude::*;

/// The errors of the form, each leading to its field; read aloud when they
/// appear.
#[component]
pub(super) fn Summary(
    /// The form.
    form: FormHandle,
    /// The element that holds the fields.
    element: NodeRef<html::Form>,
) -> impl IntoView {
    let whole: Memo<Vec<String>> =
        memo(move || form.with(|form| form.form_errors().iter().map(problem_text).collect()));
    let issues = memo(move || form.with(vitrine_core::form::Form::errors));
    view! {
        <div role="alert" class="empty:hidden">
            {move || {
                let (whole, issues) = (whole.get(), issues.get());
                let count = whole.len() + issues.len();
                (count > 0)
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Danger>
                                <p class="font-medium">
                                    {t_count("form.errors", count as u64)}
                                </p>
                                <ul class="mt-1 grid gap-0.5">
                                    {whole
                                        .into_iter()
                                        .map(|text| {
                                            view! { <li class="whitespace-pre-line">{text}</li> }
                                        })
                                        .collect_view()}
                                    {issues
                                        .into_iter()
                                        .map(|issue| {
                                            let text = problem_text(&issue.problem);
                                            let path = issue.path;
                                            let go = move |event: leptos::ev::MouseEvent| {
                                                // The fragment is no address of the application.
                                                event.prevent_default();
                                                if let Some(form) = element.get_untracked() {
                                                    focus_field(&form, &path);
                                                }
                                            };
                                            view! {
                                                <li>
                                                    <a href="#main" class="link underline" on:click=go>
                                                        {issue.label}
                                                    </a>
                                                    {format!(": {}", text.replace('\n', " "))}
                                                </li>
                                            }
                                        })
                                        .collect_view()}
                                </ul>
                            </Callout>
                        }
                    })
            }}
        </div>
    }
}
