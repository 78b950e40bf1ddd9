//! Visits of one device, under a manual clock and a disk that fails.

use super::{PersistOptions, Persistence};
use crate::platform::{
    Clock, DatabaseErrorKind, Disk, LocalSpawn, ManualClock, MemoryDatabase, SeededRandom,
};
use crate::query::{
    Fetcher, ListPage, QueryClient, QueryClientOptions, QueryKey, QueryObserver, QueryOptions,
};
use crate::record::{Identifier, Path, RowsAt};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// A device, whatever is open on it.
#[derive(Default)]
struct Device {
    clock: ManualClock,
    spawn: LocalSpawn,
    disk: Disk,
    notices: Rc<RefCell<Vec<String>>>,
}

/// One visit: a client with the device below it, and the server beside.
struct Visit {
    client: QueryClient,
    persistence: Persistence,
    requests: Rc<Cell<usize>>,
    /// The body of the list; `None` for a server that never answers.
    body: Rc<RefCell<Option<String>>>,
}

const BODY: &str = r#"[{"id": 1, "name": "a", "price": 10.50}, {"id": 2, "name": "b"}]"#;

impl Device {
    fn new() -> Self {
        Self { clock: ManualClock::new(1_000_000), ..Self::default() }
    }

    fn visit_with(&self, change: impl FnOnce(&mut PersistOptions)) -> Visit {
        let client = QueryClient::new(QueryClientOptions {
            clock: Rc::new(self.clock.clone()),
            spawn: Rc::new(self.spawn.clone()),
            defaults: QueryOptions { gc_time: Duration::from_secs(5), ..QueryOptions::default() },
        });
        let mut options = PersistOptions::new(
            Rc::new(MemoryDatabase::on(&self.disk)),
            Rc::new(self.clock.clone()),
            Rc::new(self.spawn.clone()),
        );
        let notices = Rc::clone(&self.notices);
        options.on_trouble =
            Rc::new(move |message| notices.borrow_mut().push(message.key.into_owned()));
        change(&mut options);
        let persistence = Persistence::attach(&client, options);
        Visit {
            client,
            persistence,
            requests: Rc::default(),
            body: Rc::new(RefCell::new(Some(BODY.to_owned()))),
        }
    }

    fn visit(&self) -> Visit {
        self.visit_with(|_| ())
    }

    /// Returns a visit without a network.
    fn offline(&self) -> Visit {
        let visit = self.visit();
        visit.body.take();
        visit
    }

    /// Lets `time` pass in small steps.
    fn pass(&self, time: Duration) {
        self.spawn.run_until_stalled();
        for _ in 0..time.as_millis() / 250 {
            self.clock.advance(Duration::from_millis(250));
            self.spawn.run_until_stalled();
        }
    }

    fn second(&self) {
        self.pass(Duration::from_millis(1_500));
    }

    /// Visits, looks at the list and leaves.
    fn fill(&self) {
        let visit = self.visit();
        let _list = visit.look();
        self.second();
    }
}

fn key() -> QueryKey {
    QueryKey::from("notes").child("list")
}

impl Visit {
    fn look(&self) -> QueryObserver<ListPage> {
        self.look_at(&key())
    }

    fn look_at(&self, key: &QueryKey) -> QueryObserver<ListPage> {
        let (entities, body) = (self.client.entities().clone(), Rc::clone(&self.body));
        let requests = Rc::clone(&self.requests);
        let fetcher: Fetcher<ListPage> = Rc::new(move || {
            requests.set(requests.get() + 1);
            let (entities, body, start) =
                (entities.clone(), body.borrow().clone(), entities.begin());
            Box::pin(async move {
                let Some(body) = body else { return std::future::pending().await };
                let at = RowsAt::root("id");
                Ok(entities.put_body("notes", &at, body.as_bytes(), start, None).unwrap())
            })
        });
        self.client.observe(key, self.client.defaults(), fetcher)
    }

    fn text(&self, id: &str, name: &str) -> Option<String> {
        let entity = self.client.entities().find("notes", &Identifier::new(id))?;
        entity.text(&Path::field(name))
    }
}

fn names(list: &QueryObserver<ListPage>) -> Option<Vec<String>> {
    let page = list.state().data?;
    let name = |row: &crate::query::Entity| row.text(&Path::field("name")).unwrap_or_default();
    Some(page.rows().iter().map(name).collect())
}

#[test]
fn a_list_is_there_on_the_next_visit_before_the_server_answers() {
    let device = Device::new();
    device.fill();
    let visit = device.offline();
    let list = visit.look();
    assert_eq!(names(&list), None, "reading takes a moment");
    device.spawn.run_until_stalled();
    assert_eq!(names(&list).unwrap(), [r#""a""#, r#""b""#]);
    assert_eq!(visit.text("1", "price").unwrap(), "10.50");
    let state = list.state();
    assert!(state.is_stale && state.is_fetching());
    assert_eq!(state.updated_at, Some(1_000_000));
    let statistics = visit.persistence.statistics();
    assert_eq!((statistics.hits, statistics.records_read), (1, 2));
}

#[test]
fn a_record_is_kept_once_however_many_lists_have_it() {
    let device = Device::new();
    let visit = device.visit();
    let _lists: Vec<_> = (0..20).map(|page| visit.look_at(&key().child(page))).collect();
    device.second();
    let kept = device.disk.bytes();
    let _more = visit.look_at(&key().child(20));
    device.second();
    assert!(device.disk.bytes() - kept < 200, "{} more", device.disk.bytes() - kept);
}

#[test]
fn only_what_changed_is_written_again() {
    let device = Device::new();
    let visit = device.visit();
    let list = visit.look();
    device.second();
    let writes = visit.persistence.statistics().writes;
    assert_eq!(writes, 3, "a list and two records");
    visit.body.replace(Some(BODY.replace("\"b\"", "\"c\"")));
    list.refetch();
    device.second();
    assert_eq!(visit.persistence.statistics().writes, writes + 2, "the list and one record");
}

#[test]
fn answers_are_written_together_a_little_later() {
    let device = Device::new();
    let visit = device.visit();
    let _lists: Vec<_> = (0..10).map(|page| visit.look_at(&key().child(page))).collect();
    device.pass(Duration::from_millis(750));
    assert_eq!(device.disk.bytes(), 0);
    // The reads of ten queries, two of the first sweep, and one write.
    let before = device.disk.operations();
    device.pass(Duration::from_millis(500));
    assert!(device.disk.bytes() > 0);
    assert_eq!(device.disk.operations() - before, 3);
}

#[test]
fn pending_writes_are_not_kept_and_confirmed_ones_are() {
    let device = Device::new();
    let visit = device.visit();
    let list = visit.look();
    device.second();
    let id = Identifier::new("1");
    let write = visit.client.entities().update("notes", &id, json!({"name": "mine"}));
    device.second();
    {
        let other = device.offline();
        let list = other.look();
        device.spawn.run_until_stalled();
        assert_eq!(names(&list).unwrap(), [r#""a""#, r#""b""#]);
    }
    visit.client.entities().confirm(write, None);
    device.second();
    drop((list, visit));
    let other = device.offline();
    let list = other.look();
    device.spawn.run_until_stalled();
    assert_eq!(names(&list).unwrap(), [r#""mine""#, r#""b""#]);
    assert_eq!(other.text("1", "price").unwrap(), "10.50", "digits outlive a merge");
}

#[test]
fn what_is_known_of_a_record_is_completed_from_the_device() {
    let device = Device::new();
    device.fill();
    let visit = device.offline();
    let entities = visit.client.entities();
    let at = RowsAt::root("id");
    let answer = br#"[{"id": 1, "name": "newer"}]"#;
    let _page = entities.put_body("notes", &at, answer, entities.begin(), None).unwrap();
    let list = visit.look();
    device.spawn.run_until_stalled();
    assert_eq!(names(&list).unwrap(), [r#""newer""#, r#""b""#]);
    assert_eq!(visit.text("1", "price").unwrap(), "10.50");
    device.second();
    drop((list, visit));
    let visit = device.offline();
    let list = visit.look();
    device.spawn.run_until_stalled();
    assert_eq!(names(&list).unwrap()[0], r#""newer""#, "what this visit learnt is kept");
}

#[test]
fn what_is_invalidated_or_removed_is_so_on_the_next_visit() {
    let device = Device::new();
    device.fill();
    let visit = device.offline();
    visit.client.invalidate(&QueryKey::from("notes"));
    device.second();
    drop(visit);
    let visit = device.offline();
    let list = visit.look();
    device.spawn.run_until_stalled();
    assert_eq!(list.state().updated_at, Some(0));
    drop(list);
    visit.client.remove(&QueryKey::from("other"));
    visit.client.remove(&key());
    let list = visit.look();
    device.spawn.run_until_stalled();
    assert_eq!(names(&list), None, "what waits to be removed is not read");
    drop(list);
    device.second();
    let visit = device.offline();
    let list = visit.look();
    device.second();
    assert_eq!(names(&list), None);
}

#[test]
fn what_is_old_or_of_another_build_is_not_read() {
    let device = Device::new();
    device.fill();
    let sees = |visit: Visit| {
        visit.body.take();
        let list = visit.look();
        device.spawn.run_until_stalled();
        names(&list).is_some()
    };
    assert!(!sees(device.visit_with(|options| options.buster = "2".to_owned())));
    assert!(sees(device.visit()));
    assert!(!sees(device.visit_with(|options| options.max_age = Duration::from_millis(100))));
    device.clock.advance(Duration::from_hours(24 * 8));
    assert!(!sees(device.visit()));
    device.visit().look();
    device.second();
}

#[test]
fn nothing_waits_for_a_device_that_is_slow() {
    let device = Device::new();
    device.fill();
    // Only what this executor runs moves; the disk answers in its second turn.
    let visit = device.visit_with(|options| options.patience = Duration::ZERO);
    let list = visit.look();
    device.spawn.run_until_stalled();
    assert!(names(&list).is_some());
    assert!(visit.requests.get() <= 1);
}

#[test]
fn the_choice_to_keep_nothing_forgets_what_was_kept() {
    let device = Device::new();
    device.fill();
    let visit = device.visit();
    let list = visit.look();
    let forgotten = visit.persistence.keep_nothing();
    let outcome = Rc::new(Cell::new(None));
    let into = Rc::clone(&outcome);
    crate::platform::Spawn::spawn(
        &device.spawn,
        Box::pin(async move { into.set(Some(forgotten.await.is_ok())) }),
    );
    device.second();
    assert_eq!(outcome.get(), Some(true));
    list.refetch();
    device.second();
    assert_eq!((device.disk.bytes(), visit.persistence.is_keeping()), (0, false));
    assert_eq!(names(&list).unwrap().len(), 2, "memory goes on");
    visit.persistence.keep_again();
    list.refetch();
    device.second();
    assert!(device.disk.bytes() > 0);
    drop((list, visit));
    let visit = device.offline();
    let list = visit.look();
    device.spawn.run_until_stalled();
    assert_eq!(names(&list).unwrap().len(), 2, "records that had not changed were kept again");
}

#[test]
fn one_fault_after_keeping_again_does_not_end_it() {
    for step in 0..6 {
        let device = Device::new();
        let visit = device.visit();
        let list = visit.look();
        device.second();
        let change = |name: &str| {
            visit.body.replace(Some(BODY.replace("\"a\"", name)));
            list.refetch();
            device.pass(Duration::from_secs(10));
        };
        device.disk.fail_always(Some(DatabaseErrorKind::Closed));
        change("\"A\"");
        assert!(!visit.persistence.is_keeping(), "it has failed again and again");
        device.disk.fail_always(None);
        visit.persistence.keep_again();
        device.disk.fail_at(step, DatabaseErrorKind::Closed);
        change("\"B\"");
        assert!(visit.persistence.is_keeping(), "the fault was at operation {step}");
    }
}

#[test]
fn each_person_at_each_origin_has_a_database() {
    let name = Persistence::database_name;
    assert_eq!(name("https://a.example", "x"), "vitrine/https%3A%2F%2Fa.example/x");
    assert_ne!(name("https://a.example", "b/c"), name("https://a.example/b", "c"));
    let (mine, yours) = (Device::new(), Device::new());
    mine.fill();
    let visit = yours.offline();
    let list = visit.look();
    yours.second();
    assert_eq!(names(&list), None);
}

#[test]
fn a_device_without_a_database_is_told_of_once() {
    let device = Device::new();
    device.disk.fail_always(Some(DatabaseErrorKind::Missing));
    let visit = device.visit();
    let list = visit.look();
    device.second();
    assert_eq!(names(&list).unwrap().len(), 2);
    let operations = device.disk.operations();
    let _other = visit.look_at(&key().child(1));
    visit.client.invalidate(&QueryKey::root());
    device.second();
    assert_eq!(device.disk.operations(), operations, "it is not asked again");
    assert_eq!(*device.notices.borrow(), ["device.missing"]);
}

#[test]
fn a_full_device_makes_room_by_the_oldest_lists_and_gives_up_if_that_is_not_enough() {
    let device = Device::new();
    let visit = device.visit();
    let rows = |from: usize| {
        let row = |id| json!({"id": id, "name": "x".repeat(100)});
        Some((from..from + 10).map(row).collect::<serde_json::Value>().to_string())
    };
    let mut lists = Vec::new();
    device.disk.set_capacity(Some(7_000));
    for page in 0..8 {
        visit.body.replace(rows(page * 10));
        lists.push(visit.look_at(&key().child(page)));
        device.second();
    }
    assert!(visit.persistence.is_keeping() && device.notices.borrow().is_empty());
    assert!(visit.persistence.statistics().evictions > 0);
    drop((lists, visit));
    let visit = device.offline();
    let sees = |page: usize| {
        let list = visit.look_at(&key().child(page));
        device.spawn.run_until_stalled();
        names(&list).is_some()
    };
    let pages: Vec<usize> = (0..8).filter(|page| sees(*page)).collect();
    assert!(pages.contains(&7) && !pages.contains(&0), "{pages:?}");
    drop(visit);
    device.disk.set_capacity(Some(0));
    let visit = device.visit();
    let list = visit.look_at(&key().child("new"));
    device.pass(Duration::from_secs(10));
    assert_eq!((names(&list).unwrap().len(), visit.persistence.is_keeping()), (2, false));
    assert_eq!(*device.notices.borrow(), ["device.full"]);
}

#[test]
fn no_more_is_kept_than_the_bound() {
    let device = Device::new();
    let visit = device.visit_with(|options| options.max_bytes = 3_000);
    for page in 0..30 {
        visit.body.replace(Some(format!(r#"[{{"id": {page}, "name": "{}"}}]"#, "x".repeat(200))));
        let list = visit.look_at(&key().child(page));
        device.second();
        assert!(names(&list).is_some());
        assert!(device.disk.bytes() <= 3_500, "{} bytes", device.disk.bytes());
    }
    assert!(device.disk.bytes() > 1_000);
    assert!(visit.persistence.statistics().evictions > 10);
}

/// One visit with a fault at the operation `step`, then one without a network.
fn check_fault(step: u64, kind: DatabaseErrorKind) -> u64 {
    let device = Device::new();
    device.fill();
    let done = device.disk.operations();
    device.disk.fail_at(step, kind);
    {
        let visit = device.visit();
        let list = visit.look();
        device.second();
        visit.body.replace(Some(BODY.replace("\"a\"", "\"A\"")));
        visit.client.invalidate(&key());
        device.second();
        visit.client.remove(&QueryKey::from("other"));
        device.pass(Duration::from_secs(5));
        let seen = names(&list).unwrap();
        assert_eq!(seen, [r#""A""#, r#""b""#], "step {step}: memory is right whatever fails");
        assert!(device.notices.borrow().len() <= 1);
    }
    let operations = device.disk.operations() - done;
    let visit = device.offline();
    let list = visit.look();
    device.second();
    // What is read is what the server said at some time: a whole list or none.
    if let Some(seen) = names(&list) {
        assert!(
            seen == [r#""A""#, r#""b""#] || seen == [r#""a""#, r#""b""#],
            "step {step}: {seen:?}"
        );
        let is_lasting = matches!(kind, DatabaseErrorKind::Broken | DatabaseErrorKind::Missing);
        assert!(
            is_lasting || seen[0] == r#""A""#,
            "step {step}: {kind:?} passes, and {seen:?} is old"
        );
    }
    operations
}

#[test]
fn whatever_operation_fails_at_whatever_step_nothing_wrong_is_shown() {
    for kind in [
        DatabaseErrorKind::Missing,
        DatabaseErrorKind::Full,
        DatabaseErrorKind::Blocked,
        DatabaseErrorKind::Closed,
        DatabaseErrorKind::Broken,
    ] {
        let mut step = 0;
        while check_fault(step, kind) > step {
            step += 1;
        }
        assert!(step >= 5, "{step} steps with {kind:?}");
    }
}

#[test]
fn lists_on_random_schedules_are_read_as_they_were_written() {
    for seed in 0..40 {
        let (device, random) = (Device::new(), SeededRandom::new(seed));
        let mut kept: [Option<String>; 3] = Default::default();
        for _ in 0..12 {
            let page = usize::try_from(random.below(3)).unwrap();
            let name = random.below(1_000);
            // Pages share record 9, which the latest answer decides.
            let body = format!(
                r#"[{{"id": {page}, "name": "{name}"}}, {{"id": 9, "name": "{name}"}}, {{"name": "keyless {name}"}}]"#
            );
            let visit = device.visit();
            visit.body.replace(Some(body));
            let list = visit.look_at(&key().child(page));
            list.refetch();
            if random.below(4) == 0 {
                device.disk.fail_at(random.below(6), DatabaseErrorKind::Blocked);
            }
            device.pass(Duration::from_secs(5));
            assert_eq!(names(&list).unwrap()[0], format!("\"{name}\""), "seed {seed}");
            kept[page] = Some(name.to_string());
            drop((list, visit));
            let visit = device.offline();
            for (page, kept) in kept.iter().enumerate() {
                let list = visit.look_at(&key().child(page));
                device.spawn.run_until_stalled();
                let shared = format!("\"{name}\"");
                let expected = kept
                    .as_ref()
                    .map(|kept| vec![format!("\"{kept}\""), shared, format!("\"keyless {kept}\"")]);
                if names(&list).is_some() || device.disk.operations() == 0 {
                    assert_eq!(names(&list), expected, "seed {seed}, page {page}");
                }
            }
        }
        assert!(device.clock.now() > 1_000_000);
    }
}
