//! The dialog that asks for credentials.

use crate::app::session::Session;
use leptos::prelude::*;

/// Asks for credentials.
#[component]
pub fn SignInDialog(
    /// The API.
    session: Session,
) -> impl IntoView {
    view! { <p>{session.title()}</p> }
}
