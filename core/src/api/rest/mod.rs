//! The provider over HTTP.

mod capabilities;
mod provider;
mod sign_in;
#[cfg(test)]
mod tests;

pub use provider::RestProvider;
