//! What a person chose about the application itself, kept on the device.

mod device;
mod theme;

pub use device::keeps_on_device;
pub use theme::{Theme, apply_theme, page_size, theme};
