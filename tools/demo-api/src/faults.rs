//! Faults on purpose: a share of the requests fails, in an order that a seed fixes.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{Error, listener, problem::Problem, random::Random};

/// Which share of the requests fails, and in which order: `SHARE[:SEED[:all]]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Faults {
    share: f64,
    seed: u64,
    /// Whether the document, the login and the events may fail too.
    is_everywhere: bool,
}

/// What can befall a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    InternalError,
    Unavailable,
    TooManyRequests,
    /// The connection ends before anything was done.
    DroppedRequest,
    /// The connection ends after everything was done: the client cannot tell it from the other.
    DroppedAnswer,
}

const ALL: [Fault; 5] = [
    Fault::InternalError,
    Fault::Unavailable,
    Fault::TooManyRequests,
    Fault::DroppedRequest,
    Fault::DroppedAnswer,
];

impl Faults {
    /// Makes faults for a share of the requests, from 0 to 1.
    ///
    /// # Errors
    /// When the share is not between 0 and 1.
    pub fn new(share: f64, seed: u64) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&share) {
            Ok(Self { share, seed, is_everywhere: false })
        } else {
            Err(Error::usage(format!("a share of faults is from 0 to 1, not {share}")))
        }
    }

    /// Lets the document, the login and the events fail too.
    #[must_use]
    pub fn everywhere(self) -> Self {
        Self { is_everywhere: true, ..self }
    }

    /// Returns what befalls the request of this number, the first being 0.
    fn befalls(self, number: u64) -> Option<Fault> {
        let mut random = Random::new(self.seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        random.chance(self.share).then(|| random.pick(&ALL))
    }

    fn spares(self, path: &str) -> bool {
        !self.is_everywhere && matches!(path, "/" | "/openapi.json" | "/auth/login" | "/events")
    }
}

impl FromStr for Faults {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::usage(format!("faults are SHARE[:SEED[:all]], not `{text}`"));
        let mut parts = text.split(':');
        let share = parts.next().and_then(|share| share.parse().ok()).ok_or_else(wrong)?;
        let seed = parts.next().map_or(Ok(1), |seed| seed.parse().map_err(|_| wrong()))?;
        let faults = Self::new(share, seed)?;
        match (parts.next(), parts.next()) {
            (None, _) => Ok(faults),
            (Some("all"), None) => Ok(faults.everywhere()),
            _ => Err(wrong()),
        }
    }
}

/// Faults in use, counting the requests.
#[derive(Debug, Clone)]
pub(crate) struct Fate {
    faults: Faults,
    count: Arc<AtomicU64>,
}

impl Fate {
    pub(crate) fn new(faults: Faults) -> Self {
        Self { faults, count: Arc::default() }
    }
}

/// Lets a request through, or not.
pub(crate) async fn strike(State(fate): State<Fate>, request: Request, next: Next) -> Response {
    if fate.faults.spares(request.uri().path()) {
        return next.run(request).await;
    }
    let number = fate.count.fetch_add(1, Ordering::Relaxed);
    let connection = listener::connection(&request);
    match fate.faults.befalls(number) {
        None => next.run(request).await,
        Some(Fault::InternalError) => {
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "This failure is on purpose.")
                .into_response()
        }
        Some(Fault::Unavailable) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "This outage is on purpose.")
                .with_retry_after(1)
                .into_response()
        }
        Some(Fault::TooManyRequests) => {
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "This limit is on purpose.")
                .with_retry_after(1)
                .into_response()
        }
        Some(Fault::DroppedRequest) => dropped(connection),
        Some(Fault::DroppedAnswer) => {
            next.run(request).await;
            dropped(connection)
        }
    }
}

/// Ends the connection; without one, as in a test of the router, at least the body breaks off.
fn dropped(connection: Option<listener::Connection>) -> Response {
    if let Some(connection) = connection {
        connection.drop_now();
    }
    let broken = futures::stream::once(async {
        Err::<Vec<u8>, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    Response::new(Body::from_stream(broken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(faults: &str) -> Vec<Option<Fault>> {
        let faults: Faults = faults.parse().unwrap();
        (0..2000).map(|number| faults.befalls(number)).collect()
    }

    #[test]
    fn the_seed_fixes_the_order_of_the_faults() {
        assert_eq!(first("0.3:7"), first("0.3:7"));
        assert_ne!(first("0.3:7"), first("0.3:8"));
    }

    #[test]
    fn the_share_is_kept_and_every_fault_occurs() {
        let faults = first("0.3:7");
        let count = faults.iter().flatten().count();
        assert!((500..700).contains(&count), "{count} of 2000");
        assert!(ALL.iter().all(|fault| faults.contains(&Some(*fault))));
        assert_eq!(first("0").iter().flatten().count(), 0);
        assert_eq!(first("1").iter().flatten().count(), 2000);
    }

    #[test]
    fn what_the_document_depends_on_is_spared_unless_asked_for() {
        let faults: Faults = "1".parse().unwrap();
        assert!(faults.spares("/openapi.json") && !faults.spares("/products"));
        assert!(!"1:1:all".parse::<Faults>().unwrap().spares("/openapi.json"));
        for wrong in ["", "2", "0.5:x", "0.5:1:some", "0.5:1:all:more"] {
            wrong.parse::<Faults>().unwrap_err();
        }
    }
}
