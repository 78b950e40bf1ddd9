//! Going from screen to screen.
//!
//! The route table is [`Place`], because keys of records may hold anything and
//! a query must be decoded once only; what is left for a router is to listen
//! to the address, and that is done here.

use super::route::Place;
use crate::ui::view::memo;
use leptos::prelude::*;

/// A handle to the address of the application.
#[derive(Debug, Clone, Copy)]
pub struct Navigation {
    base: StoredValue<String>,
    pathname: RwSignal<String>,
    search: RwSignal<String>,
    /// The screen that is shown.
    pub place: Memo<Place>,
    /// The raw query of the address, without its question mark.
    pub query: Memo<String>,
}

impl Navigation {
    /// Listens to the address and provides the handle to the views below.
    /// `base` is the folder the application is served from, with slashes on
    /// both ends.
    #[must_use]
    pub fn provide(base: String) -> Self {
        let (pathname, search) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let base = StoredValue::new(base);
        let navigation = Self {
            base,
            pathname,
            search,
            place: memo(move || {
                pathname.with(|path| base.with_value(|base| Place::parse(path, base)))
            }),
            query: memo(move || search.with(|search| search.trim_start_matches('?').to_owned())),
        };
        navigation.listen();
        provide_context(navigation);
        navigation
    }

    /// Returns the handle.
    ///
    /// # Panics
    /// Panics outside of the application's views.
    #[must_use]
    pub fn expect() -> Self {
        use_context().expect("this view must be placed within the application")
    }

    /// Returns the address of a screen.
    #[must_use]
    pub fn href(&self, place: &Place) -> String {
        self.base.with_value(|base| place.href(base))
    }

    /// Goes to a screen.
    pub fn go(&self, place: &Place) {
        self.go_to(&self.href(place), Entry::New);
    }

    /// Goes to a screen so that back does not return to this one.
    pub fn replace(&self, place: &Place) {
        self.go_to(&self.href(place), Entry::Same);
    }

    /// Changes the query of the address that is shown; `query` begins with a
    /// question mark or is empty. `is_replaced` keeps the history as it is.
    pub fn set_query(&self, query: &str, is_replaced: bool) {
        let path = self.place.with_untracked(|place| self.href(place));
        let entry = if is_replaced { Entry::Same } else { Entry::New };
        self.go_to(&format!("{path}{query}"), entry);
    }
}

/// Whether going somewhere adds to the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    New,
    Same,
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::{Entry, Navigation};
    use leptos::ev::{MouseEvent, click, popstate};
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{HtmlAnchorElement, Url};

    impl Navigation {
        /// Follows the history and takes over clicks on links within the
        /// application, for as long as it lives.
        pub(super) fn listen(self) {
            self.read_address();
            let back = window_event_listener(popstate, move |_| self.read_address());
            let link = window_event_listener(click, move |event| {
                if let Some(address) = self.link(&event) {
                    event.prevent_default();
                    self.go_to(&address, Entry::New);
                    window().scroll_to_with_x_and_y(0.0, 0.0);
                }
            });
            on_cleanup(move || {
                back.remove();
                link.remove();
            });
        }

        pub(super) fn go_to(self, address: &str, entry: Entry) {
            let state = JsValue::NULL;
            // A browser refuses when a page floods the history; the address
            // then lags behind the screen, which is shown all the same.
            if let Ok(history) = window().history() {
                let _ = match entry {
                    Entry::New => history.push_state_with_url(&state, "", Some(address)),
                    Entry::Same => history.replace_state_with_url(&state, "", Some(address)),
                };
            }
            let (path, search) = address.split_once('?').unwrap_or((address, ""));
            self.set_address(path, search);
        }

        fn read_address(self) {
            let location = window().location();
            let path = location.pathname().unwrap_or_default();
            let search = location.search().unwrap_or_default();
            self.set_address(&path, search.trim_start_matches('?'));
        }

        /// The path goes last: what it leads to reads the query.
        fn set_address(self, path: &str, search: &str) {
            if self.search.with_untracked(|known| known != search) {
                self.search.set(search.to_owned());
            }
            if self.pathname.with_untracked(|known| known != path) {
                self.pathname.set(path.to_owned());
            }
        }

        /// Returns the address of a link that was clicked, where following it
        /// is the application's to do: not when the person wants a new tab or
        /// a download, and not when it leads elsewhere.
        fn link(self, event: &MouseEvent) -> Option<String> {
            let has_key =
                event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
            if event.default_prevented() || event.button() != 0 || has_key {
                return None;
            }
            let target: web_sys::Element = event.target()?.dyn_into().ok()?;
            let anchor = target.closest("a[href]").ok()??;
            let anchor: HtmlAnchorElement = anchor.dyn_into().ok()?;
            if anchor.has_attribute("download") || !matches!(&*anchor.target(), "" | "_self") {
                return None;
            }
            let url = Url::new(&anchor.href()).ok()?;
            let is_here = window().location().origin().is_ok_and(|origin| origin == url.origin());
            let is_below = self.base.with_value(|base| url.pathname().starts_with(base.as_str()));
            (is_here && is_below).then(|| format!("{}{}", url.pathname(), url.search()))
        }
    }
}

/// Natively there is no address; views are rendered at the first screen.
#[cfg(not(target_arch = "wasm32"))]
impl Navigation {
    fn listen(self) {
        self.base.with_value(|base| self.pathname.set(base.clone()));
    }

    fn go_to(self, address: &str, _entry: Entry) {
        let (path, search) = address.split_once('?').unwrap_or((address, ""));
        self.search.set(search.to_owned());
        self.pathname.set(path.to_owned());
    }
}
