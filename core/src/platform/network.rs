//! The connection of the device.

/// Returns whether the device is connected to a network, as far as it knows; natively it always
/// says so.
#[must_use]
pub fn is_online() -> bool {
    #[cfg(target_arch = "wasm32")]
    {
        use js_sys::Reflect;
        // A page and a worker have different global objects with the same member.
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into());
        let is_online = navigator.and_then(|it| Reflect::get(&it, &"onLine".into()));
        is_online.ok().and_then(|it| it.as_bool()).unwrap_or(true)
    }
    #[cfg(not(target_arch = "wasm32"))]
    true
}
