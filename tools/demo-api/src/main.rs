//! The demo API.

fn main() {}
