//! A page in a browser context of its own, with a probe in it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::cdp::{Browser, Event};
use crate::{Context, Error, Result};

/// A page that has been nowhere yet.
pub(super) struct Page {
    context: String,
    /// The session of the protocol that is attached to it.
    pub(super) session: String,
    report: &'static str,
}

impl Page {
    /// Opens a page in which the script `probe` runs before all others; it calls `report` with JSON
    /// when it has seen enough.
    ///
    /// # Errors
    /// When the browser refuses.
    pub(super) fn open(
        browser: &mut Browser,
        report: &'static str,
        probe: &'static str,
    ) -> Result<Self> {
        let text = |answer: &Value, name: &str| -> Result<String> {
            let text = answer[name].as_str().map(str::to_owned);
            text.ok_or_else(|| Error::new(format!("the browser's answer has no {name}")))
        };
        let context = text(
            &browser.call("", "Target.createBrowserContext", &json!({}))?,
            "browserContextId",
        )?;
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&browser.call("", "Target.createTarget", &target)?, "targetId")?;
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&browser.call("", "Target.attachToTarget", &attach)?, "sessionId")?;
        for (method, params) in [
            ("Page.enable", json!({})),
            ("Runtime.enable", json!({})),
            ("Runtime.addBinding", json!({ "name": report })),
            ("Page.addScriptToEvaluateOnNewDocument", json!({ "source": probe })),
        ] {
            browser.call(&session, method, &params)?;
        }
        browser.discard_events();
        Ok(Self { context, session, report })
    }

    /// Navigates to `url` and returns what the probe reports.
    ///
    /// # Errors
    /// When it reports nothing within `limit`.
    pub(super) fn report(
        &self,
        browser: &mut Browser,
        url: &str,
        limit: Duration,
        mut on_event: impl FnMut(&mut Browser, &Event) -> Result<()>,
    ) -> Result<Value> {
        browser.call(&self.session, "Page.navigate", &json!({ "url": url }))?;
        let end = Instant::now() + limit;
        let mut messages = Vec::new();
        while let Some(event) = browser.next_event(end)? {
            on_event(browser, &event)?;
            let is_report = event.method == "Runtime.bindingCalled"
                && event.session == self.session
                && event.params["name"] == self.report;
            if is_report {
                let reported = event.params["payload"].as_str().unwrap_or_default();
                return serde_json::from_str(reported)
                    .context("cannot read what the probe reports");
            }
            messages.extend(complaint(&event));
        }
        let text = self.evaluate(browser, "document.body.innerText.slice(0, 500)")?;
        Err(Error::new(format!("{url} is not as expected after {limit:?}"))
            .because(format!("the page says {text}; its console says {messages:?}")))
    }

    /// Returns the value of an expression in the page.
    ///
    /// # Errors
    /// When the browser refuses.
    pub(super) fn evaluate(&self, browser: &mut Browser, expression: &str) -> Result<Value> {
        let call = json!({ "expression": expression, "returnByValue": true });
        Ok(browser.call(&self.session, "Runtime.evaluate", &call)?["result"]["value"].take())
    }

    /// Closes the page and drops its context.
    ///
    /// # Errors
    /// When the browser refuses.
    pub(super) fn close(self, browser: &mut Browser) -> Result<()> {
        let context = json!({ "browserContextId": self.context });
        browser.call("", "Target.disposeBrowserContext", &context)?;
        browser.discard_events();
        Ok(())
    }
}

/// Returns what a page says that may explain why it shows nothing.
fn complaint(event: &Event) -> Option<String> {
    let params = &event.params;
    match event.method.as_str() {
        "Runtime.exceptionThrown" => {
            Some(params["exceptionDetails"]["exception"]["description"].to_string())
        }
        "Runtime.consoleAPICalled" if params["type"] == "error" => {
            Some(params["args"][0].to_string())
        }
        _ => None,
    }
}
