//! The scenario `document`: from navigation to the whole of a large description.

use std::{fmt::Write, fs, path::Path, sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::{cdp::Browser, page::Page, site, statistics::Summary, trace, traffic::whole, vitrine};
use crate::{
    Context, Error, Result, Workspace, console,
    server::{Reply, Server},
    static_server::{Options, StaticServer},
};

const PROBE: &str = include_str!("document.js");
/// The longest that a description may take; some have fifty megabytes.
const LIMIT: Duration = Duration::from_mins(2);
/// The longest that the main thread may be held, in milliseconds.
const HELD: f64 = 50.0;
/// Tasks longer than this are told one by one, in milliseconds.
const NOTED: f64 = 20.0;

/// One visit, in milliseconds since the navigation.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sample {
    /// When the reading began.
    reading: f64,
    /// When the menu had its first entries.
    menu: f64,
    /// When all of the description was there.
    whole: f64,
    /// How long the main thread worked at most on one task until then.
    during: f64,
    /// The same from then on, for a second.
    after: f64,
    /// The entries of the first menu and of the last.
    entries: (u64, u64),
}

/// Opens the description at `file` in the release, `runs` times, and prints what it took.
///
/// # Errors
/// When the description cannot be read, or the browser does not show it.
pub(super) fn run(
    browser: &mut Browser,
    workspace: &Workspace,
    folder: &Path,
    file: &Path,
    runs: usize,
) -> Result<()> {
    let api = serve(file)?;
    let url = format!("http://{}/description.json", api.address());
    let served = folder.join("served-document");
    site::copy(&vitrine::release(workspace)?, &served)?;
    let config = json!({ "apis": [{ "name": "Large", "url": url }] });
    site::write(&served, "config.json", &config.to_string())?;
    let options = Options { directory: served, base: "/".to_owned(), port: 0 };
    let site = StaticServer::start(options)?;
    let page = format!("{}large", site.url());
    let mut samples = Vec::new();
    for run in 0..=runs {
        let sample = visit(browser, &page)?;
        // The first fills the cache of compiled code of the browser's own parts.
        if run > 0 {
            samples.push(sample);
        }
    }
    let bytes = fs::metadata(file).map_or(0, |file| file.len());
    console::line(to_text(&file.display().to_string(), bytes, &samples));
    Ok(())
}

/// Serves a description whose servers are this one, which has no rows in any list.
fn serve(file: &Path) -> Result<Server> {
    let failed = || format!("cannot read {}", file.display());
    let text = fs::read_to_string(file).context(failed())?;
    let mut description: Value = serde_json::from_str(&text).context(failed())?;
    description["servers"] = json!([{ "url": "/" }]);
    let description = Arc::new(description.to_string().into_bytes());
    Server::start(0, move |request| {
        let is_description = request.path == "/description.json";
        Reply {
            status: 200,
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("access-control-allow-origin", "*".to_owned()),
                ("access-control-allow-headers", "*".to_owned()),
            ],
            body: if is_description { description.to_vec() } else { b"[]".to_vec() },
        }
    })
}

fn visit(browser: &mut Browser, url: &str) -> Result<Sample> {
    let page = Page::open(browser, "benchDocument", PROBE)?;
    trace::start(browser, &page.session)?;
    let seen = page.report(browser, url, LIMIT, |_, _| Ok(()))?;
    let trace = trace::stop(browser, &page.session, "bench-whole")?;
    page.close(browser)?;
    let number = |name: &str| {
        seen[name].as_f64().ok_or_else(|| Error::new(format!("the probe reports no {name}")))
    };
    let mark = |name: &str| {
        trace.mark(name).ok_or_else(|| Error::new(format!("the trace has no mark {name}")))
    };
    let (start, end) = (mark("bench-reading")?, mark("bench-whole")?);
    let long: Vec<String> = trace
        .between(start, f64::INFINITY)
        .filter(|task| task.work > NOTED)
        .map(|task| format!("{:.0} at {:.0}", task.work, task.start - start))
        .collect();
    console::note(format!("bench: long tasks, in ms since the reading: {}", long.join(", ")));
    let longest = |start, end| trace.between(start, end).map(|task| task.work).fold(0.0, f64::max);
    Ok(Sample {
        reading: number("reading")?,
        menu: number("menu")?,
        whole: number("whole")?,
        during: longest(start, end),
        after: longest(end, f64::INFINITY),
        entries: (whole(&seen["first"]), whole(&seen["entries"])),
    })
}

fn to_text(name: &str, size: u64, samples: &[Sample]) -> String {
    let mut text = format!("\ndocument: {name}, {size} bytes, {} runs\n\n", samples.len());
    let mut row = |title: &str, value: fn(&Sample) -> f64| {
        let values: Vec<f64> = samples.iter().map(value).collect();
        if let Some(Summary { median, least, most }) = Summary::of(&values) {
            let _ = writeln!(text, "  {title:<40}{median:>8.0} ms  ({least:.0} to {most:.0})");
        }
    };
    row("navigation to reading", |sample| sample.reading);
    row("reading to the first menu", |sample| sample.menu - sample.reading);
    row("reading to the whole", |sample| sample.whole - sample.reading);
    row("longest task of the main thread", |sample| sample.during);
    row("longest in the second after", |sample| sample.after);
    let held = samples.iter().map(|sample| sample.during).fold(0.0, f64::max);
    let verdict = if held <= HELD { "met" } else { "not" };
    let (first, all) = samples.last().map_or((0, 0), |sample| sample.entries);
    let _ = writeln!(text, "\n  entries of the menu: {first}, then {all}");
    let _ = writeln!(text, "  goal <= {HELD:.0} ms: {verdict}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goal_is_for_the_longest_of_all_visits() {
        let sample = Sample {
            reading: 100.0,
            menu: 900.0,
            whole: 1100.0,
            during: 20.0,
            after: 70.0,
            entries: (3, 200),
        };
        let slow = Sample { during: 51.0, ..sample };
        assert!(to_text("a.json", 1, &[sample, sample]).contains("goal <= 50 ms: met"));
        let text = to_text("a.json", 1, &[sample, slow, sample]);
        assert!(text.contains("goal <= 50 ms: not"), "{text}");
        assert!(text.contains("reading to the whole"), "{text}");
        assert!(text.contains("1000 ms"), "{text}");
    }
}
