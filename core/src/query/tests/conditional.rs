//! Requests that name what is known already.

use super::harness::{Refused, World, seconds};
use crate::query::{
    Answer, FetchContext, QueryError, QueryKey, QueryOptions, Source, Status, Store, Stored,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Reply = Result<Answer<String>, QueryError>;

/// A server that remembers the validators it was asked with.
#[derive(Clone, Default)]
struct Server {
    reply: Rc<RefCell<Option<Reply>>>,
    asked: Rc<RefCell<Vec<Option<String>>>>,
    knew: Rc<Cell<bool>>,
}

impl Server {
    fn answers(&self, reply: Reply) {
        *self.reply.borrow_mut() = Some(reply);
    }

    fn source(&self) -> Source<String> {
        let server = self.clone();
        Source::conditional(move |known: FetchContext<String>| {
            server.asked.borrow_mut().push(known.validator.as_deref().map(str::to_owned));
            server.knew.set(known.data.is_some());
            assert_eq!(known.key, QueryKey::from("k"));
            let reply = server.reply.borrow().clone().expect("the server was told what to answer");
            Box::pin(async move { reply })
        })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is scripted beside failures")]
fn data(text: &str, validator: &str) -> Reply {
    Ok(Answer::Data(text.to_owned(), Some(validator.into())))
}

fn key() -> QueryKey {
    QueryKey::from("k")
}

#[test]
fn a_first_request_names_nothing_and_the_next_what_it_brought() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    assert!(!server.knew.get());
    server.answers(data("b", "v2"));
    observer.refetch();
    world.turn();
    observer.refetch();
    world.turn();
    let asked = server.asked.borrow().clone();
    assert_eq!(asked, [None, Some("v1".to_owned()), Some("v2".to_owned())]);
    assert!(server.knew.get());
}

#[test]
fn what_did_not_change_is_fresh_again_and_keeps_its_allocation() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let options = QueryOptions { stale_time: seconds(1), ..world.options() };
    let observer = world.client.observe_source(&key(), options, &server.source());
    world.pass(5_000);
    let before = observer.state();
    server.answers(Ok(Answer::NotModified));
    observer.refetch();
    world.turn();
    let after = observer.state();
    assert!(before.is_stale && !after.is_stale && after.updated_at == Some(1_005_000));
    assert!(Rc::ptr_eq(&before.data.unwrap(), &after.data.unwrap()));
}

#[test]
fn what_did_not_change_is_asked_for_by_the_same_name_again() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    server.answers(Ok(Answer::NotModified));
    for _ in 0..3 {
        observer.refetch();
        world.turn();
    }
    assert_eq!(server.asked.borrow().last().unwrap().as_deref(), Some("v1"));
}

#[test]
fn an_answer_without_a_name_ends_the_old_one() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    server.answers(Ok(Answer::Data("b".to_owned(), None)));
    observer.refetch();
    world.turn();
    observer.refetch();
    world.turn();
    assert_eq!(*server.asked.borrow().last().unwrap(), None);
}

#[test]
fn data_put_in_by_hand_has_no_name() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    world.put("k", "changed here");
    observer.refetch();
    world.turn();
    assert_eq!(*server.asked.borrow(), [None, None]);
}

#[test]
fn a_request_that_fails_leaves_the_name() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let observer = world.client.observe_source(&key(), world.once(), &server.source());
    world.turn();
    server.answers(Err(QueryError::new(Refused(500))));
    observer.refetch();
    world.turn();
    observer.refetch();
    world.turn();
    assert_eq!(server.asked.borrow().last().unwrap().as_deref(), Some("v1"));
}

#[test]
fn nothing_known_that_did_not_change_is_an_error() {
    let world = World::new();
    let server = Server::default();
    server.answers(Ok(Answer::NotModified));
    let observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    let state = observer.state();
    assert_eq!(state.status, Status::Error);
    assert_eq!(state.error.unwrap().to_string(), "not modified, but nothing was known");
}

#[test]
fn a_removed_query_has_no_name() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let _observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    world.client.remove(&key());
    world.turn();
    assert_eq!(*server.asked.borrow(), [None, None]);
}

struct Shelf;

impl Store for Shelf {
    fn load(
        &self,
        _key: &QueryKey,
        _data: std::any::TypeId,
    ) -> futures::future::LocalBoxFuture<'static, Option<Stored>> {
        let data = Rc::new("stored".to_owned());
        let stored = Stored { data, updated_at: 1, validator: Some("v0".into()) };
        Box::pin(async move { Some(stored) })
    }

    fn save(&self, _key: &QueryKey, stored: Stored) {
        assert_eq!(stored.validator.as_deref(), Some("v0"), "it still holds");
    }

    fn remove(&self, _prefix: &QueryKey) {}

    fn invalidate(&self, _prefix: &QueryKey) {}
}

#[test]
fn the_name_of_stored_data_is_used() {
    let world = World::new();
    world.client.set_store(Rc::new(Shelf));
    let server = Server::default();
    server.answers(Ok(Answer::NotModified));
    let observer = world.client.observe_source(&key(), world.options(), &server.source());
    world.turn();
    assert_eq!(server.asked.borrow()[0].as_deref(), Some("v0"));
    assert_eq!(observer.state().data.unwrap().as_str(), "stored");
    assert_eq!(world.client.stored(&key()).unwrap().validator.as_deref(), Some("v0"));
}

#[test]
fn a_source_of_conditional_requests_can_be_fetched_by_hand() {
    let world = World::new();
    let server = Server::default();
    server.answers(data("a", "v1"));
    let answer = world.client.fetch_source(&key(), &world.options(), &server.source());
    world.turn();
    assert_eq!(futures::executor::block_on(answer).unwrap().as_str(), "a");
}
