//! A headless browser over chromedriver.

use std::{process::Command, time::Duration};

use serde_json::{Value, json};

use crate::{
    Context, Error, Result,
    http::{self, Request},
    process::Guard,
    setup::Browser,
};

/// Flags with which the browser starts: quiet on the network, and able to run as root.
pub const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A session with one empty profile; the browser ends when this value is dropped.
#[derive(Debug)]
pub struct Session {
    _driver: Guard,
    url: String,
}

impl Session {
    /// Starts the driver and a browser.
    ///
    /// # Errors
    /// When either of them does not start.
    pub fn start(browser: &Browser) -> Result<Self> {
        let mut driver = Guard::spawn_reading(
            "chromedriver",
            Command::new(&browser.driver).args(["--port=0", "--allowed-ips=127.0.0.1"]),
        )?;
        let port =
            driver.wait_for_line("started successfully on port ", Duration::from_secs(30))?;
        let server = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": FLAGS, "binary": browser.chromium },
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
        } } });
        let session = call("POST", &format!("{server}/session"), &capabilities)?;
        let id = session["sessionId"]
            .as_str()
            .ok_or_else(|| Error::new("chromedriver opened no session"))?;
        Ok(Self { _driver: driver, url: format!("{server}/session/{id}") })
    }

    /// Opens an address and waits for the page's `load` event.
    ///
    /// # Errors
    /// When the driver reports an error.
    pub fn open(&self, url: &str) -> Result<()> {
        call("POST", &format!("{}/url", self.url), &json!({ "url": url })).map(drop)
    }

    /// Runs a script as the body of a function in the page and returns its result.
    ///
    /// # Errors
    /// When the driver reports an error, an exception of the script among them.
    pub fn run(&self, script: &str) -> Result<Value> {
        let body = json!({ "script": script, "args": [] });
        call("POST", &format!("{}/execute/sync", self.url), &body)
    }

    /// Returns the events of the given kind (`performance` or `browser`) since the last call.
    ///
    /// # Errors
    /// When the driver reports an error.
    pub fn log(&self, kind: &str) -> Result<Vec<Value>> {
        let entries = call("POST", &format!("{}/se/log", self.url), &json!({ "type": kind }))?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Asked to close, the browser also removes its temporary profile.
        let _ = call("DELETE", &self.url, &Value::Null);
    }
}

fn call(method: &str, url: &str, body: &Value) -> Result<Value> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let response = http::send(&Request {
        method,
        url,
        headers: &[("content-type", "application/json")],
        body: body.as_bytes(),
        timeout: Duration::from_mins(2),
    })?;
    let mut json: Value = serde_json::from_slice(&response.body)
        .context(format!("cannot read chromedriver's answer to {url}"))?;
    let value = json["value"].take();
    if response.status == 200 {
        return Ok(value);
    }
    let message = value["message"].as_str().unwrap_or("no message").to_owned();
    Err(Error::new("chromedriver reports an error").because(message))
}
