//! Tools on this machine: found, or installed once from locked versions.
//!
//! # Invariants
//! - What is there and fits is used; with everything there, setup only looks and says nothing.
//! - Every installation holds a lock on the shared cache, so commands may run side by side.
//! - A folder is filled beside its place and renamed, so an interrupted setup leaves no half of it.

mod browser;
mod cargo_tools;
mod npm;
mod rust;
mod servers;
mod step;

use std::{env, ffi::OsString, fs, path::PathBuf, process::Command};

pub use browser::Browser;
pub use servers::{Servers, ensure as ensure_servers, ensure_directus, ensure_odata, ensure_ring2};

use crate::{Context, Error, Result, Workspace, console};

/// The trunk that `Trunk.toml` and the chunk pipeline were written for.
const TRUNK: &str = "0.22.1";
/// The splitter that reads the sections of the locked `wasm_split_helpers`.
const SPLITTER: &str = "0.2.4";

/// What a command is going to do, and so which tools it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Build and serve the application.
    Build,
    /// Also run it in a browser.
    Browse,
}

/// Tools that are ready for use.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Folders to put first on `PATH`.
    path: Vec<PathBuf>,
    /// The folder of the packages from npm.
    pub node_modules: PathBuf,
    /// The browser and its driver, when a command asked for them.
    pub browser: Option<Browser>,
}

/// Finds every tool that `need` covers, and installs what is missing.
///
/// # Errors
/// When a tool is missing and cannot be installed; the error says what to do.
pub fn ensure(workspace: &Workspace, need: Need) -> Result<Tools> {
    let _lock = lock(workspace)?;
    rust::ensure_target("wasm32-unknown-unknown")?;
    let node_modules = npm::ensure(workspace)?;
    let browser = if need >= Need::Browse { Some(browser::ensure()?) } else { None };
    let tools = workspace.tools();
    let bindgen = workspace.locked_version("wasm-bindgen")?;
    let mut path = vec![shims(workspace)?];
    for tool in cargo_tools::all(&bindgen) {
        let folder = cargo_tools::ensure(&tools, &tool)?;
        if !path.contains(&folder) {
            path.push(folder);
        }
    }
    path.push(node_modules.join(".bin"));
    Ok(Tools { path, node_modules, browser })
}

/// Finds the descriptions of the corpus, and installs them when they are missing; returns the
/// folder of the packages.
///
/// # Errors
/// When they are missing and cannot be installed; the error says what to do.
pub fn corpus(workspace: &Workspace) -> Result<PathBuf> {
    let _lock = lock(workspace)?;
    npm::corpus(workspace)
}

/// Waits until no other setup is running; the lock ends with the file.
fn lock(workspace: &Workspace) -> Result<fs::File> {
    fs::create_dir_all(&workspace.cache)
        .context(format!("cannot create {}", workspace.cache.display()))?;
    let lock_path = workspace.cache.join("setup.lock");
    let lock =
        fs::File::create(&lock_path).context(format!("cannot create {}", lock_path.display()))?;
    if lock.try_lock().is_err() {
        console::note("another cargo xtask is setting up; waiting for it");
        lock.lock().context("cannot wait for the other setup")?;
    }
    Ok(lock)
}

impl Tools {
    /// Returns the value of `PATH` with these tools before all others.
    ///
    /// # Errors
    /// When a folder of the path has a colon in its name.
    pub fn path(&self) -> Result<OsString> {
        let others = env::var_os("PATH").unwrap_or_default();
        env::join_paths(self.path.iter().cloned().chain(env::split_paths(&others)))
            .context("cannot put the tools on PATH")
    }

    /// Returns the environment in which trunk, wasm-opt and the test runner find everything.
    ///
    /// # Errors
    /// When a folder of the path has a colon in its name.
    pub fn environment(&self) -> Result<Vec<(&'static str, OsString)>> {
        Ok(vec![
            ("PATH", self.path()?),
            ("NODE_PATH", self.node_modules.clone().into()),
            ("TRUNK_SKIP_VERSION_CHECK", "true".into()),
            ("TRUNK_BUILD_FEATURES", "split".into()),
        ])
    }

    /// Returns a command that finds these tools, running in the project's folder.
    ///
    /// # Errors
    /// When the program is none of the tools and not on `PATH` either.
    pub fn command(&self, workspace: &Workspace, program: &str) -> Result<Command> {
        let path = self.path()?;
        // Looked up here: where a child's own PATH is changed, the search for it may use the old.
        let found = find(program, env::split_paths(&path)).ok_or_else(|| {
            Error::new(format!("cannot find {program}")).advise("Run `cargo xtask setup`.")
        })?;
        let mut command = Command::new(found);
        command.current_dir(&workspace.root).envs(self.environment()?);
        Ok(command)
    }

    /// Returns the browser and its driver.
    ///
    /// # Errors
    /// When setup was not asked for them.
    pub fn browser(&self) -> Result<&Browser> {
        self.browser.as_ref().ok_or_else(|| Error::new("this command was set up without a browser"))
    }
}

/// Makes the folder whose `wasm-bindgen` is this program, which splits before it binds.
fn shims(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.scratch()?.join("bin");
    fs::create_dir_all(&folder).context(format!("cannot create {}", folder.display()))?;
    let shim = folder.join("wasm-bindgen");
    let program = env::current_exe().context("cannot find this program")?;
    if fs::read_link(&shim).ok().as_ref() != Some(&program) {
        let fresh = folder.join(format!("wasm-bindgen.{}", std::process::id()));
        let failed = || format!("cannot create {}", shim.display());
        std::os::unix::fs::symlink(&program, &fresh).context(failed())?;
        fs::rename(&fresh, &shim).context(failed())?;
    }
    Ok(folder)
}

/// Returns the first program of that name in `folders`.
pub(crate) fn find(program: &str, folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    folders.into_iter().map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Returns a program on `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    find(program, env::split_paths(&env::var_os("PATH").unwrap_or_default()))
}
