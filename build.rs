//! Link arguments of the browser module.

#![allow(clippy::print_stdout, reason = "a build script talks to cargo on its standard output")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // The splitter moves functions between modules, for which it needs the relocations. As a
        // link argument of this one binary they cost no rebuild of the dependencies.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
