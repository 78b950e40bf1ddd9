//! What the device keeps of an API, for when it does not answer.

use super::Session;
use crate::app::settings::keeps_on_device;
use crate::reactive::store;
use futures::future::{LocalBoxFuture, ready};
use std::any::TypeId;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use vitrine_core::api::{Credentials, Page};
#[cfg(target_arch = "wasm32")]
use vitrine_core::platform::BrowserDatabase as Device;
#[cfg(not(target_arch = "wasm32"))]
use vitrine_core::platform::MemoryDatabase as Device;
use vitrine_core::platform::{Database, Message, SystemClock, SystemSpawn};
use vitrine_core::query::{
    Activity, PersistOptions, PersistStatistics, Persistence, QueryClient, QueryFilter, QueryInfo,
    QueryKey, Status, Store, Stored,
};
use vitrine_core::record::Record;

/// The level below the memory of a session, for answers that anybody may see.
struct Kept {
    below: Rc<dyn Store>,
    credentials: Credentials,
    base_url: String,
    persistence: Persistence,
    /// Why nothing is kept any more, although it should be.
    trouble: Rc<RefCell<Option<Message>>>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Kept").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl Kept {
    /// Gives a query that is looked at what is known of it from before.
    async fn give(&self, client: &QueryClient, query: &QueryInfo) {
        for data in [TypeId::of::<Page>(), TypeId::of::<Record>()] {
            let Some(stored) = self.load(&query.key, data).await else { continue };
            if client.restore_erased(&query.key, &stored) && query.status == Status::Error {
                // Whether it is still out of reach is said beside it.
                drop(client.refetch_where(&QueryFilter::exact(query.key.clone()), false));
            }
        }
    }

    /// Returns whether answers are those that anybody gets. What somebody who
    /// has signed in sees does not stay on the device.
    fn is_public(&self) -> bool {
        self.credentials.get(&self.base_url).is_none()
    }
}

impl Store for Kept {
    fn load(&self, key: &QueryKey, data: TypeId) -> LocalBoxFuture<'static, Option<Stored>> {
        if self.is_public() { self.below.load(key, data) } else { Box::pin(ready(None)) }
    }

    fn save(&self, key: &QueryKey, stored: Stored) {
        if self.is_public() {
            self.below.save(key, stored);
        }
    }

    fn remove(&self, prefix: &QueryKey) {
        self.below.remove(prefix);
    }

    fn invalidate(&self, prefix: &QueryKey) {
        self.below.invalidate(prefix);
    }
}

impl Session {
    /// Has the device keep what lists and records are answered from now on, and
    /// looks there for what could not be had.
    ///
    /// Does nothing for a session that is over, or where a person has chosen
    /// that nothing is kept.
    pub fn keep_on_device(self) {
        if !store().get(&keeps_on_device()) {
            return;
        }
        let Some((slug, base_url, credentials)) = self.identity() else { return };
        self.plug(|| {
            let client = self.query();
            let (clock, spawn) = (Rc::new(SystemClock), Rc::new(SystemSpawn));
            let trouble = Rc::new(RefCell::new(None));
            let told = Rc::clone(&trouble);
            let options = PersistOptions {
                // Another build, or the same name for another API, reads nothing of it.
                buster: format!("{} {base_url}", env!("CARGO_PKG_VERSION")),
                on_trouble: Rc::new(move |message| drop(told.replace(Some(message)))),
                ..PersistOptions::new(database(&slug), clock, spawn)
            };
            let persistence = Persistence::attach(&client, options);
            persistence.keep_json::<Page>();
            persistence.keep_json::<Record>();
            let below = client.take_store().unwrap_or_else(|| unreachable!("it was just attached"));
            let kept = Kept { below, credentials, base_url, persistence, trouble };
            let kept = Rc::new(kept);
            client.set_store(Rc::clone(&kept) as Rc<dyn Store>);
            for query in client.find_all(&QueryFilter::default()) {
                if let Some(stored) = client.stored(&query.key) {
                    kept.save(&query.key, stored);
                }
            }
            let missing = client.find_all(&QueryFilter {
                activity: Activity::Active,
                predicate: Some(Rc::new(|query| query.updated_at.is_none())),
                ..QueryFilter::default()
            });
            let (given, client) = (Rc::clone(&kept), client.clone());
            leptos::task::spawn_local(async move {
                for query in missing {
                    given.give(&client, &query).await;
                }
            });
            kept
        });
    }
}

impl Session {
    /// Has the device keep answers again, after somebody chose the opposite or
    /// after trouble.
    pub fn keep_again(self) {
        if let Some(kept) = self.plugged::<Kept>() {
            kept.trouble.replace(None);
            kept.persistence.keep_again();
        } else {
            self.keep_on_device();
        }
    }

    /// Forgets what the device keeps of the API and keeps nothing from now on.
    pub fn keep_nothing(self) {
        let Some((slug, ..)) = self.identity() else { return };
        let Some(kept) = self.plugged::<Kept>() else { return forget_on_device(&slug) };
        let forgotten = kept.persistence.keep_nothing();
        leptos::task::spawn_local(async move {
            // Where that fails, nothing is read of it all the same.
            let _ = forgotten.await;
        });
    }

    /// Returns why nothing is kept any more, although it should be.
    #[must_use]
    pub fn keeping_trouble(self) -> Option<Message> {
        self.plugged::<Kept>()?.trouble.borrow().clone()
    }

    /// Returns what the device has kept of the API since it was opened, if it
    /// keeps anything.
    #[must_use]
    pub fn kept(self) -> Option<PersistStatistics> {
        Some(self.plugged::<Kept>()?.persistence.statistics())
    }
}

/// Forgets what the device keeps of the API called `slug`.
pub fn forget_on_device(slug: &str) {
    let database = database(slug);
    leptos::task::spawn_local(async move {
        // A device that cannot forget has nothing that it could read, either.
        let _ = database.wipe().await;
    });
}

fn database(slug: &str) -> Rc<dyn Database> {
    let name = Persistence::database_name(slug, "");
    #[cfg(target_arch = "wasm32")]
    let device = Device::new(name, Persistence::VERSION, Persistence::STORES);
    #[cfg(not(target_arch = "wasm32"))]
    let device = {
        let _ = name;
        Device::default()
    };
    Rc::new(device)
}
