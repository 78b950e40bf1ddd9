//! `cargo xtask check`: the gate that every change passes.

use std::{process::Command, time::Instant};

use lexopt::Parser;

use serde_json::{Value, json};

use super::{build, model::understand, trunk::Deployment};
use crate::{
    Context, Error, Result, Workspace,
    browser::budget::{self, Visit},
    console, demo_api, process,
    setup::{self, Need},
};

pub(super) fn run(mut arguments: Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let workspace = Workspace::locate()?;
    let tools = setup::ensure(&workspace, Need::Browse)?;
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.current_dir(&workspace.root).args(arguments);
        process::run(&mut command)
    };
    let mut failed = Vec::new();
    let mut step = |name: &'static str, run: &dyn Fn() -> Result<()>| {
        console::note(format!("\ncheck {name}"));
        let start = Instant::now();
        let result = run();
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Ok(()) => console::line(format!("check {name}: ok in {seconds:.1} s")),
            // The other checks still run: one pass shows everything that is to be mended.
            Err(error) => {
                console::line(format!("check {name}: FAILED in {seconds:.1} s: {error}"));
                failed.push(name);
            }
        }
    };
    step("format", &|| cargo(&["fmt", "--all", "--check"]));
    step("lints, native", &|| {
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])
    });
    // A target that a plain `cargo test` leaves out is not among `--all-targets` either.
    step("lints, journeys", &|| {
        let target = ["--package", "vitrine", "--test", "e2e"];
        cargo(&[&["clippy"], &target[..], &["--quiet", "--", "-D", "warnings"]].concat())
    });
    step("lints, wasm32", &|| {
        let target = ["--target", "wasm32-unknown-unknown", "--features", "vitrine/split"];
        let packages = ["vitrine", "vitrine-core", "vitrine-worker"];
        let packages = packages.map(|package| ["--package", package]).concat();
        cargo(
            &[
                &["clippy"],
                &packages[..],
                &target,
                &["--all-targets", "--quiet", "--", "-D", "warnings"],
            ]
            .concat(),
        )
    });
    step("documentation", &|| {
        process::run(
            Command::new("cargo")
                .current_dir(&workspace.root)
                .args(["doc", "--workspace", "--no-deps", "--quiet"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    });
    step("layers and files", &|| cargo(&["test", "--package", "vitrine", "--test", "tidy"]));
    if setup::on_path("cargo-deny").is_some() {
        step("licences", &|| cargo(&["deny", "check", "licenses", "bans", "sources"]));
    } else {
        console::line("check licences: skipped, cargo-deny is not on PATH");
    }
    step("size budget", &|| {
        build::release(&workspace, &tools, &Deployment::default())?;
        // A deployment that carries its model: what a person who opens a list has to wait for.
        let (_demo, url) = demo_api::start(&workspace)?;
        let model: Value =
            serde_json::from_str(&understand(&url)?).context("cannot read the model")?;
        let mut resources = model["resources"].as_array().into_iter().flatten();
        let first = resources.find_map(|resource| resource["name"].as_str());
        let list = format!("demo/{}", first.unwrap_or_default());
        let config = json!({ "apis": [{ "name": "Demo", "url": url, "model": model }] });
        let visit = Visit { path: &list, config: &config.to_string() };
        budget::check(&workspace.dist(), tools.browser()?, visit)
    });
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::new("the gate is closed").because(failed.join(", ")))
}
