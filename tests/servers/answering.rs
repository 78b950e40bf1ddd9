//! A server with one answer to everything.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
};

use tiny_http::{Header, Response, Server};

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    content_type: &'static str,
    body: &'static str,
    is_open: bool,
}

impl Answer {
    /// An answer that pages of every origin may read.
    pub(crate) fn new(status: u16, content_type: &'static str, body: &'static str) -> Self {
        Self { status, content_type, body, is_open: true }
    }

    /// The same without the headers that let pages of other origins read it.
    pub(crate) fn without_cors(self) -> Self {
        Self { is_open: false, ..self }
    }
}

/// A running server; it stops when this value is dropped.
pub(crate) struct Answering {
    server: Arc<Server>,
    worker: Option<JoinHandle<()>>,
}

impl Answering {
    pub(crate) fn start(answer: Answer) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a port is free"));
        let worker = thread::spawn({
            let server = Arc::clone(&server);
            move || {
                while let Ok(request) = server.recv() {
                    let mut response =
                        Response::from_string(answer.body).with_status_code(answer.status);
                    response.add_header(header("content-type", answer.content_type));
                    if answer.is_open {
                        for (name, value) in OPEN {
                            response.add_header(header(name, value));
                        }
                    }
                    // The browser may have gone away; there is nobody to tell.
                    let _ = request.respond(response);
                }
            }
        });
        Self { server, worker: Some(worker) }
    }

    /// Returns the address, without a slash at its end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.server_addr())
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

/// Headers that let pages of every origin read an answer and send every method.
pub(super) const OPEN: [(&str, &str); 3] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"),
    ("access-control-allow-headers", "accept, authorization, content-type, api_key, if-match"),
];

pub(super) fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("the header is plain ASCII")
}
