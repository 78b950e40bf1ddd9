//! An API that cannot be read: each reason has its own sentence.

use serde_json::json;
use xtask::process;

use crate::{
    harness::{Journey, Target},
    servers::{Answer, Answering},
};

/// What the browser itself notes while an address is tried.
const NOTES: [&str; 3] = ["status of 4", "net::ERR_", "blocked by CORS policy"];

/// Enters an address and checks the sentence that explains why it cannot be read.
fn check(address: &str, sentence: &str) {
    let journey = Journey::new(&json!([]));
    NOTES.iter().fold(journey, |journey, note| journey.expecting(note)).run(async |page| {
        page.open("/").await;
        page.fill(&Target::control("Address of the API"), address).await;
        page.click(&Target::button("Open")).await;
        let found = page.see(&Target::path("the explanation", "//*[@data-error]")).await;
        assert!(found.contains(sentence), "{found}");
        // What to do stands below, and another address can be tried.
        assert!(found.lines().filter(|line| !line.trim().is_empty()).count() >= 2, "{found}");
        assert_eq!(page.value(&Target::control("Address of the API")).await, address);
    });
}

fn check_answer(answer: Answer, path: &str, sentence: &str) {
    let server = Answering::start(&answer);
    check(&format!("{}{path}", server.url()), sentence);
}

#[test]
fn nothing_listens_there() {
    let port = process::free_port().expect("a port is free");
    check(&format!("http://127.0.0.1:{port}/openapi.json"), "was not reached");
}

#[test]
fn pages_of_other_origins_are_refused() {
    let answer = Answer::new(200, "application/json", "[]").without_cors();
    check_answer(answer, "/openapi.json", "does not let pages of this site read it");
}

#[test]
fn it_wants_to_know_who_asks() {
    check_answer(Answer::new(401, "text/plain", "who?"), "/openapi.json", "who you are (401)");
}

#[test]
fn there_is_nothing_at_the_address() {
    check_answer(Answer::new(404, "text/plain", "no"), "/openapi.json", "There is nothing at");
}

#[test]
fn what_is_there_is_neither_json_nor_yaml() {
    let answer = Answer::new(200, "text/plain", "{ one: [two: }: three\n\t- %");
    check_answer(answer, "/openapi.json", "neither JSON nor YAML");
}

#[test]
fn it_is_a_web_page() {
    let page = "<!doctype html><html><head><title>Welcome</title></head><body>Hi</body></html>";
    check_answer(Answer::new(200, "text/html; charset=utf-8", page), "/", "is a web page");
}

#[test]
fn the_document_describes_nothing() {
    let document = r#"{"openapi":"3.1.0","info":{"title":"Empty","version":"1"},"paths":{}}"#;
    check_answer(Answer::new(200, "application/json", document), "/openapi.json", "has no paths");
}

#[test]
fn it_is_no_address() {
    check("http://[half", "is not a web address");
}

#[test]
fn an_address_is_missing() {
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        page.click(&Target::button("Open")).await;
        let error = page.see(&Target::error_of("Address of the API")).await;
        assert!(error.contains("Enter the address of an API"), "{error}");
    });
}
