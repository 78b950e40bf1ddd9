//! Random schedules, compared with a store that only knows values.

use super::{id, record};
use crate::atom::Subscription;
use crate::platform::SeededRandom;
use crate::query::entity::mark::RequestStart;
use crate::query::{EntityStatistics, EntityStore, MutationId, Representation};
use crate::record::{Path, RowsAt};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

const KEYS: [&str; 4] = ["1", "2", "3", "4"];
const NAMES: [&str; 4] = ["id", "name", "price", "at"];

/// What is known of a record, field by field, without layers or bytes.
#[derive(Default)]
struct Naive {
    fields: BTreeMap<String, ((RequestStart, u64), Value)>,
    latest: Option<RequestStart>,
    removed: Option<RequestStart>,
    confirmed: Option<(MutationId, RequestStart)>,
    pending: Vec<(MutationId, Option<Map<String, Value>>)>,
}

impl Naive {
    fn put(&mut self, fields: &Map<String, Value>, start: RequestStart, order: u64) {
        if self.removed.is_some_and(|removed| removed >= start) {
            return;
        }
        self.latest = self.latest.max(Some(start));
        for (name, value) in fields {
            let known = self.fields.get(name).map(|(stamp, _)| *stamp);
            if known.is_none_or(|known| known <= (start, order)) {
                self.fields.insert(name.clone(), ((start, order), value.clone()));
            }
        }
    }

    fn remove(&mut self, start: RequestStart) {
        if self.latest.is_none_or(|latest| latest <= start) {
            self.removed = self.removed.max(Some(start));
            self.fields.clear();
            self.latest = None;
        }
    }

    fn confirm(&mut self, id: MutationId, told: Option<&Map<String, Value>>, start: RequestStart) {
        let place = self.pending.iter().position(|(held, _)| *held == id).unwrap();
        let (_, change) = self.pending.remove(place);
        let Some(change) = change else { return self.remove(start) };
        let was_known = self.latest.is_some();
        let start = match self.confirmed {
            Some((later, at)) if later > id => at,
            _ => {
                self.confirmed = Some((id, start));
                start
            }
        };
        if told.is_none() && !was_known {
            return;
        }
        let mut written = Map::new();
        for (name, value) in change {
            if !told
                .is_some_and(|told| told.contains_key(&name) || !self.fields.contains_key(&name))
            {
                written.insert(name, value);
            }
        }
        if !written.is_empty() {
            self.put(&written, start, id.0);
        }
        if let Some(told) = told {
            self.put(told, start, id.0);
        }
    }

    fn shown(&self) -> Option<Value> {
        if self.latest.is_none() || self.pending.iter().any(|(_, change)| change.is_none()) {
            return None;
        }
        let mut shown: Map<String, Value> =
            self.fields.iter().map(|(name, (_, value))| (name.clone(), value.clone())).collect();
        for change in self.pending.iter().filter_map(|(_, change)| change.as_ref()) {
            shown.extend(change.clone());
        }
        Some(Value::Object(shown))
    }
}

/// One field that is looked at, with what was last seen of it.
struct Watch {
    key: usize,
    path: Path,
    seen: Option<Value>,
    calls: Rc<Cell<usize>>,
    _guard: Subscription,
}

struct World {
    random: SeededRandom,
    entities: EntityStore,
    naive: [Naive; KEYS.len()],
    /// Requests whose answer is still to come.
    under_way: Vec<RequestStart>,
    log: Vec<(MutationId, usize)>,
    page: Option<crate::query::ListPage>,
    watches: Vec<Watch>,
}

impl World {
    fn new(seed: u64) -> Self {
        let entities = EntityStore::default();
        let watch = |(key, name): (usize, &str)| {
            let calls = Rc::new(Cell::new(0));
            let (count, path) = (Rc::clone(&calls), Path::from(name));
            let callback = move || count.set(count.get() + 1);
            let guard = entities.subscribe_field("notes", &id(KEYS[key]), &path, callback);
            Watch { key, path, seen: None, calls, _guard: guard }
        };
        let watches = [(0, "name"), (0, "price"), (1, "at.x"), (2, "at"), (3, "name"), (1, "name")];
        let watches = watches.into_iter().map(watch).collect();
        let random = SeededRandom::new(seed);
        let naive = Default::default();
        Self {
            random,
            entities,
            naive,
            under_way: Vec::new(),
            log: Vec::new(),
            page: None,
            watches,
        }
    }

    fn below(&self, limit: usize) -> usize {
        usize::try_from(self.random.below(limit as u64)).unwrap()
    }

    fn value(&self) -> Value {
        match self.below(5) {
            0 => json!("a"),
            1 => json!("b\"\u{e9}"),
            2 => json!({"x": self.below(2), "y": 1}),
            3 => Value::Null,
            _ => json!(self.below(3)),
        }
    }

    /// Returns some fields of the record; values stay whole, so that a change
    /// replaces them.
    fn fields(&self, is_patch: bool) -> Map<String, Value> {
        let mut fields = Map::new();
        for name in NAMES.iter().skip(1).filter(|_| self.below(2) == 0) {
            let value = self.value();
            if !is_patch || !value.is_object() {
                fields.insert((*name).to_owned(), value);
            }
        }
        fields
    }

    fn row(&self, key: usize) -> Map<String, Value> {
        let number: u64 = KEYS[key].parse().unwrap();
        let mut row = Map::new();
        row.insert("id".to_owned(), json!(number));
        row.extend(self.fields(false));
        row
    }

    fn start(&mut self) -> RequestStart {
        match self.under_way.len() {
            0 => self.entities.begin(),
            waiting => self.under_way.swap_remove(self.below(waiting)),
        }
    }

    fn step(&mut self) {
        let key = self.below(KEYS.len());
        let identifier = id(KEYS[key]);
        match self.below(10) {
            0 => self.under_way.push(self.entities.begin()),
            1..=3 => self.answer_list(),
            4 => {
                let (row, start) = (self.row(key), self.start());
                let answer = record(KEYS[key], Value::Object(row.clone()));
                self.entities.put("notes", &answer, Representation::Detail, start);
                self.naive[key].put(&row, start, 0);
            }
            5 | 6 => {
                let change = self.fields(true);
                let write =
                    self.entities.update("notes", &identifier, Value::Object(change.clone()));
                self.naive[key].pending.push((write, Some(change)));
                self.log.push((write, key));
            }
            7 if self.below(3) == 0 => {
                let write = self.entities.delete("notes", &identifier);
                self.naive[key].pending.push((write, None));
                self.log.push((write, key));
            }
            8 if self.below(4) == 0 => {
                let start = self.start();
                self.entities.remove("notes", &identifier, start);
                self.naive[key].remove(start);
            }
            _ if !self.log.is_empty() => self.settle(),
            _ => {}
        }
    }

    fn answer_list(&mut self) {
        let keys: Vec<usize> = (0..KEYS.len()).filter(|_| self.below(3) > 0).collect();
        let rows: Vec<Map<String, Value>> = keys.iter().map(|key| self.row(*key)).collect();
        let start = self.start();
        let body = match self.below(2) {
            0 => serde_json::to_vec(&rows).unwrap(),
            _ => serde_json::to_vec_pretty(&rows).unwrap(),
        };
        let previous = self.page.take();
        let at = RowsAt::root("id");
        let page = self.entities.put_body("notes", &at, &body, start, previous.as_ref()).unwrap();
        // The same body once more is recognized by its bytes.
        let again = self.entities.put_body("notes", &at, &body, start, Some(&page)).unwrap();
        assert_eq!(again, page);
        self.page = Some(again);
        for (key, row) in keys.iter().zip(&rows) {
            self.naive[*key].put(row, start, 0);
        }
    }

    fn settle(&mut self) {
        let (write, key) = self.log.remove(self.below(self.log.len()));
        if self.below(3) == 0 {
            self.entities.reject(write);
            self.naive[key].pending.retain(|(held, _)| *held != write);
            return;
        }
        let told = (self.below(2) == 0).then(|| {
            let mut row = self.row(key);
            row.insert("name".to_owned(), self.value());
            row
        });
        let answer = told.clone().map(|row| record(KEYS[key], Value::Object(row)));
        self.entities.confirm(write, answer.as_ref());
        // The store has just drawn the mark of the confirmation.
        let now = RequestStart(self.entities.begin().0 - 1);
        self.naive[key].confirm(write, told.as_ref(), now);
    }

    fn check(&mut self, seed: u64, step: usize) {
        for (key, naive) in KEYS.iter().zip(&self.naive) {
            let shown = self.entities.get("notes", &id(key)).map(|record| (*record.fields).clone());
            assert_eq!(shown, naive.shown(), "seed {seed}, step {step}, record {key}");
        }
        for watch in &mut self.watches {
            let record = self.naive[watch.key].shown();
            let now = record.and_then(|record| watch.path.get(&record).cloned());
            let calls = watch.calls.replace(0);
            let expected = usize::from(now != watch.seen);
            // One step may put twice, but what it ends with is told once.
            assert_eq!(calls, expected, "seed {seed}, step {step}: {} {:?}", watch.path, now);
            watch.seen = now;
        }
    }
}

#[test]
fn the_store_shows_what_a_naive_one_shows_and_tells_only_what_changed() {
    for seed in 0..250 {
        let mut world = World::new(seed);
        for step in 0..60 {
            world.step();
            world.check(seed, step);
        }
        for (write, _) in std::mem::take(&mut world.log) {
            world.entities.reject(write);
        }
        assert_eq!(world.entities.statistics().pending, 0);
        world.watches.clear();
        world.page = None;
        world.entities.collect(None);
        assert_eq!(world.entities.statistics(), EntityStatistics::default(), "seed {seed}");
    }
}

#[test]
fn the_order_in_which_answers_arrive_does_not_matter() {
    for seed in 0..300 {
        let random = SeededRandom::new(seed);
        let entities = [EntityStore::default(), EntityStore::default()];
        let world = World::new(seed);
        let answers: Vec<_> = (0..8).map(|_| world.row(0)).collect();
        let starts =
            entities.each_ref().map(|store| (0..8).map(|_| store.begin()).collect::<Vec<_>>());
        for (store, starts) in entities.iter().zip(&starts) {
            let mut order: Vec<usize> = (0..8).collect();
            for place in 0..8 {
                order.swap(place, usize::try_from(random.below(8)).unwrap());
            }
            for answer in order {
                let row = Value::Object(answers[answer].clone());
                store.put("notes", &record("1", row), Representation::List, starts[answer]);
            }
        }
        let [one, other] = entities.map(|store| store.get("notes", &id("1")).unwrap().fields);
        assert_eq!(one, other, "seed {seed}");
    }
}
