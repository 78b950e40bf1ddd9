//! What was understood: why, and what a person says instead.

use serde_json::{Value, json};
use xtask::http;

use crate::{
    harness::{Journey, Target, over},
    servers::DemoApi,
};

/// A row of the page, by the name of its choice.
fn row(subject: &str) -> Target {
    Target::path(&format!("the choice of {subject}"), &row_path(subject))
}

fn row_path(subject: &str) -> String {
    format!("//*[@data-choice='{subject}']")
}

/// A text within the row of a choice.
fn text_of(subject: &str, words: &str) -> Target {
    let path = format!("{}//*[contains(normalize-space(.), '{words}')]", row_path(subject));
    Target::path(&format!("`{words}` for {subject}"), &path)
}

#[test]
fn a_choice_shows_the_request_that_proved_it() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        page.click(&Target::link("What was understood")).await;
        let products = "//main//nav//a[starts-with(normalize-space(.), 'Products')]";
        page.click(&Target::path("the entry of products", products)).await;
        for subject in ["paging", "sort", "search"] {
            page.see(&text_of(subject, "Proved")).await;
            page.see(&text_of(subject, "GET /products?")).await;
        }
        let asked = page.requests(&format!("{}/products?", demo.url())).await;
        // The list itself, and at most eight tests of it.
        assert!(asked.len() <= 9, "{asked:?}");

        // What was tested is known on the next visit, and not tested again.
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        page.open("/demo/-/understood?resource=products").await;
        page.see(&text_of("paging", "Proved")).await;
    });
}

#[test]
fn a_correction_holds_at_once_and_after_a_reload_and_can_be_taken_back() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/-/understood?resource=products").await;
        let label = Target::control("Label").within(&row_path("label"));
        let before = page.value(&label).await;
        page.choose(&label, "Stock").await;
        page.see(&text_of("label", "By you")).await;

        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.until("see Stock as the first column", async || {
            page.texts(&Target::path("the first column", "//thead//th[1]")).await == ["Stock"]
        })
        .await;

        page.reload().await;
        page.see_count(&Target::rows(), 25).await;
        page.until("see Stock as the first column", async || {
            page.texts(&Target::path("the first column", "//thead//th[1]")).await == ["Stock"]
        })
        .await;

        page.open("/demo/-/understood?resource=products").await;
        page.click(&Target::button("Undo the correction of Label")).await;
        page.see_no(&text_of("label", "By you")).await;
        assert_eq!(page.value(&label).await, before);
        // The focus stays where the person was.
        assert!(page.has_focus(&label).await);
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.until("see Stock elsewhere", async || {
            page.texts(&Target::path("the first column", "//thead//th[1]")).await != ["Stock"]
        })
        .await;
    });
}

#[test]
fn corrections_stand_in_the_configuration() {
    let demo = DemoApi::start();
    let mut apis = demo.config();
    apis[0]["overlay"] = json!({"resources": [{"name": "products", "search": ""}]});
    Journey::new(&apis).run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        // The rows can be looked through all the same.
        page.see(&Target::control("Find in the loaded rows")).await;
        page.see_no(&Target::control("Search")).await;
        page.open("/demo/-/understood?resource=products").await;
        page.see(&text_of("search", "By you")).await;
        // Whoever takes them back on a device has them taken back there.
        page.click(&Target::button("Undo the correction of Search")).await;
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        page.see(&Target::control("Search")).await;
    });
}

#[test]
fn a_list_is_tested_again_when_somebody_asks() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/-/understood?resource=categories").await;
        page.see(&row("paging")).await;
        page.click(&Target::button("Check again")).await;
        page.see(&Target::text("Checked just now.")).await;
        page.see(&Target::text("GET /categories?")).await;
        page.click(&Target::button("Read the description again")).await;
        page.see(&Target::text("The description is the same as before.")).await;
        page.check_accessibility("what was understood").await;
    });
}

/// Returns the document of the demo API with another name for the parameter of its search.
fn document(demo: &DemoApi, search: &str) -> String {
    let document = http::get(&demo.document(), &[]).expect("the demo API answers").text();
    let mut document: Value = serde_json::from_str(&document).expect("JSON");
    document["servers"] = json!([{ "url": demo.url() }]);
    document["components"]["parameters"]["search"]["name"] = json!(search);
    document.to_string()
}

#[test]
fn what_the_api_does_not_do_goes_and_comes_with_another_description() {
    let demo = DemoApi::start();
    let apis = json!([{ "name": "demo", "url": "/shop.json" }]);
    // The API refuses a parameter that it does not know.
    let journey = Journey::new(&apis).expecting("status of 400");
    journey.run(async |page| {
        page.site().serve("shop.json", &document(&demo, "q"));
        page.open("/demo/-/understood").await;
        page.see(&row("search")).await;
        // The test of a list is over before a driver could look twice.
        let watch = "window.seen = {};
            new MutationObserver(() => {
                const find = (path) => document.querySelector(path);
                seen.search ||= find('[aria-label=Search]') !== null;
                seen.row ||= find('tbody tr:not([aria-hidden])');
            }).observe(document.body, { childList: true, subtree: true });";
        page.evaluate(watch, &[]).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.until("see the search come and go", async || {
            let gone = "return seen.search && !document.querySelector('[aria-label=Search]')";
            page.evaluate(gone, &[]).await == true
        })
        .await;
        // The rows are still the same elements.
        assert_eq!(page.evaluate("return seen.row.isConnected", &[]).await, true);

        page.open("/demo/-/understood?resource=products").await;
        page.see(&text_of("search", "Refuted")).await;
        page.site().serve("shop.json", &document(&demo, "search"));
        page.click(&Target::button("Read the description again")).await;
        page.see(&Target::heading("The description of this API has changed")).await;
        page.see(&Target::text("Products is different.")).await;
        page.click(&Target::button("Take it over")).await;
        page.see_no(&Target::heading("The description of this API has changed")).await;
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.click(&Target::link("What was understood")).await;
        page.see(&text_of("search", "Proved")).await;
    });
}
