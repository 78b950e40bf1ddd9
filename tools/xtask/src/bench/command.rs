//! `cargo xtask bench`: a scenario beside the peer, and its numbers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use lexopt::{Arg, Parser, ValueExt};

use super::{
    backend::Backend,
    cdp::Browser,
    document,
    list::{self, Plan},
    machine, peer, report, state,
    subject::Subject,
    vitrine::{self, Deployment},
};
use crate::{
    Context, Error, Result, Workspace, console, corpus,
    setup::{self, Need, Tools},
};

const PEER: &str = "react-admin";
/// The description that is opened unless another is named.
const DOCUMENT: &str = "@octokit/openapi/generated/api.github.com.json";
/// How often each application is visited unless told otherwise.
const RUNS: usize = 7;
const NAMES: [&str; 3] = [PEER, "deployed", "first-connect"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scenario {
    List,
    Document,
    State,
}

struct Options {
    scenario: Scenario,
    /// As many as the scenario finds right, unless it is told.
    runs: Option<usize>,
    only: Vec<String>,
    builds: bool,
    /// The description to open.
    file: Option<PathBuf>,
}

/// Runs `cargo xtask bench`.
///
/// # Errors
/// When something cannot be built, started or measured. A missed goal is not an error.
pub fn run(arguments: Parser) -> Result<()> {
    let options = read(arguments)?;
    let workspace = Workspace::locate()?;
    let tools = setup::ensure(&workspace, Need::Browse)?;
    let folder = workspace.scratch()?.join("bench");
    fs::create_dir_all(&folder).context(format!("cannot create {}", folder.display()))?;

    if options.scenario == Scenario::State {
        let (mut browser, _) = start_browser(&tools, &folder)?;
        let options = state::Options { runs: options.runs, builds: options.builds };
        return state::run(&mut browser, &workspace, &tools, &folder, &options);
    }
    let runs = options.runs.unwrap_or(RUNS);
    let measures_vitrine = options.only.iter().any(|name| name != PEER);
    if options.builds && measures_vitrine {
        vitrine::build()?;
    }
    if options.scenario == Scenario::Document {
        let file = options.file.map_or_else(|| corpus::path_of(&workspace, DOCUMENT), Ok)?;
        let (mut browser, _) = start_browser(&tools, &folder)?;
        return document::run(&mut browser, &workspace, &folder, &file, runs);
    }
    let load_before = machine::load();
    let backend = Backend::start(&folder, &tools, list::ROWS)?;
    let subjects = subjects(&options, &workspace, &folder, &backend)?;
    let (mut browser, version) = start_browser(&tools, &folder)?;
    let plan = Plan { runs, warm_ups: 2, weighings: 3 };
    let samples = list::run(&mut browser, &subjects, &backend.first_rows, plan)?;

    let mut machine = machine::describe(&workspace);
    machine["browser"] = version.into();
    machine["json-server"] = backend.version.clone().into();
    machine["load"] = vec![load_before, machine::load()].into();
    let result = report::to_json(&subjects, &samples, plan, &machine);
    let path = folder.join("list.json");
    let text = format!("{result:#}\n");
    fs::write(&path, text).context(format!("cannot write {}", path.display()))?;
    console::line(report::to_text(&result));
    console::line(format!("every sample: {}", path.display()));
    Ok(())
}

fn read(mut arguments: Parser) -> Result<Options> {
    let mut options = Options {
        scenario: Scenario::List,
        runs: None,
        only: Vec::new(),
        builds: true,
        file: None,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("runs") => options.runs = Some(arguments.value()?.parse()?),
            Arg::Long("only") => options.only.push(arguments.value()?.string()?),
            Arg::Long("no-build") => options.builds = false,
            Arg::Value(name) if name == "list" => options.scenario = Scenario::List,
            Arg::Value(name) if name == "document" => options.scenario = Scenario::Document,
            Arg::Value(name) if name == "state" => options.scenario = Scenario::State,
            Arg::Long("file") => options.file = Some(arguments.value()?.into()),
            Arg::Value(other) => {
                return Err(Error::new(format!("there is no scenario {}", other.display()))
                    .advise("They are list, document and state."));
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if options.runs == Some(0) {
        return Err(Error::new("a benchmark needs at least one run"));
    }
    if let Some(unknown) = options.only.iter().find(|name| !NAMES.contains(&name.as_str())) {
        return Err(Error::new(format!("there is no application {unknown} to measure"))
            .advise(format!("They are {}.", NAMES.join(", "))));
    }
    if options.only.is_empty() {
        options.only = NAMES.map(str::to_owned).to_vec();
    }
    Ok(options)
}

fn subjects(
    options: &Options,
    workspace: &Workspace,
    folder: &Path,
    backend: &Backend,
) -> Result<Vec<Subject>> {
    let is_wanted = |name: &str| options.only.iter().any(|wanted| wanted == name);
    let mut subjects = Vec::new();
    if is_wanted(PEER) {
        subjects.push(peer::react_admin(workspace, folder, &backend.url)?);
    }
    for deployment in [Deployment::Understood, Deployment::Address] {
        if is_wanted(deployment.name()) {
            subjects.push(vitrine::serve(workspace, folder, deployment, &backend.url)?);
        }
    }
    Ok(subjects)
}

fn start_browser(tools: &Tools, folder: &Path) -> Result<(Browser, String)> {
    let mut browser = Browser::start(&tools.browser()?.chromium, &folder.join("profile"))?;
    let version = browser.version()?;
    Ok((browser, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(arguments: &[&str]) -> Result<Options> {
        read(Parser::from_args(arguments))
    }

    #[test]
    fn everything_is_measured_unless_told_otherwise() {
        let options = check(&["list"]).unwrap();
        assert_eq!((options.runs, options.only.len(), options.builds), (None, 3, true));
    }

    #[test]
    fn a_description_can_be_named() {
        let options = check(&["document", "--file", "a.json"]).unwrap();
        assert_eq!(options.scenario, Scenario::Document);
        assert_eq!(options.file, Some(PathBuf::from("a.json")));
        assert_eq!(check(&["list"]).unwrap().scenario, Scenario::List);
        assert_eq!(check(&["state"]).unwrap().scenario, Scenario::State);
    }

    #[test]
    fn what_cannot_be_measured_is_an_error() {
        for wrong in [&["grid"][..], &["--only", "jquery"], &["--runs", "0"], &["--fast"]] {
            assert!(check(wrong).is_err(), "{wrong:?}");
        }
    }
}
