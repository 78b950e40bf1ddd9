//! The size budget of a first visit, measured in the browser.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::driver::Session;
use crate::{
    Context, Error, Result,
    bundle::html,
    console,
    setup::Browser,
    static_server::{Options, StaticServer, Transfer},
};

/// Bytes of a first visit, as they are sent.
const BUDGET: u64 = 250_000;
/// After this time without a request a visit counts as loaded.
const IDLE: Duration = Duration::from_secs(2);
/// A page that never falls silent is a failure too.
const LIMIT: Duration = Duration::from_mins(1);

/// What is visited.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The path of the screen below the base of the deployment.
    pub path: &'a str,
    /// The content of `config.json`; it is data and counts as far as the API's answers do.
    pub config: &'a str,
}

/// Visits the release in `dist` for the first time and compares what was sent with the budget.
///
/// The server counts, so workers and prefetches are in it; the browser's own log adds requests to
/// other origins. What an API sends is data, not the application, and is listed apart.
///
/// # Errors
/// When the budget is exceeded, a request fails, or the page does not start.
pub fn check(dist: &Path, browser: &Browser, visit: Visit<'_>) -> Result<()> {
    let page = fs::read_to_string(dist.join("index.html")).context("cannot read the page")?;
    let options = Options { directory: dist.to_path_buf(), base: html::base_of(&page), port: 0 };
    let server = StaticServer::start(options)?;
    let session = Session::start(browser)?;
    server.replace("config.json", visit.config);
    session.open(&format!("{}{}", server.url(), visit.path))?;
    let start = Instant::now();
    let (mut seen, mut last_change) = (0, Instant::now());
    let mut others = BTreeSet::new();
    loop {
        others.extend(other_origins(&session.log("performance")?, &server.url()));
        let count = server.transfers().len() + others.len();
        if count != seen {
            (seen, last_change) = (count, Instant::now());
        }
        if last_change.elapsed() >= IDLE {
            break;
        }
        if start.elapsed() > LIMIT {
            return Err(Error::new(format!("the page is not idle after {LIMIT:?}")));
        }
        thread::sleep(Duration::from_millis(100));
    }
    if session.run("return document.getElementById('boot') !== null")? == Value::Bool(true) {
        let text = session.run("return document.getElementById('boot').innerText")?;
        return Err(Error::new("the application did not start")
            .because(format!("{text}; {:?}", session.log("browser")?)));
    }
    let rows = session.run("return document.querySelectorAll('tbody tr td').length")?;
    if rows.as_u64().is_none_or(|rows| rows == 0) {
        return Err(Error::new(format!("{} shows no rows", visit.path)));
    }
    verdict(&server.transfers(), &others)
}

fn verdict(transfers: &[Transfer], others: &BTreeSet<String>) -> Result<()> {
    let mut sum = 0;
    for transfer in transfers.iter().filter(|transfer| !transfer.path.ends_with("config.json")) {
        let coding = if transfer.is_brotli { "br" } else { "" };
        console::line(format!("{:>10}  {coding:2}  {}", transfer.bytes, transfer.path));
        sum += transfer.bytes;
    }
    for url in others {
        console::line(format!("{:>10}  API {url}", "-"));
    }
    console::line(format!("{sum:>10}  in all, of {BUDGET}"));
    if let Some(failed) = transfers.iter().find(|transfer| transfer.status >= 400) {
        return Err(Error::new(format!("{} was answered with {}", failed.path, failed.status)));
    }
    if sum > BUDGET {
        return Err(Error::new("the first visit is over its budget")
            .because(format!("{sum} bytes, {} too many", sum - BUDGET))
            .advise("Put what a first list does not need into a lazy chunk."));
    }
    Ok(())
}

/// Returns the addresses of requests to other origins.
fn other_origins(events: &[Value], own: &str) -> BTreeSet<String> {
    let messages = events.iter().filter_map(|event| {
        let message: Value = serde_json::from_str(event["message"].as_str()?).ok()?;
        Some(message["message"].clone())
    });
    let mut urls = BTreeSet::new();
    for message in messages {
        let url = message["params"]["request"]["url"].as_str().unwrap_or_default();
        if message["method"] == "Network.requestWillBeSent"
            && url.starts_with("http")
            && !url.starts_with(own)
        {
            urls.insert(url.to_owned());
        }
    }
    urls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(bytes: u64, status: u16) -> Transfer {
        Transfer { path: "/a".to_owned(), status, bytes, is_brotli: true }
    }

    #[test]
    fn the_budget_is_the_sum_of_all_transfers() {
        let half = transfer(BUDGET / 2, 200);
        assert!(verdict(&[half.clone(), half.clone()], &BTreeSet::new()).is_ok());
        assert!(verdict(&[half.clone(), half, transfer(1, 200)], &BTreeSet::new()).is_err());
    }

    #[test]
    fn a_missing_file_is_a_failure() {
        assert!(verdict(&[transfer(1, 404)], &BTreeSet::new()).is_err());
    }
}
