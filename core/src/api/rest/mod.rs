//! The provider over HTTP.

mod call;
mod capabilities;
mod provider;
mod sign_in;
#[cfg(test)]
mod tests;

pub(super) use capabilities::capabilities;
pub use provider::RestProvider;
