//! Channels in memory, delivered when told to.

use super::{Channel, Channels, OnMessage};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

/// The place where the tabs of a test meet; clones are the same place.
///
/// ```
/// use std::{cell::RefCell, rc::Rc};
/// use vitrine_core::platform::{Channels, MemoryChannels};
///
/// let channels = MemoryChannels::default();
/// let heard = Rc::new(RefCell::new(Vec::new()));
/// let into = Rc::clone(&heard);
/// let first = channels.join("news", Rc::new(|_| ()));
/// let second = channels.join("news", Rc::new(move |message| into.borrow_mut().push(message.to_vec())));
/// first.post(b"hello");
/// second.post(b"to the others only");
/// channels.deliver_all();
/// assert_eq!(*heard.borrow(), [b"hello"]);
/// ```
#[derive(Clone, Default)]
pub struct MemoryChannels {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    last: Cell<u64>,
    members: RefCell<Vec<Member>>,
    /// Messages on their way, each to one member.
    queue: RefCell<VecDeque<(u64, Rc<[u8]>)>>,
}

struct Member {
    id: u64,
    channel: String,
    on_message: OnMessage,
}

struct MemoryChannel {
    inner: Rc<Inner>,
    id: u64,
    name: String,
}

impl MemoryChannels {
    /// Delivers all messages, and those that are posted meanwhile.
    pub fn deliver_all(&self) {
        while self.deliver(0) {}
    }

    /// Delivers the message at `place` on the way; returns whether there was
    /// one. Any place but 0 overtakes.
    #[expect(clippy::must_use_candidate, reason = "most tests know that there is a message")]
    pub fn deliver(&self, place: usize) -> bool {
        let Some((to, message)) = self.inner.queue.borrow_mut().remove(place) else { return false };
        let on_message = {
            let members = self.inner.members.borrow();
            let member = members.iter().find(|member| member.id == to);
            member.map(|member| Rc::clone(&member.on_message))
        };
        if let Some(on_message) = on_message {
            on_message(&message);
        }
        true
    }

    /// Loses the message at `place`; returns whether there was one.
    #[expect(clippy::must_use_candidate, reason = "most tests know that there is a message")]
    pub fn lose(&self, place: usize) -> bool {
        self.inner.queue.borrow_mut().remove(place).is_some()
    }

    /// Makes the message at `place` come once more, after all others.
    #[expect(clippy::must_use_candidate, reason = "most tests know that there is a message")]
    pub fn repeat(&self, place: usize) -> bool {
        let mut queue = self.inner.queue.borrow_mut();
        let Some(message) = queue.get(place).cloned() else { return false };
        queue.push_back(message);
        true
    }

    /// Returns how many messages are on their way.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.inner.queue.borrow().len()
    }
}

impl Channels for MemoryChannels {
    fn join(&self, name: &str, on_message: OnMessage) -> Box<dyn Channel> {
        let id = self.inner.last.get() + 1;
        self.inner.last.set(id);
        let member = Member { id, channel: name.to_owned(), on_message };
        self.inner.members.borrow_mut().push(member);
        Box::new(MemoryChannel { inner: Rc::clone(&self.inner), id, name: name.to_owned() })
    }
}

impl Channel for MemoryChannel {
    fn post(&self, message: &[u8]) {
        let message: Rc<[u8]> = message.into();
        let members = self.inner.members.borrow();
        let others = members.iter().filter(|it| it.channel == self.name && it.id != self.id);
        let mut queue = self.inner.queue.borrow_mut();
        queue.extend(others.map(|other| (other.id, Rc::clone(&message))));
    }
}

impl Drop for MemoryChannel {
    fn drop(&mut self) {
        let mut members = self.inner.members.borrow_mut();
        let place = members.iter().position(|member| member.id == self.id);
        let removed = place.map(|place| members.remove(place));
        // What the callback holds may leave a channel of its own.
        drop(members);
        drop(removed);
    }
}

impl fmt::Debug for MemoryChannels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("MemoryChannels").field(&self.waiting()).finish()
    }
}

impl fmt::Debug for MemoryChannel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("MemoryChannel").field(&self.name).field(&self.id).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listening(channels: &MemoryChannels, name: &str) -> (Box<dyn Channel>, Rc<Cell<usize>>) {
        let heard = Rc::new(Cell::new(0));
        let count = Rc::clone(&heard);
        (channels.join(name, Rc::new(move |_| count.set(count.get() + 1))), heard)
    }

    #[test]
    fn channels_of_other_names_hear_nothing() {
        let channels = MemoryChannels::default();
        let (tab, _) = listening(&channels, "a");
        let (_near, near) = listening(&channels, "a");
        let (_far, far) = listening(&channels, "b");
        tab.post(b"x");
        channels.deliver_all();
        assert_eq!((near.get(), far.get()), (1, 0));
    }

    #[test]
    fn who_has_left_hears_nothing_of_what_was_on_its_way() {
        let channels = MemoryChannels::default();
        let (tab, _) = listening(&channels, "a");
        let (other, heard) = listening(&channels, "a");
        tab.post(b"x");
        drop(other);
        channels.deliver_all();
        assert_eq!((heard.get(), channels.waiting()), (0, 0));
    }

    #[test]
    fn messages_can_be_lost_and_repeated() {
        let channels = MemoryChannels::default();
        let (tab, _) = listening(&channels, "a");
        let (_other, heard) = listening(&channels, "a");
        tab.post(b"x");
        assert!(channels.repeat(0) && channels.repeat(0) && channels.lose(0));
        channels.deliver_all();
        assert_eq!(heard.get(), 2);
        assert!(!channels.lose(0) && !channels.repeat(0) && !channels.deliver(0));
    }
}
