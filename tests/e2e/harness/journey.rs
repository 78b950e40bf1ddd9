//! One story, from an empty browser to the judgement over its log.

use std::{
    any::type_name,
    fmt::Write,
    fs,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{Condvar, Mutex, PoisonError},
    thread,
};

use futures::FutureExt;
use serde_json::Value;
use tokio::runtime::Builder;

use super::{Page, Site, browser::Browser, log};
use crate::{scratch, servers::DemoApi};

/// Browsers that run at the same time: more would only wait for each other's processor time.
const BROWSERS: usize = 2;

/// What a story plays in.
#[derive(Debug)]
pub(crate) struct Journey {
    site: Site,
    expected: Vec<String>,
}

impl Journey {
    /// A journey over a deployment with these APIs in its `config.json`.
    pub(crate) fn new(apis: &Value) -> Self {
        Self { site: Site::start(apis), expected: Vec::new() }
    }

    /// Returns what the application is served by.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Lets the browser's own lines about requests pass that contain `part`, such as `status of
    /// 422`.
    pub(crate) fn expecting(mut self, part: &str) -> Self {
        self.expected.push(part.to_owned());
        self
    }

    /// Runs the story in a new browser.
    ///
    /// # Panics
    /// When a step of it fails or the log tells of an error; what was seen is kept.
    pub(crate) fn run<F: AsyncFnOnce(&Page)>(self, story: F) {
        let name = name_of::<F>();
        let turn = Turn::take();
        let runtime = Builder::new_current_thread().enable_all().build().expect("tokio starts");
        runtime.block_on(async {
            let page = Page::new(Browser::start().await, self.site);
            let told = AssertUnwindSafe(async {
                story(&page).await;
                let failures = log::failures(&page.log(), &self.expected);
                assert!(failures.is_empty(), "the browser reports:\n{}", failures.join("\n"));
            })
            .catch_unwind()
            .await;
            if told.is_err() {
                leave_evidence(&name, &page).await;
            }
            page.close().await;
            if let Err(panic) = told {
                resume_unwind(panic);
            }
        });
        drop(turn);
    }
}

/// Runs a story over a fresh demo API that is in `config.json`.
pub(crate) fn over<F: AsyncFnOnce(&Page)>(demo: &DemoApi, story: F) {
    Journey::new(&demo.config()).run(story);
}

/// Returns the name of the running test: that of its thread, or where there is only the main one,
/// that of the function in which the story stands.
fn name_of<F>() -> String {
    let thread = thread::current();
    let path = thread.name().filter(|name| *name != "main");
    let path = path.unwrap_or_else(|| type_name::<F>().trim_end_matches("::{{closure}}"));
    path.trim_start_matches("e2e::").trim_start_matches("journey::").replace("::", "-")
}

/// Keeps what can be known of a failure; a part that cannot be had is left out.
async fn leave_evidence(name: &str, page: &Page) {
    let folder = scratch::evidence(name);
    let mut notes = String::new();
    for step in page.steps() {
        let _ = writeln!(notes, "- {step}");
    }
    let _ = writeln!(notes, "\nat {}\n", page.address().await);
    for entry in page.log() {
        let _ = writeln!(notes, "{entry}");
    }
    for request in page.timings().await {
        let _ = writeln!(notes, "{request}");
    }
    let _ = fs::write(folder.join("steps-and-log.txt"), &notes);
    if let Some(picture) = page.picture().await {
        let _ = fs::write(folder.join("page.png"), picture);
    }
    if let Some(source) = page.source().await {
        let _ = fs::write(folder.join("page.html"), source);
    }
    eprintln!("{name}: what was seen is in {}\n{notes}", folder.display());
}

/// The right to run a browser, given back when it is dropped.
struct Turn;

static RUNNING: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

impl Turn {
    fn take() -> Self {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = FREED
            .wait_while(running, |running| *running >= BROWSERS)
            .unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}
