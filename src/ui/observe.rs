//! Changes of the document that no event tells of.

use super::view::effect;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use web_sys::{
    MutationObserver, MutationObserverInit,
    wasm_bindgen::{JsCast, prelude::Closure},
};

/// Runs `react` whenever options come to a select or leave it, for as long as the caller's owner
/// lives.
pub(super) fn children(node_ref: NodeRef<html::Select>, react: impl Fn() + 'static) {
    let react = StoredValue::new_local(react);
    effect(move || {
        let Some(node) = node_ref.get() else { return };
        // Made here and not before: outside of a browser there are no such closures.
        let call = Closure::<dyn Fn()>::new(move || {
            let _ = react.try_with_value(|react| react());
        });
        if let Ok(observer) = MutationObserver::new(call.as_ref().unchecked_ref()) {
            let watch = SendWrapper::new((observer.clone(), call));
            let options = MutationObserverInit::new();
            options.set_child_list(true);
            options.set_subtree(true);
            // Refused only when there is nothing to observe, which the line above rules out.
            let _ = observer.observe_with_options(&node, &options);
            on_cleanup(move || watch.0.disconnect());
        }
    });
}
