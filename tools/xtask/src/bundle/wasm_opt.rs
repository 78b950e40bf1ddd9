//! Binaryen's optimiser over the modules of a release.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
};

use crate::{Context, Error, Result, process, setup};

/// Features that rustc's wasm32 target switches on, and what is not needed in a browser.
///
/// The main module and its chunks share tables and types, so all of them get the same.
const ARGUMENTS: [&str; 13] = [
    // Taken apart and put together anew, functions are smaller by half a percent, and by another
    // tenth with a second round.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    // What was made of the same generic function stands together then, and packs 1 % better.
    "--reorder-functions-by-name",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
];

/// Optimises every file in place.
///
/// # Errors
/// When wasm-opt is missing or refuses a module.
pub fn run(files: &[PathBuf]) -> Result<()> {
    run_with(&env::var_os("PATH").unwrap_or_default(), files)
}

/// Optimises every file in place with the program that is found on `path`.
///
/// # Errors
/// When wasm-opt is missing or refuses a module.
pub fn run_with(path: &OsStr, files: &[PathBuf]) -> Result<()> {
    let program = setup::find("wasm-opt", env::split_paths(path)).ok_or_else(|| {
        Error::new("cannot find wasm-opt").advise("Run `cargo xtask setup`, and trunk by xtask.")
    })?;
    let queue = Mutex::new(files.iter());
    let work = || -> Result<()> {
        loop {
            let Some(file) = queue.lock().unwrap_or_else(PoisonError::into_inner).next() else {
                return Ok(());
            };
            optimise(&program, file)?;
        }
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from).min(4);
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().try_for_each(|handle| {
            handle.join().unwrap_or_else(|_| Err(Error::new("a worker of wasm-opt has panicked")))
        })
    })
}

fn optimise(program: &Path, file: &Path) -> Result<()> {
    process::output(Command::new(program).args(ARGUMENTS).arg("-o").arg(file).arg(file))
        .context(format!("cannot optimise {}", file.display()))
        .map(drop)
}
