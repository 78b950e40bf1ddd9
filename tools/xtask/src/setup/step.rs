//! One step of the setup, with its progress.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crate::{Error, Result, console, process};

/// How often a log without a terminal gets a line about a step that goes on.
const PULSE: Duration = Duration::from_secs(20);
/// How many lines of a failed step's output its error repeats, from the start and from the end.
const REPEATED: usize = 15;

/// Runs the command of a step to its end.
///
/// # Errors
/// When the command fails; the error repeats the end of its output and gives `advice`.
pub(super) fn run(what: &str, command: &mut Command, advice: &str) -> Result<()> {
    let start = Instant::now();
    let mut last_pulse = start;
    let mut output: Vec<String> = Vec::new();
    console::note(format!("setup: {what}"));
    let status = process::run_lines(command, |line| {
        if let Some(line) = line {
            output.push(line.to_owned());
        }
        let now = output.last().map_or("", |line| line.trim());
        console::tick(&format!("setup: {what}, {} s: {now}", start.elapsed().as_secs()));
        if !console::is_interactive() && last_pulse.elapsed() >= PULSE {
            last_pulse = Instant::now();
            console::note(format!("setup: {what}, {} s: {now}", start.elapsed().as_secs()));
        }
    });
    console::clear_tick();
    let status = status.map_err(|error| error.advise(advice))?;
    let seconds = start.elapsed().as_secs();
    if status.success() {
        console::note(format!("setup: {what}: done in {seconds} s"));
        return Ok(());
    }
    // Some tools (cargo) end with the reason, others (npm) begin with it.
    let end = output.len().saturating_sub(REPEATED);
    let start = REPEATED.min(end);
    let gap = if start < end { &["..."][..] } else { &[] };
    let shown: Vec<&str> = output[..start].iter().map(String::as_str).collect();
    let shown =
        [&shown, gap, &output[end..].iter().map(String::as_str).collect::<Vec<_>>()].concat();
    Err(Error::new(format!("setup: {what} failed after {seconds} s"))
        .because(format!("{status}\n    {}", shown.join("\n    ")))
        .advise(advice))
}
