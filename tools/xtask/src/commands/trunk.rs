//! Calls of trunk, and what the hook that trunk calls reads back.

use std::{path::PathBuf, process::Command};

use crate::{Result, Workspace, setup::Tools};

/// The variable that names the configuration to deploy.
pub(super) const CONFIG: &str = "VITRINE_CONFIG";
/// The variable that names the path of the deployment.
pub(super) const BASE: &str = "VITRINE_BASE";

/// What the page and its configuration are built for.
#[derive(Debug, Clone, Default)]
pub(super) struct Deployment {
    /// The path before every file, such as `/sub/`.
    pub(super) base: Option<String>,
    /// A `config.json` in the place of the one in `public/`.
    pub(super) config: Option<PathBuf>,
}

/// Returns a call of trunk with the tools on its path.
pub(super) fn command(
    workspace: &Workspace,
    tools: &Tools,
    deployment: &Deployment,
) -> Result<Command> {
    let mut command = tools.command(workspace, "trunk")?;
    command.env_remove(CONFIG).env_remove(BASE);
    // Trunk reads this as a Boolean and refuses the `1` that some shells set.
    command.env_remove("NO_COLOR");
    if let Some(config) = &deployment.config {
        command.env(CONFIG, config);
    }
    if let Some(base) = &deployment.base {
        command.env(BASE, base);
    }
    Ok(command)
}
