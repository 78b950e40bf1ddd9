//! The demo API as a process.

use std::{process::Command, time::Duration};

use crate::{
    Result, Workspace, console,
    process::{self, Guard},
};

/// Builds and starts the demo API on a free port; returns its guard and its address.
///
/// # Errors
/// When it cannot be built, or does not come up.
pub fn start(workspace: &Workspace) -> Result<(Guard, String)> {
    console::note("building the demo API");
    process::run(
        Command::new("cargo")
            .args(["build", "--package", "demo-api", "--quiet"])
            .current_dir(&workspace.root),
    )?;
    let mut guard = Guard::spawn_reading(
        "the demo API",
        Command::new(workspace.target.join("debug/demo-api"))
            .args(["--port", "0", "--db"])
            .arg(workspace.scratch()?.join("demo.db"))
            .current_dir(&workspace.root),
    )?;
    let address = guard.wait_for_line("listening on ", Duration::from_mins(2))?;
    console::note(format!("the demo API is at {address}"));
    Ok((guard, address))
}
