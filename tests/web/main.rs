//! Behavior that needs a browser: of components, focus, keys and popovers; of the device, what it
//! keeps.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by a panic")]

mod button;
mod combobox;
mod device;
mod dialog;
mod dom;
mod field;
mod menu;
mod native_select;
mod panic;
mod select;
mod tabs;
mod toast;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
