//! Browser entry of the Vitrine application.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(vitrine::App);
}

// A native build of the workspace has this binary too; it has nothing to do there.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
