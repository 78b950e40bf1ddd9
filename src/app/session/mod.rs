//! One open API: its model, its provider, its cache and who is signed in.

mod guarded;
mod keeping;
mod notes;
mod open;
mod records;
mod references;
mod sign_in;

pub use guarded::Guarded;
pub use keeping::forget_on_device;
pub use notes::{News, Notes};
pub use open::{Changes, Session};
pub use references::References;
pub use sign_in::SignIn;
