//! `cargo xtask preview`: serves the last release as a host would.

use std::{fs, thread};

use lexopt::{Arg, Parser, ValueExt};

use super::build;
use crate::{
    Context, Result, Workspace,
    bundle::html,
    console,
    static_server::{Options, StaticServer},
};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    let (mut port, mut chosen) = (8080, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => port = arguments.value()?.parse()?,
            Arg::Long("base") => chosen = Some(build::base(&arguments.value()?.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    let directory = Workspace::locate()?.dist();
    let base = match chosen {
        Some(base) => base,
        None => html::base_of(
            &fs::read_to_string(directory.join("index.html"))
                .context("cannot read dist/index.html")
                .map_err(|error| error.advise("Run `cargo xtask build` first."))?,
        ),
    };
    let server = StaticServer::start(Options { directory, base, port })?;
    console::line(format!("Vitrine is at {} (Ctrl-C ends it)", server.url()));
    loop {
        thread::park();
    }
}
