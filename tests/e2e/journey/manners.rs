//! APIs that a page may not read, may not write, or that want to know who asks.

use serde_json::json;

use crate::{
    harness::{Journey, Page, Target},
    servers::{Lamps, Manners},
};

const NOTES: [&str; 4] = ["status of 4", "net::ERR_", "blocked by CORS policy", "has been blocked"];

fn journey() -> Journey {
    let journey = Journey::new(&json!([]));
    NOTES.iter().fold(journey, |journey, note| journey.expecting(note))
}

async fn connect(page: &Page, lamps: &Lamps) {
    page.open("/").await;
    page.fill(&Target::control("Address of the API"), &lamps.document()).await;
    page.click(&Target::button("Open")).await;
}

/// What is said of a header that the API has to send.
fn header(name: &str) -> Target {
    Target::path(&format!("the header {name}"), &format!("//*[@data-header='{name}']"))
}

#[test]
fn what_a_closed_api_has_to_send_is_told_header_by_header() {
    let lamps = Lamps::start(Manners::Closed);
    journey().run(async |page| {
        connect(page, &lamps).await;
        page.see(&Target::text("does not let pages of this site read it")).await;
        let origin = page.see(&header("Access-Control-Allow-Origin")).await;
        let own = page.site().url("");
        assert!(origin.contains(own.trim_end_matches('/')), "{origin}");
        let sent = page.see(&header("Access-Control-Allow-Headers")).await;
        assert!(sent.contains("If-Match keeps from overwriting"), "{sent}");
        let read = page.see(&header("Access-Control-Expose-Headers")).await;
        assert!(read.contains("X-Total-Count tells how many rows"), "{read}");
        page.see(&header("Access-Control-Max-Age")).await;
        page.see(&Target::text("Access-Control-Allow-Credentials is not needed")).await;
        page.see(&Target::button("Copy the headers")).await;
        page.see(&Target::text("It may want to know who you are")).await;
    });
}

#[test]
fn signing_in_goes_on_with_connecting() {
    let lamps = Lamps::start(Manners::Guarded);
    journey().run(async |page| {
        connect(page, &lamps).await;
        page.see(&Target::heading("Sign in and go on")).await;
        // The refusal named the word, so nobody has to know it.
        page.until("know the word before the token", async || {
            page.value(&Target::control("Word before the token")).await == "Token"
        })
        .await;
        page.fill(&Target::control("Token"), "wrong").await;
        page.click(&Target::button("Sign in")).await;
        page.until("ask again", async || page.value(&Target::control("Token")).await.is_empty())
            .await;
        page.fill(&Target::control("Token"), "abc").await;
        page.click(&Target::button("Sign in")).await;
        page.see(&Target::heading("Lamps")).await;
        page.see_count(&Target::rows(), 25).await;
        page.see(&Target::button("Sign out")).await;
    });
}

#[test]
fn a_change_that_the_browser_refuses_is_explained() {
    let lamps = Lamps::start(Manners::ReadOnly);
    journey().run(async |page| {
        connect(page, &lamps).await;
        page.see_count(&Target::rows(), 25).await;
        page.click(&Target::link("New")).await;
        page.fill(&Target::control("Name"), "Desk").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::text("The API lets this site read it, but not with what was sent")).await;
        let sent = page.see(&header("Access-Control-Allow-Headers")).await;
        assert!(sent.contains("Content-Type"), "{sent}");
        // Of a known API, nothing is asked for that it does not need.
        page.see_no(&header("Access-Control-Allow-Methods")).await;
        assert_eq!(page.value(&Target::control("Name")).await, "Desk");
    });
}

#[test]
fn a_list_that_does_not_answer_any_more_is_explained() {
    let lamps = Lamps::start(Manners::Open);
    journey().run(async |page| {
        connect(page, &lamps).await;
        page.see_count(&Target::rows(), 25).await;
        let document = lamps.document();
        drop(lamps);
        page.reload().await;
        page.see(&Target::text("The API was not reached")).await;
        let origin = document.trim_end_matches("/openapi.json");
        page.see(&Target::text(&format!("Nothing may be running at {origin}"))).await;
    });
}

#[test]
fn a_header_that_the_browser_hides_is_an_issue() {
    let lamps = Lamps::start(Manners::Discreet);
    journey().run(async |page| {
        connect(page, &lamps).await;
        page.see_count(&Target::rows(), 25).await;
        page.click(&Target::link("What was understood")).await;
        page.click(&Target::path("the issues", "//summary[contains(., 'understood')]")).await;
        page.see(&Target::text("The number of rows should stand in the header X-Total-Count"))
            .await;
    });
}

#[test]
fn an_order_that_rows_are_not_in_is_not_offered_any_more() {
    let lamps = Lamps::start(Manners::Unordered);
    journey().run(async |page| {
        connect(page, &lamps).await;
        page.see_count(&Target::rows(), 25).await;
        let by_name = Target::path("the order by name", "//thead//th[contains(., 'Name')]//button");
        page.click(&by_name).await;
        page.see_no(&by_name).await;
        // What keeps its promise stays.
        let by_watts =
            Target::path("the order by watts", "//thead//th[contains(., 'Watts')]//button");
        page.see(&by_watts).await;
        page.click(&Target::link("What was understood")).await;
        page.see(&Target::text("“name”")).await;
    });
}
