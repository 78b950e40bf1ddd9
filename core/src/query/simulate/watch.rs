//! Those who look, and what they hear.

use super::server::{FIELDS, Server};
use super::tab::{NOTES, Tab, note_key, page_key};
use crate::atom::Subscription;
use crate::query::{
    Answer, Entity, FetchContext, Fetcher, ListPage, Polling, QueryError, QueryObserver, Source,
};
use crate::record::{Identifier, Path, RowsAt};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// All that is looked at in a tab.
#[derive(Default)]
pub(super) struct Watched {
    pub(super) counts: Vec<WatchedCount>,
    pub(super) pages: Vec<WatchedPage>,
    pub(super) notes: Vec<WatchedNote>,
}

pub(super) struct WatchedCount {
    pub(super) key: usize,
    /// The version that was told last.
    pub(super) heard: Rc<Cell<Option<u64>>>,
    _subscription: Subscription,
    pub(super) observer: QueryObserver<u64>,
}

pub(super) struct WatchedPage {
    pub(super) page: usize,
    pub(super) observer: QueryObserver<ListPage>,
}

pub(super) struct WatchedNote {
    pub(super) id: u64,
    pub(super) fields: [WatchedField; 2],
    pub(super) observer: QueryObserver<Entity>,
}

pub(super) struct WatchedField {
    /// The text that was told last.
    pub(super) heard: Rc<RefCell<Option<String>>>,
    _subscription: Subscription,
}

pub(super) fn identifier(id: u64) -> Identifier {
    Identifier::new(id.to_string())
}

impl Tab {
    pub(super) fn count_source(&self, key: usize) -> Source<u64> {
        let (lane, slot) = (Rc::clone(&self.lane), self.slot);
        let fetcher: Fetcher<u64> = Rc::new(move || {
            lane.read(format!("count {key}"), move |server| Ok(server.count(slot, key)))
        });
        fetcher.into()
    }

    pub(super) fn page_source(&self, page: usize) -> Source<ListPage> {
        let (lane, seen) = (Rc::clone(&self.lane), Rc::clone(&self.seen));
        let (entities, world) = (self.client.entities().clone(), Rc::clone(&self.world));
        Source::conditional(move |known: FetchContext<ListPage>| {
            let (start, before) = (entities.begin(), world.server.versions());
            let serve = move |server: &Server| Ok((server.list(page), server.ids(page)));
            let answer = lane.read(format!("page {page}"), serve);
            let (entities, seen) = (entities.clone(), Rc::clone(&seen));
            let asked = seen.ask(start);
            Box::pin(async move {
                let (body, ids) = answer.await?;
                let (at, previous) = (RowsAt::root("id"), known.data.as_deref());
                let page = entities.put_body(NOTES, &at, &body, start, previous);
                let page = page.map_err(QueryError::new)?;
                seen.learn(start, &ids, &before);
                drop(asked);
                Ok(Answer::Data(page, None))
            })
        })
    }

    pub(super) fn note_source(&self, id: u64) -> Source<Entity> {
        let (lane, seen) = (Rc::clone(&self.lane), Rc::clone(&self.seen));
        let (entities, world) = (self.client.entities().clone(), Rc::clone(&self.world));
        let fetcher: Fetcher<Entity> = Rc::new(move || {
            let (start, before) = (entities.begin(), world.server.versions());
            let serve = move |server: &Server| server.one(id).ok_or(404);
            let answer = lane.read(format!("note {id}"), serve);
            let (entities, seen) = (entities.clone(), Rc::clone(&seen));
            let asked = seen.ask(start);
            Box::pin(async move {
                let answer = answer.await;
                if let Err(error) = &answer
                    && error.status() == Some(404)
                {
                    entities.remove(NOTES, &identifier(id), start);
                    seen.put(id, start, None);
                }
                let text = answer?;
                let entity =
                    entities.put_detail(NOTES, &identifier(id), text.as_bytes(), None, start);
                let entity = entity.map_err(QueryError::new)?;
                seen.learn(start, &[id], &before);
                drop(asked);
                Ok(entity)
            })
        });
        fetcher.into()
    }

    pub(super) fn watch_count(&self, key: usize, stale_time: Duration, is_polling: bool) {
        let (name, options) = (self.count_key(key), self.options(stale_time));
        let observer = self.client.observe_source(&name, options, &self.count_source(key));
        if is_polling {
            observer.poll(Polling::every(Duration::from_millis(700)));
        }
        let heard = Rc::new(Cell::new(observer.state().data.as_deref().copied()));
        let (last, world) = (Rc::clone(&heard), Rc::clone(&self.world));
        let (core, slot) = (Rc::downgrade(observer.core()), self.slot);
        let subscription = observer.subscribe(move || {
            let Some(core) = core.upgrade() else { return };
            let now = core.snapshot().typed::<u64>().data.as_deref().copied();
            if let (Some(before), Some(now)) = (last.get(), now)
                && now < before
            {
                let text = format!("tab {slot} saw count {key} go back from {before} to {now}");
                world.ledger.violate(|| text);
            }
            last.set(now);
        });
        let watched = WatchedCount { key, heard, _subscription: subscription, observer };
        self.watched.borrow_mut().counts.push(watched);
    }

    pub(super) fn watch_page(&self, page: usize, stale_time: Duration) {
        let (key, options) = (page_key(page), self.options(stale_time));
        let observer = self.client.observe_source(&key, options, &self.page_source(page));
        self.watched.borrow_mut().pages.push(WatchedPage { page, observer });
    }

    pub(super) fn watch_note(&self, id: u64, stale_time: Duration) {
        let (key, options) = (note_key(id), self.options(stale_time));
        let observer = self.client.observe_source(&key, options, &self.note_source(id));
        let fields = FIELDS.map(|field| self.watch_field(id, field));
        self.watched.borrow_mut().notes.push(WatchedNote { id, fields, observer });
    }

    fn watch_field(&self, id: u64, field: &'static str) -> WatchedField {
        let heard = Rc::new(RefCell::new(self.field_text(id, field)));
        let (last, this) = (Rc::clone(&heard), self.this.clone());
        let (path, entities) = (Path::field(field), self.client.entities());
        let subscription = entities.subscribe_field(NOTES, &identifier(id), &path, move || {
            if let Some(tab) = this.upgrade() {
                let now = tab.field_text(id, field);
                *last.borrow_mut() = now;
            }
        });
        WatchedField { heard, _subscription: subscription }
    }

    /// Returns a field as it is shown.
    pub(super) fn field_text(&self, id: u64, field: &str) -> Option<String> {
        let entity = self.client.entities().find(NOTES, &identifier(id))?;
        entity.text(&Path::field(field))
    }
}
