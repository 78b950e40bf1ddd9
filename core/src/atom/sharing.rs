//! Atoms that are the same in all tabs.
//!
//! Every change carries a stamp: a number that is larger than all that its tab
//! has seen, and the tab. The larger stamp wins, so all tabs end with the same
//! value whatever the order in which messages arrive. A tab that comes later
//! asks the others for what they have.

use super::port::Port;
use super::store::Inner;
use super::watch::{Change, Kind, Watch, identity};
use super::{Atom, Store, Subscription};
use crate::platform::{Channel, Channels, Random};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

/// Larger for the later change; the tab decides between simultaneous ones.
type Stamp = (u64, u64);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Message {
    /// Asks who knows more of an atom.
    Ask {
        atom: String,
    },
    Set {
        atom: String,
        stamp: Stamp,
        value: Value,
    },
}

/// Shares atoms with the other tabs of the same origin, until it is dropped.
///
/// Labels name the atoms in all tabs. A value that the other tab cannot read,
/// because it runs another version, is ignored there.
///
/// ```
/// use vitrine_core::atom::{Atom, Sharing, Store};
/// use vitrine_core::platform::{MemoryChannels, SeededRandom};
/// let (channels, theme) = (MemoryChannels::default(), Atom::new("theme", "light".to_owned()));
/// let (one, other) = (Store::default(), Store::default());
/// let first = Sharing::new(&one, &channels, "settings", &SeededRandom::new(1));
/// let second = Sharing::new(&other, &channels, "settings", &SeededRandom::new(2));
/// first.share(&theme);
/// second.share(&theme);
/// one.set(&theme, "dark".to_owned());
/// channels.deliver_all();
/// assert_eq!(other.get(&theme), "dark");
/// ```
pub struct Sharing {
    link: Rc<Link>,
    _guard: Subscription,
}

struct Link {
    store: Weak<Inner>,
    tab: u64,
    clock: Cell<u64>,
    shared: RefCell<Vec<Shared>>,
    channel: OnceCell<Box<dyn Channel>>,
    is_receiving: Cell<bool>,
}

struct Shared {
    port: Port,
    /// Nothing until some tab has changed the atom.
    stamp: Option<Stamp>,
    is_unsent: bool,
}

impl Sharing {
    /// Joins the channel called `name`.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number below 2^53 is a whole number of either kind"
    )]
    pub fn new(store: &Store, channels: &dyn Channels, name: &str, random: &dyn Random) -> Self {
        let link = Rc::new(Link {
            store: Rc::downgrade(&store.inner),
            tab: (random.unit() * 9_007_199_254_740_992.0) as u64,
            clock: Cell::new(0),
            shared: RefCell::default(),
            channel: OnceCell::new(),
            is_receiving: Cell::new(false),
        });
        let weak = Rc::downgrade(&link);
        let on_message = move |bytes: &[u8]| {
            if let (Some(link), Ok(message)) = (weak.upgrade(), serde_json::from_slice(bytes)) {
                link.receive(message);
            }
        };
        let channel = channels.join(name, Rc::new(on_message));
        let _ = link.channel.set(channel);
        let guard = store.inner.watch(Rc::clone(&link) as Rc<dyn Watch>);
        Self { link, _guard: guard }
    }

    /// Shares `atom` from now on, and asks the other tabs for its value.
    pub fn share<T>(&self, atom: &Atom<T>)
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
    {
        let Some(port) = Port::new(atom) else { return };
        let ask = Message::Ask { atom: port.label().to_owned() };
        self.link.shared.borrow_mut().push(Shared { port, stamp: None, is_unsent: false });
        self.link.post(&ask);
    }
}

impl Link {
    fn post(&self, message: &Message) {
        if let (Some(channel), Ok(bytes)) = (self.channel.get(), serde_json::to_vec(message)) {
            channel.post(&bytes);
        }
    }

    fn receive(&self, message: Message) {
        match message {
            Message::Ask { atom } => self.answer(&atom),
            Message::Set { atom, stamp, value } => self.take(&atom, stamp, value),
        }
    }

    fn answer(&self, label: &str) {
        let Some(inner) = self.store.upgrade() else { return };
        let known = {
            let shared = self.shared.borrow();
            let shared = shared.iter().find(|shared| shared.port.label() == label);
            shared.and_then(|shared| Some((shared.stamp?, shared.port.clone())))
        };
        if let Some((stamp, port)) = known
            && let Some(value) = port.read(&Store { inner })
        {
            self.post(&Message::Set { atom: label.to_owned(), stamp, value });
        }
    }

    fn take(&self, label: &str, stamp: Stamp, value: Value) {
        self.clock.set(self.clock.get().max(stamp.0));
        let Some(inner) = self.store.upgrade() else { return };
        let (spec, value) = {
            let mut shared = self.shared.borrow_mut();
            let shared = shared.iter_mut().find(|shared| shared.port.label() == label);
            let Some(shared) = shared.filter(|shared| shared.stamp < Some(stamp)) else { return };
            // Who cannot read a value must not answer for it.
            let Some(value) = shared.port.decode(value) else { return };
            shared.stamp = Some(stamp);
            (Rc::clone(&shared.port.spec), value)
        };
        let store = Store { inner };
        self.is_receiving.set(true);
        Inner::because(&store, "another tab", || {
            spec.restore(&store.inner, value.as_ref());
            // What listeners make of it is this tab's own change.
            self.is_receiving.set(false);
        });
    }
}

impl Watch for Link {
    fn changed(&self, change: &Change) {
        if change.kind != Kind::Set || self.is_receiving.get() {
            return;
        }
        let atom = identity(&change.spec);
        let mut shared = self.shared.borrow_mut();
        if let Some(shared) = shared.iter_mut().find(|it| identity(&it.port.spec) == atom) {
            self.clock.set(self.clock.get() + 1);
            shared.stamp = Some((self.clock.get(), self.tab));
            shared.is_unsent = true;
        }
    }

    fn settled(&self, store: &Store) {
        let unsent: Vec<(Stamp, Port)> = {
            let mut shared = self.shared.borrow_mut();
            let unsent = shared.iter_mut().filter_map(|shared| {
                let is_unsent = std::mem::take(&mut shared.is_unsent);
                is_unsent.then_some((shared.stamp?, shared.port.clone()))
            });
            unsent.collect()
        };
        for (stamp, port) in unsent {
            if let Some(value) = port.read(store) {
                self.post(&Message::Set { atom: port.label().to_owned(), stamp, value });
            }
        }
    }
}

impl fmt::Debug for Sharing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Sharing").field(&self.link.tab).finish()
    }
}
