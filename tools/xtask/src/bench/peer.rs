//! Peer applications, built from npm into the target folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    backend::package_version,
    site,
    subject::{Goal, Subject},
};
use crate::{
    Context, Error, Result, Workspace,
    bundle::{compress, digest},
    console, process,
};

/// The place in the peer's page for the address of the API.
const API: &str = "__API_URL__";

/// Builds react-admin with its list guesser, and serves it.
///
/// # Errors
/// When npm cannot install it or Vite cannot build it.
pub(super) fn react_admin(workspace: &Workspace, folder: &Path, api: &str) -> Result<Subject> {
    let built = build(&workspace.root.join("tests/bench/peers/react-admin"), folder)?;
    let version = package_version(&built.join("node_modules/react-admin"))?;
    let served = folder.join("served-react-admin");
    site::copy(&built.join("dist"), &served)?;
    let page = fs::read_to_string(served.join("index.html")).context("cannot read the page")?;
    if !page.contains(API) {
        return Err(Error::new(format!("the page of the peer has no place for {API}")));
    }
    site::write(&served, "index.html", &page.replace(API, api))?;
    let label = format!("react-admin {version}");
    Subject::serve("react-admin", label, Goal::Peer, (served, "#/products"))
}

/// Returns a folder with the built peer, made once for each state of its sources.
fn build(sources: &Path, folder: &Path) -> Result<PathBuf> {
    let name = sources.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut content = Vec::new();
    for file in compress::files(sources)? {
        let relative = file.strip_prefix(sources).unwrap_or(&file);
        content.extend(relative.to_string_lossy().bytes());
        content.extend(fs::read(&file).context(format!("cannot read {}", file.display()))?);
    }
    let target = folder.join(format!("{name}-{}", digest::short(&content)));
    if target.is_dir() {
        return Ok(target);
    }
    let partial = folder.join(format!("{name}-partial"));
    site::copy(sources, &partial)?;
    for (what, arguments) in [
        ("installing the packages of", &["ci", "--no-audit", "--no-fund"][..]),
        ("building", &["run", "build"][..]),
    ] {
        console::note(format!("bench: {what} {name}"));
        process::output(Command::new("npm").args(arguments).current_dir(&partial)).map_err(
            |error| {
                error.advise(format!(
                    "Run `npm {}` in {} to see the whole output.",
                    arguments.join(" "),
                    partial.display()
                ))
            },
        )?;
    }
    compress::folder(&partial.join("dist"))?;
    fs::rename(&partial, &target).context(format!("cannot move {}", partial.display()))?;
    Ok(target)
}
