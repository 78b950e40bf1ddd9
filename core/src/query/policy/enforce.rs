//! Policies at work in one client.

use super::super::cache::Inner;
use super::super::defaults::Base;
use super::super::entry::Entry;
use super::super::event::QueryEventKind as Kind;
use super::super::planted::{Planted, is_planted};
use super::super::timers::Timer;
use super::super::{QueryClient, QueryKey, Source};
use super::rules::{CachePolicies, CachePolicy};
use crate::atom::Subscription;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

/// Keeps the policies of a client.
struct Enforcer {
    policies: CachePolicies,
    client: Weak<Inner>,
    /// Counts the times that an entry was used.
    uses: Cell<u64>,
    /// The look at the bounds that is to come.
    sweep: RefCell<Option<Timer>>,
    hook: RefCell<Option<Subscription>>,
}

/// When an entry was used last, in the order of all uses.
#[derive(Default)]
struct Used(Cell<u64>);

/// Ends the life of an entry's data.
#[derive(Default)]
struct Expiry(RefCell<Option<Timer>>);

impl QueryClient {
    /// Puts policies to work, in the place of those before. They hold for what
    /// happens from now on; data that is there keeps the time it was given.
    pub fn set_policies(&self, policies: CachePolicies) {
        let inner = self.inner();
        inner.weights();
        let enforcer = inner.extensions.set(Enforcer {
            policies,
            client: inner.this.clone(),
            uses: Cell::new(0),
            sweep: RefCell::default(),
            hook: RefCell::default(),
        });
        let this = Rc::downgrade(&enforcer);
        let hook = inner.watch(Rc::new(move |entry, kind| {
            if let (Some(enforcer), Some(entry)) = (this.upgrade(), entry) {
                enforcer.hear(entry, kind);
            }
        }));
        *enforcer.hook.borrow_mut() = Some(hook);
        let this = Rc::downgrade(&enforcer);
        inner.extensions.set(Base(Box::new(move |key, options| match this.upgrade() {
            Some(enforcer) => enforcer.policies.of(key).apply(options),
            None => options.clone(),
        })));
        enforcer.sweep_later();
    }

    /// Returns what the policies say of `key`; nothing where there are none.
    #[must_use]
    pub fn policy_of(&self, key: &QueryKey) -> CachePolicy {
        let enforcer = self.inner().extensions.get::<Enforcer>();
        enforcer.map(|enforcer| enforcer.policies.of(key)).unwrap_or_default()
    }

    /// Fetches what the policies want fetched before anybody asks, with the
    /// source that `source` knows for it; returns how many queries that were.
    pub fn warm_up<T: PartialEq + 'static>(
        &self,
        source: impl Fn(&QueryKey) -> Option<Source<T>>,
    ) -> usize {
        let Some(enforcer) = self.inner().extensions.get::<Enforcer>() else { return 0 };
        let known = enforcer.policies.warm_up.iter().filter_map(|key| Some((key, source(key)?)));
        known
            .map(|(key, source)| self.prefetch_source(key, &self.options_for(key), &source))
            .count()
    }
}

impl Enforcer {
    /// Takes note of an event; it changes nothing but the entry's own marks.
    fn hear(self: &Rc<Self>, entry: &Rc<Entry>, kind: Kind) {
        match kind {
            Kind::Hit | Kind::StaleHit | Kind::Miss | Kind::NegativeHit | Kind::ObserverAdded => {
                self.touch(entry);
            }
            Kind::Updated | Kind::Restored => {
                self.touch(entry);
                self.expire_later(entry);
                self.sweep_later();
            }
            // What is fetched makes no room, whoever looks at it.
            Kind::ObserverRemoved | Kind::Cancelled | Kind::Amended => self.sweep_later(),
            Kind::Failed => {
                self.keep_error(entry);
                self.sweep_later();
            }
            Kind::Removed | Kind::Emptied => {
                let ended = entry.extensions.take::<Expiry>();
                drop(ended);
            }
            _ => {}
        }
    }

    fn touch(&self, entry: &Entry) {
        self.uses.set(self.uses.get() + 1);
        entry.extensions.get_or(Used::default).0.set(self.uses.get());
    }

    fn chance(client: &Inner) -> f64 {
        client.plugs.borrow().random.as_ref().map_or(0.0, |random| random.unit())
    }

    fn keep_error(&self, entry: &Entry) {
        let Some(client) = self.client.upgrade() else { return };
        let error = entry.state.borrow().error.clone();
        let policy = self.policies.of(&entry.key);
        if let Some(time) = error.and_then(|error| policy.keeps(&error)) {
            let time = policy.jittered(time, Self::chance(&client)).as_millis();
            let until = client.clock.now().saturating_add(u64::try_from(time).unwrap_or(u64::MAX));
            entry.refused_until.set(until);
        }
    }

    /// Starts the life of the data that just came; older data has less left.
    fn expire_later(&self, entry: &Rc<Entry>) {
        let policy = self.policies.of(&entry.key);
        let (Some(time), Some(client)) = (policy.time_to_live_ms, self.client.upgrade()) else {
            return;
        };
        let updated_at = entry.state.borrow().updated_at.unwrap_or_default();
        let age = Duration::from_millis(client.clock.now().saturating_sub(updated_at));
        let life = policy.jittered(Duration::from_millis(time), Self::chance(&client));
        let (inner, target) = (self.client.clone(), Rc::downgrade(entry));
        let job = move || {
            let (Some(inner), Some(entry)) = (inner.upgrade(), target.upgrade()) else { return };
            if entry.is_observed() || entry.is_running() {
                inner.batch(|| inner.invalidate_entry(&entry));
            } else {
                inner.emit(Some(&entry), Kind::Evicted);
                inner.evict(&entry);
            }
        };
        let timer = client.timers.after(life.saturating_sub(age), Rc::new(job));
        let ended = entry.extensions.get_or(Expiry::default).0.replace(timer);
        drop(ended);
    }

    /// Makes room in the next turn: entries must not vanish under the hands
    /// of those who just changed them.
    fn sweep_later(self: &Rc<Self>) {
        let is_bounded = self.policies.max_bytes.is_some()
            || self.policies.rules.iter().any(|rule| rule.policy.max_bytes.is_some());
        let (true, Some(client)) = (is_bounded, self.client.upgrade()) else { return };
        if self.sweep.borrow().is_some() {
            return;
        }
        let this = Rc::downgrade(self);
        let job = move || {
            if let Some(enforcer) = this.upgrade() {
                drop(enforcer.sweep.take());
                enforcer.sweep();
            }
        };
        *self.sweep.borrow_mut() = client.timers.after(Duration::ZERO, Rc::new(job));
    }

    fn sweep(&self) {
        let Some(client) = self.client.upgrade() else { return };
        let rules = self.policies.rules.iter();
        let bounds = rules.filter_map(|rule| Some((rule.prefix.clone(), rule.policy.max_bytes?)));
        let whole = self.policies.max_bytes.map(|bytes| (QueryKey::root(), bytes));
        for (prefix, bytes) in bounds.chain(whole) {
            make_room(&client, &prefix, bytes);
        }
    }
}

/// Evicts what nobody looks at, the least recently used first, until the rest
/// of it fits.
fn make_room(client: &Inner, prefix: &QueryKey, max_bytes: usize) {
    let mut idle = client.matching(prefix);
    idle.retain(|entry| !entry.is_observed() && !entry.is_running() && entry.bytes() > 0);
    let mut total: usize = idle.iter().map(|entry| entry.bytes()).sum();
    if total <= max_bytes || is_planted(Planted::BoundIsIgnored) {
        return;
    }
    let used = |entry: &Rc<Entry>| entry.extensions.get::<Used>().map_or(0, |used| used.0.get());
    idle.sort_by_key(used);
    for entry in idle {
        if total <= max_bytes {
            break;
        }
        total -= entry.bytes();
        client.emit(Some(&entry), Kind::Evicted);
        client.evict(&entry);
    }
}
