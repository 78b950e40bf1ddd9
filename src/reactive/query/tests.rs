//! Handles in an Owner.

use super::{use_fetching, use_infinite, use_mutating, use_mutation, use_observer, use_queries};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use vitrine_core::platform::{Clock, LocalSpawn, ManualClock};
use vitrine_core::query::{
    Fetcher, InfiniteOptions, MutationConfig, MutationFilter, MutationState, MutationStatus, Pages,
    QueryClient, QueryClientOptions, QueryEntry, QueryError, QueryFilter, QueryKey, QueryOptions,
};

struct World {
    clock: ManualClock,
    spawn: LocalSpawn,
    client: QueryClient,
    owner: Owner,
}

impl World {
    fn new() -> Self {
        let (clock, spawn) = (ManualClock::new(1_000), LocalSpawn::default());
        let client = QueryClient::new(QueryClientOptions {
            clock: Rc::new(clock.clone()),
            spawn: Rc::new(spawn.clone()),
            defaults: QueryOptions { stale_time: Duration::MAX, ..QueryOptions::default() },
        });
        Self { clock, spawn, client, owner: Owner::new() }
    }

    /// Returns a fetcher that answers after 100 ms.
    fn fetcher(&self, text: &'static str) -> Fetcher<String> {
        let clock = self.clock.clone();
        Rc::new(move || {
            let sleep = clock.sleep(Duration::from_millis(100));
            Box::pin(async move {
                sleep.await;
                Ok(text.to_owned())
            })
        })
    }

    fn pass(&self) {
        self.spawn.run_until_stalled();
        self.clock.advance(Duration::from_millis(100));
        self.spawn.run_until_stalled();
    }
}

/// Returns a memo that counts how often what it reads has changed.
fn runs(read: impl Fn() + Send + Sync + 'static) -> Memo<u32> {
    Memo::new(move |before: Option<&u32>| {
        read();
        before.map_or(1, |before| before + 1)
    })
}

#[test]
fn a_selection_is_read_again_only_when_it_changed() {
    let world = World::new();
    world.owner.with(|| {
        let key = QueryKey::from("k");
        let observer = world.client.observe(&key, world.client.defaults(), world.fetcher("abc"));
        let handle = use_observer(observer);
        let length = handle.select(String::len);
        let reads = runs(move || assert!(length.get().is_none_or(|length| length > 0)));
        assert_eq!((reads.get_untracked(), length.get()), (1, None));
        world.pass();
        assert_eq!((reads.get_untracked(), length.get()), (2, Some(3)));
        world.client.set_data(&key, "xyz".to_owned());
        assert_eq!(reads.get_untracked(), 2, "it is as long as before");
        world.client.set_data(&key, "longer".to_owned());
        assert_eq!((reads.get_untracked(), length.get()), (3, Some(6)));
    });
}

#[test]
fn handles_end_with_their_owner() {
    let world = World::new();
    let client = world.client.clone();
    world.owner.with(|| {
        let key = QueryKey::from("k");
        let observer = client.observe(&key, client.defaults(), world.fetcher("abc"));
        let _length = use_observer(observer).select(String::len);
        let _count = use_fetching(&client, QueryFilter::default());
    });
    assert_eq!(client.statistics().observers, 1);
    drop(world.owner);
    let statistics = client.statistics();
    assert_eq!((statistics.observers, statistics.listeners), (0, 0));
}

#[test]
fn a_mutation_is_shown_by_its_handle() {
    let world = World::new();
    world.owner.with(|| {
        let clock = world.clock.clone();
        let config = MutationConfig::new(move |number: &u32| {
            let (number, sleep) = (*number, clock.sleep(Duration::from_millis(100)));
            let write: LocalBoxFuture<'static, Result<u32, QueryError>> = Box::pin(async move {
                sleep.await;
                Ok(number * 2)
            });
            write
        });
        let handle = use_mutation(&world.client, config);
        let running = use_mutating(&world.client, MutationFilter::default());
        let reads = runs(move || handle.with(|state| assert!(!state.is_paused)));
        assert_eq!((reads.get_untracked(), running.get()), (1, 0));
        handle.mutate(7);
        assert_eq!((reads.get_untracked(), running.get()), (2, 1));
        assert!(handle.with(MutationState::is_pending));
        world.pass();
        assert_eq!(handle.with(|state| state.data.as_deref().copied()), Some(14));
        assert_eq!((reads.get_untracked(), running.get()), (3, 0));
        handle.reset();
        assert_eq!(handle.with(|state| state.status), MutationStatus::Idle);
    });
}

#[test]
fn an_infinite_query_grows_by_its_handle() {
    let world = World::new();
    world.owner.with(|| {
        let options = InfiniteOptions::new(
            1,
            |pages: &Pages<u32, u32>| {
                pages.last().map(|(_, page)| page + 1).filter(|page| *page < 3)
            },
            Rc::new(|request| Box::pin(async move { Ok(request.param * 10) })),
        );
        let defaults = world.client.defaults();
        let handle = use_infinite(&world.client, &QueryKey::from("k"), defaults, options);
        world.pass();
        let more = runs(move || assert!(handle.has_next_page() || !handle.has_previous_page()));
        assert!(more.get_untracked() == 1 && handle.has_next_page());
        handle.fetch_next_page();
        assert!(handle.is_fetching_next_page() && !handle.is_fetching_previous_page());
        world.pass();
        assert!(more.get_untracked() == 2 && !handle.has_next_page());
        assert_eq!(handle.with(|state| state.data.as_ref().unwrap().params.clone()), [1, 2]);
    });
}

#[test]
fn several_queries_are_read_by_one_handle() {
    let world = World::new();
    world.owner.with(|| {
        let client = world.client.clone();
        let (one, two) = (world.fetcher("1"), world.fetcher("2"));
        let handle = use_queries(&world.client, move || {
            [("a", one.clone()), ("b", two.clone())]
                .map(|(key, fetcher)| QueryEntry {
                    key: key.into(),
                    options: client.defaults(),
                    source: fetcher.into(),
                })
                .into()
        });
        let fetching = use_fetching(&world.client, QueryFilter::default());
        assert_eq!(fetching.get(), 2);
        world.pass();
        let texts = handle.with(|states| {
            states.iter().filter_map(|state| state.data.as_deref().cloned()).collect::<Vec<_>>()
        });
        assert_eq!((texts, fetching.get()), (vec!["1".to_owned(), "2".to_owned()], 0));
    });
}
