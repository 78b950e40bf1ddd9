//! The parents of a nested list, chosen before there is a list to show.

use super::field::RecordPicker;
use crate::app::controller::{parent_keys, parent_resource};
use crate::app::format::{key_label, resource_label};
use crate::app::locale::t_with;
use crate::app::navigation::Navigation;
use crate::app::page::set_title;
use crate::app::route::{Collection, Place};
use crate::app::session::Session;
use crate::ui::button::{Button, Variant};
use crate::ui::field;
use crate::ui::input::Input;
use crate::ui::view::{IntoPiece, Piece, memo};
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::{Parent, Resource};

/// Asks for each parent of `resource`: from the list of the parents where
/// there is one, else by its value.
#[component]
pub fn ParentsPage(
    /// The API.
    session: Session,
    /// The resource, of whose parents some may be known.
    resource: Rc<Resource>,
) -> impl IntoView {
    let title = resource_label(&resource);
    set_title(&[&title, &session.title()]);
    let mut keys = parent_keys(&resource);
    keys.resize(resource.parents.len(), String::new());
    let choice = Choosing {
        session,
        navigation: Navigation::expect(),
        keys: RwSignal::new(keys),
        resource: StoredValue::new_local(Rc::clone(&resource)),
    };
    let is_complete = memo(move || choice.keys.with(|keys| is_complete(keys)));
    let fields = (0..resource.parents.len()).map(|position| parent_view(choice, position));
    view! {
        <div class="grid w-full max-w-2xl gap-5 p-4">
            <header class="grid gap-1">
                <h1 class="text-lg font-semibold break-words">{title.clone()}</h1>
                <p class="text-text-muted">
                    {t_with("parents.advice", &[("resource", &title.to_lowercase())])}
                </p>
            </header>
            <form
                class="grid gap-5"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    choice.go();
                }
            >
                {fields.collect_view()}
                <div>
                    <Button
                        kind="submit"
                        variant=Variant::Primary
                        disabled=Signal::derive(move || !is_complete.get())
                    >
                        {t_with("parents.show", &[("resource", &title.to_lowercase())])}
                    </Button>
                </div>
            </form>
        </div>
    }
}

#[derive(Debug, Clone, Copy)]
struct Choosing {
    session: Session,
    navigation: Navigation,
    /// By parent; empty where none is chosen.
    keys: RwSignal<Vec<String>>,
    resource: StoredValue<Rc<Resource>, LocalStorage>,
}

impl Choosing {
    /// Takes the key of a parent; what was chosen below another one is gone.
    fn set(self, position: usize, key: String) {
        self.keys.update(|keys| {
            if keys[position] != key {
                keys[position] = key;
                keys[position + 1..].iter_mut().for_each(String::clear);
            }
        });
    }

    /// Shows the list, once all parents are known.
    fn go(self) {
        let Some(keys) = self.keys.try_get_untracked() else { return };
        if is_complete(&keys) {
            let resource = self.resource.get_value();
            let names = resource.parents.iter().map(|parent| parent.parameter.clone());
            let keys = keys.iter().map(|key| key.trim().to_owned());
            let parents = names.zip(keys).collect();
            let collection = Collection { parents, ..self.session.collection(&resource) };
            // Back leads to where the list was asked for, not to the question.
            self.navigation.replace(&Place::List(collection));
        }
    }
}

fn is_complete(keys: &[String]) -> bool {
    keys.iter().all(|key| !key.trim().is_empty())
}

fn parent_view(choice: Choosing, position: usize) -> Piece {
    let parent = choice.resource.with_value(|resource| resource.parents[position].clone());
    let outer = memo(move || choice.keys.with(|keys| keys[..position].to_vec()));
    let value = Signal::derive(move || choice.keys.with(|keys| keys[position].clone()));
    let label = parent_label(choice.session, &parent);
    view! {
        <field::Root required=true>
            <field::Label>{label}</field::Label>
            {move || {
                let outer = outer.get();
                let waits = !is_complete(&outer);
                let above = parent_resource(choice.session, &parent, &outer);
                let target = above.filter(|above| !waits && above.list.is_some());
                match target {
                    Some(target) => {
                        let choose = move |key: Option<String>| {
                            choice.set(position, key.unwrap_or_default());
                            // The combobox still closes itself before the page goes.
                            request_animation_frame(move || choice.go());
                        };
                        view! {
                            <RecordPicker session=choice.session target value on_change=choose />
                        }
                            .into_piece()
                    }
                    None => {
                        view! {
                            <Input
                                value
                                on_input=move |text: String| choice.set(position, text)
                                disabled=waits
                                attr:autocomplete="off"
                            />
                        }
                            .into_piece()
                    }
                }
            }}
        </field::Root>
    }
    .into_piece()
}

fn parent_label(session: Session, parent: &Parent) -> String {
    let above = parent.resource.as_ref().and_then(|name| session.resource(name));
    key_label(&parent.parameter, above.as_deref())
}
