//! One tab, with all that a program has in it.

use super::line::{Line, TabSpawn};
use super::network::Lane;
use super::seen::Seen;
use super::watch::{Watched, identifier};
use super::world::World;
use crate::platform::{MemoryDatabase, SeededRandom, Spawn};
use crate::query::{
    CachePolicies, Entity, ListPage, OriginGate, OriginOptions, OriginPolicy, PersistOptions,
    Persistence, QueryClient, QueryClientOptions, QueryKey, QueryOptions, RetryPolicy, Tabs,
    TabsOptions,
};
use futures::executor::LocalPool;
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

/// The name of the resource.
pub(super) const NOTES: &str = "notes";
/// How many bytes of unused data a tab may hold.
pub(super) const ROOM: usize = 25;
/// The time between two signs of life of a tab.
const BEAT: Duration = Duration::from_secs(1);

pub(super) struct Tab {
    pub(super) this: Weak<Self>,
    pub(super) world: Rc<World>,
    pub(super) slot: usize,
    pub(super) watched: RefCell<Watched>,
    pub(super) client: QueryClient,
    pub(super) persistence: Persistence,
    pub(super) tabs: Tabs,
    pub(super) lane: Rc<Lane>,
    pub(super) seen: Rc<Seen>,
    pub(super) is_focused: Cell<bool>,
    is_dead: Rc<Cell<bool>>,
    pool: RefCell<Option<LocalPool>>,
}

impl Tab {
    pub(super) fn open(world: &Rc<World>, slot: usize) -> Rc<Self> {
        let pool = LocalPool::new();
        let spawn: Rc<dyn Spawn> = Rc::new(TabSpawn(pool.spawner()));
        let clock = Rc::new(world.clock.clone());
        let client = QueryClient::new(QueryClientOptions {
            clock: clock.clone(),
            spawn: Rc::clone(&spawn),
            defaults: QueryOptions { gc_time: Duration::from_secs(2), ..QueryOptions::default() },
        });
        client.set_random(Rc::new(SeededRandom::new(world.chance.bits())));
        set_policies(&client);
        let database = Rc::new(MemoryDatabase::on(&world.disk));
        let options = PersistOptions::new(database, clock.clone(), Rc::clone(&spawn));
        let delay = Duration::from_millis(200);
        let persistence = Persistence::attach(&client, PersistOptions { delay, ..options });
        persistence.keep_json::<u64>();
        let (is_dead, seen) = (Rc::default(), Rc::default());
        let options = TabsOptions {
            channels: Rc::new(Line::new(world, &is_dead)),
            name: "somebody".to_owned(),
            clock,
            spawn,
            random: Rc::new(SeededRandom::new(world.chance.bits())),
            beat: BEAT,
            max_bytes: 64 << 10,
        };
        let tabs = Tabs::join(&client, options);
        tabs.let_leader_poll();
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            world: Rc::clone(world),
            slot,
            watched: RefCell::default(),
            client,
            persistence,
            tabs,
            lane: Lane::new(world, slot),
            seen,
            is_focused: Cell::new(true),
            is_dead,
            pool: RefCell::new(Some(pool)),
        })
    }

    /// Runs what can go on.
    pub(super) fn turn(&self) {
        if let Some(pool) = self.pool.borrow_mut().as_mut() {
            pool.run_until_stalled();
        }
    }

    /// Ends in the middle of everything; nobody is told.
    pub(super) fn crash(&self) {
        self.is_dead.set(true);
        let pool = self.pool.take();
        drop(pool);
    }

    pub(super) fn count_key(&self, key: usize) -> QueryKey {
        QueryKey::from("count").child(self.slot).child(key)
    }

    pub(super) fn options(&self, stale_time: Duration) -> QueryOptions {
        let retry = RetryPolicy {
            count: u32::try_from(self.world.choose(3)).unwrap_or_default(),
            first_delay: Duration::from_millis(150),
            max_delay: Duration::from_millis(600),
        };
        QueryOptions { stale_time, retry, ..self.client.defaults() }
    }

    pub(super) fn set_online(&self, is_online: bool) {
        self.lane.is_online.set(is_online);
        if is_online {
            self.client.on_online();
        } else {
            self.client.on_offline();
        }
    }

    pub(super) fn set_focused(&self, is_focused: bool) {
        self.is_focused.set(is_focused);
        self.tabs.set_hidden(!is_focused);
        if is_focused {
            self.client.on_focus();
        } else {
            self.client.on_blur();
        }
    }

    /// Forgets the records that nobody names.
    pub(super) fn collect(&self) {
        let entities = self.client.entities();
        entities.collect(self.seen.earliest());
        self.seen.retain(|id| entities.find(NOTES, &identifier(id)).is_some());
    }
}

pub(super) fn page_key(page: usize) -> QueryKey {
    QueryKey::from(NOTES).child("list").child(page)
}

pub(super) fn note_key(id: u64) -> QueryKey {
    QueryKey::from(NOTES).child("one").child(id)
}

fn set_policies(client: &QueryClient) {
    client.weigh(|_: &u64| 10);
    client.weigh(|page: &ListPage| 10 + page.rows().len());
    client.weigh(|_: &Entity| 10);
    // Counts live as long as they are fresh, so that what is stale below must be known to be.
    let policies = json!({"max_bytes": ROOM, "rules": [
        {"negative": [{"status": "403", "keep_ms": 700}]},
        {"prefix": [NOTES], "time_to_live_ms": 20_000, "jitter": 0.3},
    ]});
    let policies: CachePolicies =
        serde_json::from_value(policies).expect("the policies have the form of policies");
    client.set_policies(policies);
    let policy = OriginPolicy {
        max_concurrent: 3,
        timeout_ms: Some(500),
        max_failures: Some(4),
        open_ms: 800,
    };
    let options = OriginOptions { policy_of: Box::new(move |_| policy), ..Default::default() };
    // The client keeps its gate.
    drop(OriginGate::install(client, options));
}
