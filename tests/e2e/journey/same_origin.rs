//! APIs on the origin of the page, or reached through it, and links to APIs.

use serde_json::json;
use xtask::process;

use crate::{
    harness::{Journey, Target},
    servers::{Lamps, Manners, lamps, lamps_document},
};

/// Rows as one answer, and no more of them than a page takes.
fn rows() -> String {
    json!(lamps(1..=12)).to_string()
}

#[test]
fn a_document_and_its_server_may_be_relative() {
    let apis = json!([{ "name": "Lamps", "url": "docs/lamps.json" }]);
    Journey::new(&apis).run(async |page| {
        page.site().serve("docs/lamps.json", &lamps_document("/v1").to_string());
        page.site().serve("v1/lamps", &rows());
        page.open("/lamps").await;
        page.see_count(&Target::rows(), 12).await;
        page.click(&Target::link("What was understood")).await;
        page.see(&Target::text(&page.site().url("/v1"))).await;
    });
}

#[test]
fn an_address_of_this_site_can_be_typed() {
    Journey::new(&json!([])).expecting("status of 404").run(async |page| {
        page.site().serve("v1/openapi.json", &lamps_document(".").to_string());
        page.site().serve("v1/lamps", &rows());
        page.open("/").await;
        page.fill(&Target::control("Address of the API"), "/v1/openapi.json").await;
        page.click(&Target::button("Open")).await;
        page.see_count(&Target::rows(), 12).await;
    });
}

#[test]
fn an_origin_is_reached_through_an_address_of_the_site() {
    Journey::new(&json!([])).run(async |page| {
        let api = "https://lamps.invalid";
        let config = json!({
            "apis": [{ "name": "Lamps", "url": format!("{api}/openapi.json") }],
            "through": { api: "/mirror/" }
        });
        page.site().serve("config.json", &config.to_string());
        // The description names the API by its own address, as descriptions do.
        let document = lamps_document(&format!("{api}/v1"));
        page.site().serve("mirror/openapi.json", &document.to_string());
        page.site().serve("mirror/v1/lamps", &rows());
        page.open("/lamps").await;
        page.see_count(&Target::rows(), 12).await;
        assert!(page.requests(api).await.is_empty(), "nothing goes there directly");
    });
}

#[test]
fn a_link_opens_an_api() {
    let lamps = Lamps::start(Manners::Open);
    Journey::new(&json!([])).run(async |page| {
        let link = format!("/?api={}", lamps.document());
        page.open(&link).await;
        page.see_count(&Target::rows(), 25).await;
        page.be_at("/lamps/lamps").await;
        // It is known from now on, and opens without being read again.
        page.open(&link).await;
        page.see_count(&Target::rows(), 25).await;
        assert!(page.requests(&lamps.document()).await.is_empty(), "the document was read again");
    });
}

#[test]
fn a_link_to_nothing_says_so() {
    let journey = Journey::new(&json!([])).expecting("net::ERR_");
    journey.run(async |page| {
        let port = process::free_port().expect("a port is free");
        let url = format!("http://127.0.0.1:{port}/openapi.json");
        page.open(&format!("/?api={url}")).await;
        page.see(&Target::text("was not reached")).await;
        assert_eq!(page.value(&Target::control("Address of the API")).await, url);
    });
}
