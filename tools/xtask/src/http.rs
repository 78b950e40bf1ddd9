//! Plain HTTP/1.1 to servers on this machine.
//!
//! Only what xtask asks of a development server, a driver or the demo API: one request a
//! connection, no TLS, no redirects.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

use crate::{Context, Error, Result};

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body, as it was sent.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns the first value of a header, named in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request to `url` that gives up after `timeout` without progress.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// An `http://` address.
    pub url: &'a str,
    /// Further headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; empty for none.
    pub body: &'a [u8],
    /// The longest silence to accept.
    pub timeout: Duration,
}

/// Sends a GET request.
///
/// # Errors
/// When the server cannot be reached or does not speak HTTP.
pub fn get(url: &str, headers: &[(&str, &str)]) -> Result<Response> {
    send(&Request { method: "GET", url, headers, body: b"", timeout: Duration::from_secs(10) })
}

/// Sends a request.
///
/// # Errors
/// When the server cannot be reached or does not speak HTTP.
pub fn send(request: &Request<'_>) -> Result<Response> {
    let what = || format!("cannot {} {}", request.method, request.url);
    let rest = request
        .url
        .strip_prefix("http://")
        .ok_or_else(|| Error::new(what()).because("only http:// is spoken here"))?;
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let address = address
        .to_socket_addrs()
        .context(what())?
        .next()
        .ok_or_else(|| Error::new(what()).because("the host has no address"))?;
    let mut stream = TcpStream::connect_timeout(&address, request.timeout).context(what())?;
    stream.set_read_timeout(Some(request.timeout)).context(what())?;
    stream.set_write_timeout(Some(request.timeout)).context(what())?;

    let mut head = format!(
        "{} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n",
        request.method,
        request.body.len()
    );
    for (name, value) in request.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).context(what())?;
    stream.write_all(request.body).context(what())?;
    read_response(&mut BufReader::new(stream), request.method == "HEAD").context(what())
}

/// Waits until `url` answers with success.
///
/// # Errors
/// When that does not happen within `timeout`, or `keep_waiting` fails.
pub fn wait_until_up(
    url: &str,
    timeout: Duration,
    mut keep_waiting: impl FnMut() -> Result<()>,
) -> Result<()> {
    let end = Instant::now() + timeout;
    loop {
        match get(url, &[("accept", "text/html,*/*")]) {
            Ok(response) if response.status == 200 => return Ok(()),
            Ok(_) | Err(_) if Instant::now() < end => keep_waiting()?,
            Ok(response) => {
                return Err(Error::new(format!("{url} is not ready"))
                    .because(format!("it answers with status {}", response.status)));
            }
            Err(error) => return Err(Error::new(format!("{url} is not ready")).because(error)),
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn read_response(reader: &mut impl BufRead, bodiless: bool) -> Result<Response, std::io::Error> {
    let invalid = |why: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, why);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line
        .split_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| invalid("no status line"))?;
    let mut response = Response { status, headers: Vec::new(), body: Vec::new() };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        response.headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    if bodiless || status == 204 || status == 304 {
        return Ok(response);
    }
    if response.header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let size = line.trim().split(';').next().unwrap_or_default();
            let size = u64::from_str_radix(size, 16).map_err(|_| invalid("no chunk size"))?;
            reader.take(size).read_to_end(&mut response.body)?;
            line.clear();
            reader.read_line(&mut line)?;
            if size == 0 {
                return Ok(response);
            }
        }
    }
    match response.header("content-length").and_then(|length| length.parse().ok()) {
        Some(length) => {
            reader.take(length).read_to_end(&mut response.body)?;
        }
        None => {
            reader.read_to_end(&mut response.body)?;
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: (u16, &str)) {
        let response = read_response(&mut raw.as_bytes(), false).unwrap();
        assert_eq!((response.status, response.text().as_str()), expected);
    }

    #[test]
    fn a_body_of_known_length_is_read() {
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!", (200, "hi"));
    }

    #[test]
    fn a_chunked_body_is_put_together() {
        check(
            "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n",
            (404, "abc"),
        );
    }

    #[test]
    fn a_body_without_length_ends_with_the_connection() {
        check("HTTP/1.0 200 OK\r\n\r\nall of it", (200, "all of it"));
    }

    #[test]
    fn what_is_not_http_is_an_error() {
        assert!(read_response(&mut "hello".as_bytes(), false).is_err());
    }
}
