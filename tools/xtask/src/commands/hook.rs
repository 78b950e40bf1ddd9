//! `cargo xtask hook post-build`: what trunk calls when it has assembled a build.

use std::{env, path::PathBuf};

use lexopt::{Arg, Parser};

use super::trunk::{BASE, CONFIG};
use crate::{
    Context, Error, Result, Workspace,
    bundle::post_build::{self, Stage},
};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    match arguments.next()? {
        Some(Arg::Value(name)) if name == "post-build" => {}
        Some(other) => return Err(other.unexpected().into()),
        None => return Err(Error::new("the hook has a name").advise("It is `post-build`.")),
    }
    let workspace = Workspace::locate()?;
    let trunk = |name: &str| {
        env::var(name).context(format!("cannot read {name}")).map_err(|error| {
            error.advise("Trunk calls this command; to build, run `cargo xtask build`.")
        })
    };
    let profile = trunk("TRUNK_PROFILE")?;
    post_build::run(&Stage {
        folder: PathBuf::from(trunk("TRUNK_STAGING_DIR")?),
        bindgen: workspace.target.join("wasm-bindgen").join(&profile),
        name: "vitrine".to_owned(),
        worker: "vitrine-worker".to_owned(),
        is_release: profile == "release",
        base: env::var(BASE).ok(),
        config: env::var_os(CONFIG).map(PathBuf::from),
    })
}
