//! Sets up, serves, builds, tests and measures Vitrine.

fn main() {}
