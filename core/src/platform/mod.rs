//! The seam between the layers and the machine they run on.
//!
//! # Model
//! A [`Clock`] tells and waits for time, a [`Spawn`] runs futures, an
//! [`HttpClient`] sends requests, a [`KeyValue`] keeps small strings, a
//! [`Database`] keeps large data, [`Channels`] join the tabs, a [`Pattern`]
//! matches text, a [`Random`] draws numbers. Each has an implementation for the
//! browser and one for native tests.
//!
//! # Invariants
//! No other module names `web_sys`, `js_sys`, `std::time::Instant` or a thread.

mod channel;
mod clock;
mod database;
mod http;
pub mod locale;
mod message;
mod network;
mod pattern;
pub mod percent;
mod random;
mod spawn;
mod storage;
mod together;

#[cfg(target_arch = "wasm32")]
pub use channel::BrowserChannels;
pub use channel::{Channel, Channels, MemoryChannels, OnMessage};
pub use clock::{Clock, ManualClock, SystemClock};
#[cfg(target_arch = "wasm32")]
pub use database::BrowserDatabase;
pub use database::{
    Database, DatabaseChange, DatabaseError, DatabaseErrorKind, DatabaseFuture, Disk, Durability,
    MemoryDatabase,
};
#[cfg(all(not(target_arch = "wasm32"), feature = "native-http"))]
pub use http::NativeHttp;
pub use http::{Body, HttpClient, HttpError, HttpErrorKind, Method, Request, Response};
#[cfg(target_arch = "wasm32")]
pub use http::{BrowserHttp, WatchedHttp};
pub use message::Message;
pub use network::is_online;
pub use pattern::Pattern;
pub use random::{Random, SeededRandom, SystemRandom};
pub use spawn::{LocalSpawn, Spawn, SystemSpawn};
pub use storage::{KeyValue, LocalStorage, MemoryStorage, SessionStorage};
pub use together::{Task, together};
