//! The browser, driven by the Chrome `DevTools` Protocol over a pair of pipes.
//!
//! Pipes need no port and no WebSocket, and the browser ends by itself when they close, however
//! this program ends. Source: <https://chromedevtools.github.io/devtools-protocol/>.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{Context, Error, Result, browser::driver::FLAGS};

/// The longest wait for the answer to one command.
const ANSWER: Duration = Duration::from_mins(1);
/// How long the browser may take to close.
const GRACE: Duration = Duration::from_secs(3);

/// Something that happened in the browser.
#[derive(Debug)]
pub(super) struct Event {
    /// The session it belongs to; empty for the browser as a whole.
    pub(super) session: String,
    /// Its name, such as `Network.loadingFinished`.
    pub(super) method: String,
    /// Its parameters.
    pub(super) params: Value,
}

/// A running browser; it ends when this value is dropped.
#[derive(Debug)]
pub(super) struct Browser {
    child: Child,
    commands: Option<ChildStdin>,
    messages: Receiver<Value>,
    events: VecDeque<Event>,
    last_id: u64,
}

impl Browser {
    /// Starts a browser whose profile is an empty folder at `profile`.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn start(chromium: &Path, profile: &Path) -> Result<Self> {
        if profile.exists() {
            fs::remove_dir_all(profile).context(format!("cannot empty {}", profile.display()))?;
        }
        fs::create_dir_all(profile).context(format!("cannot create {}", profile.display()))?;
        // The protocol is spoken on the descriptors 3 and 4, which only a shell can set here.
        let mut child = Command::new("sh")
            .args(["-c", r#"exec "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#, "sh"])
            .arg(chromium)
            .args(FLAGS)
            .args(["--remote-debugging-pipe", "--window-size=1280,900"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context(format!("cannot start {}", chromium.display()))?;
        let commands = child.stdin.take();
        let answers = child.stdout.take().expect("the standard output is piped");
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            for message in BufReader::new(answers).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else { continue };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, commands, messages, events: VecDeque::new(), last_id: 0 })
    }

    /// Sends a command to a session, or to the browser where `session` is empty.
    ///
    /// # Errors
    /// When the browser refuses the command, is silent, or has ended.
    pub(super) fn call(&mut self, session: &str, method: &str, params: &Value) -> Result<Value> {
        let what = || format!("the browser did not answer {method}");
        self.last_id += 1;
        let mut command = json!({ "id": self.last_id, "method": method, "params": params });
        if !session.is_empty() {
            command["sessionId"] = session.into();
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        let commands = self.commands.as_mut().expect("the pipe is open until the drop");
        commands.write_all(&bytes).and_then(|()| commands.flush()).context(what())?;
        let end = Instant::now() + ANSWER;
        loop {
            let message = self
                .messages
                .recv_timeout(end.saturating_duration_since(Instant::now()))
                .context(what())?;
            if message["id"].as_u64() != Some(self.last_id) {
                self.events.extend(event(message));
                continue;
            }
            return match message["error"]["message"].as_str() {
                Some(error) => {
                    Err(Error::new(format!("the browser refuses {method}")).because(error))
                }
                None => Ok(message["result"].clone()),
            };
        }
    }

    /// Returns the next event, or nothing when there is none until `end`.
    ///
    /// # Errors
    /// When the browser has ended.
    pub(super) fn next_event(&mut self, end: Instant) -> Result<Option<Event>> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            match self.messages.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) => self.events.extend(event(message)),
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::new("the browser has ended").advise(
                        "Run it by hand with --headless --no-sandbox to see what it says.",
                    ));
                }
            }
        }
    }

    /// Forgets events that nobody has read.
    pub(super) fn discard_events(&mut self) {
        self.events.clear();
    }

    /// Returns the browser's name and version.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub(super) fn version(&mut self) -> Result<String> {
        let version = self.call("", "Browser.getVersion", &json!({}))?;
        Ok(version["product"].as_str().unwrap_or("unknown").to_owned())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.call("", "Browser.close", &json!({}));
        self.commands = None;
        let end = Instant::now() + GRACE;
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn event(mut message: Value) -> Option<Event> {
    Some(Event {
        session: message["sessionId"].as_str().unwrap_or_default().to_owned(),
        method: message["method"].as_str()?.to_owned(),
        params: message["params"].take(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_its_session() {
        let message = json!({ "method": "A.b", "params": { "x": 1 }, "sessionId": "s" });
        let event = event(message).unwrap();
        assert_eq!((event.session.as_str(), event.method.as_str()), ("s", "A.b"));
        assert_eq!(event.params["x"], 1);
    }

    #[test]
    fn an_answer_is_no_event() {
        assert!(event(json!({ "id": 1, "result": {} })).is_none());
    }
}
