//! Mutations without a network, and those that wait for each other.

use super::super::harness::{World, ok};
use super::Writer;
use crate::query::{MutationFilter, MutationStatus, NetworkMode, RetryPolicy};

fn start(world: &World, writer: &Writer, scope: Option<&str>, names: &[&str]) {
    for name in names {
        let config = writer.plain();
        let config = match scope {
            Some(scope) => config.scope(scope),
            None => config,
        };
        world.client.observe_mutation(config).mutate((*name).to_owned());
    }
}

#[test]
fn those_of_one_scope_run_one_after_the_other() {
    let world = World::new();
    let writer = Writer::new(&world);
    start(&world, &writer, Some("s"), &["a", "b", "c"]);
    world.pass(400);
    assert_eq!(writer.logged(), ["write a", "end a", "write b", "end b", "write c", "end c"]);
}

#[test]
fn those_without_a_scope_run_together() {
    let world = World::new();
    let writer = Writer::new(&world);
    start(&world, &writer, None, &["a", "b"]);
    world.pass(200);
    assert_eq!(writer.logged(), ["write a", "write b", "end a", "end b"]);
}

#[test]
fn scopes_run_together_and_each_in_its_order() {
    let world = World::new();
    let writer = Writer::new(&world);
    start(&world, &writer, Some("1"), &["a1", "b1"]);
    start(&world, &writer, Some("2"), &["a2", "b2"]);
    world.pass(400);
    let log = writer.logged();
    assert_eq!(log[..2], ["write a1", "write a2"]);
    assert_eq!(log[4..6], ["write b1", "write b2"]);
}

#[test]
fn one_that_fails_lets_the_next_of_its_scope_run() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(1);
    start(&world, &writer, Some("s"), &["a", "b"]);
    world.pass(300);
    assert_eq!(writer.logged(), ["write a", "end a", "write b", "end b"]);
}

#[test]
fn one_that_waits_for_its_scope_is_paused() {
    let world = World::new();
    let writer = Writer::new(&world);
    let (one, two) = (
        world.client.observe_mutation(writer.plain().scope("s")),
        world.client.observe_mutation(writer.plain().scope("s")),
    );
    one.mutate("a".to_owned());
    two.mutate("b".to_owned());
    assert!(!one.state().is_paused && two.state().is_paused && two.state().is_pending());
    world.pass(110);
    assert!(!two.state().is_paused);
}

#[test]
fn one_that_is_removed_lets_the_next_of_its_scope_run() {
    let world = World::new();
    let writer = Writer::new(&world);
    start(&world, &writer, Some("s"), &["a", "b"]);
    world.pass(50);
    let first = world.client.mutations().find(&MutationFilter::default()).unwrap();
    world.client.mutations().remove(first.id);
    world.pass(200);
    assert_eq!(
        (writer.logged(), writer.dropped.get()),
        (vec!["write a".to_owned(), "write b".to_owned(), "end b".to_owned()], 1)
    );
}

#[test]
fn one_that_is_cancelled_while_it_waits_is_never_written() {
    let world = World::new();
    let writer = Writer::new(&world);
    start(&world, &writer, Some("s"), &["a"]);
    let waiting = world.client.observe_mutation(writer.plain().scope("s"));
    waiting.mutate("b".to_owned());
    start(&world, &writer, Some("s"), &["c"]);
    waiting.cancel();
    world.pass(400);
    assert_eq!(writer.logged(), ["write a", "end a", "write c", "end c"]);
}

#[test]
fn a_mutation_without_a_network_waits_for_it() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.on_offline();
    let observer = world.client.observe_mutation(writer.config());
    observer.mutate("a".to_owned());
    world.pass(5_000);
    assert!(observer.state().is_paused && observer.state().is_pending());
    assert_eq!(writer.logged(), ["mutate a"], "what comes at once does not wait");
    world.client.on_online();
    world.pass(100);
    assert_eq!(observer.state().status, MutationStatus::Success);
}

#[test]
fn a_mutation_that_needs_no_network_does_not_wait() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.on_offline();
    let observer = world.client.observe_mutation(writer.plain().network_mode(NetworkMode::Always));
    observer.mutate("a".to_owned());
    world.pass(100);
    assert_eq!(observer.state().status, MutationStatus::Success);
}

#[test]
fn a_retry_without_a_network_waits_for_it() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(1);
    let retry = RetryPolicy { count: 1, ..RetryPolicy::default() };
    let observer = world.client.observe_mutation(writer.plain().retry(retry));
    observer.mutate("a".to_owned());
    world.pass(200);
    world.client.on_offline();
    world.pass(5_000);
    assert!(observer.state().is_paused && writer.logged().len() == 2);
    world.client.on_online();
    world.pass(100);
    assert_eq!(observer.state().status, MutationStatus::Success);
}

#[test]
fn those_that_waited_for_the_network_go_in_the_order_of_their_start() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.on_offline();
    start(&world, &writer, None, &["a", "b", "c"]);
    world.pass(100);
    world.client.on_online();
    world.pass(200);
    assert_eq!(writer.logged()[..3], ["write a", "write b", "write c"]);
}

#[test]
fn those_of_a_scope_that_waited_for_the_network_go_one_after_the_other() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.on_offline();
    start(&world, &writer, Some("s"), &["a", "b"]);
    world.pass(100);
    world.client.on_online();
    world.pass(300);
    assert_eq!(writer.logged(), ["write a", "end a", "write b", "end b"]);
}

#[test]
fn queries_are_fetched_again_after_the_mutations_that_waited() {
    let world = World::new();
    let (writer, server) = (Writer::new(&world), world.server());
    server.then(ok("a"));
    let _observer = world.observe("k", &server);
    world.pass(100);
    world.client.on_offline();
    start(&world, &writer, None, &["a"]);
    world.pass(100);
    world.client.on_online();
    world.pass(90);
    assert_eq!((writer.logged().len(), server.sent.get()), (1, 1), "the write goes first");
    world.pass(20);
    assert_eq!((writer.logged().len(), server.sent.get()), (2, 2));
}

#[test]
fn queries_are_fetched_again_also_after_a_mutation_that_failed() {
    let world = World::new();
    let (writer, server) = (Writer::new(&world), world.server());
    server.then(ok("a"));
    writer.fails(1);
    let _observer = world.observe("k", &server);
    world.pass(100);
    world.client.on_offline();
    start(&world, &writer, None, &["a"]);
    world.client.on_online();
    world.pass(300);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn mutations_that_do_not_wait_hold_no_queries_up() {
    let world = World::new();
    let (writer, server) = (Writer::new(&world), world.server());
    server.then(ok("a"));
    let _observer = world.observe("k", &server);
    start(&world, &writer, None, &["a"]);
    world.pass(50);
    world.client.on_focus();
    world.client.on_offline();
    world.client.on_online();
    world.pass(60);
    world.client.on_offline();
    world.client.on_online();
    world.turn();
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn a_network_that_comes_and_goes_at_once_lets_nothing_through() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.on_offline();
    start(&world, &writer, None, &["a"]);
    world.turn();
    world.client.on_online();
    world.client.on_offline();
    world.pass(500);
    assert!(writer.logged().is_empty());
    world.client.on_online();
    world.pass(100);
    assert_eq!(writer.logged(), ["write a", "end a"]);
}
