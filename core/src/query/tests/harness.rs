//! A client with a clock that is moved by hand and a server that is scripted.

use crate::atom::Subscription;
use crate::platform::{Clock, LocalSpawn, ManualClock};
use crate::query::{
    Fetcher, QueryClient, QueryClientOptions, QueryError, QueryEventKind, QueryKey, QueryObserver,
    QueryOptions, RetryPolicy,
};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// Writes one test for each named row of a table.
macro_rules! cases {
    ($check:ident: $($name:ident($($argument:expr),* $(,)?);)+) => {
        $(
            #[test]
            fn $name() {
                $check($($argument),*);
            }
        )+
    };
}

pub(super) use cases;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused(pub(super) u16);

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "status {}", self.0)
    }
}

impl std::error::Error for Refused {}

pub(super) type Reply = Result<String, QueryError>;

#[expect(clippy::unnecessary_wraps, reason = "it is scripted beside failures")]
pub(super) fn ok(text: &str) -> Reply {
    Ok(text.to_owned())
}

pub(super) fn failure() -> Reply {
    Err(QueryError::new(Refused(500)))
}

/// A failure that trying again does not mend, with a status.
pub(super) fn refused(status: u16) -> Reply {
    Err(QueryError::new(Refused(status)).with_status(status).with_retryable(false))
}

/// Answers after a delay with what was scripted, then with its last word.
#[derive(Clone)]
pub(super) struct Server {
    clock: ManualClock,
    replies: Rc<RefCell<VecDeque<Reply>>>,
    pub(super) latency: Rc<Cell<u64>>,
    /// Requests sent, answered, and dropped before an answer.
    pub(super) sent: Rc<Cell<usize>>,
    pub(super) dropped: Rc<Cell<usize>>,
    pub(super) sent_at: Rc<RefCell<Vec<u64>>>,
}

struct Request {
    dropped: Rc<Cell<usize>>,
    is_answered: bool,
}

impl Request {
    fn answer(&mut self) {
        self.is_answered = true;
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if !self.is_answered {
            self.dropped.set(self.dropped.get() + 1);
        }
    }
}

impl Server {
    pub(super) fn then(&self, reply: Reply) -> &Self {
        self.replies.borrow_mut().push_back(reply);
        self
    }

    pub(super) fn fetcher(&self) -> Fetcher<String> {
        let server = self.clone();
        Rc::new(move || {
            let server = server.clone();
            server.sent.set(server.sent.get() + 1);
            server.sent_at.borrow_mut().push(server.clock.now());
            let mut replies = server.replies.borrow_mut();
            let reply =
                if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() };
            drop(replies);
            let mut request = Request { dropped: Rc::clone(&server.dropped), is_answered: false };
            let sleep = server.clock.sleep(Duration::from_millis(server.latency.get()));
            Box::pin(async move {
                sleep.await;
                request.answer();
                reply.expect("the server has been told what to answer")
            })
        })
    }
}

pub(super) struct World {
    pub(super) clock: ManualClock,
    pub(super) spawn: LocalSpawn,
    pub(super) client: QueryClient,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(QueryOptions::default())
    }

    pub(super) fn with(defaults: QueryOptions) -> Self {
        let (clock, spawn) = (ManualClock::new(1_000_000), LocalSpawn::default());
        let client = QueryClient::new(QueryClientOptions {
            clock: Rc::new(clock.clone()),
            spawn: Rc::new(spawn.clone()),
            defaults,
        });
        Self { clock, spawn, client }
    }

    /// Returns a server that takes 100 ms.
    pub(super) fn server(&self) -> Server {
        Server {
            clock: self.clock.clone(),
            replies: Rc::default(),
            latency: Rc::new(Cell::new(100)),
            sent: Rc::default(),
            dropped: Rc::default(),
            sent_at: Rc::default(),
        }
    }

    pub(super) fn observe(&self, key: &str, server: &Server) -> QueryObserver<String> {
        self.observe_with(key, server, self.client.defaults())
    }

    pub(super) fn observe_with(
        &self,
        key: &str,
        server: &Server,
        options: QueryOptions,
    ) -> QueryObserver<String> {
        self.client.observe(&QueryKey::from(key), options, server.fetcher())
    }

    pub(super) fn turn(&self) {
        self.spawn.run_until_stalled();
    }

    /// Lets `milliseconds` pass in steps of ten.
    pub(super) fn pass(&self, milliseconds: u64) {
        self.turn();
        for _ in 0..milliseconds / 10 {
            self.clock.advance(Duration::from_millis(10));
            self.turn();
        }
    }

    /// Returns options without retries, so that a failure is one.
    pub(super) fn once(&self) -> QueryOptions {
        QueryOptions { retry: RetryPolicy::never(), ..self.options() }
    }

    /// Returns the text that the cache holds.
    pub(super) fn held(&self, key: &str) -> Option<String> {
        let data = self.client.get_data::<String>(&QueryKey::from(key));
        data.map(|data| (*data).clone())
    }

    pub(super) fn put(&self, key: &str, text: &str) {
        self.client.set_data(&QueryKey::from(key), text.to_owned());
    }

    /// Returns what happens in the cache from now on.
    pub(super) fn events(&self) -> (Subscription, Rc<RefCell<Vec<QueryEventKind>>>) {
        let log: Rc<RefCell<Vec<QueryEventKind>>> = Rc::default();
        let into = Rc::clone(&log);
        (self.client.subscribe(move |event| into.borrow_mut().push(event.kind)), log)
    }

    pub(super) fn options(&self) -> QueryOptions {
        self.client.defaults()
    }
}

pub(super) fn text(observer: &QueryObserver<String>) -> Option<String> {
    observer.state().data.map(|data| (*data).clone())
}

pub(super) fn count(observer: &QueryObserver<String>) -> (Subscription, Rc<Cell<usize>>) {
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    (observer.subscribe(move || counter.set(counter.get() + 1)), heard)
}

pub(super) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
