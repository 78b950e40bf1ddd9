//! How a device keeps data.

use crate::platform::{Clock, Database, Message, Spawn};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// Where a [`Persistence`](super::Persistence) keeps data, and how long.
#[derive(Clone)]
pub struct PersistOptions {
    /// The database of one person at one origin.
    pub database: Rc<dyn Database>,
    /// Tells how old things are.
    pub clock: Rc<dyn Clock>,
    /// Runs what is written behind.
    pub spawn: Rc<dyn Spawn>,
    /// What was kept under another one is not read: the build, for instance.
    /// Empty by default.
    pub buster: String,
    /// What is older is not read; a week by default.
    pub max_age: Duration,
    /// How long answers are gathered before they are written together; a
    /// second by default.
    pub delay: Duration,
    /// How long a query waits for the device before it asks the origin; 250
    /// milliseconds by default.
    pub patience: Duration,
    /// How many bytes are kept; 32 MiB by default. The oldest lists go first.
    pub max_bytes: usize,
    /// Is told, once, that nothing is kept any more: `device.full`,
    /// `device.missing` or `device.broken`.
    pub on_trouble: Rc<dyn Fn(Message)>,
}

impl PersistOptions {
    /// Returns the default options for these.
    #[must_use]
    pub fn new(database: Rc<dyn Database>, clock: Rc<dyn Clock>, spawn: Rc<dyn Spawn>) -> Self {
        Self {
            database,
            clock,
            spawn,
            buster: String::new(),
            max_age: Duration::from_hours(7 * 24),
            delay: Duration::from_secs(1),
            patience: Duration::from_millis(250),
            max_bytes: 32 << 20,
            on_trouble: Rc::new(|_| ()),
        }
    }
}

impl fmt::Debug for PersistOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PersistOptions")
            .field("database", &self.database)
            .field("buster", &self.buster)
            .field("max_age", &self.max_age)
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}
