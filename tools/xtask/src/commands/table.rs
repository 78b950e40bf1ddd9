//! The table of commands, and the choice among them.

use lexopt::{Arg, Parser};

use super::{build, check, dialects, env, hook, model, preview, serve, setup, simulate, test};
use crate::{Error, Result, bench, console, corpus, process};

struct Command {
    name: &'static str,
    options: &'static str,
    summary: &'static str,
    run: fn(Parser) -> Result<()>,
}

const COMMANDS: [Command; 13] = [
    Command {
        name: "serve",
        options: "[--api URL_OR_FILE [--proxy]] [--port N]",
        summary: "develop: demo API, rebuild and reload on every change",
        run: serve::run,
    },
    Command {
        name: "test",
        options: "[native|servers|web|e2e|odata|ring2]",
        summary: "run every test, or those of one kind",
        run: test::run,
    },
    Command {
        name: "build",
        options: "[--base /sub/] [--config FILE]",
        summary: "make the release dist/ and print its sizes",
        run: build::run,
    },
    Command {
        name: "preview",
        options: "[--base /sub/] [--port N]",
        summary: "serve dist/ as a host would",
        run: preview::run,
    },
    Command {
        name: "check",
        options: "",
        summary: "format, lints, documentation, layers, licences, size budget",
        run: check::run,
    },
    Command {
        name: "bench",
        options: "[list|document|state] [--runs N] [--only NAME] [--file FILE] [--no-build]",
        summary: "measure the application beside its peers",
        run: bench::run,
    },
    Command {
        name: "model",
        options: "SPEC_OR_URL",
        summary: "print what is understood of an API, as JSON",
        run: model::run,
    },
    Command {
        name: "corpus",
        options: "[--all] [--only NAME] [--worst N]",
        summary: "read real descriptions and say how well they are understood",
        run: corpus::run,
    },
    Command {
        name: "simulate",
        options: "[--seeds N] [--from SEED] [--trace] [--planted]",
        summary: "put the query layer through random schedules",
        run: simulate::run,
    },
    Command {
        name: "dialects",
        options: "",
        summary: "write docs/DIALECTS.md from the table of known dialects",
        run: dialects::run,
    },
    Command {
        name: "setup",
        options: "",
        summary: "install what is missing; every command does so by itself",
        run: setup::run,
    },
    Command {
        name: "env",
        options: "",
        summary: "print the exports with which plain `trunk serve` works",
        run: env::run,
    },
    Command {
        name: "hook",
        options: "post-build",
        summary: "finish a build; trunk calls this",
        run: hook::run,
    },
];

/// Runs the command that the arguments name.
///
/// # Errors
/// When there is no such command, or it fails.
pub fn run(mut arguments: Parser) -> Result<()> {
    let name = match arguments.next()? {
        Some(Arg::Value(name)) => name.to_string_lossy().into_owned(),
        None | Some(Arg::Long("help") | Arg::Short('h')) => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    if name == "help" {
        console::line(help());
        return Ok(());
    }
    let command = COMMANDS.iter().find(|command| command.name == name).ok_or_else(|| {
        Error::new(format!("there is no command `{name}`"))
            .advise("`cargo xtask help` lists every command.")
    })?;
    process::end_all_on_signal()?;
    (command.run)(arguments)
}

fn help() -> String {
    COMMANDS.iter().fold("Usage: cargo xtask COMMAND\n".to_owned(), |text, command| {
        let call = format!("{} {}", command.name, command.options);
        format!("{text}\n  {call:<40} {}", command.summary)
    })
}
