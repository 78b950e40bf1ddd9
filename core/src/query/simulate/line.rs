//! What joins a tab to its executor and to the other tab until it dies.

use super::world::World;
use crate::platform::{Channel, Channels, MemoryChannels, OnMessage, Spawn};
use futures::executor::LocalSpawner;
use futures::future::LocalBoxFuture;
use futures::task::LocalSpawnExt;
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

/// Starts futures in the pool of a tab as long as there is one.
pub(super) struct TabSpawn(pub(super) LocalSpawner);

impl Spawn for TabSpawn {
    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        // What a dying tab starts is not run.
        let _ = self.0.spawn_local(future);
    }
}

impl fmt::Debug for TabSpawn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TabSpawn")
    }
}

/// The channels as one tab has them: a dead one says nothing, not even goodbye.
#[derive(Debug)]
pub(super) struct Line {
    channels: MemoryChannels,
    is_dead: Rc<Cell<bool>>,
}

#[derive(Debug)]
struct Mouth {
    channel: Box<dyn Channel>,
    is_dead: Rc<Cell<bool>>,
}

impl Line {
    pub(super) fn new(world: &World, is_dead: &Rc<Cell<bool>>) -> Self {
        Self { channels: world.channels.clone(), is_dead: Rc::clone(is_dead) }
    }
}

impl Channels for Line {
    fn join(&self, name: &str, on_message: OnMessage) -> Box<dyn Channel> {
        let is_dead = Rc::clone(&self.is_dead);
        let wrapped: OnMessage = Rc::new(move |bytes| {
            if !is_dead.get() {
                on_message(bytes);
            }
        });
        let channel = self.channels.join(name, wrapped);
        Box::new(Mouth { channel, is_dead: Rc::clone(&self.is_dead) })
    }
}

impl Channel for Mouth {
    fn post(&self, message: &[u8]) {
        if !self.is_dead.get() {
            self.channel.post(message);
        }
    }
}
