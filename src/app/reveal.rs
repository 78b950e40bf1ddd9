//! The moment the application comes into sight.
//!
//! The first rows are asked for before the screens are built and arrive soon
//! after. Laying out the empty screens in between and the full ones right
//! after it costs a tenth of the time to the first rows, so the static page
//! stays until they are there, or for a moment that nobody notices.

use leptos::prelude::*;
use std::time::Duration;

/// How long the static page stays while rows are awaited, and a list without
/// any sign of what will come.
pub const PATIENCE: Duration = Duration::from_millis(120);
/// On the body while only the static page is to be seen.
const STARTING: &str = "data-starting";

/// Keeps the screens out of sight until [`reveal`] is called.
#[cfg(target_arch = "wasm32")]
pub fn conceal() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute(STARTING, "");
    }
}

/// Shows the screens after a while, whether their rows have come or not.
pub fn reveal_later() {
    set_timeout(reveal, PATIENCE);
}

/// Shows the screens in place of the static page.
pub fn reveal() {
    let Some(body) = document().body() else { return };
    if body.has_attribute(STARTING) {
        let _ = body.remove_attribute(STARTING);
        if let Some(page) = document().get_element_by_id("boot") {
            page.remove();
        }
    }
}
