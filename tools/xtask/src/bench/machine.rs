//! The machine that measures, as far as its numbers depend on it.

use std::{fs, process::Command, thread};

use serde_json::{Value, json};

use crate::{Workspace, process};

/// Returns what the machine is, and which sources were measured.
pub(super) fn describe(workspace: &Workspace) -> Value {
    let first = |path: &str, key: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_once(':').map_or("unknown", |(_, value)| value.trim()).to_owned()
    };
    let said = |command: &mut Command| {
        process::output(command)
            .map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
    };
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut git = Command::new("git");
    git.args(["describe", "--always", "--dirty", "--abbrev=12"]).current_dir(&workspace.root);
    json!({
        "processor": first("/proc/cpuinfo", "model name"),
        "cores": cores,
        "memory": first("/proc/meminfo", "MemTotal"),
        "kernel": said(Command::new("uname").arg("-sr")),
        "node": said(Command::new("node").arg("--version")),
        "revision": said(&mut git),
    })
}

/// Returns how many programs wanted to run over the last minute, on average.
pub(super) fn load() -> Option<f64> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
