//! What is done so that nothing typed is lost.

use super::controller::FormController;
use crate::reactive::FormHandle;
use crate::ui::view::memo;
use leptos::leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle};
use leptos::prelude::*;
use std::time::Duration;
use vitrine_core::form::Form;

/// How long typing rests before it is kept.
const PAUSE: Duration = Duration::from_millis(300);

/// Keeps what is typed: soon after a key stroke, and when the page goes.
pub(super) fn keep_while_typing(controller: FormController, form: FormHandle) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |is_later: Option<bool>| {
        form.track_edits();
        if is_later.is_some() {
            stop();
            let keep = move || controller.keep_draft();
            timer.set_value(set_timeout_with_handle(keep, PAUSE).ok());
        }
        true
    });
    let listener = window_event_listener_untyped("pagehide", move |_| controller.keep_draft());
    on_cleanup(move || {
        stop();
        listener.remove();
        controller.keep_draft();
    });
}

/// Asks before the window is closed or reloaded, but only while there is
/// something to lose: the question costs the browser its quick way back.
pub(super) fn warn_before_unload(form: FormHandle) {
    let is_dirty = memo(move || form.with(Form::is_dirty));
    let guard = StoredValue::new(None::<WindowListenerHandle>);
    let lift = move || {
        if let Some(guard) = guard.try_update_value(Option::take).flatten() {
            guard.remove();
        }
    };
    Effect::new(move || {
        lift();
        if is_dirty.get() {
            let ask = |event: web_sys::Event| event.prevent_default();
            guard.set_value(Some(window_event_listener_untyped("beforeunload", ask)));
        }
    });
    on_cleanup(lift);
}
