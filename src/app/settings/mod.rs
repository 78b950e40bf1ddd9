//! What a person chose about the application itself, kept on the device.

mod theme;

pub use theme::{Theme, apply_theme, page_size, theme};
