//! Invalidating, putting data in, writing.

use super::harness::{Refused, World, count, ok, seconds, text};
use crate::query::{FetchStatus, MutationOptions, QueryKey, QueryOptions, Status};
use std::time::Duration;

fn patient(world: &World) -> QueryOptions {
    QueryOptions { stale_time: Duration::MAX, ..world.options() }
}

#[test]
fn invalidation_refetches_what_is_observed_and_only_marks_the_rest() {
    let world = World::new();
    let (seen, unseen) = (world.server(), world.server());
    seen.then(ok("a"));
    unseen.then(ok("b"));
    let _seen = world.observe_with("seen", &seen, patient(&world));
    let gone = world.observe_with("unseen", &unseen, patient(&world));
    world.pass(100);
    drop(gone);
    world.client.invalidate(&QueryKey::root());
    world.pass(100);
    assert_eq!((seen.sent.get(), unseen.sent.get()), (2, 1));
    let _back = world.observe_with("unseen", &unseen, patient(&world));
    assert_eq!(unseen.sent.get(), 1);
    world.pass(100);
    assert_eq!(unseen.sent.get(), 2, "it was marked");
}

#[test]
fn invalidation_reaches_a_prefix_and_nothing_beside_it() {
    let world = World::new();
    let (posts, users) = (world.server(), world.server());
    posts.then(ok("p"));
    users.then(ok("u"));
    let list = QueryKey::new(["posts", "list"]);
    let _posts = world.client.observe(&list, patient(&world), posts.fetcher());
    let _users = world.observe_with("users", &users, patient(&world));
    world.pass(100);
    world.client.invalidate(&QueryKey::from("posts"));
    world.pass(100);
    assert_eq!((posts.sent.get(), users.sent.get()), (2, 1));
}

#[test]
fn an_answer_to_a_request_older_than_the_invalidation_is_not_taken() {
    let world = World::new();
    let server = world.server();
    server.then(ok("before the write")).then(ok("after the write"));
    let observer = world.observe("k", &server);
    world.pass(50);
    world.client.invalidate(&QueryKey::from("k"));
    world.pass(60);
    assert!(observer.state().is_loading());
    world.pass(40);
    assert_eq!(text(&observer).as_deref(), Some("after the write"));
    assert_eq!((server.sent.get(), server.dropped.get()), (2, 1));
}

#[test]
fn who_waits_for_an_invalidated_fetch_gets_the_later_answer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("old")).then(ok("new"));
    let fetch = world.client.fetch(&QueryKey::from("k"), world.options(), server.fetcher());
    world.pass(50);
    world.client.invalidate(&QueryKey::from("k"));
    world.pass(100);
    assert_eq!(futures::executor::block_on(fetch).unwrap().as_str(), "new");
}

#[test]
fn an_invalidation_that_starts_a_fetch_is_heard_of_once() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe_with("k", &server, patient(&world));
    world.pass(100);
    let (_subscription, heard) = count(&observer);
    world.client.invalidate(&QueryKey::from("k"));
    assert_eq!(heard.get(), 1);
    assert!(observer.state().is_stale && observer.state().is_fetching());
}

#[test]
fn data_put_in_by_hand_is_fresh_and_shown() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let key = QueryKey::from("k");
    world.client.set_data(&key, "put".to_owned());
    let options = QueryOptions { stale_time: seconds(1), ..world.options() };
    let observer = world.observe_with("k", &server, options);
    assert_eq!((text(&observer).as_deref(), server.sent.get()), (Some("put"), 0));
    assert_eq!(observer.state().updated_at, Some(1_000_000));
}

#[test]
fn data_put_in_drops_the_request_that_knows_less() {
    let world = World::new();
    let server = world.server();
    server.then(ok("old"));
    let observer = world.observe("k", &server);
    let fetch = world.client.fetch(&QueryKey::from("k"), world.options(), server.fetcher());
    world.pass(50);
    world.client.set_data(&QueryKey::from("k"), "new".to_owned());
    world.pass(500);
    assert_eq!((text(&observer).as_deref(), server.dropped.get()), (Some("new"), 1));
    assert_eq!(observer.state().fetch_status, FetchStatus::Idle);
    assert_eq!(futures::executor::block_on(fetch).unwrap().as_str(), "new");
}

#[test]
fn data_is_updated_from_what_is_there() {
    let world = World::new();
    let key = QueryKey::from("count");
    world.client.update_data(&key, |count: Option<&u32>| count.map(|count| count + 1));
    assert_eq!(world.client.get_data::<u32>(&key), None);
    world.client.update_data(&key, |count: Option<&u32>| Some(count.map_or(1, |count| count + 1)));
    world.client.update_data(&key, |count: Option<&u32>| Some(count.map_or(1, |count| count + 1)));
    assert_eq!(world.client.get_data::<u32>(&key).as_deref(), Some(&2));
}

#[test]
fn a_write_that_succeeds_invalidates_and_removes_what_it_names() {
    let world = World::new();
    let server = world.server();
    server.then(ok("before")).then(ok("after"));
    let list = world.observe_with("list", &server, patient(&world));
    world.client.set_data(&QueryKey::from("detail"), 1);
    world.pass(100);
    let options = MutationOptions {
        invalidates: vec![QueryKey::from("list")],
        removes: vec![QueryKey::from("detail")],
    };
    let write = world.client.mutate(options, async { Ok::<_, Refused>(7) });
    assert_eq!(futures::executor::block_on(write), Ok(7));
    assert!(list.state().is_fetching());
    world.pass(100);
    assert_eq!(text(&list).as_deref(), Some("after"));
    assert!(world.client.get_data::<i32>(&QueryKey::from("detail")).is_none());
    assert_eq!(world.client.statistics().mutations, 1);
}

#[test]
fn a_write_that_fails_changes_nothing() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let list = world.observe_with("list", &server, patient(&world));
    world.pass(100);
    let options = MutationOptions { invalidates: vec![QueryKey::root()], ..Default::default() };
    let write = world.client.mutate(options, async { Err::<(), _>(Refused(422)) });
    assert_eq!(futures::executor::block_on(write), Err(Refused(422)));
    world.pass(100);
    assert_eq!((server.sent.get(), list.state().is_stale), (1, false));
    assert_eq!(list.state().status, Status::Success);
}
