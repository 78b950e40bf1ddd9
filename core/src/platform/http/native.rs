//! Requests from a native process, for tests and command-line tools.

use super::{HttpClient, HttpError, HttpErrorKind, Request, Response};
use futures::future::LocalBoxFuture;
use std::io::Read;

/// A blocking HTTP client: `send` returns once the answer is there.
#[derive(Debug, Clone, Default)]
pub struct NativeHttp;

impl HttpClient for NativeHttp {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let result = exchange(&request);
        Box::pin(std::future::ready(result))
    }
}

fn exchange(request: &Request) -> Result<Response, HttpError> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(request.timeout)
        .build()
        .into();
    let mut builder =
        ureq::http::Request::builder().method(request.method.as_str()).uri(&request.url);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let message = builder.body(request.body.clone().unwrap_or_default());
    let message =
        message.map_err(|error| HttpError::new(HttpErrorKind::InvalidUrl, error.to_string()))?;
    let mut answer = agent.run(message).map_err(|error| failure(&error))?;
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect();
    let limit = request.limit.unwrap_or(usize::MAX - 1);
    let mut body = Vec::new();
    answer
        .body_mut()
        .as_reader()
        .take(limit as u64 + 1)
        .read_to_end(&mut body)
        .map_err(|error| HttpError::new(HttpErrorKind::Network, error.to_string()))?;
    let is_truncated = body.len() > limit;
    body.truncate(limit);
    let status = answer.status().as_u16();
    Ok(Response { status, url: request.url.clone(), headers, body, is_truncated })
}

fn failure(error: &ureq::Error) -> HttpError {
    let kind = match error {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::BadUri(_) => HttpErrorKind::InvalidUrl,
        _ => HttpErrorKind::Network,
    };
    HttpError::new(kind, error.to_string())
}
