//! `cargo xtask corpus`: real descriptions, and how well they are understood.

use std::{env, fs, path::PathBuf, process::Command, thread};

use lexopt::{Arg, Parser, ValueExt};

use super::{documents, pool, report::Report, worker};
use crate::{Context, Error, Result, Workspace, console, process};

/// The profile of the workers; a debug build takes ten times as long.
const PROFILE: &str = "corpus";

#[derive(Debug, Default, PartialEq)]
struct Options {
    /// Every document of the package, not only the fixed ones.
    is_all: bool,
    /// Answer lines on the standard input.
    is_worker: bool,
    /// Only documents whose names contain one of these.
    only: Vec<String>,
    /// How many of the worst documents are named.
    worst: usize,
}

/// Runs `cargo xtask corpus`.
///
/// # Errors
/// When documents cannot be installed or read, and when a goal is missed.
pub fn run(arguments: Parser) -> Result<()> {
    let options = read(arguments)?;
    if options.is_worker {
        return worker::run();
    }
    let workspace = Workspace::locate()?;
    let mut chosen = documents::fixed(&workspace)?;
    if options.is_all {
        let all = documents::all(&workspace)?;
        chosen.retain(|document| !all.contains(document));
        chosen.extend(all);
    }
    if !options.only.is_empty() {
        chosen.retain(|it| options.only.iter().any(|part| it.name.contains(part.as_str())));
    }
    // The biggest first, so that no process ends long after the others.
    chosen.sort_by_key(|it| std::cmp::Reverse(fs::metadata(&it.path).map_or(0, |it| it.len())));
    let program = build(&workspace)?;
    let count = thread::available_parallelism().map_or(1, usize::from);
    let report = Report::new(pool::run(&program, &chosen, count)?);
    let path = workspace.scratch()?.join("corpus.json");
    fs::write(&path, format!("{:#}\n", report.to_json()))
        .context(format!("cannot write {}", path.display()))?;
    console::line(report.to_text(options.worst));
    console::line(format!("every wrong pair: {}", path.display()));
    let shortfalls = report.shortfalls();
    if shortfalls.is_empty() {
        return Ok(());
    }
    Err(Error::new("the corpus is not understood as well as it must be")
        .because(format!("\n    {}", shortfalls.join("\n    "))))
}

fn read(mut arguments: Parser) -> Result<Options> {
    let mut options = Options { worst: 20, ..Options::default() };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("all") => options.is_all = true,
            Arg::Long("worker") => options.is_worker = true,
            Arg::Long("worst") => options.worst = arguments.value()?.parse()?,
            Arg::Long("only") => options.only.push(arguments.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// Builds this program for speed and returns its path.
///
/// # Errors
/// When it does not build.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    process::run(
        Command::new(cargo)
            .args(["build", "--quiet", "--package", "xtask", "--bin", "xtask"])
            .args(["--profile", PROFILE])
            .current_dir(&workspace.root),
    )?;
    Ok(workspace.target.join(PROFILE).join("xtask"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_corpus_is_read_unless_told_otherwise() {
        let options = read(Parser::from_args::<[&str; 0]>([])).unwrap();
        assert_eq!(options, Options { worst: 20, ..Options::default() });
        let options = read(Parser::from_args(["--all", "--only", "x"])).unwrap();
        assert!(options.is_all && options.only == ["x"]);
        assert!(read(Parser::from_args(["--most"])).is_err());
    }
}
