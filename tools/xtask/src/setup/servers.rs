//! Servers that the tests run against, installed once for each state of their lock files.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{lock, npm, on_path, step};
use crate::{Context, Error, Result, Workspace, bundle::digest};

/// The folder of the lock files.
const LOCKS: &str = "tests/servers/install";

/// Where the servers of the tests are.
#[derive(Debug, Clone)]
pub struct Servers {
    /// The folder of the servers from npm.
    pub node_modules: PathBuf,
    /// The Python with the servers from `PyPI`; their programs stand beside it.
    pub python: PathBuf,
}

/// Finds the servers, and installs what is missing.
///
/// # Errors
/// When one is missing and cannot be installed; the error says what to do.
pub fn ensure(workspace: &Workspace) -> Result<Servers> {
    let _lock = lock(workspace)?;
    let locks = workspace.root.join(LOCKS);
    let node_modules =
        npm::installed(workspace, &locks, "installing the servers of the tests from npm")?;
    Ok(Servers { node_modules, python: python(workspace, &locks.join("requirements.txt"))? })
}

/// Finds the server of OData, or installs it; returns the folder of its packages.
///
/// # Errors
/// When it is missing and cannot be installed; the error says what to do.
pub fn ensure_odata(workspace: &Workspace) -> Result<PathBuf> {
    let _lock = lock(workspace)?;
    let what = "installing SAP CAP from npm, which compiles its database";
    npm::installed(workspace, &workspace.root.join(LOCKS).join("odata"), what)
}

/// Finds the servers of the second ring, or installs them; returns the folder of their packages.
///
/// # Errors
/// When they are missing and cannot be installed; the error says what to do.
pub fn ensure_ring2(workspace: &Workspace) -> Result<PathBuf> {
    let _lock = lock(workspace)?;
    let what = "installing NestJS, Feathers and LoopBack from npm";
    npm::installed(workspace, &workspace.root.join(LOCKS).join("ring2"), what)
}

/// Finds Directus, or installs it; returns the folder of its packages.
///
/// # Errors
/// When it is missing and cannot be installed; the error says what to do.
pub fn ensure_directus(workspace: &Workspace) -> Result<PathBuf> {
    let _lock = lock(workspace)?;
    let what = "installing Directus from npm, which compiles its database";
    npm::installed(workspace, &workspace.root.join(LOCKS).join("directus"), what)
}

/// Returns the Python of an environment that is exactly what `requirements` says.
fn python(workspace: &Workspace, requirements: &Path) -> Result<PathBuf> {
    let text = fs::read(requirements).context(format!("cannot read {}", requirements.display()))?;
    let parent = workspace.cache.join("servers");
    let folder = parent.join(format!("python-{}", digest::short(&text)));
    let python = folder.join("bin/python");
    if python.is_file() {
        return Ok(python);
    }
    ensure_venv()?;
    let partial = parent.join(format!("python-partial-{}", std::process::id()));
    fs::create_dir_all(&parent).context(format!("cannot create {}", parent.display()))?;
    let advice = "Look at the last lines above; the packages come from https://pypi.org.";
    let result = step::run(
        "making a Python environment for the servers of the tests",
        Command::new("python3").args(["-m", "venv"]).arg(&partial),
        advice,
    )
    .and_then(|()| {
        step::run(
            "installing the servers of the tests from PyPI",
            Command::new(partial.join("bin/python"))
                .args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r"])
                .arg(requirements),
            advice,
        )
    });
    if result.is_err() {
        let _ = fs::remove_dir_all(&partial);
        result?;
    }
    fs::rename(&partial, &folder).context(format!("cannot move {}", partial.display()))?;
    Ok(python)
}

/// Sees to it that Python can make environments, which Debian packs apart.
fn ensure_venv() -> Result<()> {
    let can_make = || {
        let probe = ["-c", "import venv, ensurepip"];
        Command::new("python3").args(probe).output().is_ok_and(|done| done.status.success())
    };
    if can_make() {
        return Ok(());
    }
    if !nix::unistd::geteuid().is_root() || on_path("apt-get").is_none() {
        return Err(Error::new("python3 with its venv module is not on PATH")
            .because("only root can install it, and only where there is apt")
            .advise("Run `sudo apt-get install python3-venv`, or install Python 3.10 or later."));
    }
    let advice = "Run `apt-get install python3-venv` and see what it says.";
    step::run("reading the package lists", Command::new("apt-get").arg("update"), advice)?;
    step::run(
        "installing Python's venv module",
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends", "python3-venv"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
        advice,
    )?;
    if can_make() {
        return Ok(());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    Err(Error::new("python3-venv was installed but python3 cannot use it")
        .because(format!("PATH is {}", path.display())))
}
