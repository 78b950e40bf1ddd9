//! Sending requests with credentials and second tries.

mod challenge;
mod credentials;
mod retry;
#[cfg(test)]
mod tests;

use super::{Error, Result};
use crate::platform::{Clock, HttpClient, HttpError, Request, Response};
use std::fmt;
use std::rc::Rc;

pub use challenge::challenged;
pub(crate) use challenge::prefixed;
pub use credentials::{Credential, Credentials};
pub use retry::Retry;
pub(crate) use retry::seconds;

/// Sends requests to one API.
///
/// Cloning is cheap and shares the credentials.
#[derive(Clone)]
pub struct Transport {
    http: Rc<dyn HttpClient>,
    clock: Rc<dyn Clock>,
    credentials: Credentials,
    retry: Retry,
    jitter: Rc<dyn Fn() -> f64>,
}

impl fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Transport").field("retry", &self.retry).finish_non_exhaustive()
    }
}

impl Transport {
    /// Returns a transport that retries as [`Retry::default`] says.
    #[must_use]
    pub fn new(http: Rc<dyn HttpClient>, clock: Rc<dyn Clock>, credentials: Credentials) -> Self {
        Self { http, clock, credentials, retry: Retry::default(), jitter: Rc::new(|| 0.5) }
    }

    /// Changes how often and how soon it tries again.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the source of randomness for waiting times: numbers from 0 to
    /// below 1. Without it every client waits equally long.
    #[must_use]
    pub fn with_jitter(mut self, jitter: Rc<dyn Fn() -> f64>) -> Self {
        self.jitter = jitter;
        self
    }

    /// Returns the same transport with other credentials.
    #[must_use]
    pub(crate) fn with_credentials(&self, credentials: Credentials) -> Self {
        Self { credentials, ..self.clone() }
    }

    /// Returns the shared credentials.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Sends `request` with the credentials of its origin; asks again where
    /// that is safe and may help.
    ///
    /// # Errors
    /// When no answer came. An answer with an error status is no error here.
    pub async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let mut attempt = 0;
        loop {
            let result = self.http.send(self.credentials.apply(request.clone())).await;
            let wait = self.retry.wait(&request, &result, attempt, (self.jitter)());
            let Some(wait) = wait else { return result };
            self.clock.sleep(wait).await;
            attempt += 1;
        }
    }

    /// Sends `request` for `operation`, which names it in the error.
    pub(crate) async fn exchange(&self, request: Request, operation: &str) -> Result<Response> {
        let result = self.send(request).await;
        result.map_err(|error| Error::from_http(&error, operation))
    }
}
