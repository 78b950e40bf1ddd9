//! Short notes about what has just happened.
//!
//! ```text
//! <toast::Provider label="Notifications" close_label="Dismiss">
//!     ..the application..
//! </toast::Provider>
//!
//! let toaster = toast::use_toaster();
//! toaster.show(Toast::new("Deleted").with_action("Undo", undo));
//! ```
//!
//! A toast leaves by itself after a while, never while a pointer or the focus is on it. One that
//! tells of a danger stays until it is dismissed.

mod list;
mod provider;
mod toaster;

#[cfg(test)]
mod tests;

pub use self::{
    provider::Provider,
    toaster::{Toast, ToastId, Toaster, use_toaster},
};
