//! Several tabs that show the same data.
//!
//! # Model
//! [`Tabs`] joins the tabs of one person at one origin. What one of them is
//! answered, the others show without a request of their own; what one of them
//! finds stale is stale in all; and one of them, the leader, asks again and
//! again where that is wanted.
//!
//! # Invariants
//! - Tabs of another person, of another origin or of another version of these
//!   messages never hear each other.
//! - What another tab tells counts by when it was asked for there: never more
//!   than what was asked for later here, or in the same millisecond.
//! - What was told is not told back.
//! - Where messages get lost there may be two leaders or none for as long as
//!   three beats, and a tab shows what it knew until it asks itself.
//!
//! # Example
//! ```
//! use std::{rc::Rc, time::Duration};
//! use vitrine_core::platform::{LocalSpawn, ManualClock, MemoryChannels, SeededRandom};
//! use vitrine_core::query::{
//!     EntityStore, ListPage, QueryClient, QueryClientOptions, QueryKey, QueryOptions, Tabs,
//!     TabsOptions,
//! };
//! use vitrine_core::record::{Path, RowsAt};
//!
//! let (clock, spawn) = (ManualClock::new(1_000), LocalSpawn::default());
//! let channels = MemoryChannels::default();
//! let tab = |seed| {
//!     let client = QueryClient::new(QueryClientOptions {
//!         clock: Rc::new(clock.clone()),
//!         spawn: Rc::new(spawn.clone()),
//!         defaults: QueryOptions::default(),
//!     });
//!     let tabs = Tabs::join(&client, TabsOptions {
//!         channels: Rc::new(channels.clone()),
//!         name: "https://api.example me".to_owned(),
//!         clock: Rc::new(clock.clone()),
//!         spawn: Rc::new(spawn.clone()),
//!         random: Rc::new(SeededRandom::new(seed)),
//!         beat: Duration::from_secs(2),
//!         max_bytes: 64 << 10,
//!     });
//!     (client, tabs)
//! };
//! let ((one, _tabs), (other, _other_tabs)) = (tab(1), tab(2));
//! channels.deliver_all();
//! let list = |client: &QueryClient, body: &[u8]| {
//!     let entities = client.entities();
//!     entities.put_body("notes", &RowsAt::root("id"), body, entities.begin(), None).unwrap()
//! };
//! let key = QueryKey::from("notes");
//! other.set_data(&key, list(&other, br#"[{"id": 1, "name": "a"}]"#));
//! clock.advance(Duration::from_secs(1));
//! one.set_data(&key, list(&one, br#"[{"id": 1, "name": "b"}]"#));
//! spawn.run_until_stalled();
//! channels.deliver_all();
//! let page = other.get_data::<ListPage>(&key).unwrap();
//! assert_eq!(page.rows()[0].field(&Path::field("name")).unwrap(), "b");
//! ```

mod leader;
mod message;
mod tabs;
#[cfg(test)]
mod tests;

pub use tabs::{Tabs, TabsOptions};
