//! A headless browser with a profile of its own.

use std::{env, fs, path::PathBuf, process::Command, time::Duration};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use xtask::{
    browser::driver::FLAGS,
    http::{self, Request},
    process::Guard,
};

use crate::scratch;

/// The browser of one journey; it ends, and its profile goes, when this value is dropped.
#[derive(Debug)]
pub(super) struct Browser {
    pub(super) client: Client,
    session: String,
    profile: PathBuf,
    driver: Option<Guard>,
}

impl Browser {
    pub(super) async fn start() -> Self {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut driver = Guard::spawn_reading(
            "chromedriver",
            Command::new(program).args(["--port=0", "--allowed-ips=127.0.0.1"]),
        )
        .expect("chromedriver starts");
        let port = driver
            .wait_for_line("started successfully on port ", Duration::from_mins(1))
            .expect("chromedriver tells its port");
        let url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));

        let profile = scratch::folder("profile");
        let mut arguments: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push("--window-size=1280,900".to_owned());
        let mut options = json!({ "args": arguments });
        if let Some(chromium) = env::var_os("CHROMIUM") {
            options["binary"] = chromium.to_string_lossy().into();
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("browserName".to_owned(), json!("chrome"));
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        // A form that warns of unsaved work must not hold up what a journey does next.
        capabilities.insert("unhandledPromptBehavior".to_owned(), json!("accept"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&url)
            .await
            .expect("chromedriver opens a session");
        let id = client.session_id().await.expect("the session answers").expect("it has an id");
        Self { client, session: format!("{url}/session/{id}"), profile, driver: Some(driver) }
    }

    /// Returns the entries of the browser's log since the last call.
    ///
    /// The client knows no command of chromedriver's own, so it is sent past the client.
    pub(super) fn log(&self) -> Vec<Value> {
        let body = json!({ "type": "browser" }).to_string();
        let answer = http::send(&Request {
            method: "POST",
            url: &format!("{}/se/log", self.session),
            headers: &[("content-type", "application/json")],
            body: body.as_bytes(),
            timeout: Duration::from_secs(30),
        });
        let answer: Value = serde_json::from_slice(&answer.expect("the log can be read").body)
            .expect("chromedriver answers in JSON");
        answer["value"].as_array().cloned().unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser is in the driver's process group and ends with it, before its profile goes.
        drop(self.driver.take());
        let _ = fs::remove_dir_all(&self.profile);
    }
}
