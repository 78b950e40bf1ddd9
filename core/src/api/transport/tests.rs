//! When a request is sent again, and with what.

use super::{Credential, Credentials, Retry, Transport};
use crate::api::fake::{Fake, answer, no_answer};
use crate::platform::{
    Clock, HttpError, LocalSpawn, ManualClock, Method, Request, Response, Spawn,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

type Answer = Result<Response, HttpError>;

/// Sends one request to a server that gives `answers` in turn; returns the
/// status of the last answer, the requests it took and the milliseconds.
fn check(method: Method, answers: Vec<fn() -> Answer>) -> (Option<u16>, usize, u64) {
    let position = Cell::new(0);
    let fake = Fake::new(move |_| {
        let next = position.replace(position.get() + 1);
        answers[next.min(answers.len() - 1)]()
    });
    let clock = ManualClock::new(0);
    let transport = Transport::new(fake.client(), Rc::new(clock.clone()), Credentials::new())
        .with_jitter(Rc::new(|| 0.0));
    let spawn = LocalSpawn::default();
    let result: Rc<RefCell<Option<Answer>>> = Rc::default();
    let slot = Rc::clone(&result);
    spawn.spawn(Box::pin(async move {
        let answer = transport.send(Request::new(method, "https://a.org/x")).await;
        slot.replace(Some(answer));
    }));
    for _ in 0..40_000 {
        spawn.run_until_stalled();
        if result.borrow().is_some() {
            break;
        }
        clock.advance(Duration::from_millis(1));
    }
    let answer = result.borrow_mut().take().expect("the request ends within 40 seconds");
    let count = fake.log.borrow().len();
    (answer.ok().map(|response| response.status), count, clock.now())
}

fn wait(seconds: &str) -> Response {
    let mut response = answer(429, "");
    response.headers.push(("retry-after".to_owned(), seconds.to_owned()));
    response
}

#[test]
fn a_safe_request_is_tried_again_with_growing_waits() {
    let busy: fn() -> Answer = || Ok(answer(503, ""));
    let silent: fn() -> Answer = || Err(no_answer());
    let fine: fn() -> Answer = || Ok(answer(200, ""));
    assert_eq!(check(Method::Get, vec![fine]), (Some(200), 1, 0));
    assert_eq!(check(Method::Get, vec![busy, silent, fine]), (Some(200), 3, 1_200));
    assert_eq!(check(Method::Get, vec![busy]), (Some(503), 3, 1_200));
    assert_eq!(check(Method::Get, vec![silent]), (None, 3, 1_200));
    assert_eq!(check(Method::Get, vec![|| Ok(answer(500, ""))]), (Some(500), 1, 0));
}

#[test]
fn what_changes_something_is_sent_once() {
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        assert_eq!(check(method, vec![|| Ok(answer(503, ""))]), (Some(503), 1, 0));
    }
}

#[test]
fn the_server_says_how_long_to_wait() {
    let fine: fn() -> Answer = || Ok(answer(200, ""));
    assert_eq!(check(Method::Get, vec![|| Ok(wait("3")), fine]), (Some(200), 2, 3_000));
    assert_eq!(check(Method::Get, vec![|| Ok(wait("3600")), fine]), (Some(429), 1, 0));
    assert_eq!(check(Method::Get, vec![|| Ok(wait("soon")), fine]), (Some(200), 2, 400));
}

#[test]
fn jitter_takes_away_up_to_half_of_the_wait() {
    let request = Request::get("/x");
    let wait = |jitter| Retry::default().wait(&request, &Err(no_answer()), 0, jitter);
    assert_eq!(wait(0.0), Some(Duration::from_millis(400)));
    assert_eq!(wait(1.0), Some(Duration::from_millis(200)));
    assert_eq!(Retry::NEVER.wait(&request, &Err(no_answer()), 0, 0.0), None);
}

#[test]
fn a_credential_set_later_is_used_by_the_next_request() {
    let seen: Rc<RefCell<Vec<usize>>> = Rc::default();
    let log = Rc::clone(&seen);
    let fake = Fake::new(move |request| {
        log.borrow_mut().push(request.headers.len());
        Ok(answer(200, ""))
    });
    let credentials = Credentials::new();
    let clock = Rc::new(ManualClock::new(0));
    let transport = Transport::new(fake.client(), clock, credentials.clone());
    futures::executor::block_on(async {
        transport.send(Request::get("https://a.org/x")).await.unwrap();
        credentials.set("https://a.org", Credential::Bearer { token: "t".into() });
        transport.send(Request::get("https://a.org/x")).await.unwrap();
    });
    assert_eq!(*seen.borrow(), [0, 1]);
}
