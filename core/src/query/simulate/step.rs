//! The steps of a schedule.

use super::ledger::Fault;
use super::run::SLOTS;
use super::run::Stage;
use super::server::{Change, Server};
use super::tab::{NOTES, Tab, page_key};
use crate::platform::DatabaseErrorKind;
use crate::query::QueryKey;
use std::rc::Rc;
use std::time::Duration;

/// How many counts each tab has.
const COUNTS: usize = 3;
const PAGES: usize = 3;

impl Stage {
    /// Takes one step.
    pub(super) fn step(&self) {
        let slot = self.world.choose(SLOTS);
        let Some(tab) = self.tab(slot) else {
            self.note(slot, "opens");
            self.open(slot);
            return;
        };
        match self.world.choose(40) {
            0..3 => self.watch_count(&tab),
            3..5 => self.watch_page(&tab),
            5..8 => self.watch_note(&tab),
            8..12 => self.look_away(&tab),
            12 => self.prefetch(&tab),
            13..16 => self.change_and_invalidate(&tab),
            16 => self.change_and_put(&tab),
            17 => self.cancel(&tab),
            18 => self.remove(&tab),
            19..22 => self.toggle(&tab),
            22 => self.change_weather(),
            23..25 => self.write_elsewhere(),
            25..31 => self.write(&tab),
            31 => self.fail_disk(),
            32 => self.end(&tab),
            33 => tab.collect(),
            34 => {
                self.note(slot, "invalidates all notes everywhere");
                tab.tabs.invalidate(&QueryKey::from(NOTES));
            }
            35 => {
                self.note(slot, "empties its pages");
                tab.client.remove(&QueryKey::from(NOTES).child("list"));
            }
            36 => {
                self.note(slot, "writes to the device");
                tab.client.inner().spawn.spawn(tab.persistence.flush());
            }
            _ => {
                self.note(slot, "asks for its notes again");
                let watched = tab.watched.borrow();
                watched.pages.iter().for_each(|page| page.observer.refetch());
                watched.notes.iter().for_each(|note| note.observer.refetch());
            }
        }
    }

    fn note(&self, slot: usize, text: &str) {
        self.world.ledger.note(|| format!("tab {slot} {text}"));
    }

    /// Returns the key of a note, mostly of one that is there.
    fn some_note(&self) -> u64 {
        let ids = self.world.server.ids(0);
        ids.get(self.world.choose(ids.len())).copied().unwrap_or(1)
    }

    fn short_time(&self) -> Duration {
        Duration::from_millis(self.world.schedule.below(3) * 400)
    }

    fn watch_count(&self, tab: &Tab) {
        let key = self.world.choose(COUNTS);
        let stale_time = match self.world.choose(3) {
            0 => Duration::ZERO,
            1 => Duration::from_secs(1),
            _ => Duration::MAX,
        };
        let is_polling = self.world.choose(5) == 0;
        self.note(tab.slot, &format!("watches count {key} ({stale_time:?})"));
        tab.watch_count(key, stale_time, is_polling);
    }

    fn watch_page(&self, tab: &Tab) {
        let page = self.world.choose(PAGES);
        self.note(tab.slot, &format!("watches page {page}"));
        tab.watch_page(page, self.short_time());
    }

    fn watch_note(&self, tab: &Tab) {
        let id = self.some_note();
        self.note(tab.slot, &format!("watches note {id}"));
        tab.watch_note(id, self.short_time());
    }

    fn look_away(&self, tab: &Tab) {
        let kind = self.world.choose(3);
        let (counts, pages, notes) = {
            let mut watched = tab.watched.borrow_mut();
            match kind {
                0 => (watched.counts.pop(), None, None),
                1 => (None, watched.pages.pop(), None),
                _ => (None, None, watched.notes.pop()),
            }
        };
        self.note(tab.slot, ["looks away from a count", "from a page", "from a note"][kind]);
        drop((counts, pages, notes));
    }

    fn prefetch(&self, tab: &Tab) {
        let options = tab.options(self.short_time());
        if self.world.choose(2) == 0 {
            let key = self.world.choose(COUNTS);
            self.note(tab.slot, &format!("prefetches count {key}"));
            tab.client.prefetch_source(&tab.count_key(key), &options, &tab.count_source(key));
        } else {
            let page = self.world.choose(PAGES);
            self.note(tab.slot, &format!("prefetches page {page}"));
            tab.client.prefetch_source(&page_key(page), &options, &tab.page_source(page));
        }
    }

    fn change_and_invalidate(&self, tab: &Tab) {
        let key = self.world.choose(COUNTS);
        let version = self.world.server.raise(tab.slot, key);
        self.note(tab.slot, &format!("invalidates count {key} at {version}"));
        tab.seen.promise(key, version);
        tab.client.invalidate(&tab.count_key(key));
    }

    fn change_and_put(&self, tab: &Tab) {
        let key = self.world.choose(COUNTS);
        let version = self.world.server.raise(tab.slot, key);
        self.note(tab.slot, &format!("puts count {key} at {version}"));
        tab.client.set_data(&tab.count_key(key), version);
    }

    fn cancel(&self, tab: &Tab) {
        if tab.client.statistics().running > 0 {
            self.world.ledger.inject(Fault::Cancelled);
        }
        self.note(tab.slot, "cancels what is under way");
        tab.client.cancel(&QueryKey::root());
    }

    fn remove(&self, tab: &Tab) {
        self.note(tab.slot, "removes its counts");
        tab.client.remove(&QueryKey::from("count").child(tab.slot));
    }

    fn toggle(&self, tab: &Tab) {
        if self.world.choose(2) == 0 {
            let is_online = !tab.lane.is_online.get();
            self.note(tab.slot, if is_online { "is online" } else { "is offline" });
            if !is_online {
                self.world.ledger.inject(Fault::Offline);
            }
            tab.set_online(is_online);
        } else {
            let is_focused = !tab.is_focused.get();
            self.note(tab.slot, if is_focused { "is looked at" } else { "is hidden" });
            if !is_focused {
                self.world.ledger.inject(Fault::Hidden);
            }
            tab.set_focused(is_focused);
        }
    }

    fn change_weather(&self) {
        let weather = self.world.schedule.below(7);
        self.world.ledger.note(|| format!("of ten requests {weather} fail"));
        self.world.weather.set(weather);
    }

    fn some_change(&self) -> Change {
        let server: &Server = &self.world.server;
        let id = self.some_note();
        match self.world.choose(10) {
            0 | 1 => Change::Create([server.value(), server.value()]),
            2 | 3 => Change::Delete { id },
            _ => Change::Update { id, field: self.world.choose(2), value: server.value() },
        }
    }

    fn write_elsewhere(&self) {
        let change = self.some_change();
        self.world.ledger.inject(Fault::OtherWriter);
        self.world.ledger.note(|| format!("somebody else does {change:?}"));
        let write = self.world.server.write(change);
        // It may be gone already, as for anybody else.
        let _ = self.world.server.apply(&write);
    }

    fn write(&self, tab: &Tab) {
        tab.write(self.some_change());
    }

    fn fail_disk(&self) {
        let (kind, fault) = match self.world.choose(7) {
            0..3 => (DatabaseErrorKind::Full, Fault::DiskFull),
            3..6 => (DatabaseErrorKind::Closed, Fault::DiskClosed),
            _ => (DatabaseErrorKind::Broken, Fault::DiskBroken),
        };
        self.world.ledger.inject(fault);
        self.world.disk.fail_at(self.world.schedule.below(3), kind);
    }

    fn end(&self, tab: &Rc<Tab>) {
        if self.world.choose(2) == 0 {
            self.world.ledger.inject(Fault::Crash);
            self.note(tab.slot, "dies");
            tab.crash();
        } else {
            self.world.ledger.inject(Fault::Closed);
            self.note(tab.slot, "is closed");
        }
        self.close(tab.slot);
    }
}
