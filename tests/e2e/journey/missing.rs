//! What is not there, and what does not arrive.

use serde_json::json;

use crate::{
    harness::{Journey, Target, over},
    servers::DemoApi,
};

#[test]
fn an_unknown_address_is_explained_at_every_level() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).expecting("status of 404").run(async |page| {
        for (path, sentence) in [
            ("/elsewhere/products", "This API is not known here"),
            ("/demo/nothings", "The API has no such list"),
            ("/demo/products/987654321", "There is no such record"),
            ("/demo/products/987654321/edit", "There is no such record"),
            ("/demo/-/nothing", "There is no such page"),
        ] {
            page.open(path).await;
            page.see(&Target::heading(sentence)).await;
        }
        page.click(&Target::link("All APIs").within("//main")).await;
        page.see(&Target::heading("Your APIs")).await;
    });
}

#[test]
fn a_page_beyond_the_last_one_leads_back() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/categories?page=9").await;
        page.see(&Target::heading("There is nothing on this page")).await;
        page.click(&Target::path(
            "the way back",
            "//main//button[normalize-space(.)='First page']",
        ))
        .await;
        page.see_count(&Target::rows(), 5).await;
    });
}

#[test]
fn the_rows_of_an_earlier_visit_are_there_while_the_api_is_down() {
    let demo = DemoApi::start();
    let config = demo.config();
    Journey::new(&config).expecting("net::ERR_").run(async move |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        let names = page.texts(&Target::cells("Name")).await;
        page.until("keep the rows on the device", async || {
            let script = "indexedDB.databases().then((all) => {
                const kept = all.find(({ name }) => name.startsWith('vitrine/demo'));
                if (!kept) return;
                const opening = indexedDB.open(kept.name);
                opening.onsuccess = () => {
                    const database = opening.result;
                    const count = database.transaction('queries').objectStore('queries').count();
                    count.onsuccess = () => { window.kept = count.result; database.close(); };
                };
            });
            return window.kept > 0;";
            page.evaluate(script, &[]).await == true
        })
        .await;
        drop(demo);
        page.reload().await;
        page.see_count(&Target::rows(), 25).await;
        assert_eq!(page.texts(&Target::cells("Name")).await, names);
        let note = page.see(&Target::path("the note", "//main//*[@role='note']")).await;
        assert!(note.contains("Last known on"), "{note}");
        assert!(note.contains("not reached"), "{note}");
    });
}

#[test]
fn an_api_that_is_down_is_explained_and_tried_again() {
    let demo = DemoApi::start();
    let config = demo.config();
    let url = demo.url().to_owned();
    Journey::new(&config).expecting("net::ERR_").run(async move |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        drop(demo);
        page.click(&Target::menu("Users")).await;
        page.see(&Target::text("The API was not reached.")).await;
        page.see(&Target::button("Try again")).await;
        assert!(url.starts_with("http://127.0.0.1:"));
    });
}

#[test]
fn a_chunk_that_does_not_arrive_is_asked_for_again() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).expecting("status of 404").run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        page.site().lose_chunks(true);
        page.click(&Target::link("New")).await;
        page.see(&Target::heading("A part of the application did not arrive")).await;
        page.site().lose_chunks(false);
        page.click(&Target::button("Try again")).await;
        page.see(&Target::heading("New in Products")).await;
        page.see(&Target::control("Name")).await;
    });
}

#[test]
fn without_any_api_the_first_page_asks_for_one() {
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        page.see(&Target::heading("Vitrine")).await;
        page.see(&Target::control("Address of the API")).await;
        page.see_no(&Target::heading("Your APIs")).await;
    });
}
