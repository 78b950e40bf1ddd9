//! Going from screen to screen.

use super::route::Place;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};
use std::sync::Arc;

/// A handle to the address of the application.
#[derive(Debug, Clone, Copy)]
pub struct Navigation {
    base: StoredValue<String>,
    /// The screen that is shown.
    pub place: Memo<Place>,
    /// The raw query of the address, without its question mark.
    pub query: Memo<String>,
    go: StoredValue<Go>,
}

#[derive(Clone)]
struct Go(Arc<Navigate>);

type Navigate = dyn Fn(&str, NavigateOptions) + Send + Sync;

impl std::fmt::Debug for Go {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Go")
    }
}

impl Navigation {
    /// Connects to the router and provides the handle to the views below.
    #[must_use]
    pub fn provide(base: String) -> Self {
        let location = use_location();
        let (pathname, search) = (location.pathname, location.search);
        let base = StoredValue::new(base);
        let navigate = use_navigate();
        let go = Go(Arc::new(move |path: &str, options: NavigateOptions| {
            navigate(path, options);
        }));
        let navigation = Self {
            base,
            place: Memo::new(move |_| {
                pathname.with(|path| base.with_value(|b| Place::parse(path, b)))
            }),
            query: Memo::new(move |_| search.get()),
            go: StoredValue::new(go),
        };
        // The router puts an address into the history only once somebody says
        // that its screen is there; it expects its own `Routes` to do so.
        if let Some(router) = use_context::<BrowserUrl>() {
            Effect::new(move |_| {
                pathname.track();
                router.ready_to_complete();
            });
        }
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
        self.go_to(&self.href(place), false);
    }

    /// Goes to a screen so that back does not return to this one.
    pub fn replace(&self, place: &Place) {
        self.go_to(&self.href(place), true);
    }

    /// Changes the query of the address that is shown; `query` begins with a
    /// question mark or is empty. `is_replaced` keeps the history as it is.
    pub fn set_query(&self, query: &str, is_replaced: bool) {
        let path = self.place.with_untracked(|place| self.href(place));
        let options = NavigateOptions {
            resolve: false,
            replace: is_replaced,
            scroll: false,
            ..NavigateOptions::default()
        };
        self.go.with_value(|go| (go.0)(&format!("{path}{query}"), options));
    }

    fn go_to(self, address: &str, replace: bool) {
        let options = NavigateOptions { resolve: false, replace, ..NavigateOptions::default() };
        self.go.with_value(|go| (go.0)(address, options));
    }
}
