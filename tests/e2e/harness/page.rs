//! The application as a person uses it.

use std::{
    cell::RefCell,
    path::Path,
    time::{Duration, Instant},
};

use fantoccini::{Locator, elements::Element, error::CmdError, key::Key};
use serde_json::Value;

use super::{Site, Target, browser::Browser};

/// How long something may take to appear; a busy machine is slow, but not this slow.
const DEADLINE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(40);

/// The page that a browser shows.
///
/// Every step is noted, so that a failure tells the story up to it.
pub(crate) struct Page {
    browser: Browser,
    site: Site,
    steps: RefCell<Vec<String>>,
    log: RefCell<Vec<Value>>,
}

impl Page {
    pub(super) fn new(browser: Browser, site: Site) -> Self {
        Self { browser, site, steps: RefCell::default(), log: RefCell::default() }
    }

    /// Returns the deployment that is shown.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Opens an address of the application; `path` starts with a slash.
    pub(crate) async fn open(&self, path: &str) {
        self.note(format!("open {path}"));
        self.browser.client.goto(&self.site.url(path)).await.expect("the page can be opened");
    }

    pub(crate) async fn reload(&self) {
        self.note("reload".to_owned());
        self.browser.client.refresh().await.expect("the page can be loaded again");
    }

    pub(crate) async fn back(&self) {
        self.note("back".to_owned());
        self.browser.client.back().await.expect("the browser goes back");
    }

    pub(crate) async fn forward(&self) {
        self.note("forward".to_owned());
        self.browser.client.forward().await.expect("the browser goes forward");
    }

    /// Clicks an element as soon as it can be clicked.
    pub(crate) async fn click(&self, target: &Target) {
        self.act(&format!("click {target}"), target, async |element| element.click().await).await;
    }

    /// Puts `text` in place of what a control holds, key by key.
    pub(crate) async fn fill(&self, target: &Target, text: &str) {
        self.act(&format!("fill {target} with `{text}`"), target, async |element| {
            element.click().await?;
            let select_all = format!("{}a{}", char::from(Key::Control), char::from(Key::Null));
            element.send_keys(&select_all).await?;
            let typed =
                if text.is_empty() { char::from(Key::Delete).to_string() } else { text.to_owned() };
            element.send_keys(&typed).await
        })
        .await;
    }

    /// Chooses an option of a select by its words.
    pub(crate) async fn choose(&self, target: &Target, option: &str) {
        self.act(&format!("choose `{option}` in {target}"), target, async |element| {
            element.select_by_label(option).await
        })
        .await;
    }

    /// Picks a file in a file input.
    pub(crate) async fn pick(&self, target: &Target, file: &Path) {
        let path = file.to_string_lossy().into_owned();
        self.act(&format!("pick {path} in {target}"), target, async |element| {
            element.send_keys(&path).await
        })
        .await;
    }

    /// Drops a file on the place around a file input, as from the desktop.
    pub(crate) async fn drop_file(&self, target: &Target, name: &str, text: &str) {
        self.see(target).await;
        self.note(format!("drop {name} on {target}"));
        let script = "const [path, name, text] = arguments;
            const { ORDERED_NODE_SNAPSHOT_TYPE } = XPathResult;
            const found = document.evaluate(path, document, null, ORDERED_NODE_SNAPSHOT_TYPE);
            const place = found.snapshotItem(0).closest('label');
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name, { type: 'application/json' }));
            for (const kind of ['dragenter', 'dragover', 'drop']) {
                const bubbles = true, cancelable = true;
                place.dispatchEvent(new DragEvent(kind, { bubbles, cancelable, dataTransfer }));
            }";
        self.evaluate(script, &[target.path.as_str().into(), name.into(), text.into()]).await;
    }

    /// Presses keys wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        self.note(format!("press {keys:?}"));
        let element = self.browser.client.active_element().await.expect("something has the focus");
        element.send_keys(keys).await.expect("keys can be pressed");
    }

    /// Presses Tab until `target` has the focus, as somebody without a pointer does.
    pub(crate) async fn tab_to(&self, target: &Target) {
        const MOST: usize = 80;
        self.see(target).await;
        self.note(format!("tab to {target}"));
        for _ in 0..MOST {
            if self.has_focus(target).await {
                return;
            }
            let element =
                self.browser.client.active_element().await.expect("something has the focus");
            element.send_keys(&char::from(Key::Tab).to_string()).await.expect("Tab can be pressed");
        }
        panic!("{target} does not get the focus within {MOST} presses of Tab");
    }

    /// Returns whether an element has the focus.
    pub(crate) async fn has_focus(&self, target: &Target) -> bool {
        let found = self.browser.client.find_all(Locator::XPath(&target.path)).await;
        let Ok(active) = self.browser.client.active_element().await else { return false };
        found.is_ok_and(|found| found.iter().any(|e| e.element_id() == active.element_id()))
    }

    /// Waits until an element is on the screen and returns its text.
    pub(crate) async fn see(&self, target: &Target) -> String {
        let mut text = String::new();
        self.act(&format!("see {target}"), target, async |element| {
            text = element.text().await?;
            Ok(())
        })
        .await;
        text
    }

    /// Waits until no such element is on the screen.
    pub(crate) async fn see_no(&self, target: &Target) {
        self.until(&format!("see no {target}"), async || self.count(target).await == 0).await;
    }

    /// Waits until there are `count` such elements.
    pub(crate) async fn see_count(&self, target: &Target, count: usize) {
        self.until(&format!("see {count} of {target}"), async || self.count(target).await == count)
            .await;
    }

    /// Waits until an element has this text, apart from white space at its ends.
    pub(crate) async fn see_text(&self, target: &Target, text: &str) {
        self.until(&format!("see `{text}` in {target}"), async || {
            self.texts(target).await.first().is_some_and(|found| found.trim() == text)
        })
        .await;
    }

    /// Returns the visible texts of all such elements, without waiting.
    pub(crate) async fn texts(&self, target: &Target) -> Vec<String> {
        let script = "const found = document.evaluate(arguments[0], document, null, 7, null);
            return Array.from({ length: found.snapshotLength },
                (_, index) => found.snapshotItem(index).innerText.trim());";
        let found = self.evaluate(script, &[target.path.clone().into()]).await;
        let texts = found.as_array().into_iter().flatten();
        texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Returns the value that a control holds.
    pub(crate) async fn value(&self, target: &Target) -> String {
        let mut value = String::new();
        self.act(&format!("read {target}"), target, async |element| {
            value = element.prop("value").await?.unwrap_or_default();
            Ok(())
        })
        .await;
        value
    }

    /// Returns an attribute of an element.
    pub(crate) async fn attribute(&self, target: &Target, name: &str) -> Option<String> {
        let mut value = None;
        self.act(&format!("read {name} of {target}"), target, async |element| {
            value = element.attr(name).await?;
            Ok(())
        })
        .await;
        value
    }

    /// Waits until `condition` holds; `what` says it in words.
    pub(crate) async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        self.note(what.to_owned());
        let end = Instant::now() + DEADLINE;
        while !condition().await {
            assert!(Instant::now() < end, "not within {DEADLINE:?}: {what}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until the address ends with `path`.
    pub(crate) async fn be_at(&self, path: &str) {
        self.until(&format!("be at {path}"), async || self.path().await == path).await;
    }

    /// Returns path and query of the address.
    pub(crate) async fn path(&self) -> String {
        let address = self.address().await;
        address.strip_prefix(self.site.url("").as_str()).unwrap_or(&address).to_owned()
    }

    /// Runs a script as the body of a function and returns its result.
    pub(crate) async fn evaluate(&self, script: &str, arguments: &[Value]) -> Value {
        let result = self.browser.client.execute(script, arguments.to_vec()).await;
        result.unwrap_or_else(|error| panic!("the script runs: {error}\n{script:.200}"))
    }

    /// Returns the addresses that the page has asked for which start with `prefix`.
    pub(crate) async fn requests(&self, prefix: &str) -> Vec<String> {
        let script = "return performance.getEntriesByType('resource').map(({ name }) => name)
            .filter((name) => name.startsWith(arguments[0]));";
        let names = self.evaluate(script, &[prefix.into()]).await;
        let names = names.as_array().into_iter().flatten();
        names.map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Returns how often the page has started the worker.
    pub(crate) async fn workers(&self) -> usize {
        self.requests(&self.site.url("/assets/start-")).await.len()
    }

    /// Notes from now on what the page sends with each request that has a body.
    pub(crate) async fn watch_bodies(&self) {
        self.note("watch what is sent".to_owned());
        let script = "const send = window.fetch;
            window.sent = [];
            window.fetch = async (input, options) => {
                const request = new Request(input, options);
                const { method } = request;
                if (method !== 'GET') {
                    window.sent.push({ method, body: await request.clone().text() });
                }
                return send.call(window, request);
            };";
        self.evaluate(script, &[]).await;
    }

    /// Returns method and body of what was sent since [`Page::watch_bodies`].
    pub(crate) async fn sent(&self) -> Vec<(String, Value)> {
        let sent = self.evaluate("return window.sent", &[]).await;
        let sent = sent.as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        sent.map(|request| {
            let body = serde_json::from_str(&text(&request["body"])).unwrap_or(Value::Null);
            (text(&request["method"]), body)
        })
        .collect()
    }

    async fn count(&self, target: &Target) -> usize {
        let mut count = 0;
        let found = self.browser.client.find_all(Locator::XPath(&target.path)).await;
        for element in found.unwrap_or_default() {
            count += usize::from(element.is_displayed().await.unwrap_or(false));
        }
        count
    }

    /// Does something with the first such element on the screen, again until it succeeds: what is
    /// drawn anew in between is found again.
    async fn act(
        &self,
        what: &str,
        target: &Target,
        mut act: impl AsyncFnMut(&Element) -> Result<(), CmdError>,
    ) {
        self.note(what.to_owned());
        let end = Instant::now() + DEADLINE;
        loop {
            let reason = match self.visible(target).await {
                Some(element) => match act(&element).await {
                    Ok(()) => return,
                    Err(error) => error.to_string(),
                },
                None => "it is not there".to_owned(),
            };
            assert!(Instant::now() < end, "cannot {what} within {DEADLINE:?}: {reason}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn visible(&self, target: &Target) -> Option<Element> {
        let found = self.browser.client.find_all(Locator::XPath(&target.path)).await;
        let found = match found {
            Ok(found) => found,
            Err(CmdError::Standard(error)) if error.error() == "invalid selector" => {
                panic!("{}: {error}", target.path)
            }
            Err(_) => return None,
        };
        for element in found {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    fn note(&self, step: String) {
        self.steps.borrow_mut().push(step);
    }

    pub(super) fn steps(&self) -> Vec<String> {
        self.steps.borrow().clone()
    }

    /// Returns the whole log so far.
    pub(super) fn log(&self) -> Vec<Value> {
        let mut log = self.log.borrow_mut();
        log.extend(self.browser.log());
        log.clone()
    }

    pub(super) async fn address(&self) -> String {
        let url = self.browser.client.current_url().await;
        url.map_or_else(|error| error.to_string(), |url| url.to_string())
    }

    /// Returns when each request of the page began and ended, in milliseconds.
    pub(super) async fn timings(&self) -> Vec<String> {
        let script = "return performance.getEntriesByType('resource').map((entry) =>
            `${Math.round(entry.startTime)} to ${Math.round(entry.responseEnd)}: ${entry.name}`);";
        let found = self.browser.client.execute(script, Vec::new()).await.unwrap_or_default();
        let lines = found.as_array().into_iter().flatten();
        lines.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    pub(super) async fn picture(&self) -> Option<Vec<u8>> {
        self.browser.client.screenshot().await.ok()
    }

    pub(super) async fn source(&self) -> Option<String> {
        self.browser.client.source().await.ok()
    }

    pub(super) async fn close(self) {
        // A session that is already broken ends with its driver.
        let _ = self.browser.client.clone().close().await;
    }
}
