//! Packages from npm, installed once for each state of `package-lock.json`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{on_path, step};
use crate::{Context, Error, Result, Workspace, bundle::digest};

/// Returns a `node_modules` that is exactly what the lock file says.
///
/// It is in the shared cache under a hash of the lock file, so that a second clone installs
/// nothing. The project gets a link to it, where editors and Tailwind's CSS imports look.
pub(super) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let what = "installing Tailwind, wasm-opt, axe-core and json-server from npm";
    let modules = installed(workspace, &workspace.root, what)?;
    link(&workspace.root.join("node_modules"), &modules)?;
    Ok(modules)
}

/// Returns the packages with the descriptions of the corpus, which only its command needs.
pub(super) fn corpus(workspace: &Workspace) -> Result<PathBuf> {
    let what = "installing 0.8 GB of descriptions from npm";
    installed(workspace, &workspace.root.join("tests/corpus"), what)
}

/// Installs what the lock file in `source` says, unless it is in the cache.
pub(super) fn installed(workspace: &Workspace, source: &Path, what: &str) -> Result<PathBuf> {
    for program in ["node", "npm"] {
        if on_path(program).is_none() {
            return Err(Error::new(format!("{program} is not on PATH")).advise(
                "Install Node.js 20 or later (https://nodejs.org, or `apt-get install nodejs npm`).",
            ));
        }
    }
    let lock_path = source.join("package-lock.json");
    let lock = fs::read(&lock_path).context(format!("cannot read {}", lock_path.display()))?;
    let parent = workspace.cache.join("npm");
    let folder = parent.join(digest::short(&lock));
    let modules = folder.join("node_modules");
    if !modules.is_dir() {
        install(source, &parent, &folder, what)?;
    }
    Ok(modules)
}

fn install(source: &Path, parent: &Path, folder: &Path, what: &str) -> Result<()> {
    let partial = parent.join(format!("partial-{}", std::process::id()));
    fs::create_dir_all(&partial).context(format!("cannot create {}", partial.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), partial.join(name)).context(format!("cannot copy {name}"))?;
    }
    let result = step::run(
        what,
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=http"])
            .current_dir(&partial),
        "Look at the last lines above; `npm ci` in a copy of the project shows the whole output.",
    );
    if result.is_err() {
        let _ = fs::remove_dir_all(&partial);
        return result;
    }
    fs::rename(&partial, folder).context(format!("cannot move {}", partial.display()))
}

fn link(place: &Path, modules: &Path) -> Result<()> {
    let failed = || format!("cannot create {}", place.display());
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_symlink() => {
            if fs::read_link(place).is_ok_and(|target| target == modules) {
                return Ok(());
            }
            fs::remove_file(place).context(failed())?;
        }
        // Somebody ran npm here; Tailwind finds its own package in that folder just as well.
        Ok(_) => return Ok(()),
        Err(_) => {}
    }
    std::os::unix::fs::symlink(modules, place).context(failed())
}
