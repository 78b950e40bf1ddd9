//! `cargo xtask dialects`: writes `docs/DIALECTS.md`.

use std::fs;

use lexopt::Parser;

use crate::{Context, Result, Workspace, console, dialects::page};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let root = Workspace::locate()?.root;
    let path = root.join("docs/DIALECTS.md");
    fs::write(&path, page(&root)?).context("cannot write docs/DIALECTS.md")?;
    console::note(format!("wrote {}", path.display()));
    Ok(())
}
