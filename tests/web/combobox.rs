//! The combobox.
//!
//! Source of the keys: WAI-ARIA Authoring Practices, combobox with list autocomplete.

use leptos::prelude::*;
use vitrine::ui::combobox::{self, Choice};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::dom::{Page, click, focused, is_open, press, settle, type_into};

const INPUT: &str = "[role=combobox]";

#[derive(Clone, Copy)]
struct Owner {
    options: RwSignal<Vec<Choice>>,
    queries: RwSignal<Vec<String>>,
    value: RwSignal<Option<Choice>>,
}

fn choices(labels: &[&str]) -> Vec<Choice> {
    labels
        .iter()
        .map(|&label| Choice { value: label.to_lowercase(), label: label.into(), detail: None })
        .collect()
}

/// Opens a combobox whose options come only when the test sets them.
async fn open() -> (Page, Owner) {
    let owner = Owner {
        options: RwSignal::new(Vec::new()),
        queries: RwSignal::new(Vec::new()),
        value: RwSignal::new(None),
    };
    let page = Page::open(move || {
        view! {
            <combobox::Root
                options=owner.options
                on_query=move |query| owner.queries.update(|queries| queries.push(query))
                value=owner.value
                on_change=move |choice| owner.value.set(choice)
                label="Customer"
            >
                <combobox::Input />
                <combobox::Content>
                    <combobox::Empty>"Nobody"</combobox::Empty>
                </combobox::Content>
            </combobox::Root>
        }
    })
    .await;
    page.find(INPUT).focus().unwrap();
    (page, owner)
}

fn text(page: &Page) -> String {
    page.find(INPUT).unchecked_into::<HtmlInputElement>().value()
}

fn chosen(owner: Owner) -> Option<String> {
    owner.value.get_untracked().map(|choice| choice.value)
}

#[wasm_bindgen_test]
async fn typing_asks_and_the_first_answer_is_highlighted_when_it_comes() {
    let (page, owner) = open().await;
    let input = page.find(INPUT);
    type_into(&input, "a").await;
    assert_eq!(owner.queries.get_untracked(), ["a"]);
    assert_eq!(input.get_attribute("aria-expanded").as_deref(), Some("true"));
    assert_eq!(page.active_descendant(INPUT), None);
    owner.options.set(choices(&["Ada", "Alan"]));
    settle().await;
    assert_eq!(page.active_descendant(INPUT).as_deref(), Some("Ada"));
    assert_eq!(focused(), *input);
    assert!(press(&input, "ArrowDown").await);
    assert_eq!(page.active_descendant(INPUT).as_deref(), Some("Alan"));
    assert!(press(&input, "Enter").await);
    assert_eq!(chosen(owner).as_deref(), Some("alan"));
    assert_eq!(text(&page), "Alan");
    assert_eq!(input.get_attribute("aria-expanded").as_deref(), Some("false"));
}

#[wasm_bindgen_test]
async fn an_arrow_opens_on_the_first_option_and_wraps() {
    let (page, owner) = open().await;
    owner.options.set(choices(&["Ada", "Alan"]));
    settle().await;
    let input = page.find(INPUT);
    press(&input, "ArrowDown").await;
    assert_eq!(owner.queries.get_untracked(), [""]);
    assert_eq!(page.active_descendant(INPUT).as_deref(), Some("Ada"));
    press(&input, "ArrowUp").await;
    assert_eq!(page.active_descendant(INPUT).as_deref(), Some("Alan"));
}

#[wasm_bindgen_test]
async fn other_options_move_the_highlight_away_from_what_was_never_looked_at() {
    let (page, owner) = open().await;
    let input = page.find(INPUT);
    type_into(&input, "a").await;
    owner.options.set(choices(&["Ada", "Alan", "Anita"]));
    settle().await;
    press(&input, "ArrowDown").await;
    press(&input, "ArrowDown").await;
    type_into(&input, "al").await;
    owner.options.set(choices(&["Alan"]));
    settle().await;
    assert_eq!(page.active_descendant(INPUT).as_deref(), Some("Alan"));
}

#[wasm_bindgen_test]
async fn keys_that_edit_are_left_to_the_input() {
    let (page, owner) = open().await;
    owner.options.set(choices(&["Ada"]));
    let input = page.find(INPUT);
    press(&input, "ArrowDown").await;
    for key in ["Home", "End", "ArrowLeft", "ArrowRight", "a", " "] {
        assert!(!press(&input, key).await, "{key}");
    }
}

#[wasm_bindgen_test]
async fn leaving_without_a_choice_brings_the_old_one_back() {
    let (page, owner) = open().await;
    owner.value.set(choices(&["Ada"]).pop());
    settle().await;
    assert_eq!(text(&page), "Ada");
    let input = page.find(INPUT);
    type_into(&input, "Zzz").await;
    input.blur().unwrap();
    settle().await;
    assert_eq!(text(&page), "Ada");
    assert_eq!(chosen(owner).as_deref(), Some("ada"));
}

#[wasm_bindgen_test]
async fn leaving_after_the_text_was_deleted_takes_the_choice_away() {
    let (page, owner) = open().await;
    owner.value.set(choices(&["Ada"]).pop());
    settle().await;
    let input = page.find(INPUT);
    type_into(&input, "").await;
    input.blur().unwrap();
    settle().await;
    assert_eq!(chosen(owner), None);
    assert_eq!(text(&page), "");
}

#[wasm_bindgen_test]
async fn escape_closes_first_and_then_takes_the_text_back() {
    let (page, owner) = open().await;
    owner.value.set(choices(&["Ada"]).pop());
    let input = page.find(INPUT);
    type_into(&input, "Zzz").await;
    assert!(press(&input, "Escape").await);
    assert!(!is_open(&page.find("[popover]")));
    assert_eq!(text(&page), "Zzz");
    assert!(press(&input, "Escape").await);
    assert_eq!(text(&page), "Ada");
    assert!(!press(&input, "Escape").await, "the third is for whatever is around");
}

#[wasm_bindgen_test]
async fn a_pointer_chooses() {
    let (page, owner) = open().await;
    owner.options.set(choices(&["Ada", "Alan"]));
    settle().await;
    click(&page.find(INPUT)).await;
    assert!(is_open(&page.find("[popover]")));
    click(&page.find("[role=option]:last-child")).await;
    assert_eq!(chosen(owner).as_deref(), Some("alan"));
    assert!(!is_open(&page.find("[popover]")));
}
