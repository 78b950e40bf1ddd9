//! Vitrine, in the two deployments that are measured.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use super::{
    site,
    subject::{Goal, Subject},
};
use crate::{Context, Error, Result, Workspace, console, process};

/// The API's name in the configuration, and so in the address of its list.
const NAME: &str = "Bench";
const LIST: &str = "bench/products";

/// What the configuration says about the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deployment {
    /// Its address and what was understood of it: nothing is discovered in the browser.
    Understood,
    /// Its address only: the browser discovers the rest.
    Address,
}

impl Deployment {
    /// Returns the name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Understood => "deployed",
            Self::Address => "first-connect",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Understood => "Vitrine, deployed",
            Self::Address => "Vitrine, first connect",
        }
    }

    fn goal(self) -> Goal {
        match self {
            Self::Understood => Goal::AtMost(1.0 / 3.0),
            Self::Address => Goal::AtMost(1.0),
        }
    }
}

/// Makes the release that all deployments share, by the command that people deploy with.
///
/// # Errors
/// When the build fails.
pub(super) fn build() -> Result<()> {
    console::note("bench: building the release");
    process::run(Command::new(this_program()?).arg("build"))
}

/// Serves the release with a configuration for the API at `api`.
///
/// # Errors
/// When there is no release, or the API cannot be understood.
pub(super) fn serve(
    workspace: &Workspace,
    folder: &Path,
    deployment: Deployment,
    api: &str,
) -> Result<Subject> {
    let mut entry = json!({ "name": NAME, "url": api });
    if deployment == Deployment::Understood {
        entry["model"] = understood(api)?;
    }
    let served = folder.join(format!("served-{}", deployment.name()));
    site::copy(&release(workspace)?, &served)?;
    site::write(&served, "config.json", &json!({ "apis": [entry] }).to_string())?;
    let label = deployment.label().to_owned();
    Subject::serve(deployment.name(), label, deployment.goal(), (served, LIST))
}

/// Returns the folder of the release.
///
/// # Errors
/// When there is none.
pub(super) fn release(workspace: &Workspace) -> Result<PathBuf> {
    let dist = workspace.dist();
    // Only a release has compressed files; a development build would be measured without any.
    if !dist.join("index.html.br").is_file() {
        return Err(Error::new(format!("there is no release in {}", dist.display()))
            .advise("Run the benchmark without --no-build."));
    }
    Ok(dist)
}

/// Returns the model of an API, by the command that people make it with.
fn understood(api: &str) -> Result<Value> {
    let text = process::output(Command::new(this_program()?).args(["model", api]))?;
    let model: Value =
        serde_json::from_str(&text).context("cannot read the output of `cargo xtask model`")?;
    let resources = model["resources"].as_array().map_or(0, Vec::len);
    if resources == 0 {
        return Err(Error::new(format!("nothing was understood of {api}")).because(text));
    }
    Ok(model)
}

fn this_program() -> Result<PathBuf> {
    let program = env::current_exe().context("cannot find this program")?;
    // The build may have replaced the file; the name then carries a mark of the kernel's.
    let text = program.to_string_lossy();
    let path = PathBuf::from(text.strip_suffix(" (deleted)").unwrap_or(&text));
    fs::metadata(&path).context("cannot find this program")?;
    Ok(path)
}
