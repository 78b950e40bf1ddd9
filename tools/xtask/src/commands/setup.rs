//! `cargo xtask setup`: installs every tool that is missing.

use lexopt::Parser;

use crate::{
    Result, Workspace, console,
    setup::{self, Need},
};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(&Workspace::locate()?, Need::Browse)?;
    console::note("setup: everything is there");
    Ok(())
}
