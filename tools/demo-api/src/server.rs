//! The running server.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, Method, header},
    middleware::{self, Next},
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tower_http::cors::{Any, CorsLayer};

use crate::{
    Error, Options,
    events::Hub,
    faults::{self, Fate},
    http::{self, App},
    listener::{Connection, Droppable},
    store::Store,
};

/// How long open requests have to end once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(3);

/// A server that is listening. Dropping it stops it without waiting.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    /// Returns the address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns its base URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops it: open requests are answered first, for at most three seconds.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

/// Opens the database, starts listening on 127.0.0.1 and serves until it is told to stop.
///
/// # Errors
/// When the database cannot be opened or seeded, or the port is taken.
pub async fn serve(options: Options) -> Result<Server, Error> {
    let (stop, stopped) = watch::channel(false);
    let port = options.port;
    let listener =
        TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| Error::bind(port, error))?;
    let address = listener.local_addr().map_err(|error| Error::bind(port, error))?;
    let router = build(&options, stopped.clone())?;
    let service = router.into_make_service_with_connect_info::<Connection>();
    let mut stopping = stopped;
    let task = tokio::spawn(async move {
        let serving =
            axum::serve(Droppable(listener), service).with_graceful_shutdown(async move {
                let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
            });
        // It ends only by the signal above: failing connections are its own affair.
        let _ = serving.await;
    });
    Ok(Server { address, stop, task })
}

/// Returns the routes without a network, for a caller that has its own server or none.
///
/// # Errors
/// When the database cannot be opened or seeded.
pub fn router(options: &Options) -> Result<Router, Error> {
    // Streams end when the sender is gone, so here, where nobody ever stops them, it is kept.
    let (stop, stopped) = watch::channel(false);
    let router = build(options, stopped)?;
    Ok(router.layer(axum::Extension(Arc::new(stop))))
}

fn build(options: &Options, stop: watch::Receiver<bool>) -> Result<Router, Error> {
    let store = Store::open(options.db.as_deref(), options.reset)?;
    let app = App::new(store, options.token_lifetime, Hub::new(stop))?;
    let mut router = http::routes(app);
    if let Some(faults) = options.faults {
        router = router.layer(middleware::from_fn_with_state(Fate::new(faults), faults::strike));
    }
    let latency = options.latency;
    if !latency.is_zero() {
        router =
            router.layer(middleware::from_fn(move |request: Request, next: Next| async move {
                tokio::time::sleep(latency).await;
                next.run(request).await
            }));
    }
    // The outermost layer: a failure that a browser is not allowed to read looks like no network.
    Ok(router.layer(cors()))
}

fn cors() -> CorsLayer {
    let own = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ])
        .allow_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CACHE_CONTROL,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            own("idempotency-key"),
            own("last-event-id"),
            own("prefer"),
            own("traceparent"),
            own("tracestate"),
            own("x-request-id"),
            own("x-requested-with"),
        ])
        .expose_headers([
            header::ALLOW,
            header::ETAG,
            header::LINK,
            header::LOCATION,
            header::RETRY_AFTER,
            header::WWW_AUTHENTICATE,
            own("x-total-count"),
        ])
        .allow_private_network(true)
        .max_age(Duration::from_hours(2))
}
