//! Exchanges that stay in one thread.

use super::{Answer, Known, Question, Received, Reception, answer};
use crate::api::discover::{DiscoverError, DiscoverErrorKind, DiscoverOptions, Found, Input, find};
use crate::api::fake::{Fake, answer as response};
use crate::api::{Api, Credential, Credentials};
use crate::platform::Message;
use futures::executor::block_on;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

const URL: &str = "https://a.org/openapi.json";

/// Returns a description of `count` lists, every second below another.
fn description(count: usize) -> Value {
    let text = json!({"type": "string", "description": "x".repeat(200)});
    let names = (0..20).map(|number| (format!("column{number}"), text.clone()));
    let row = json!({"type": "object", "properties": Value::Object(names.collect())});
    let rows = json!({"type": "array", "items": row});
    let content = json!({"application/json": {"schema": rows}});
    let list = json!({"get": {"responses": {"200": {"content": content}}}});
    let paths = (0..count).map(|number| {
        let path = if number % 2 == 0 {
            format!("/list{number}")
        } else {
            format!("/list{}/{{id}}/part{number}", number - 1)
        };
        (path, list.clone())
    });
    json!({"openapi": "3.1.0", "info": {"title": "Large"}, "paths": Value::Object(paths.collect())})
}

fn server(description: &Value) -> Fake {
    let body = description.to_string();
    Fake::new(move |request| {
        let is_there = request.url == URL;
        Ok(if is_there { response(200, body.as_str()) } else { response(404, "") })
    })
}

fn question(input: Input) -> Question {
    Question { input, page_url: None, credentials: Vec::new(), through: Vec::new(), known: None }
}

fn at(url: &str) -> Question {
    question(Input::Url(url.to_owned()))
}

/// Asks, and returns the messages as they would be sent.
fn messages(server: &Fake, question: &Question, document: Option<&str>) -> Vec<Vec<u8>> {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&sent);
    let document = document.map(|text| text.as_bytes().to_vec());
    let question = Question::from_bytes(&question.to_bytes(), document).unwrap();
    let tell = Rc::new(move |answer: Answer| kept.borrow_mut().push(answer.to_bytes()));
    block_on(answer(&server.client(), question, tell));
    sent.take()
}

fn received(messages: &[Vec<u8>]) -> Vec<Received> {
    let mut reception = Reception::default();
    messages.iter().map(|bytes| reception.take(bytes)).collect()
}

fn end(messages: &[Vec<u8>]) -> Result<Option<Box<Found>>, DiscoverError> {
    match received(messages).pop() {
        Some(Received::End(end)) => end,
        other => panic!("the exchange ends with {other:?}"),
    }
}

#[test]
fn the_model_arrives_as_it_was_found() {
    let description = description(120);
    let server = server(&description);
    let messages = messages(&server, &at(URL), None);
    let arrived = end(&messages).unwrap().unwrap();
    let input = Input::Url(URL.to_owned());
    let expected = block_on(find(&server.client(), &input, &DiscoverOptions::default())).unwrap();
    assert_eq!(arrived.api, expected.api);
    assert_eq!(arrived.origin["digest"], expected.origin["digest"]);
    assert_eq!(arrived.origin["outline"], expected.origin["outline"]);
}

#[test]
fn no_message_of_a_large_model_is_large() {
    let messages = messages(&server(&description(400)), &at(URL), None);
    let parts = received(&messages).iter().filter(|it| **it == Received::Part).count();
    assert!(parts > 4, "{parts}");
    let (_end, others) = messages.split_last().unwrap();
    let largest = others.iter().map(Vec::len).max().unwrap();
    assert!(largest < 140 * 1024, "{largest}");
}

#[test]
fn the_first_lists_of_a_large_description_come_before_the_rest() {
    let messages = messages(&server(&description(400)), &at(URL), None);
    let received = received(&messages);
    let editions: Vec<&Api> = received
        .iter()
        .filter_map(|it| match it {
            Received::Lists(api) => Some(&**api),
            _ => None,
        })
        .collect();
    let names = |api: &Api| -> Vec<String> {
        api.resources.iter().map(|resource| resource.name.clone()).collect()
    };
    for pair in editions.windows(2) {
        assert!(names(pair[1]).starts_with(&names(pair[0])));
    }
    let (first, last) = (editions[0], editions[editions.len() - 1]);
    assert_eq!((first.title.as_str(), first.base_url.as_str()), ("Large", "https://a.org"));
    assert!(!first.resources.is_empty() && first.resources.len() < last.resources.len());
    for resource in &last.resources {
        assert!(resource.parents.is_empty() && resource.create.is_none(), "{}", resource.name);
    }
    let progress = received.iter().filter_map(|it| match it {
        Received::Progress(message) if message.key == "connect.progress.lists" => Some(message),
        _ => None,
    });
    let done: Vec<usize> =
        progress.map(|message| message.argument("done").unwrap().parse().unwrap()).collect();
    assert!(done.len() > 3 && done.is_sorted(), "{done:?}");
}

#[test]
fn a_small_description_comes_at_once() {
    let messages = messages(&server(&description(6)), &at(URL), None);
    let is_early = |received: &Received| matches!(received, Received::Lists(_));
    assert!(!received(&messages).iter().any(is_early));
}

#[test]
fn a_document_travels_beside_its_question() {
    let name = Some("large.yaml".to_owned());
    let input = Input::Document { text: String::new(), name, url: Some(URL.to_owned()) };
    let messages =
        messages(&server(&json!({})), &question(input), Some(&description(4).to_string()));
    let found = end(&messages).unwrap().unwrap();
    assert_eq!(found.api.resources.len(), 4);
    assert_eq!(found.api.base_url, "https://a.org");
}

#[test]
fn credentials_go_along() {
    let body = description(2).to_string();
    let server = Fake::new(move |request| {
        let is_known =
            request.headers.iter().any(|(name, value)| name == "X-Key" && value == "secret");
        Ok(if is_known { response(200, body.as_str()) } else { response(401, "") })
    });
    let failure = end(&messages(&server, &at(URL), None)).unwrap_err();
    assert_eq!(
        (failure.kind(), failure.status(), failure.url()),
        (DiscoverErrorKind::Unauthorized, Some(401), URL)
    );
    let credentials = Credentials::new();
    let place = crate::api::ParameterPlace::Header;
    let key = Credential::ApiKey { name: "X-Key".into(), place, key: "secret".into() };
    credentials.set(URL, key);
    let question = Question { credentials: credentials.entries(), ..at(URL) };
    assert!(!format!("{question:?}").contains("secret"));
    assert!(end(&messages(&server, &question, None)).unwrap().is_some());
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let server = server(&description(8));
    let found = end(&messages(&server, &at(URL), None)).unwrap().unwrap();
    let check = |origin: Value, is_asked: bool, is_read: bool| {
        let document_url = found.api.document_url.clone();
        let known = Some(Known { origin, document_url, is_asked });
        let end = end(&messages(&server, &Question { known, ..at(URL) }, None));
        assert_eq!(end.unwrap().is_some(), is_read);
    };
    check(found.origin.clone(), true, false);
    check(json!({"digest": "another"}), false, true);
    check(Value::Null, false, false);
    check(Value::Null, true, true);
}

#[test]
fn a_broken_message_ends_the_exchange() {
    let broken =
        [b"".to_vec(), b"{}".to_vec(), b"{\"part\": 1}".to_vec(), b"{\"found\": {}}".to_vec()];
    for bytes in broken {
        let Received::End(Err(error)) = Reception::default().take(&bytes) else {
            panic!("{bytes:?} is taken");
        };
        assert_eq!(error.kind(), DiscoverErrorKind::Interrupted);
    }
    let say = Answer::Progress(Message::new("a").with("b", 1)).to_bytes();
    let expected = Received::Progress(Message::new("a").with("b", 1));
    assert_eq!(Reception::default().take(&say), expected);
}
