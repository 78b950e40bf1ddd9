//! Lines on the terminal.

use std::io::{IsTerminal, Write, stderr, stdout};

/// Writes one line of a command's result to the standard output.
pub fn line(text: impl AsRef<str>) {
    // A closed pipe (`cargo xtask build | head`) is the reader's choice, not a failure of the task.
    let _ = writeln!(stdout(), "{}", text.as_ref());
}

/// Writes one line about the progress of a command to the standard error.
pub fn note(text: impl AsRef<str>) {
    let _ = writeln!(stderr(), "{}", text.as_ref());
}

/// Overwrites the current line where the standard error is a terminal; does nothing elsewhere.
pub fn tick(text: &str) {
    if is_interactive() {
        let shown: String = text.chars().take(100).collect();
        let _ = write!(stderr(), "\r\x1b[2K{shown}");
        let _ = stderr().flush();
    }
}

/// Removes the line that [`tick`] wrote.
pub fn clear_tick() {
    if is_interactive() {
        let _ = write!(stderr(), "\r\x1b[2K");
        let _ = stderr().flush();
    }
}

/// Returns whether a person watches the standard error on a terminal.
#[must_use]
pub fn is_interactive() -> bool {
    stderr().is_terminal()
}
