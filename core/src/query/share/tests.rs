//! Tabs of one device, with messages that get lost.

use super::message::{Answer, Message, Rank, Row};
use super::{Tabs, TabsOptions};
use crate::platform::{Channels, Clock, LocalSpawn, ManualClock, MemoryChannels, SeededRandom};
use crate::query::entity::Said;
use crate::query::{
    Fetcher, ListPage, Polling, QueryClient, QueryClientOptions, QueryKey, QueryObserver,
    QueryOptions,
};
use crate::record::{Identifier, Path, RowsAt};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

const BEAT: Duration = Duration::from_secs(2);

#[derive(Default)]
struct Device {
    clock: ManualClock,
    spawn: LocalSpawn,
    channels: MemoryChannels,
    last: Cell<u64>,
    /// What the server has: names by key.
    rows: Rc<RefCell<Vec<(u32, String)>>>,
}

struct Tab {
    client: QueryClient,
    tabs: Tabs,
    requests: Rc<Cell<usize>>,
    /// Holds answers back while it is set.
    is_slow: Rc<Cell<bool>>,
    server: Rc<RefCell<Vec<(u32, String)>>>,
    clock: ManualClock,
}

impl Device {
    fn new() -> Self {
        let device = Self { clock: ManualClock::new(1_000_000), ..Self::default() };
        device.rows.replace(vec![(1, "a".to_owned()), (2, "b".to_owned())]);
        device
    }

    fn tab_of(&self, name: &str, max_bytes: usize) -> Tab {
        let client = QueryClient::new(QueryClientOptions {
            clock: Rc::new(self.clock.clone()),
            spawn: Rc::new(self.spawn.clone()),
            defaults: QueryOptions { stale_time: Duration::from_hours(1), ..<_>::default() },
        });
        self.last.set(self.last.get() + 1);
        let tabs = Tabs::join(
            &client,
            TabsOptions {
                channels: Rc::new(self.channels.clone()),
                name: name.to_owned(),
                clock: Rc::new(self.clock.clone()),
                spawn: Rc::new(self.spawn.clone()),
                random: Rc::new(SeededRandom::new(self.last.get())),
                beat: BEAT,
                max_bytes,
            },
        );
        Tab {
            client,
            tabs,
            requests: Rc::default(),
            is_slow: Rc::default(),
            server: Rc::clone(&self.rows),
            clock: self.clock.clone(),
        }
    }

    fn tab(&self) -> Tab {
        self.tab_of("me", 64 << 10)
    }

    fn settle(&self) {
        for _ in 0..4 {
            self.spawn.run_until_stalled();
            self.channels.deliver_all();
        }
    }

    fn pass(&self, time: Duration) {
        for _ in 0..time.as_millis() / 100 {
            self.clock.advance(Duration::from_millis(100));
            self.settle();
        }
    }

    fn set(&self, key: u32, name: &str) {
        let mut rows = self.rows.borrow_mut();
        let row = rows.iter_mut().find(|(other, _)| *other == key).unwrap();
        name.clone_into(&mut row.1);
    }
}

fn key() -> QueryKey {
    QueryKey::from("notes").child("list")
}

impl Tab {
    fn look(&self) -> QueryObserver<ListPage> {
        let (entities, server) = (self.client.entities().clone(), Rc::clone(&self.server));
        let (requests, is_slow) = (Rc::clone(&self.requests), Rc::clone(&self.is_slow));
        let clock = self.clock.clone();
        let fetcher: Fetcher<ListPage> = Rc::new(move || {
            requests.set(requests.get() + 1);
            let row = |(id, name): &(u32, String)| json!({"id": id, "name": name});
            let body = server.borrow().iter().map(row).collect::<Value>().to_string();
            let (entities, start) = (entities.clone(), entities.begin());
            let (is_slow, clock) = (Rc::clone(&is_slow), clock.clone());
            Box::pin(async move {
                while is_slow.get() {
                    clock.sleep(Duration::from_millis(100)).await;
                }
                let at = RowsAt::root("id");
                Ok(entities.put_body("notes", &at, body.as_bytes(), start, None).unwrap())
            })
        });
        self.client.observe(&key(), self.client.defaults(), fetcher)
    }

    fn name(&self, id: &str) -> Option<String> {
        let entity = self.client.entities().find("notes", &Identifier::new(id))?;
        Some(entity.field(&Path::field("name"))?.as_str()?.to_owned())
    }
}

#[test]
fn an_answer_in_one_tab_is_shown_in_the_others_without_a_request() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let (list, _other_list) = (one.look(), other.look());
    device.settle();
    device.set(1, "A");
    device.pass(Duration::from_secs(1));
    let requests = other.requests.get();
    list.refetch();
    device.settle();
    assert_eq!(other.name("1").unwrap(), "A");
    assert_eq!(other.requests.get(), requests);
    let state = other.client.state::<ListPage>(&key()).unwrap();
    assert_eq!(state.updated_at, Some(device.clock.now()));
    assert_eq!(device.channels.waiting(), 0, "nothing is told back");
}

#[test]
fn a_new_order_of_rows_is_told_too() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let (list, other_list) = (one.look(), other.look());
    device.settle();
    device.rows.borrow_mut().reverse();
    device.rows.borrow_mut().push((3, "c".to_owned()));
    device.pass(Duration::from_secs(1));
    list.refetch();
    device.settle();
    let ids: Vec<_> =
        other_list.state().data.unwrap().ids().iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["2", "1", "3"]);
    assert_eq!(other.name("3").unwrap(), "c");
}

#[test]
fn a_tab_takes_in_only_what_it_knows_of_lists_it_does_not_show() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    device.settle();
    other
        .client
        .entities()
        .put_body(
            "notes",
            &RowsAt::root("id"),
            br#"[{"id": 1, "name": "x"}]"#,
            other.client.entities().begin(),
            None,
        )
        .unwrap();
    device.clock.advance(Duration::from_millis(1));
    let _list = one.look();
    device.settle();
    assert_eq!(other.name("1").as_deref(), Some("a"));
    assert_eq!(other.name("2"), None);
    assert_eq!(other.client.statistics().entries, 0);
}

#[test]
fn what_is_asked_for_here_counts_more_than_what_is_told() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let list = one.look();
    device.settle();
    device.pass(Duration::from_secs(1));
    other.is_slow.set(true);
    device.set(1, "new");
    let _other_list = other.look();
    device.spawn.run_until_stalled();
    // The answer that the other tab waits for has the new name already.
    device.set(1, "newest");
    device.set(1, "new");
    list.refetch();
    device.settle();
    other.is_slow.set(false);
    device.set(1, "later");
    device.pass(Duration::from_secs(1));
    assert_eq!(other.name("1").unwrap(), "new");
    assert_eq!(other.requests.get(), 1);
}

#[test]
fn large_answers_make_others_ask_once_and_do_not_go_round() {
    let device = Device::new();
    let (one, other) = (device.tab_of("me", 10), device.tab_of("me", 10));
    let (list, _other_list) = (one.look(), other.look());
    device.pass(Duration::from_secs(1));
    let (before, others) = (one.requests.get(), other.requests.get());
    device.set(1, "A");
    list.refetch();
    device.pass(Duration::from_secs(10));
    assert_eq!(other.name("1").unwrap(), "A");
    assert_eq!((one.requests.get() - before, other.requests.get() - others), (1, 1));
}

#[test]
fn what_is_stale_in_one_tab_is_stale_in_all() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let other_list = other.look();
    device.settle();
    device.set(1, "A");
    device.pass(Duration::from_secs(1));
    one.tabs.invalidate(&QueryKey::from("notes"));
    device.pass(Duration::from_secs(1));
    assert_eq!((other.name("1").as_deref(), other.requests.get()), (Some("A"), 2));
    drop(other_list);
    one.tabs.remove(&key());
    device.settle();
    assert_eq!(other.client.get_data::<ListPage>(&key()), None);
}

#[test]
fn an_invalidation_through_the_client_is_told_by_the_keys_it_found() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let (list, _other_list) = (one.look(), other.look());
    device.settle();
    drop(list);
    device.set(2, "B");
    device.pass(Duration::from_secs(1));
    one.client.invalidate(&QueryKey::from("notes"));
    device.pass(Duration::from_secs(1));
    assert_eq!(other.name("2").unwrap(), "B");
}

#[test]
fn a_written_record_is_told() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let (_list, _other_list) = (one.look(), other.look());
    device.pass(Duration::from_secs(1));
    let entity = one.client.entities().entity("notes", &Identifier::new("1"));
    let write =
        one.client.entities().update("notes", &Identifier::new("1"), json!({"name": "mine"}));
    one.tabs.tell(&entity);
    device.settle();
    assert_eq!(other.name("1").unwrap(), "a", "what waits for its answer is not told");
    one.client.entities().confirm(write, None);
    one.tabs.tell(&entity);
    device.settle();
    assert_eq!(other.name("1").unwrap(), "mine");
}

#[test]
fn an_older_row_that_is_told_late_does_not_replace_a_newer_one() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let (list, other_list) = (one.look(), other.look());
    device.pass(Duration::from_secs(1));
    device.set(1, "older");
    list.refetch();
    device.spawn.run_until_stalled();
    // What the first tab tells is on its way while the second one asks.
    device.clock.advance(Duration::from_millis(5));
    device.set(1, "newer");
    other_list.refetch();
    device.spawn.run_until_stalled();
    one.tabs.tell(&one.client.entities().entity("notes", &Identifier::new("1")));
    device.settle();
    assert_eq!(
        [one.name("1"), other.name("1")],
        [Some("newer".to_owned()), Some("newer".to_owned())]
    );
}

#[test]
fn a_write_that_is_told_counts_by_when_it_was_begun() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let (_list, other_list) = (one.look(), other.look());
    device.pass(Duration::from_secs(1));
    let id = Identifier::new("1");
    let write = one.client.entities().update("notes", &id, json!({"name": "written"}));
    device.pass(Duration::from_secs(1));
    device.set(1, "changed after the write");
    other_list.refetch();
    device.spawn.run_until_stalled();
    device.clock.advance(Duration::from_millis(5));
    one.client.entities().confirm(write, None);
    one.tabs.tell(&one.client.entities().entity("notes", &id));
    device.settle();
    assert_eq!(other.name("1").unwrap(), "changed after the write");
}

#[test]
fn other_people_and_other_versions_are_not_heard() {
    let device = Device::new();
    let (mine, yours) = (device.tab(), device.tab_of("you", 64 << 10));
    let (_list, _other_list) = (mine.look(), yours.look());
    device.settle();
    device.set(1, "A");
    device.pass(Duration::from_secs(1));
    mine.tabs.invalidate(&QueryKey::root());
    device.pass(Duration::from_secs(1));
    assert_eq!((yours.name("1").unwrap().as_str(), yours.tabs.others()), ("a", 0));
    let stranger = device.channels.join("me", Rc::new(|_| ()));
    for message in [
        r#"[1, {"kind": "gone", "keys": [[]]}]"#,
        r#"[2, {"kind": "gone"}]"#,
        r#"[2, {"kind": "news"}]"#,
        r#"{"kind": "gone", "keys": [[]]}"#,
        "gone",
        "",
    ] {
        stranger.post(message.as_bytes());
    }
    device.settle();
    assert_eq!(mine.client.statistics().entries, 1);
    stranger.post(br#"[2, {"kind": "gone", "keys": [["notes"]]}]"#);
    device.settle();
    assert_eq!(mine.requests.get(), 3, "what is looked at starts over");
}

#[test]
fn messages_are_read_as_they_were_written() {
    let said = Said { text: "{\"n\":1.50}".to_owned(), etag: None, asked: 1 << 51 };
    let tagged = Said { etag: Some("\"1\"".to_owned()), ..said.clone() };
    let row = Row { identifier: Some(Identifier::new("1")), said: vec![said, tagged] };
    let keyless = Row { identifier: None, ..row.clone() };
    let messages = [
        Message::Answer(Answer {
            key: key().child(json!({"page": 2})),
            resource: "notes".to_owned(),
            rows: vec![row.clone(), keyless],
            total: Some(9),
            at: 1_000_000,
            validator: Some("v".to_owned()),
        }),
        Message::Stale(vec![key(), QueryKey::root()]),
        Message::Gone(Vec::new()),
        Message::Record("notes".to_owned(), row),
        Message::Beat { rank: Rank { is_hidden: true, since: 5, stamp: u64::MAX }, is_new: true },
        Message::Bye { stamp: 1 << 60 },
    ];
    for message in messages {
        assert_eq!(Message::read(&message.write()), Some(message));
    }
}

fn leaders(tabs: &[Tab]) -> Vec<usize> {
    (0..tabs.len()).filter(|tab| tabs[*tab].tabs.is_leader()).collect()
}

#[test]
fn the_oldest_tab_leads_and_the_next_follows_when_it_leaves() {
    let device = Device::new();
    let mut tabs = Vec::new();
    for _ in 0..3 {
        tabs.push(device.tab());
        device.pass(Duration::from_millis(500));
    }
    assert_eq!(leaders(&tabs), [0; 0], "the others have time to answer");
    device.pass(BEAT);
    assert_eq!((leaders(&tabs), tabs[2].tabs.others()), (vec![0], 2));
    let calls = Rc::new(Cell::new(0));
    let count = Rc::clone(&calls);
    let _guard = tabs[1].tabs.subscribe(move || count.set(count.get() + 1));
    tabs.remove(0);
    device.settle();
    assert_eq!((leaders(&tabs), calls.get()), (vec![0], 1));
}

#[test]
fn one_tab_polls_for_all_of_them() {
    let device = Device::new();
    let tabs = [device.tab(), device.tab(), device.tab()];
    let lists = tabs.each_ref().map(Tab::look);
    for (tab, list) in tabs.iter().zip(&lists) {
        tab.tabs.let_leader_poll();
        list.poll(Polling::every(Duration::from_secs(5)));
    }
    device.pass(Duration::from_secs(4));
    let before = tabs.each_ref().map(|tab| tab.requests.get());
    device.set(1, "polled");
    device.pass(Duration::from_secs(20));
    let requests: Vec<usize> =
        tabs.iter().zip(before).map(|(tab, before)| tab.requests.get() - before).collect();
    let polled = requests.iter().filter(|requests| **requests > 0).count();
    assert_eq!(polled, 1, "{requests:?}");
    assert!(requests.iter().sum::<usize>() >= 3, "{requests:?}");
    for tab in &tabs {
        assert_eq!(tab.name("1").unwrap(), "polled");
    }
}

#[test]
fn a_tab_that_is_looked_at_leads_before_a_hidden_one() {
    let device = Device::new();
    let tabs = [device.tab(), device.tab()];
    device.pass(BEAT * 2);
    let first = leaders(&tabs)[0];
    tabs[first].tabs.set_hidden(true);
    device.settle();
    assert_eq!(leaders(&tabs), [1 - first]);
    tabs[1 - first].tabs.set_hidden(true);
    device.settle();
    assert_eq!(leaders(&tabs), [first]);
}

#[test]
fn a_tab_that_is_not_heard_any_more_is_followed_by_the_next() {
    let device = Device::new();
    let mut tabs = vec![device.tab(), device.tab()];
    device.pass(BEAT * 2);
    let first = leaders(&tabs)[0];
    let other = 1 - first;
    // It crashed: it says no goodbye.
    let crashed = tabs.remove(first);
    let waiting = device.channels.waiting();
    drop(crashed);
    while device.channels.lose(waiting) {}
    device.pass(BEAT);
    assert!(!tabs[0].tabs.is_leader(), "tab {other} still waits");
    device.pass(BEAT * 3);
    assert!(tabs[0].tabs.is_leader());
}

#[test]
fn one_tab_leads_once_messages_arrive_again() {
    for seed in 0..60 {
        let (device, random) = (Device::new(), SeededRandom::new(seed));
        let mut tabs: Vec<Tab> = Vec::new();
        for _ in 0..60 {
            match random.below(6) {
                0 if tabs.len() < 4 => tabs.push(device.tab()),
                1 if tabs.len() > 1 => {
                    let place = usize::try_from(random.below(tabs.len() as u64)).unwrap();
                    drop(tabs.remove(place));
                }
                2 if !tabs.is_empty() => {
                    let place = usize::try_from(random.below(tabs.len() as u64)).unwrap();
                    tabs[place].tabs.set_hidden(random.below(2) == 0);
                }
                _ => device.clock.advance(Duration::from_millis(random.below(3_000))),
            }
            device.spawn.run_until_stalled();
            while device.channels.waiting() > 0 {
                let place =
                    usize::try_from(random.below(device.channels.waiting() as u64)).unwrap();
                match random.below(10) {
                    0 | 1 => drop(device.channels.lose(place)),
                    2 if device.channels.waiting() < 50 => drop(device.channels.repeat(place)),
                    _ => drop(device.channels.deliver(place)),
                }
            }
        }
        device.pass(Duration::from_secs(140));
        if !tabs.is_empty() {
            assert_eq!(leaders(&tabs).len(), 1, "seed {seed}: {tabs:?}", tabs = leaders(&tabs));
        }
    }
}

#[test]
fn tabs_end_with_the_same_data_whatever_order_messages_take() {
    for seed in 0..60 {
        let (device, random) = (Device::new(), SeededRandom::new(seed));
        let tabs = [device.tab(), device.tab(), device.tab()];
        let lists = tabs.each_ref().map(Tab::look);
        for step in 0..25 {
            device.clock.advance(Duration::from_millis(random.below(500)));
            let place = usize::try_from(random.below(3)).unwrap();
            match random.below(4) {
                0 => device.set(1, &format!("{seed}.{step}")),
                1 => lists[place].refetch(),
                2 => tabs[place].is_slow.set(random.below(2) == 0),
                _ => tabs[place].client.invalidate(&key()),
            }
            device.spawn.run_until_stalled();
            while device.channels.waiting() > 0 && random.below(4) > 0 {
                let waiting = device.channels.waiting() as u64;
                device.channels.deliver(usize::try_from(random.below(waiting)).unwrap());
            }
        }
        for tab in &tabs {
            tab.is_slow.set(false);
        }
        device.pass(Duration::from_secs(2));
        // The server changes no more: one look of one tab is enough for all.
        lists[0].refetch();
        device.pass(Duration::from_secs(2));
        let name = device.rows.borrow()[0].1.clone();
        for tab in &tabs {
            assert_eq!(tab.name("1").unwrap(), name, "seed {seed}");
        }
    }
}

#[test]
fn a_tab_that_leaves_leaves_nothing_behind() {
    let device = Device::new();
    let (one, other) = (device.tab(), device.tab());
    let list = other.look();
    device.settle();
    let client = one.client.clone();
    drop(one);
    device.settle();
    assert_eq!(other.tabs.others(), 0);
    client.invalidate(&QueryKey::root());
    client.set_data(&key(), 1);
    device.settle();
    assert!(list.state().data.is_some());
    assert_eq!(device.channels.waiting(), 0);
}
