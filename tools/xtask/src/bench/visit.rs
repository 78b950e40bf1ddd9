//! One visit of a page, by a browser that has never seen it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{
    cdp::{Browser, Event},
    page::Page,
    traffic::{Traffic, whole},
};
use crate::{Error, Result};

const PROBE: &str = include_str!("probe.js");
/// The function by which it reports.
const REPORT: &str = "benchRows";
const MEMORIES: &str = include_str!("memories.js");
/// A page that shows nothing for this long is broken.
const LIMIT: Duration = Duration::from_secs(90);
/// After this time without any traffic a page counts as loaded.
const IDLE: Duration = Duration::from_secs(2);

/// What a visit shall show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    /// The address.
    pub(super) url: &'a str,
    /// One text for each row, each in a row of its own.
    pub(super) rows: &'a [String],
}

/// When the rows came, in milliseconds since the navigation started.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Timing {
    /// When the last of them was in the document.
    pub(super) inserted: f64,
    /// When the frame that shows them was made.
    pub(super) shown: f64,
}

/// What a visit costs beside time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// Bytes from the application's own server, with their headers.
    pub(super) app_bytes: u64,
    /// Bytes from elsewhere, which is the API, with their headers.
    pub(super) data_bytes: u64,
    /// Requests to the application's own server.
    pub(super) app_requests: u64,
    /// Requests to elsewhere.
    pub(super) data_requests: u64,
    /// Bytes of live JavaScript objects after a collection, in the page and its workers.
    pub(super) js_heap: u64,
    /// Bytes of array buffers and of texts outside the heap, without `WebAssembly.Memory`.
    pub(super) buffers: u64,
    /// Bytes of the browser's own objects that are reachable from JavaScript.
    pub(super) embedder_heap: u64,
    /// Bytes of all `WebAssembly.Memory` objects, in the page and its workers.
    pub(super) wasm_memory: u64,
    /// DOM nodes that are alive after a collection.
    pub(super) nodes: u64,
}

impl Weight {
    /// Returns all bytes that were transferred.
    pub(super) fn transferred(self) -> u64 {
        self.app_bytes + self.data_bytes
    }

    /// Returns the memory of the program: its JavaScript objects, buffers and linear memories.
    pub(super) fn memory(self) -> u64 {
        self.js_heap + self.buffers + self.wasm_memory
    }
}

/// Visits a page with the processor `slowdown` times slower, and takes the time.
///
/// Nothing but the probe is attached: what is not needed for the time is not measured here.
///
/// # Errors
/// When the rows do not appear.
pub(super) fn time(browser: &mut Browser, expected: Expected<'_>, slowdown: u32) -> Result<Timing> {
    let page = Page::open(browser, REPORT, PROBE)?;
    let session = page.session.clone();
    browser.call(&session, "Emulation.setCPUThrottlingRate", &json!({ "rate": slowdown }))?;
    let timing = show(&page, browser, expected, |_, _| Ok(()))?;
    page.close(browser)?;
    Ok(timing)
}

/// Visits a page and weighs it once it has been idle for two seconds.
///
/// # Errors
/// When the rows do not appear, or the page does not fall silent.
pub(super) fn weigh(browser: &mut Browser, expected: Expected<'_>) -> Result<Weight> {
    let page = Page::open(browser, REPORT, PROBE)?;
    let mut traffic = Traffic::default();
    watch(browser, &page.session)?;
    let memories = json!({ "source": MEMORIES });
    browser.call(&page.session, "Page.addScriptToEvaluateOnNewDocument", &memories)?;
    let mut workers = Vec::new();
    let mut on_event = |browser: &mut Browser, event: &Event| -> Result<()> {
        traffic.record(event);
        if event.method == "Target.attachedToTarget" {
            let session = event.params["sessionId"].as_str().unwrap_or_default();
            // A worker waits until it is watched, or its first requests would go unseen.
            watch(browser, session)?;
            let memories = json!({ "expression": MEMORIES });
            browser.call(session, "Runtime.evaluate", &memories)?;
            browser.call(session, "Runtime.runIfWaitingForDebugger", &json!({}))?;
            workers.push(session.to_owned());
        }
        Ok(())
    };
    show(&page, browser, expected, &mut on_event)?;
    let start = Instant::now();
    let mut last = start;
    while let Some(event) = browser.next_event(last + IDLE)? {
        on_event(browser, &event)?;
        if event.method.starts_with("Network.") {
            last = Instant::now();
        }
        if start.elapsed() > LIMIT {
            return Err(Error::new(format!("{} is not idle after {LIMIT:?}", expected.url)));
        }
    }
    let mut weight = Weight::default();
    for (is_own, bytes) in traffic.by_origin(expected.url) {
        if is_own {
            weight.app_bytes += bytes;
            weight.app_requests += 1;
        } else {
            weight.data_bytes += bytes;
            weight.data_requests += 1;
        }
    }
    weigh_memory(browser, &page.session, &mut weight)?;
    for worker in &workers {
        // One that has ended meanwhile holds nothing any more.
        let _ = weigh_memory(browser, worker, &mut weight);
    }
    let counters = browser.call(&page.session, "Memory.getDOMCounters", &json!({}))?;
    weight.nodes = whole(&counters["nodes"]);
    if weight.js_heap == 0 || weight.nodes == 0 {
        return Err(Error::new(format!("the memory of {} cannot be read", expected.url)));
    }
    page.close(browser)?;
    Ok(weight)
}

/// Reports the traffic of a session, and stops every worker it starts until that is watched too.
fn watch(browser: &mut Browser, session: &str) -> Result<()> {
    browser.call(session, "Network.enable", &json!({}))?;
    let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
    browser.call(session, "Target.setAutoAttach", &attach).map(drop)
}

fn weigh_memory(browser: &mut Browser, session: &str, weight: &mut Weight) -> Result<()> {
    browser.call(session, "HeapProfiler.collectGarbage", &json!({}))?;
    let heap = browser.call(session, "Runtime.getHeapUsage", &json!({}))?;
    weight.js_heap += whole(&heap["usedSize"]);
    weight.embedder_heap += whole(&heap["embedderHeapUsedSize"]);
    weight.buffers += whole(&heap["backingStorageSize"]);
    let sum = browser.call(
        session,
        "Runtime.evaluate",
        &json!({ "expression": "benchMemories()", "returnByValue": true }),
    )?;
    weight.wasm_memory += whole(&sum["result"]["value"]);
    Ok(())
}

/// Navigates and waits for the rows.
fn show(
    page: &Page,
    browser: &mut Browser,
    expected: Expected<'_>,
    on_event: impl FnMut(&mut Browser, &Event) -> Result<()>,
) -> Result<Timing> {
    let reported = page.report(browser, expected.url, LIMIT, on_event)?;
    check_rows(page, browser, expected)?;
    timing(&reported)
}

/// Makes sure that the rows are the right ones, after the time was taken.
fn check_rows(page: &Page, browser: &mut Browser, expected: Expected<'_>) -> Result<()> {
    let rows = page.evaluate(
        browser,
        "[...document.querySelectorAll('tbody tr')].map((row) => row.textContent)",
    )?;
    let rows: Vec<&str> =
        rows.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str).collect();
    let missing = expected
        .rows
        .iter()
        .find(|text| rows.iter().filter(|row| row.contains(text.as_str())).count() != 1);
    match missing {
        None if rows.len() == expected.rows.len() => Ok(()),
        _ => Err(Error::new(format!("{} shows other rows than expected", expected.url))
            .because(format!("{} rows, missing {missing:?}; they are {rows:?}", rows.len()))),
    }
}

fn timing(reported: &Value) -> Result<Timing> {
    let number = |name: &str| {
        reported[name].as_f64().ok_or_else(|| Error::new(format!("the probe reports no {name}")))
    };
    Ok(Timing { inserted: number("inserted")?, shown: number("shown")? })
}
