//! A server with one answer to everything.

use xtask::server::{Reply, Server};

/// What is answered.
#[derive(Debug, Clone, Copy)]
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
pub(crate) struct Answering(Server);

impl Answering {
    pub(crate) fn start(answer: &Answer) -> Self {
        let mut headers = vec![("content-type", answer.content_type.to_owned())];
        if answer.is_open {
            headers.extend(open());
        }
        let reply = Reply { status: answer.status, headers, body: answer.body.into() };
        Self(Server::start(0, move |_| reply.clone()).expect("a port is free"))
    }

    /// Returns the address, without a slash at its end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.address())
    }
}

/// Returns headers that let pages of every origin read an answer and send every method.
pub(super) fn open() -> [(&'static str, String); 3] {
    [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"),
        ("access-control-allow-headers", "accept, authorization, content-type, api_key, if-match"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
}
