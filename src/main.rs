//! Browser entry: boots and mounts the application.

#[cfg(target_arch = "wasm32")]
fn main() {
    vitrine::app::boot::start();
}

// A native build of the workspace has this binary too; it has nothing to do there.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
