//! Rust toolchains and targets, by rustup.

use std::{env, path::Path, process::Command};

use super::{on_path, step};
use crate::{Error, Result, process};

const NO_RUSTUP: &str = "Install rustup from https://rustup.rs, or add the target by the \
                         system's package manager.";

/// Adds a target to the active toolchain unless it is there.
pub(super) fn ensure_target(target: &str) -> Result<()> {
    let folder = process::output(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        target,
    ]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(Error::new(format!("rustc has no target {target}"))
            .because("rustup, which would add it, is not on PATH")
            .advise(NO_RUSTUP));
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", target]);
    // Named, because rustup may be told not to choose or install one by itself.
    if let Some(toolchain) = env::var_os("RUSTUP_TOOLCHAIN") {
        command.arg("--toolchain").arg(toolchain);
    }
    step::run(
        &format!("adding the target {target}"),
        &mut command,
        &format!("Run `rustup target add {target}` yourself and see what it says."),
    )
}

/// Returns a cargo command of a toolchain that is at least `minimum`, installing one if need be.
pub(super) fn cargo_at_least(minimum: (u32, u32, u32)) -> Result<Command> {
    let mut plain = Command::new("cargo");
    if version_of(Command::new("rustc").arg("--version")).is_some_and(|found| found >= minimum) {
        clean(&mut plain);
        return Ok(plain);
    }
    if on_path("rustup").is_none() {
        let (major, minor, patch) = minimum;
        return Err(Error::new(format!("rustc {major}.{minor}.{patch} or later is needed"))
            .because("the active one is older and rustup is not on PATH")
            .advise(NO_RUSTUP));
    }
    let installed = process::output(Command::new("rustup").args(["toolchain", "list", "-q"]))?;
    let fitting = installed.lines().find(|name| {
        // A nightly is never taken by accident: its cargo may read a lock file otherwise.
        !name.starts_with("nightly")
            && version_of(Command::new("rustup").args(["run", name, "rustc", "--version"]))
                .is_some_and(|found| found >= minimum)
    });
    let name = match fitting {
        Some(name) => name.to_owned(),
        None => install_toolchain(minimum)?,
    };
    let mut command = Command::new("rustup");
    command.args(["run", &name, "cargo"]);
    clean(&mut command);
    Ok(command)
}

fn install_toolchain((major, minor, patch): (u32, u32, u32)) -> Result<String> {
    let name = format!("{major}.{minor}.{patch}");
    step::run(
        &format!("installing Rust {name}, which trunk needs"),
        Command::new("rustup").args([
            "toolchain",
            "install",
            &name,
            "--profile",
            "minimal",
            "--no-self-update",
        ]),
        &format!("Run `rustup toolchain install {name}` yourself and see what it says."),
    )?;
    Ok(name)
}

/// Takes away what the surrounding `cargo run` has set for this project only.
fn clean(command: &mut Command) {
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "RUSTUP_TOOLCHAIN"] {
        if name != "RUSTUP_TOOLCHAIN" || command.get_program() == "rustup" {
            command.env_remove(name);
        }
    }
}

fn version_of(command: &mut Command) -> Option<(u32, u32, u32)> {
    parse_version(&process::output(command).ok()?)
}

fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let version = text.split_whitespace().nth(1)?.split('-').next()?;
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        let version = |text| parse_version(text).unwrap();
        assert_eq!(version("rustc 1.95.0 (59807616e 2026-04-14)"), (1, 95, 0));
        assert!(version("rustc 1.100.0-beta.2 (x)") > version("rustc 1.96.1"));
        assert_eq!(parse_version("error: no such toolchain"), None);
    }
}
