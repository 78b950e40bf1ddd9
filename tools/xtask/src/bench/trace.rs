//! What the main thread of a page did, from the browser's own trace.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::cdp::Browser;
use crate::{Error, Result};

/// The longest that the browser may take to hand out a trace.
const LIMIT: Duration = Duration::from_secs(30);

/// One task of the main thread, in milliseconds of the trace's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Task {
    pub(super) start: f64,
    pub(super) end: f64,
    /// How long the thread worked on it: other programs take no part in that.
    pub(super) work: f64,
}

/// The tasks of the main thread, and the marks that a script of the page made.
#[derive(Debug, Default)]
pub(super) struct Trace {
    tasks: Vec<Task>,
    marks: Vec<(String, f64)>,
}

/// Starts to trace the tasks of a page.
///
/// # Errors
/// When the browser refuses.
pub(super) fn start(browser: &mut Browser, session: &str) -> Result<()> {
    let categories = ["blink.user_timing", "disabled-by-default-devtools.timeline"];
    let config = json!({
        "traceConfig": { "includedCategories": categories },
        "transferMode": "ReportEvents",
    });
    browser.call(session, "Tracing.start", &config).map(drop)
}

/// Ends the tracing, and returns what was traced of the thread that made a mark called `name`.
///
/// # Errors
/// When the browser refuses, or there is no such mark.
pub(super) fn stop(browser: &mut Browser, session: &str, name: &str) -> Result<Trace> {
    browser.call(session, "Tracing.end", &json!({}))?;
    let end = Instant::now() + LIMIT;
    let mut events = Vec::new();
    while let Some(mut event) = browser.next_event(end)? {
        match event.method.as_str() {
            "Tracing.dataCollected" => {
                if let Value::Array(list) = event.params["value"].take() {
                    events.extend(list);
                }
            }
            "Tracing.tracingComplete" => return read(&events, name),
            _ => {}
        }
    }
    Err(Error::new("the browser hands out no trace"))
}

fn read(events: &[Value], name: &str) -> Result<Trace> {
    let thread = |event: &Value| (event["pid"].as_u64(), event["tid"].as_u64());
    let marked = events.iter().find(|event| event["name"] == name);
    let main = marked.map(thread).ok_or_else(|| Error::new(format!("the trace has no {name}")))?;
    let milliseconds = |event: &Value, name: &str| event[name].as_f64().map(|time| time / 1e3);
    let mut trace = Trace::default();
    for event in events.iter().filter(|event| thread(event) == main) {
        let Some(start) = milliseconds(event, "ts") else { continue };
        if event["name"] == "RunTask" {
            let long = milliseconds(event, "dur").unwrap_or_default();
            let work = milliseconds(event, "tdur").unwrap_or(long);
            trace.tasks.push(Task { start, end: start + long, work });
        } else if event["cat"] == "blink.user_timing" {
            let name = event["name"].as_str().unwrap_or_default();
            trace.marks.push((name.to_owned(), start));
        }
    }
    Ok(trace)
}

impl Trace {
    /// Returns when a mark was made.
    pub(super) fn mark(&self, name: &str) -> Option<f64> {
        self.marks.iter().find(|(known, _)| known == name).map(|(_, at)| *at)
    }

    /// Returns the tasks that were running at some time between two.
    pub(super) fn between(&self, start: f64, end: f64) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.end > start && task.start < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_tasks_of_the_marked_thread_count() {
        let event = |name: &str, cat: &str, tid: u64, ts: u64, dur: u64| {
            json!({ "name": name, "cat": cat, "pid": 1, "tid": tid, "ts": ts, "dur": dur,
                "tdur": dur / 2 })
        };
        let events = [
            event("RunTask", "timeline", 7, 1_000, 4_000),
            event("RunTask", "timeline", 8, 1_000, 90_000),
            event("a", "blink.user_timing", 7, 3_000, 0),
            event("RunTask", "timeline", 7, 9_000, 1_000),
        ];
        let trace = read(&events, "a").unwrap();
        assert_eq!(trace.mark("a"), Some(3.0));
        let tasks: Vec<&Task> = trace.between(3.0, 8.0).collect();
        assert_eq!(tasks, [&Task { start: 1.0, end: 5.0, work: 2.0 }]);
        assert!(read(&events, "b").is_err());
    }
}
