//! The form for one record.

use crate::app::session::Session;
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::api::Resource;
use vitrine_core::record::Identifier;

/// The form for a new record or an existing one.
#[component]
pub fn FormPage(
    /// The API.
    session: Session,
    /// The resource.
    resource: Rc<Resource>,
    /// The key of the record; nothing for a new one.
    identifier: Option<Identifier>,
) -> impl IntoView {
    let _ = (session, identifier);
    view! { <p>{resource.name.clone()}</p> }
}
