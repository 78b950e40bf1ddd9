//! Options by what a key begins with.

use super::options::{NetworkMode, QueryOptions, Refetch, RetryPolicy};
use super::{QueryClient, QueryKey};
use std::cell::RefCell;
use std::time::Duration;

/// Options that say something only where they are set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryDefaults {
    /// See [`QueryOptions::stale_time`].
    pub stale_time: Option<Duration>,
    /// See [`QueryOptions::gc_time`].
    pub gc_time: Option<Duration>,
    /// See [`QueryOptions::retry`].
    pub retry: Option<RetryPolicy>,
    /// See [`QueryOptions::keep_previous_data`].
    pub keep_previous_data: Option<bool>,
    /// See [`QueryOptions::is_enabled`].
    pub is_enabled: Option<bool>,
    /// See [`QueryOptions::refetch_on_mount`].
    pub refetch_on_mount: Option<Refetch>,
    /// See [`QueryOptions::refetch_on_focus`].
    pub refetch_on_focus: Option<Refetch>,
    /// See [`QueryOptions::refetch_on_reconnect`].
    pub refetch_on_reconnect: Option<Refetch>,
    /// See [`QueryOptions::retry_on_mount`].
    pub retry_on_mount: Option<bool>,
    /// See [`QueryOptions::network_mode`].
    pub network_mode: Option<NetworkMode>,
}

impl QueryDefaults {
    /// Returns `options` with what is set here.
    #[must_use]
    pub fn apply(&self, options: &QueryOptions) -> QueryOptions {
        QueryOptions {
            stale_time: self.stale_time.unwrap_or(options.stale_time),
            gc_time: self.gc_time.unwrap_or(options.gc_time),
            retry: self.retry.unwrap_or(options.retry),
            keep_previous_data: self.keep_previous_data.unwrap_or(options.keep_previous_data),
            is_enabled: self.is_enabled.unwrap_or(options.is_enabled),
            refetch_on_mount: self.refetch_on_mount.unwrap_or(options.refetch_on_mount),
            refetch_on_focus: self.refetch_on_focus.unwrap_or(options.refetch_on_focus),
            refetch_on_reconnect: self.refetch_on_reconnect.unwrap_or(options.refetch_on_reconnect),
            retry_on_mount: self.retry_on_mount.unwrap_or(options.retry_on_mount),
            network_mode: self.network_mode.unwrap_or(options.network_mode),
        }
    }
}

/// The options of a client by prefix, in the order in which they were set.
#[derive(Default)]
struct Prefixes(RefCell<Vec<(QueryKey, QueryDefaults)>>);

/// What options start from where there are policies.
pub(super) struct Base(pub(super) Resolve);

/// Returns the options of a key from those of the client.
type Resolve = Box<dyn Fn(&QueryKey, &QueryOptions) -> QueryOptions>;

impl QueryClient {
    /// Sets options for the keys that start with `prefix`, in the place of
    /// those set for the same prefix before. Nothing is fetched.
    ///
    /// ```
    /// # use std::{rc::Rc, time::Duration};
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(ManualClock::default()),
    /// #     spawn: Rc::new(LocalSpawn::default()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// let hour = Duration::from_secs(3_600);
    /// let defaults = QueryDefaults { stale_time: Some(hour), ..QueryDefaults::default() };
    /// client.set_defaults(&"countries".into(), defaults);
    /// assert_eq!(client.options_for(&QueryKey::new(["countries", "list"])).stale_time, hour);
    /// ```
    pub fn set_defaults(&self, prefix: &QueryKey, defaults: QueryDefaults) {
        let prefixes = self.inner().extensions.get_or(Prefixes::default);
        let mut prefixes = prefixes.0.borrow_mut();
        match prefixes.iter_mut().find(|(known, _)| known == prefix) {
            Some((_, known)) => *known = defaults,
            None => prefixes.push((prefix.clone(), defaults)),
        }
    }

    /// Returns what was set for exactly this prefix.
    #[must_use]
    pub fn defaults_of(&self, prefix: &QueryKey) -> Option<QueryDefaults> {
        let prefixes = self.inner().extensions.get::<Prefixes>()?;
        let prefixes = prefixes.0.borrow();
        let found = prefixes.iter().find(|(known, _)| known == prefix);
        found.map(|(_, defaults)| defaults.clone())
    }

    /// Returns the options that a query of `key` starts from: the client's,
    /// its policy's, and then those of each prefix, the later set over the
    /// earlier.
    #[must_use]
    pub fn options_for(&self, key: &QueryKey) -> QueryOptions {
        let mut options = self.defaults();
        if let Some(base) = self.inner().extensions.get::<Base>() {
            options = (base.0)(key, &options);
        }
        if let Some(prefixes) = self.inner().extensions.get::<Prefixes>() {
            for (prefix, defaults) in prefixes.0.borrow().iter() {
                if key.starts_with(prefix) {
                    options = defaults.apply(&options);
                }
            }
        }
        options
    }
}
