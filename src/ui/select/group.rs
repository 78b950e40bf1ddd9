//! Items that belong together.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

use crate::ui::id;

#[derive(Clone, Copy)]
struct GroupContext {
    label_id: RwSignal<Option<String>>,
}

/// Items under a common name.
/// Renders a `<div role="group" aria-labelledby>`.
#[component]
pub fn Group(
    /// A label and items.
    children: Content,
) -> impl IntoView {
    let group = GroupContext { label_id: RwSignal::new(None) };
    view! {
        <Provider value=group>
            <div role="group" aria-labelledby=move || group.label_id.get()>
                {children.view()}
            </div>
        </Provider>
    }
}

/// The name of a group.
/// Renders a `<div>`.
#[component]
pub fn Label(
    /// The name.
    children: Content,
) -> impl IntoView {
    let group = use_context::<GroupContext>()
        .unwrap_or_else(|| panic!("select::Label must be placed within select::Group"));
    let label_id = id::unique("group");
    group.label_id.set(Some(label_id.clone()));
    on_cleanup(move || {
        // The group may be disposed of together with its label.
        group.label_id.try_set(None);
    });
    view! {
        <div id=label_id class="px-2 pt-2 pb-1 text-xs font-medium text-text-muted">
            {children.view()}
        </div>
    }
}
