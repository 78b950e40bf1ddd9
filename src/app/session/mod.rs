//! One open API: its model, its provider, its cache and who is signed in.

mod guarded;
mod open;
mod references;
mod sign_in;

pub use guarded::Guarded;
pub use open::Session;
pub use references::References;
pub use sign_in::SignIn;
