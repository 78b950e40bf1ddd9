//! `cargo xtask env`: exports for a shell, so that plain `trunk serve` finds the tools.

use std::env;

use lexopt::Parser;

use crate::{
    Result, Workspace, console,
    setup::{self, Need},
};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let tools = setup::ensure(&Workspace::locate()?, Need::Build)?;
    let inherited = env::var("PATH").unwrap_or_default();
    for (name, value) in tools.environment()? {
        let value = value.to_string_lossy().into_owned();
        if name == "PATH" {
            // The rest of PATH stays the shell's own: cargo has put folders of its own before it.
            let ours = value.strip_suffix(&inherited).unwrap_or(&value);
            console::line(format!("export PATH={}\"$PATH\"", quoted(ours)));
        } else {
            console::line(format!("export {name}={}", quoted(&value)));
        }
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_survives_the_shell() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
