//! Small strings that outlive the page.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// A store of strings by key.
///
/// A store that is full or forbidden behaves as if nothing had been kept:
/// settings are a comfort, never a condition.
pub trait KeyValue: fmt::Debug {
    /// Returns what was kept under `key`.
    fn get(&self, key: &str) -> Option<String>;

    /// Keeps `value` under `key`; returns whether it was kept.
    fn set(&self, key: &str, value: &str) -> bool;

    /// Forgets `key`.
    fn remove(&self, key: &str);
}

/// The browser's local storage: lasts, and is shared by all tabs; keeps nothing
/// outside a browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalStorage;

/// The browser's session storage: ends with the tab, outlives a reload; keeps
/// nothing outside a browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct SessionStorage;

macro_rules! browser_storage {
    ($name:ident, $get:ident) => {
        #[cfg(target_arch = "wasm32")]
        impl KeyValue for $name {
            fn get(&self, key: &str) -> Option<String> {
                web_sys::window()?.$get().ok()??.get_item(key).ok()?
            }

            fn set(&self, key: &str, value: &str) -> bool {
                let storage = web_sys::window().and_then(|window| window.$get().ok().flatten());
                storage.is_some_and(|storage| storage.set_item(key, value).is_ok())
            }

            fn remove(&self, key: &str) {
                if let Some(storage) = web_sys::window().and_then(|w| w.$get().ok().flatten()) {
                    // A refusal means that nothing is kept, which is what was asked for.
                    let _ = storage.remove_item(key);
                }
            }
        }

        #[cfg(not(target_arch = "wasm32"))]
        impl KeyValue for $name {
            fn get(&self, _key: &str) -> Option<String> {
                None
            }

            fn set(&self, _key: &str, _value: &str) -> bool {
                false
            }

            fn remove(&self, _key: &str) {}
        }
    };
}

browser_storage!(LocalStorage, local_storage);
browser_storage!(SessionStorage, session_storage);

/// A store in memory, for tests and for people who keep nothing.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    entries: RefCell<BTreeMap<String, String>>,
}

impl KeyValue for MemoryStorage {
    fn get(&self, key: &str) -> Option<String> {
        self.entries.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: &str) -> bool {
        self.entries.borrow_mut().insert(key.to_owned(), value.to_owned());
        true
    }

    fn remove(&self, key: &str) {
        self.entries.borrow_mut().remove(key);
    }
}
