//! A record of another resource, found by typing.

use super::picker::RecordPicker;
use super::text_control::{LineControl, use_text};
use crate::app::session::Session;
use crate::reactive::FieldHandle;
use leptos::prelude::*;
use vitrine_core::form::{FieldSpec, Input};

/// The key of a record of `resource`, shown and searched by its label.
#[component]
pub(super) fn ReferenceControl(handle: FieldHandle, field: FieldSpec, resource: String) -> AnyView {
    // A form outside of an API's screens has nothing to search in, and a list
    // below parents has no rows without them.
    let session = use_context::<Session>();
    let target = session.and_then(|session| {
        let target = session.resource(&resource)?;
        (target.list.is_some() && target.is_placed()).then_some((session, target))
    });
    let Some((session, target)) = target else {
        return view! { <LineControl handle field /> }.into_any();
    };
    let text = use_text(handle);
    let choose = move |key: Option<String>| handle.input(key.map_or(Input::Clear, Input::Text));
    let blur = Callback::new(move |()| handle.blur());
    view! {
        <RecordPicker
            session
            target
            value=Signal::derive(move || text.get())
            on_change=choose
            on_blur=blur
        />
    }
    .into_any()
}
