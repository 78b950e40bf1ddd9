//! Connecting an API.

use std::fs;

use serde_json::{Value, json};
use xtask::http;

use crate::{
    harness::{Journey, Target},
    scratch,
    servers::DemoApi,
};

#[test]
fn an_api_is_connected_by_the_address_of_its_document() {
    let demo = DemoApi::start();
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        page.see(&Target::heading("Vitrine")).await;
        page.fill(&Target::control("Address of the API"), &demo.document()).await;
        page.click(&Target::button("Open")).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.see(&Target::text("10,000 rows")).await;

        // It is known from now on, and opens without being read again.
        assert_eq!(page.workers().await, 1, "the API was read by the worker");
        page.open("/").await;
        page.see(&Target::heading("Your APIs")).await;
        page.click(&Target::path("the known API", "//a[.//span='Demo API']")).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        assert_eq!(page.workers().await, 0, "the document was read again");
    });
}

#[test]
fn an_api_is_connected_by_picking_its_document() {
    let demo = DemoApi::start();
    let document = http::get(&demo.document(), &[]).expect("the demo API answers").text();
    // A file has no address, so it has to say itself where its server is.
    let mut document: Value = serde_json::from_str(&document).expect("JSON");
    document["servers"] = json!([{ "url": demo.url() }]);
    let file = scratch::folder("document").join("shop.json");
    fs::write(&file, document.to_string()).expect("the document can be written");
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        page.pick(&Target::control("Or pick an OpenAPI file"), &file).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
    });
}

#[test]
fn an_api_is_connected_by_dropping_its_document() {
    let demo = DemoApi::start();
    let document = http::get(&demo.document(), &[]).expect("the demo API answers").text();
    let mut document: Value = serde_json::from_str(&document).expect("JSON");
    document["servers"] = json!([{ "url": demo.url() }]);
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        let place = Target::control("Or pick an OpenAPI file");
        page.drop_file(&place, "shop.json", &document.to_string()).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
    });
}

#[test]
fn what_was_understood_is_shown_with_its_reasons() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).run(async |page| {
        page.open("/demo/-/understood").await;
        page.see(&Target::heading("What was understood")).await;
        page.see(&Target::text("/products/{id}")).await;
        page.click(&Target::link("Open the list")).await;
        page.see_count(&Target::rows(), 25).await;
    });
}

#[test]
fn a_connected_api_can_be_forgotten() {
    let demo = DemoApi::start();
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        page.fill(&Target::control("Address of the API"), &demo.document()).await;
        page.click(&Target::button("Open")).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        let first =
            async || page.evaluate("return localStorage.getItem('vitrine.first');", &[]).await;
        assert!(first().await.is_null(), "the first page needed no data");
        page.reload().await;
        page.see_count(&Target::rows(), 25).await;
        assert!(first().await.is_string(), "the list did");
        page.open("/").await;
        page.click(&Target::button("Forget Demo API")).await;
        page.see_no(&Target::heading("Your APIs")).await;
        assert!(first().await.is_null(), "nothing is asked of it any more");
        page.reload().await;
        page.see(&Target::heading("Vitrine")).await;
        page.see_no(&Target::heading("Your APIs")).await;
    });
}
