//! `cargo xtask simulate`: random schedules of the query layer.

use std::process::Command;

use lexopt::Parser;

use crate::{Result, Workspace, process};

/// Runs the simulator, optimized, with the arguments that follow.
pub(super) fn run(mut arguments: Parser) -> Result<()> {
    let rest: Vec<_> = arguments.raw_args()?.collect();
    let workspace = Workspace::locate()?;
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&workspace.root)
        .args(["run", "--quiet", "--profile", "corpus", "--package", "vitrine-core"])
        .args(["--features", "simulate", "--example", "simulate", "--"])
        .args(rest);
    process::run(&mut cargo)
}
