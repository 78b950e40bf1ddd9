//! A deployment whose configuration carries the model.

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

#[test]
fn the_first_rows_are_asked_for_beside_the_application_and_only_once() {
    let demo = DemoApi::start();
    let journey = Journey::new(&understood(&demo)).expecting("status of 404");
    journey.expecting("could not").expecting("Unreachable").run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        let asked = asked_for_products(page, &demo).await;
        assert_eq!(asked.len(), 1, "the application takes the answer: {asked:?}");

        // Without an application it is the page itself that asks.
        page.site().lose_module(true);
        page.evaluate("localStorage.clear();", &[]).await;
        page.open("/demo/products").await;
        page.see(&Target::heading("Vitrine could not be loaded")).await;
        assert_eq!(asked_for_products(page, &demo).await, asked);
    });
}

#[test]
fn an_address_is_asked_for_what_it_needed_on_the_last_visit() {
    let demo = DemoApi::start();
    let journey = Journey::new(&demo.config()).expecting("status of 404");
    journey.expecting("could not").expecting("Unreachable").run(async |page| {
        page.open("/demo/products?sort=-price").await;
        page.see_count(&Target::rows(), 25).await;
        page.reload().await;
        page.see_count(&Target::rows(), 25).await;
        let asked = asked_for_products(page, &demo).await;
        assert_eq!(asked.len(), 1, "the application takes the answer: {asked:?}");
        assert!(asked[0].contains("-price"), "{asked:?}");

        page.site().lose_module(true);
        page.reload().await;
        page.see(&Target::heading("Vitrine could not be loaded")).await;
        assert_eq!(asked_for_products(page, &demo).await, asked);
        page.open("/demo/products?sort=name").await;
        page.see(&Target::heading("Vitrine could not be loaded")).await;
        let other = asked_for_products(page, &demo).await;
        assert!(other.is_empty(), "this address was never visited: {other:?}");
    });
}
