//! The stream of changes, as server-sent events.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, stream};
use tokio::sync::{broadcast, watch};

use crate::model::ChangeEvent;

/// How many events a slow reader may lag behind before it misses some.
const BACKLOG: usize = 1024;

/// How often an idle stream says that it is alive; proxies close one that is silent for a minute.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Where writers tell their changes, and readers hear of them.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    sender: broadcast::Sender<(u64, ChangeEvent)>,
    count: Arc<AtomicU64>,
    stop: watch::Receiver<bool>,
}

impl Hub {
    /// `stop` ends all streams, which would otherwise keep the server from stopping.
    pub(crate) fn new(stop: watch::Receiver<bool>) -> Self {
        let (sender, _) = broadcast::channel(BACKLOG);
        Self { sender, count: Arc::default(), stop }
    }

    pub(crate) fn tell(&self, events: &[ChangeEvent]) {
        for event in events {
            let id = self.count.fetch_add(1, Ordering::Relaxed) + 1;
            // Nobody listening is no failure.
            let _ = self.sender.send((id, *event));
        }
    }

    /// Returns the changes from now on.
    pub(crate) fn stream(&self) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
        let state = (self.sender.subscribe(), self.stop.clone());
        // The first line goes out at once, so that a client knows that it will miss nothing.
        let hello = stream::once(async { Ok(Event::default().comment("listening")) });
        let changes = stream::unfold(state, |(mut receiver, mut stop)| async move {
            let event = tokio::select! {
                received = receiver.recv() => match received {
                    Ok((id, event)) => Event::default()
                        .id(id.to_string())
                        .data(serde_json::to_string(&event).expect("an event is plain JSON")),
                    // The reader has to load everything again: it cannot know what it missed.
                    Err(broadcast::error::RecvError::Lagged(missed)) => {
                        Event::default().event("missed").data(missed.to_string())
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                _ = stop.wait_for(|is_stopping| *is_stopping) => return None,
            };
            Some((Ok(event), (receiver, stop)))
        });
        let alive = KeepAlive::new().interval(HEARTBEAT).text("heartbeat");
        Sse::new(stream::StreamExt::chain(hello, changes)).keep_alive(alive)
    }
}
