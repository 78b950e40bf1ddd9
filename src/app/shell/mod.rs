//! The frame around every screen of an API.

mod frame;
mod menu;
mod toolbar;

pub use frame::Frame;
