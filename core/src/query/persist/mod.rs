//! What a device keeps from visit to visit.
//!
//! # Model
//! A [`Persistence`] is the level below the memory of a
//! [`QueryClient`](super::QueryClient): a query that has no data is looked for
//! on the device before it is asked for (read-through), and what answers bring
//! is written a little later, many at a time (write-behind). A list is kept as
//! the keys of its rows; a record is kept once, as the text that the server
//! wrote. Each person at each origin has a database of their own.
//!
//! # Invariants
//! - Nothing that is shown waits for the device: what it does not say within
//!   [`PersistOptions::patience`] is asked from the origin.
//! - What is kept is what the server said; pending writes are not in it.
//! - A device that is full, or keeps nothing, costs nothing but what it would
//!   have saved, and is told of once.
//! - Nothing is read that another build ([`PersistOptions::buster`]) has written
//!   or that is older than [`PersistOptions::max_age`].
//!
//! # Example
//! ```
//! use std::{rc::Rc, time::Duration};
//! use vitrine_core::platform::{Clock, Disk, LocalSpawn, ManualClock, MemoryDatabase};
//! use vitrine_core::query::{
//!     Fetcher, PersistOptions, Persistence, QueryClient, QueryClientOptions, QueryKey, QueryOptions,
//! };
//!
//! let (clock, spawn, disk) = (ManualClock::new(1_000_000), LocalSpawn::default(), Disk::default());
//! let visit = || {
//!     let client = QueryClient::new(QueryClientOptions {
//!         clock: Rc::new(clock.clone()),
//!         spawn: Rc::new(spawn.clone()),
//!         defaults: QueryOptions::default(),
//!     });
//!     let database = Rc::new(MemoryDatabase::on(&disk));
//!     let options = PersistOptions::new(database, Rc::new(clock.clone()), Rc::new(spawn.clone()));
//!     let persistence = Persistence::attach(&client, options);
//!     persistence.keep_json::<Vec<String>>();
//!     (client, persistence)
//! };
//! let key = QueryKey::from("names");
//! let (client, _persistence) = visit();
//! client.set_data(&key, vec!["a".to_owned()]);
//! spawn.run_until_stalled();
//! clock.advance(Duration::from_secs(2));
//! spawn.run_until_stalled();
//!
//! let (client, _persistence) = visit();
//! let offline: Fetcher<Vec<String>> = Rc::new(|| Box::pin(std::future::pending()));
//! let observer = client.observe(&key, client.defaults(), offline);
//! spawn.run_until_stalled();
//! assert_eq!(*observer.state().data.unwrap(), ["a"]);
//! ```

mod format;
mod options;
mod queue;
mod read;
mod statistics;
mod sweep;
#[cfg(test)]
mod tests;
mod vault;
mod write;

pub use options::PersistOptions;
pub use statistics::PersistStatistics;
pub use vault::Persistence;
