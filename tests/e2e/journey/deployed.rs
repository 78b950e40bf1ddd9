//! A deployment whose configuration carries the model.

use std::cell::Cell;

use serde_json::Value;
use xtask::commands::model::understand;

use crate::{
    harness::{Journey, Page, Target},
    servers::DemoApi,
};

/// Returns the configuration as `cargo xtask model` helps to write it.
fn understood(demo: &DemoApi) -> Value {
    let model = understand(&demo.document()).expect("the demo API is understood");
    let mut apis = demo.config();
    apis[0]["model"] = serde_json::from_str(&model).expect("a model is JSON");
    apis
}

async fn asked_for_products(page: &Page, demo: &DemoApi) -> Vec<String> {
    page.requests(&format!("{}/products?", demo.url())).await
}

#[test]
fn a_deployment_that_carries_the_model_reads_no_document() {
    let demo = DemoApi::start();
    Journey::new(&understood(&demo)).run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        let asked = page.requests(demo.url()).await;
        let is_data = |url: &String| url.contains("/products") || url.contains("/categories");
        assert!(asked.iter().all(is_data), "{asked:?}");
        // What only discovery needs is not downloaded either.
        let chunks = page.requests(&page.site().url("/assets/discover")).await;
        assert!(chunks.is_empty(), "{chunks:?}");
        assert_eq!(page.workers().await, 0, "nothing is read");
    });
}

/// Returns a journey in which the application itself never arrives.
fn without_application(apis: &Value) -> Journey {
    let journey = Journey::new(apis).expecting("status of 404").expecting("Unreachable");
    journey.site().lose_module(true);
    journey
}

const LOST: &str = "Vitrine could not be loaded";

#[test]
fn the_first_rows_are_asked_for_only_once() {
    let demo = DemoApi::start();
    Journey::new(&understood(&demo)).run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        let asked = asked_for_products(page, &demo).await;
        assert_eq!(asked.len(), 1, "{asked:?}");
    });
}

#[test]
fn the_first_rows_are_asked_for_while_the_application_is_on_its_way() {
    let demo = DemoApi::start();
    without_application(&understood(&demo)).run(async |page| {
        page.open("/demo/products").await;
        page.see(&Target::heading(LOST)).await;
        let asked = asked_for_products(page, &demo).await;
        assert_eq!(asked, [format!("{}/products?page=1&limit=25", demo.url())]);
    });
}

#[test]
fn an_address_is_asked_for_what_it_needed_on_the_last_visit() {
    let demo = DemoApi::start();
    let apis = understood(&demo);
    let kept = Cell::new(Value::Null);
    Journey::new(&apis).run(async |page| {
        page.open("/demo/products?sort=-price").await;
        page.see_count(&Target::rows(), 25).await;
        kept.set(page.evaluate("return localStorage.getItem('vitrine.first');", &[]).await);
        page.reload().await;
        page.see_count(&Target::rows(), 25).await;
        let asked = asked_for_products(page, &demo).await;
        assert_eq!(asked.len(), 1, "the application takes the answer: {asked:?}");
    });

    without_application(&apis).run(async |page| {
        page.open("/").await;
        page.see(&Target::heading(LOST)).await;
        page.evaluate("localStorage.setItem('vitrine.first', arguments[0]);", &[kept.take()]).await;
        page.open("/demo/products?sort=-price").await;
        page.see(&Target::heading(LOST)).await;
        let asked = asked_for_products(page, &demo).await;
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].ends_with("sort=-price"), "{asked:?}");
        page.open("/demo/products?sort=name").await;
        page.see(&Target::heading(LOST)).await;
        let other = asked_for_products(page, &demo).await;
        assert!(other.is_empty(), "this address was never visited: {other:?}");
    });
}
