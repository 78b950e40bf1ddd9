//! A link to the record that a field points to, by its label.

use crate::app::navigation::Navigation;
use crate::app::route::{Collection, Place};
use crate::app::session::Session;
use crate::ui::view::{IntoPiece, live};
use leptos::prelude::*;
use vitrine_core::record::Identifier;

/// The label of another record, leading to it; its key until the label is
/// known.
#[component]
pub fn ReferenceLink(
    /// The resource that is pointed to.
    resource: String,
    /// The key of the record.
    identifier: Identifier,
) -> impl IntoView {
    let session = Session::expect();
    let navigation = Navigation::expect();
    let label = session.references().label(&resource, &identifier);
    let key = identifier.to_string();
    let title = key.clone();
    let text = move || label.get().filter(|label| !label.is_empty()).unwrap_or_else(|| key.clone());
    // A key says nothing of the parents that a nested record is found below.
    if !session.resource(&resource).is_some_and(|resource| resource.is_found_by_key()) {
        return view! { <span title=title>{live(text)}</span> }.into_piece();
    }
    let collection = Collection { api: session.slug(), resource, parents: Vec::new() };
    let place = Place::Record(collection, identifier.as_str().to_owned());
    view! {
        <a href=navigation.href(&place) class="link" title=title>
            {live(text)}
        </a>
    }
    .into_piece()
}
