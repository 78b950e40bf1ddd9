//! The scenario `state`: the state layers beside the libraries that people use for it.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::{Value, json};

use super::{cdp::Browser, machine, page::Page, site, statistics::Summary};
use crate::{
    Context, Error, Result, Workspace,
    bundle::{compress, digest, wasm_opt},
    console, process,
    server::{Reply, Server},
    setup::Tools,
};

/// The samples of each case that count, at least, and those before them.
const RUNS: usize = 15;
const WARM_UPS: usize = 10;
/// The longest that all cases may take.
const LIMIT: Duration = Duration::from_mins(10);
/// What the page may fetch from npm's packages.
const PEERS: [&str; 3] = ["@tanstack/query-core", "alien-signals", "jotai"];
const PACKAGE: &str = "vitrine-state-bench";
/// As it is shipped, and the same for speed: what the difference is made of.
const BUILDS: [(&str, Option<&str>); 2] = [("shipped", None), ("fast", Some("3"))];

/// A side whose median a ratio is taken with, and the most that it may be of ours.
struct Rival {
    name: &'static str,
    goal: &'static str,
    is_met: fn(ours: f64, theirs: f64) -> bool,
}

/// The cases of one layer, and whom they are measured beside.
struct Group {
    name: &'static str,
    rivals: &'static [Rival],
}

const GROUPS: [Group; 2] = [
    Group {
        name: "atoms",
        rivals: &[
            Rival { name: "jotai", goal: ">= 2x", is_met: is_twice },
            Rival {
                name: "alien-signals",
                goal: ">= 0.5x",
                is_met: |ours, theirs| 2.0 * theirs >= ours,
            },
        ],
    },
    Group {
        name: "cache",
        rivals: &[Rival { name: "query-core", goal: ">= 2x", is_met: is_twice }],
    },
];

fn is_twice(ours: f64, theirs: f64) -> bool {
    theirs >= 2.0 * ours
}

/// What the benchmark is told.
pub(super) struct Options {
    /// The samples of each case; [`RUNS`] unless told, and never fewer.
    pub(super) runs: Option<usize>,
    /// Whether the modules are built, rather than taken as they are.
    pub(super) builds: bool,
}

/// Runs every case on every side in one page, and prints the medians.
///
/// # Errors
/// When something cannot be built, or two sides have computed different things.
pub(super) fn run(
    browser: &mut Browser,
    workspace: &Workspace,
    tools: &Tools,
    folder: &Path,
    options: &Options,
) -> Result<()> {
    let sources = workspace.root.join("tests/bench/state");
    let site_folder = folder.join("served-state");
    site::copy(&sources.join("page"), &site_folder)?;
    let packages = packages(&sources, folder)?;
    for peer in PEERS {
        let target = site_folder.join("peers").join(peer);
        site::copy(&packages.join("node_modules").join(peer), &target)?;
        for_production(&target)?;
    }
    for (name, level) in BUILDS {
        let module = folder.join("state-modules").join(name);
        if options.builds {
            build(workspace, tools, level, &module)?;
        } else if !module.is_dir() {
            return Err(Error::new(format!("there is no module in {}", module.display()))
                .advise("Run the benchmark without --no-build."));
        }
        site::copy(&module, &site_folder.join(name))?;
    }
    let runs = options.runs.map_or(RUNS, |runs| runs.max(RUNS));
    console::note(format!("bench: {runs} runs of each case after {WARM_UPS} warm-ups"));
    let server = serve(site_folder)?;
    let url = format!("http://{}/index.html?runs={runs}&warm-ups={WARM_UPS}", server.address());
    let page = Page::open(browser, "benchState", "")?;
    let report = page.report(browser, &url, LIMIT, |_, _| Ok(()))?;
    page.close(browser)?;
    if let Some(reason) = report["error"].as_str() {
        return Err(Error::new("the sides cannot be compared").because(reason.to_owned()));
    }
    let result = json!({ "machine": machine::describe(workspace), "results": report["results"] });
    let path = folder.join("state.json");
    fs::write(&path, format!("{result:#}\n"))
        .context(format!("cannot write {}", path.display()))?;
    console::line(to_text(&report["results"])?);
    console::line(format!("every sample: {}", path.display()));
    Ok(())
}

/// Returns a folder with the packages that the lock file names, installed once for each of them.
fn packages(sources: &Path, folder: &Path) -> Result<PathBuf> {
    let files = ["package.json", "package-lock.json"];
    let mut content = Vec::new();
    for file in files {
        content.extend(fs::read(sources.join(file)).context(format!("cannot read {file}"))?);
    }
    let target = folder.join(format!("state-packages-{}", digest::short(&content)));
    if target.is_dir() {
        return Ok(target);
    }
    let partial = folder.join("state-packages-partial");
    fs::create_dir_all(&partial).context(format!("cannot create {}", partial.display()))?;
    for file in files {
        fs::copy(sources.join(file), partial.join(file)).context(format!("cannot copy {file}"))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&partial);
    process::output(&mut npm)?;
    fs::rename(&partial, &target).context(format!("cannot move {}", partial.display()))?;
    Ok(target)
}

/// Puts the mode into the scripts, as every bundler does.
fn for_production(folder: &Path) -> Result<()> {
    for file in compress::files(folder)? {
        let is_script = file.extension().is_some_and(|it| it == "js" || it == "mjs");
        if is_script && let Ok(text) = fs::read_to_string(&file) {
            let text = text.replace("process.env.NODE_ENV", r#""production""#);
            fs::write(&file, text).context(format!("cannot write {}", file.display()))?;
        }
    }
    Ok(())
}

/// Builds the module with the shipped profile, or with another level of optimisation.
fn build(workspace: &Workspace, tools: &Tools, level: Option<&str>, target: &Path) -> Result<()> {
    let mut cargo = tools.command(workspace, "cargo")?;
    let profile = ["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"];
    cargo.args(["build", "--package", PACKAGE]).args(profile);
    if let Some(level) = level {
        cargo.env("CARGO_PROFILE_WASM_RELEASE_OPT_LEVEL", level);
    }
    process::run(&mut cargo)?;
    let built = workspace.target.join("wasm32-unknown-unknown/wasm-release");
    let built = built.join(format!("{}.wasm", PACKAGE.replace('-', "_")));
    let mut bindgen = tools.command(workspace, "wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", "module", "--out-dir"]);
    process::run(bindgen.arg(target).arg(&built))?;
    wasm_opt::run_with(&tools.path()?, &[target.join("module_bg.wasm")])
}

/// Serves a folder to a page that shares its process with no other origin, which is the condition
/// for a clock of five microseconds.
fn serve(folder: PathBuf) -> Result<Server> {
    let files = compress::files(&folder)?;
    Server::start(0, move |request| {
        let file = folder.join(request.path.trim_start_matches('/'));
        let body = if files.contains(&file) { fs::read(&file).ok() } else { None };
        let kind = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => "text/html; charset=utf-8",
            Some("js" | "mjs") => "text/javascript; charset=utf-8",
            Some("wasm") => "application/wasm",
            _ => "application/octet-stream",
        };
        Reply {
            status: if body.is_some() { 200 } else { 404 },
            headers: vec![
                ("content-type", kind.to_owned()),
                ("cross-origin-opener-policy", "same-origin".to_owned()),
                ("cross-origin-embedder-policy", "require-corp".to_owned()),
                ("cache-control", "no-store".to_owned()),
            ],
            body: body.unwrap_or_default(),
        }
    })
}

fn to_text(results: &Value) -> Result<String> {
    let mut text =
        "\nstate: medians in ms; a ratio is the peer's time by ours, shipped/for speed\n"
            .to_owned();
    for group in &GROUPS {
        let cases = results.as_array().into_iter().flatten();
        let cases: Vec<_> = cases.filter(|case| case["group"] == group.name).collect();
        if cases.is_empty() {
            return Err(Error::new(format!("nothing was measured of the {}", group.name)));
        }
        let _ = write!(text, "\n  {:<14}{:>9}{:>9}", group.name, "shipped", "fast");
        for rival in group.rivals {
            let _ = write!(text, "{:>15}{:>14}", rival.name, rival.goal);
        }
        text.push('\n');
        for case in cases {
            text.push_str(&line(case, group.rivals)?);
        }
    }
    Ok(text)
}

fn line(case: &Value, rivals: &[Rival]) -> Result<String> {
    let name = case["name"].as_str().unwrap_or_default();
    let median = |side: &str| -> Result<f64> {
        let samples = case["samples"][side].as_array();
        let samples: Vec<f64> = samples.into_iter().flatten().filter_map(Value::as_f64).collect();
        let summary = Summary::of(&samples);
        summary.map(|it| it.median).ok_or_else(|| Error::new(format!("{name} has no {side}")))
    };
    let (shipped, fast) = (median("shipped")?, median("fast")?);
    let mut text = format!("  {name:<14}{shipped:>9.3}{fast:>9.3}");
    for rival in rivals {
        let theirs = median(rival.name)?;
        let verdict = if (rival.is_met)(shipped, theirs) { "met" } else { "not" };
        let ratios = format!("{:.2}/{:.2}", theirs / shipped, theirs / fast);
        let _ = write!(text, "{theirs:>15.3}{ratios:>10} {verdict}");
    }
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(shipped: f64, jotai: f64, alien: f64, query: f64) -> Value {
        let samples = json!({
            "shipped": [shipped, 9.0, 0.0], "fast": [1.0],
            "jotai": [jotai], "alien-signals": [alien], "query-core": [query],
        });
        json!([
            { "group": "atoms", "name": "chain", "samples": samples },
            { "group": "cache", "name": "notify", "samples": samples },
        ])
    }

    #[test]
    fn ratios_are_of_medians_and_goals_of_what_is_shipped() {
        let text = to_text(&cases(2.0, 4.0, 1.0, 4.4)).unwrap();
        assert_eq!(text.matches("met").count(), 3, "{text}");
        for expected in ["2.00/4.00 met", "0.50/1.00 met", "2.20/4.40 met"] {
            assert!(text.contains(expected), "{text}");
        }
        let text = to_text(&cases(2.0, 3.9, 0.9, 3.9)).unwrap();
        let missed = text.split_whitespace().filter(|word| *word == "not").count();
        assert_eq!(missed, 3, "{text}");
    }

    #[test]
    fn a_case_is_beside_the_peers_of_its_group_only() {
        let text = to_text(&cases(2.0, 4.0, 1.0, 4.4)).unwrap();
        let line = text.lines().find(|line| line.trim_start().starts_with("notify")).unwrap();
        assert_eq!(line.matches('/').count(), 1, "{line}");
    }

    #[test]
    fn a_side_or_a_group_without_samples_is_an_error() {
        assert!(to_text(&json!([])).is_err());
        let mut results = cases(2.0, 4.0, 1.0, 4.4);
        results[1]["samples"] = json!({});
        assert!(to_text(&results).is_err());
    }
}
