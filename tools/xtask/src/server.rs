//! A small HTTP/1.1 server for this machine, with a thread for each connection.
//!
//! A browser opens six connections at once and keeps them. A pool of threads that hands out
//! connections (as `tiny_http` has it) then lets some of them wait until others close, which they
//! do not: the page never finishes. Here no connection waits for another one.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use crate::{Context, Result};

/// A request, read whole.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query without its question mark; empty when there is none.
    pub query: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Returns the first value of a header, named in lower case; an absent one is empty.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// What is answered; the length is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Headers with their values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A running server; it stops when this value is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    is_ending: AtomicBool,
    connections: Mutex<BTreeMap<u64, TcpStream>>,
}

impl Shared {
    fn connections(&self) -> MutexGuard<'_, BTreeMap<u64, TcpStream>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Listens on a port of 127.0.0.1, a free one for 0, and answers by `answer`.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(
        port: u16,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Result<Self> {
        let failed = || format!("cannot listen on port {port}");
        let listener = TcpListener::bind(("127.0.0.1", port)).context(failed())?;
        let address = listener.local_addr().context(failed())?;
        let shared = Arc::new(Shared::default());
        let accepting = thread::spawn({
            let (shared, answer) = (Arc::clone(&shared), Arc::new(answer));
            move || accept(&listener, &shared, &answer)
        });
        Ok(Self { address, shared, accepting: Some(accepting) })
    }

    /// Returns where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_ending.store(true, Ordering::SeqCst);
        // A connection wakes the thread that waits for one.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
        for connection in self.shared.connections().values() {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

fn accept<F>(listener: &TcpListener, shared: &Arc<Shared>, answer: &Arc<F>)
where
    F: Fn(&Request) -> Reply + Send + Sync + 'static,
{
    for (id, stream) in (0_u64..).zip(listener.incoming()) {
        if shared.is_ending.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let _ = stream.set_nodelay(true);
        let Ok(kept) = stream.try_clone() else { continue };
        shared.connections().insert(id, kept);
        let (shared, answer) = (Arc::clone(shared), Arc::clone(answer));
        thread::spawn(move || {
            // A connection that breaks has nobody left to tell.
            let _ = converse(&stream, &*answer);
            // The kept copy would hold the connection open.
            let _ = stream.shutdown(Shutdown::Both);
            shared.connections().remove(&id);
        });
    }
}

/// Answers one request after the other until the connection ends.
fn converse(stream: &TcpStream, answer: &impl Fn(&Request) -> Reply) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    while let Some(request) = read(&mut reader)? {
        let reply = answer(&request);
        writer.write_all(&written(&request, &reply))?;
        if request.header("connection").eq_ignore_ascii_case("close") {
            break;
        }
    }
    Ok(())
}

/// Reads a request; nothing when the connection ended before one.
fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no request line"));
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        request.headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    // Browsers and this crate's client always tell the length.
    let length = request.header("content-length").parse().unwrap_or(0);
    reader.take(length).read_to_end(&mut request.body)?;
    Ok(Some(request))
}

fn written(request: &Request, reply: &Reply) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
    for (name, value) in &reply.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let is_bodiless = matches!(reply.status, 204 | 304);
    if !is_bodiless {
        head.extend(["content-length: ", &reply.body.len().to_string(), "\r\n"]);
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    if !is_bodiless && request.method != "HEAD" {
        bytes.extend_from_slice(&reply.body);
    }
    bytes
}

/// Returns the words of a status, which browsers show in their log.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        422 => "Unprocessable Content",
        500 => "Internal Server Error",
        _ => "Answer",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::http;

    fn echo() -> Server {
        Server::start(0, |request| Reply {
            status: 200,
            headers: vec![("x-method", request.method.clone())],
            body: [request.path.as_bytes(), b"?", request.query.as_bytes(), b" ", &request.body]
                .concat(),
        })
        .unwrap()
    }

    #[test]
    fn a_request_is_read_whole() {
        let server = echo();
        let answer = http::send(&http::Request {
            method: "POST",
            url: &format!("http://{}/a%20b?c=1", server.address()),
            headers: &[],
            body: b"text",
            timeout: Duration::from_secs(10),
        })
        .unwrap();
        assert_eq!(answer.text(), "/a%20b?c=1 text");
        assert_eq!(answer.header("x-method"), Some("POST"));
    }

    #[test]
    fn connections_that_are_kept_hold_up_no_other_one() {
        let server = echo();
        let line = b"GET /one HTTP/1.1\r\nhost: a\r\n\r\n";
        let mut kept: Vec<TcpStream> =
            (0..20).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
        for round in 0..2 {
            for stream in &mut kept {
                stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                stream.write_all(line).unwrap();
                let mut head = [0; 12];
                stream.read_exact(&mut head).unwrap();
                assert_eq!(&head, b"HTTP/1.1 200", "round {round}");
                let mut rest = BufReader::new(&*stream);
                let mut text = String::new();
                while !text.ends_with("\r\n\r\n") {
                    assert!(rest.read_line(&mut text).unwrap() > 0);
                }
                let mut body = [0; 6];
                rest.read_exact(&mut body).unwrap();
                assert_eq!(&body, b"/one? ");
            }
        }
    }

    #[test]
    fn a_dropped_server_ends_its_connections() {
        let server = echo();
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        stream.read_exact(&mut [0; 12]).unwrap();
        drop(server);
        let mut rest = Vec::new();
        assert!(stream.read_to_end(&mut rest).is_ok(), "the connection ends, it does not time out");
    }
}
