//! Messages between the tabs of one origin.
//!
//! # Model
//! [`Channels::join`] enters the channel of a name; a [`Channel`] posts to all
//! others in it, never to itself. Dropping it leaves.
//! [`BrowserChannels`] is `BroadcastChannel`; [`MemoryChannels`] delivers when
//! told to, and can lose, repeat and reorder.

#[cfg(target_arch = "wasm32")]
mod browser;
mod memory;

#[cfg(target_arch = "wasm32")]
pub use browser::BrowserChannels;
pub use memory::MemoryChannels;

use std::fmt;
use std::rc::Rc;

/// Is called with each message that another tab posted.
pub type OnMessage = Rc<dyn Fn(&[u8])>;

/// The place where tabs meet.
pub trait Channels: fmt::Debug {
    /// Enters the channel called `name`. Where there is none, posts go nowhere.
    fn join(&self, name: &str, on_message: OnMessage) -> Box<dyn Channel>;
}

/// A tab's membership in a channel; dropping it leaves the channel.
pub trait Channel: fmt::Debug {
    /// Sends `message` to the other members that are there now. Nobody tells
    /// whether it arrived.
    fn post(&self, message: &[u8]);
}
