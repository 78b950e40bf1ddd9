//! A page for one test, and a person who types.

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

/// A view in the page, taken away again when it is dropped.
pub(crate) struct Page {
    root: HtmlElement,
    unmount: Option<Box<dyn FnOnce()>>,
}

impl Page {
    /// Mounts a view and waits until its effects ran.
    pub(crate) async fn open<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let handle = mount_to(root.clone(), view);
        settle().await;
        Self { root, unmount: Some(Box::new(move || drop(handle))) }
    }

    #[track_caller]
    pub(crate) fn find(&self, selector: &str) -> HtmlElement {
        self.try_find(selector).unwrap_or_else(|| panic!("no {selector} in the page"))
    }

    pub(crate) fn try_find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    /// Returns the texts of all elements that match.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let nodes = self.root.query_selector_all(selector).unwrap();
        (0..nodes.length())
            .map(|at| nodes.item(at).unwrap().text_content().unwrap_or_default())
            .collect()
    }

    /// Returns the text of the element that `aria-activedescendant` of `selector` names.
    pub(crate) fn active_descendant(&self, selector: &str) -> Option<String> {
        let id = self.find(selector).get_attribute("aria-activedescendant")?;
        Some(document().get_element_by_id(&id)?.text_content().unwrap_or_default())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(unmount) = self.unmount.take() {
            unmount();
        }
        self.root.remove();
    }
}

/// Waits until effects ran and the events that the browser queued for itself were handled.
pub(crate) async fn settle() {
    for _ in 0..2 {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            let callback = Closure::once_into_js(move || {
                resolve.call0(&JsValue::UNDEFINED).unwrap();
            });
            // A frame comes after every task that was queued before it; the second task comes
            // after the frame's own.
            window().request_animation_frame(callback.unchecked_ref()).unwrap();
        });
        JsFuture::from(promise).await.unwrap();
    }
}

/// Presses a key on an element and returns whether the component took it.
pub(crate) async fn press(element: &Element, key: &str) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    let is_taken = !element.dispatch_event(&event).unwrap();
    settle().await;
    is_taken
}

/// Presses a key on whatever has the focus.
pub(crate) async fn press_focused(key: &str) -> bool {
    press(&focused(), key).await
}

/// Types a text into an input as a whole.
pub(crate) async fn type_into(input: &HtmlElement, text: &str) {
    input.unchecked_ref::<HtmlInputElement>().set_value(text);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    input
        .dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &init).unwrap())
        .unwrap();
    settle().await;
}

/// Clicks as a pointer does.
pub(crate) async fn click(element: &HtmlElement) {
    element.click();
    settle().await;
}

pub(crate) fn focused() -> Element {
    document().active_element().unwrap()
}

/// Returns whether an element floats over the page.
pub(crate) fn is_open(element: &Element) -> bool {
    element.matches(":popover-open").unwrap()
}
