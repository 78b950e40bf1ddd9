//! A tab among others.

use super::leader::Election;
use super::message::{Answer, Message, Rank, Row};
use crate::atom::Subscription;
use crate::platform::{Channel, Channels, Clock, Random, Spawn};
use crate::query::entry::Entry;
use crate::query::event::QueryEventKind;
use crate::query::listeners::Listeners;
use crate::query::planted::{Planted, is_planted};
use crate::query::timers::{Timer, Timers};
use crate::query::{Entity, ListPage, QueryClient, QueryKey, Stored};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// How tabs meet.
#[derive(Clone)]
pub struct TabsOptions {
    /// The place where they meet.
    pub channels: Rc<dyn Channels>,
    /// The name of the person and the origin: what differs in it never meets.
    pub name: String,
    /// Tells when things arrived.
    pub clock: Rc<dyn Clock>,
    /// Runs what is told.
    pub spawn: Rc<dyn Spawn>,
    /// Draws the stamp of this tab.
    pub random: Rc<dyn Random>,
    /// How often a tab says that it is there; two seconds is a good choice.
    pub beat: Duration,
    /// The bytes of rows up to which an answer is told as a whole; of larger
    /// ones it is told that there is a newer one.
    pub max_bytes: usize,
}

/// This tab among those of the same person at the same origin.
///
/// A cheap handle; the last one that is dropped leaves.
#[derive(Clone)]
pub struct Tabs {
    tab: Rc<Tab>,
}

struct Tab {
    this: Weak<Self>,
    client: QueryClient,
    clock: Rc<dyn Clock>,
    spawn: Rc<dyn Spawn>,
    max_bytes: usize,
    channel: RefCell<Option<Box<dyn Channel>>>,
    election: RefCell<Election>,
    beat: Duration,
    timers: Rc<Timers>,
    timer: RefCell<Option<Timer>>,
    was_leader: Cell<bool>,
    listeners: Listeners,
    /// What is fetched because another tab said that there is something newer.
    prompted: RefCell<BTreeSet<Rc<str>>>,
    /// What is to be told at the end of this turn.
    news: RefCell<Vec<(QueryKey, QueryEventKind)>>,
    /// Whether what happens comes from another tab.
    is_told: Cell<bool>,
    watch: RefCell<Option<Subscription>>,
}

impl Tabs {
    /// Joins the tabs that use `options.name`.
    #[must_use]
    pub fn join(client: &QueryClient, options: TabsOptions) -> Self {
        let TabsOptions { channels, name, clock, spawn, random, beat, max_bytes } = options;
        let stamp = (random.unit().to_bits() >> 12) ^ random.unit().to_bits().rotate_left(20);
        let own = Rank { is_hidden: false, since: clock.now(), stamp };
        client.entities().set_clock(Rc::clone(&clock));
        let tab = Rc::new_cyclic(|this: &Weak<Tab>| Tab {
            this: this.clone(),
            client: client.clone(),
            timers: Timers::new(Rc::clone(&clock), Rc::clone(&spawn)),
            clock,
            spawn,
            max_bytes,
            channel: RefCell::default(),
            election: RefCell::new(Election::new(own, beat)),
            beat,
            timer: RefCell::default(),
            was_leader: Cell::new(false),
            listeners: Listeners::default(),
            prompted: RefCell::default(),
            news: RefCell::default(),
            is_told: Cell::new(false),
            watch: RefCell::default(),
        });
        let this = tab.this.clone();
        let on_message = Rc::new(move |bytes: &[u8]| {
            if let (Some(tab), Some(message)) = (this.upgrade(), Message::read(bytes)) {
                tab.hear(message);
            }
        });
        *tab.channel.borrow_mut() = Some(channels.join(&name, on_message));
        let this = tab.this.clone();
        let hook = move |entry: Option<&Rc<Entry>>, kind| {
            if let (Some(tab), Some(entry)) = (this.upgrade(), entry) {
                tab.notice(&entry.key, kind);
            }
        };
        *tab.watch.borrow_mut() = Some(client.inner().watch(Rc::new(hook)));
        tab.post(&Message::Beat { rank: own, is_new: true });
        tab.beat_later();
        Self { tab }
    }

    /// Returns whether this tab is the one that polls. Right after joining none
    /// is, until the others have had time to answer.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        self.tab.election.borrow().is_leader(self.tab.clock.now())
    }

    /// Makes the client poll only while this tab leads, or is alone.
    pub fn let_leader_poll(&self) {
        // The client must not keep its tab, which keeps the client.
        let tab = Weak::clone(&self.tab.this);
        self.tab.client.poll_only_while(move || {
            tab.upgrade().is_none_or(|tab| {
                let election = tab.election.borrow();
                election.is_leader(tab.clock.now())
            })
        });
    }

    /// Calls `callback` whenever this tab begins or ceases to lead, until the
    /// guard is dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.tab.listeners.subscribe(Rc::new(callback))
    }

    /// Returns how many other tabs are there.
    #[must_use]
    pub fn others(&self) -> usize {
        self.tab.election.borrow().others()
    }

    /// Says whether the page is looked at: a hidden one leads only if all are
    /// hidden.
    pub fn set_hidden(&self, is_hidden: bool) {
        self.tab.election.borrow_mut().set_hidden(is_hidden);
        self.tab.say_that_it_is_there(false);
    }

    /// Marks what `prefix` names as stale here and in all tabs, also what is
    /// not in this one.
    pub fn invalidate(&self, prefix: &QueryKey) {
        self.tab.post(&Message::Stale(vec![prefix.clone()]));
        self.tab.apart(|client| client.invalidate(prefix));
    }

    /// Drops what `prefix` names here and in all tabs.
    pub fn remove(&self, prefix: &QueryKey) {
        self.tab.post(&Message::Gone(vec![prefix.clone()]));
        self.tab.apart(|client| client.remove(prefix));
    }

    /// Tells the others what the server has of a record, after a write for
    /// instance. Nothing is told of one without a key.
    pub fn tell(&self, entity: &Entity) {
        if let Some(row) = Row::of(entity).filter(|row| row.identifier.is_some()) {
            self.tab.post(&Message::Record(entity.resource().to_string(), row));
        }
    }
}

impl Tab {
    fn post(&self, message: &Message) {
        if let Some(channel) = self.channel.borrow().as_ref() {
            channel.post(&message.write());
        }
    }

    /// Makes a change of the client of which the others are not told.
    fn apart(&self, change: impl FnOnce(&QueryClient)) {
        let before = self.is_told.replace(true);
        change(&self.client);
        self.is_told.set(before);
    }

    /// Takes note of what happens in the client, in the middle of it.
    fn notice(&self, key: &QueryKey, kind: QueryEventKind) {
        match kind {
            QueryEventKind::Failed | QueryEventKind::Cancelled => {
                self.prompted.borrow_mut().remove(key.canonical());
            }
            QueryEventKind::Updated => {
                let is_prompted = self.prompted.borrow_mut().remove(key.canonical());
                if !is_prompted {
                    self.tell_later(key, kind);
                }
            }
            QueryEventKind::Invalidated
                if !self.is_told.get() || is_planted(Planted::EchoToTabs) =>
            {
                self.tell_later(key, kind);
            }
            _ => {}
        }
    }

    fn tell_later(&self, key: &QueryKey, kind: QueryEventKind) {
        let mut news = self.news.borrow_mut();
        news.push((key.clone(), kind));
        if news.len() == 1 {
            let this = self.this.clone();
            self.spawn.spawn(Box::pin(async move {
                if let Some(tab) = this.upgrade() {
                    tab.tell();
                }
            }));
        }
    }

    fn tell(&self) {
        let (mut stale, mut told) = (Vec::new(), BTreeSet::new());
        for (key, kind) in self.news.take() {
            if kind == QueryEventKind::Invalidated {
                stale.push(key);
            } else if told.insert(Rc::clone(key.canonical())) {
                stale.retain(|other| *other != key);
                self.tell_answer(&key);
            }
        }
        if !stale.is_empty() {
            self.post(&Message::Stale(stale));
        }
    }

    fn tell_answer(&self, key: &QueryKey) {
        // Most people have one tab, and rows take long to write out.
        if self.election.borrow().others() == 0 {
            return;
        }
        let Some(stored) = self.client.stored(key) else { return };
        let Some(page) = stored.data.downcast_ref::<ListPage>() else { return };
        match Answer::of(key, page, self.max_bytes) {
            Some(answer) => {
                let validator = stored.validator.as_deref().map(str::to_owned);
                self.post(&Message::Answer(Answer { at: stored.updated_at, validator, ..answer }));
            }
            // Without this a large answer would go round for ever.
            None if page.changed().is_empty() => {}
            None => self.post(&Message::Stale(vec![key.clone()])),
        }
    }

    fn hear(&self, message: Message) {
        match message {
            Message::Answer(answer) => self.hear_answer(answer),
            Message::Stale(keys) => self.apart(|client| {
                for key in &keys {
                    self.expect_answers(key);
                    client.invalidate(key);
                }
            }),
            Message::Gone(keys) => self.apart(|client| {
                for key in &keys {
                    self.expect_answers(key);
                    client.remove(key);
                }
            }),
            Message::Record(resource, row) => self.hear_row(&resource, &row, true),
            Message::Beat { rank, is_new } => {
                self.election.borrow_mut().hear(rank, self.clock.now());
                self.say_that_it_is_there(!is_new);
            }
            Message::Bye { stamp } => {
                self.election.borrow_mut().forget(stamp);
                self.judge();
            }
        }
    }

    /// Takes note that what is fetched next of `prefix` is because another tab
    /// said so; that tab has it.
    fn expect_answers(&self, prefix: &QueryKey) {
        let observed = self.client.inner().matching(prefix).into_iter();
        let observed = observed.filter(|entry| entry.is_observed());
        self.prompted.borrow_mut().extend(observed.map(|entry| Rc::clone(entry.key.canonical())));
    }

    fn hear_answer(&self, answer: Answer) {
        let known = self.client.stored(&answer.key);
        if known.as_ref().is_some_and(|known| known.updated_at >= answer.at) {
            return;
        }
        let is_wanted = known.is_some() || self.client.is_observed(&answer.key);
        for row in &answer.rows {
            self.hear_row(&answer.resource, row, is_wanted);
        }
        if !is_wanted {
            return;
        }
        let entities = self.client.entities();
        let entity = |row: &Row| match &row.identifier {
            Some(identifier) => entities.find(&answer.resource, identifier),
            None => entities.restore_row(&answer.resource, row.said.last()?.text.as_bytes()),
        };
        if let Some(rows) = answer.rows.iter().map(entity).collect::<Option<Vec<_>>>() {
            let data = Rc::new(ListPage::restored(rows, answer.total));
            let validator = answer.validator.map(Into::into);
            let stored = Stored { data, updated_at: answer.at, validator };
            self.client.restore_erased(&answer.key, &stored);
        }
    }

    /// Takes in a record, one that is not known here only if it is wanted.
    fn hear_row(&self, resource: &str, row: &Row, is_wanted: bool) {
        let Some(identifier) = &row.identifier else { return };
        let entities = self.client.entities();
        if is_wanted || entities.find(resource, identifier).is_some_and(|it| it.is_known()) {
            for said in &row.said {
                entities.hear(resource, identifier, said);
            }
        }
    }

    fn beat_later(&self) {
        let this = self.this.clone();
        let job = move || {
            if let Some(tab) = this.upgrade() {
                tab.say_that_it_is_there(false);
                tab.beat_later();
            }
        };
        let timer = self.timers.after(self.beat, Rc::new(job));
        let before = self.timer.replace(timer);
        drop(before);
    }

    /// Says that this tab is there, unless it is to be `silent`, and looks who
    /// leads.
    fn say_that_it_is_there(&self, silent: bool) {
        if !silent {
            let rank = self.election.borrow().own();
            self.post(&Message::Beat { rank, is_new: false });
        }
        self.judge();
    }

    fn judge(&self) {
        let now = self.clock.now();
        self.election.borrow_mut().expire(now);
        let is_leader = self.election.borrow().is_leader(now);
        if self.was_leader.replace(is_leader) != is_leader {
            self.listeners.notify();
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let stamp = self.election.borrow().own().stamp;
        self.post(&Message::Bye { stamp });
    }
}

impl fmt::Debug for TabsOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("TabsOptions").field(&self.name).finish()
    }
}

impl fmt::Debug for Tabs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tabs")
            .field("is_leader", &self.is_leader())
            .field("others", &self.others())
            .finish()
    }
}
