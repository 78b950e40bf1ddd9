//! `cargo xtask test`: every test, natively, in the browser, and over the release build.

use std::{
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use lexopt::{Arg, Parser};

use super::{build, trunk::Deployment};
use crate::{
    Error, Result, Workspace, console, process,
    setup::{self, Need, Tools},
};

const WASM: &str = "wasm32-unknown-unknown";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Native,
    Servers,
    Web,
    E2e,
    Odata,
    Ring2,
}

impl Phase {
    /// What runs when nothing is named; the others take too long for that.
    const USUAL: [Self; 4] = [Self::Native, Self::Servers, Self::Web, Self::E2e];
    const ALL: [Self; 6] =
        [Self::Native, Self::Servers, Self::Web, Self::E2e, Self::Odata, Self::Ring2];

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Servers => "servers",
            Self::Web => "web",
            Self::E2e => "e2e",
            Self::Odata => "odata",
            Self::Ring2 => "ring2",
        }
    }

    /// Returns the folder without which there is nothing to run yet.
    fn folder(self) -> &'static str {
        match self {
            Self::Native => "core/src",
            Self::Servers | Self::Odata | Self::Ring2 => "tests/servers",
            Self::Web => "tests/web",
            Self::E2e => "tests/e2e",
        }
    }

    fn run(self, workspace: &Workspace, tools: &Tools) -> Result<()> {
        match self {
            Self::Native => process::run(cargo(workspace).args(["test", "--workspace"])),
            Self::Servers => servers(workspace, tools),
            Self::Web => web(workspace, tools),
            Self::E2e => e2e(workspace, tools),
            Self::Odata => odata(workspace, tools),
            Self::Ring2 => ring2(workspace, tools),
        }
    }
}

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    let mut phases = Vec::new();
    while let Some(argument) = arguments.next()? {
        let Arg::Value(name) = &argument else { return Err(argument.unexpected().into()) };
        let phase = Phase::ALL.into_iter().find(|phase| name == phase.name()).ok_or_else(|| {
            Error::new(format!("there are no tests of the kind {}", name.display())).advise(
                "The kinds are native, servers, web, e2e, odata and ring2; without one, all but \
                 the last two run.",
            )
        })?;
        phases.push(phase);
    }
    if phases.is_empty() {
        phases.extend(Phase::USUAL);
    }
    let workspace = Workspace::locate()?;
    let tools = setup::ensure(&workspace, Need::Browse)?;
    let mut results = Vec::new();
    for phase in phases {
        let name = phase.name();
        if !workspace.root.join(phase.folder()).is_dir() {
            results.push(format!("test {name}: skipped, there is no {}", phase.folder()));
            continue;
        }
        console::note(format!("\ntest {name}"));
        let start = Instant::now();
        if let Err(error) = phase.run(&workspace, &tools) {
            results.iter().for_each(console::line);
            console::line(format!("test {name}: FAILED after {}", seconds(start.elapsed())));
            return Err(error);
        }
        results.push(format!("test {name}: ok in {}", seconds(start.elapsed())));
    }
    console::line("");
    results.iter().for_each(console::line);
    Ok(())
}

/// Runs `tests/web` inside the browser.
fn web(workspace: &Workspace, tools: &Tools) -> Result<()> {
    process::run(
        cargo(workspace)
            .args(["test", "--package", "vitrine", "--target", WASM, "--test", "web"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .env("PATH", tools.path()?)
            .env("CHROMEDRIVER", &tools.browser()?.driver)
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", workspace.root.join("tests/webdriver.json"))
            // Seconds, for all tests of the binary together.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30"),
    )
}

/// Runs the journeys of `tests/e2e` over the release build.
fn e2e(workspace: &Workspace, tools: &Tools) -> Result<()> {
    build::release(workspace, tools, &Deployment::default())?;
    process::run(cargo(workspace).args(["build", "--package", "demo-api"]))?;
    let browser = tools.browser()?;
    process::run(
        cargo(workspace)
            .args(["test", "--package", "vitrine", "--test", "e2e"])
            .env("PATH", tools.path()?)
            .env("VITRINE_DIST", workspace.dist())
            .env("VITRINE_DEMO_API", workspace.target.join("debug/demo-api"))
            .env("VITRINE_JSON_SERVER", module(tools, "json-server/lib/cli/bin.js")?)
            .env("VITRINE_AXE", module(tools, "axe-core/axe.min.js")?)
            .env("CHROMIUM", &browser.chromium)
            .env("CHROMEDRIVER", &browser.driver),
    )
}

/// Runs discovery and the provider against the servers of `tests/servers`.
fn servers(workspace: &Workspace, tools: &Tools) -> Result<()> {
    let servers = setup::ensure_servers(workspace)?;
    process::run(cargo(workspace).args(["build", "--package", "demo-api"]))?;
    process::run(
        cargo(workspace)
            .args(["test", "--package", "xtask", "--test", "servers"])
            .env("PATH", tools.path()?)
            .env("VITRINE_DEMO_API", workspace.target.join("debug/demo-api"))
            .env("VITRINE_JSON_SERVER", module(tools, "json-server/lib/cli/bin.js")?)
            .env("VITRINE_SERVERS_NODE", &servers.node_modules)
            .env("VITRINE_SERVERS_PYTHON", &servers.python),
    )
}

/// Runs discovery and the provider against a server of OData.
fn odata(workspace: &Workspace, tools: &Tools) -> Result<()> {
    let modules = setup::ensure_odata(workspace)?;
    process::run(
        cargo(workspace)
            .args(["test", "--package", "xtask", "--test", "odata"])
            .env("PATH", tools.path()?)
            .env("VITRINE_SERVERS_ODATA", modules),
    )
}

/// Runs discovery and the provider against the frameworks of the second ring.
fn ring2(workspace: &Workspace, tools: &Tools) -> Result<()> {
    let modules = setup::ensure_ring2(workspace)?;
    let directus = setup::ensure_directus(workspace)?;
    process::run(
        cargo(workspace)
            .args(["test", "--package", "xtask", "--test", "ring2"])
            .env("PATH", tools.path()?)
            .env("VITRINE_SERVERS_RING2", modules)
            .env("VITRINE_SERVERS_DIRECTUS", directus),
    )
}

/// Returns a file of the packages from npm.
fn module(tools: &Tools, path: &str) -> Result<PathBuf> {
    let file = tools.node_modules.join(path);
    if file.is_file() {
        return Ok(file);
    }
    Err(Error::new(format!("npm did not install {path}"))
        .advise(format!("Delete {} and try again.", tools.node_modules.display())))
}

fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&workspace.root);
    command
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
