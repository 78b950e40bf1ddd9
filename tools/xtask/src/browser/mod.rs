//! The browser, driven for measurements.

pub mod budget;
pub mod driver;
