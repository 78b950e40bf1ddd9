//! Browser entry: boots and mounts the application.

fn main() {
    #[cfg(target_arch = "wasm32")]
    leptos::mount::mount_to_body(vitrine::app::App);
}
