//! `cargo xtask build`: the release, ready to be copied to a host.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::trunk::{self, Deployment};
use crate::{
    Context, Error, Result, Workspace,
    bundle::report,
    console, process,
    setup::{self, Need, Tools},
};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    let mut deployment = Deployment::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("base") => {
                deployment.base = Some(base(&arguments.value()?.string()?)?);
            }
            Arg::Long("config") => {
                let path = PathBuf::from(arguments.value()?);
                let path =
                    path.canonicalize().context(format!("cannot read {}", path.display()))?;
                deployment.config = Some(path);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let workspace = Workspace::locate()?;
    let tools = setup::ensure(&workspace, Need::Build)?;
    release(&workspace, &tools, &deployment)?;
    report::print(&workspace.dist())?;
    console::note("After editing index.html by hand delete index.html.br, which is its old state.");
    Ok(())
}

/// Fills `dist/` with a release.
pub(super) fn release(workspace: &Workspace, tools: &Tools, deployment: &Deployment) -> Result<()> {
    process::run(trunk::command(workspace, tools, deployment)?.args(["build", "--release"]))
        .map_err(|error| error.advise("The reason is in the lines above."))
}

/// Returns the path of a deployment with a slash at both ends.
pub(super) fn base(text: &str) -> Result<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    if !text.starts_with('/') || text.contains("//") || !text.chars().all(is_plain) {
        return Err(Error::new(format!("`{text}` is not the path of a deployment"))
            .advise("It starts with a slash, such as `/` or `/sub/`."));
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_ends_with_a_slash() {
        assert_eq!(base("/sub").unwrap(), "/sub/");
        assert_eq!(base("/").unwrap(), "/");
        for wrong in ["sub/", "//host/", "/a\"b/", "https://host/"] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
    }
}
