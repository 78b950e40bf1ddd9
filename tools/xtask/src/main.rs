//! Command line of the project's own tasks: `cargo xtask help` lists them.

use std::{env, path::Path, process::ExitCode};

use xtask::{bundle::bindgen, commands, console, process};

fn main() -> ExitCode {
    let mut arguments = env::args_os();
    let program = arguments.next().unwrap_or_default();
    let result = if Path::new(&program).file_name().is_some_and(|name| name == "wasm-bindgen") {
        let arguments: Vec<String> =
            arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
        bindgen::run(&arguments)
    } else {
        commands::run(lexopt::Parser::from_args(arguments))
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::wait_if_ending();
            console::note(format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}
