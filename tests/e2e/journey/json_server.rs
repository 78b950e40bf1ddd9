//! An API without any description: json-server, by its base address only.

use serde_json::json;

use crate::{
    harness::{Journey, Page, Target},
    servers::JsonServer,
};

/// Returns a journey over an API that has to be probed: the usual places of a document are not
/// there, which the browser notes.
fn probing(server: &JsonServer) -> Journey {
    Journey::new(&server.config()).expecting("status of 404")
}

async fn open_products(page: &Page) {
    page.open("/store/products").await;
    page.see_count(&Target::rows(), 25).await;
}

fn names(page: &serde_json::Value) -> Vec<String> {
    let rows = page.as_array().expect("rows").iter();
    rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn its_collections_are_found_by_the_base_address() {
    let server = JsonServer::start();
    Journey::new(&json!([])).expecting("status of 404").run(async |page| {
        page.open("/").await;
        page.fill(&Target::control("Address of the API"), server.url()).await;
        page.click(&Target::button("Open")).await;
        for name in ["Products", "Categories", "Users", "Orders", "Reviews"] {
            page.see(&Target::menu(name)).await;
        }
        page.click(&Target::menu("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.see(&Target::text("240 rows")).await;
    });
}

#[test]
fn rows_are_sorted_searched_and_paged_by_the_server() {
    let server = JsonServer::start();
    probing(&server).run(async |page| {
        open_products(page).await;
        page.click(&Target::path(
            "the header Price",
            "//thead//th[starts-with(., 'Price')]//button",
        ))
        .await;
        let cheapest = names(&server.get("/products?_sort=price&_order=asc&_limit=25"));
        page.until("see the cheapest products", async || {
            page.texts(&Target::row_links()).await == cheapest
        })
        .await;

        page.click(&Target::button("Last page")).await;
        page.see(&Target::text("Page 10 of 10")).await;
        page.see_count(&Target::rows(), 15).await;

        page.fill(&Target::control("Search"), "folding oak").await;
        let found = names(&server.get("/products?q=folding%20oak&_sort=price&_order=asc"));
        assert!(!found.is_empty() && found.len() < 25, "{found:?}");
        page.until("see what was searched", async || {
            page.texts(&Target::row_links()).await == found
        })
        .await;
        page.see(&Target::text("Page 1 of 1")).await;
    });
}

#[test]
fn references_are_understood_without_a_description() {
    let server = JsonServer::start();
    probing(&server).run(async |page| {
        open_products(page).await;
        page.until("see the names of categories", async || {
            let cells = page.texts(&Target::cells("Category")).await;
            let known = ["Lamps", "Chairs", "Tables", "Rugs", "Shelves"];
            cells.len() == 25 && cells.iter().all(|cell| known.contains(&cell.as_str()))
        })
        .await;
    });
}

#[test]
fn a_record_is_created_changed_and_deleted() {
    let server = JsonServer::start();
    probing(&server).run(async |page| {
        open_products(page).await;
        page.click(&Target::link("New")).await;
        page.fill(&Target::control("Name"), "Round cork stool").await;
        page.fill(&Target::control("Price"), "39.5").await;
        page.choose_record("Category ID", "Chairs").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("Round cork stool")).await;
        let made = server.get("/products?name=Round%20cork%20stool")[0].clone();
        assert_eq!((&made["price"], &made["categoryId"]), (&json!(39.5), &json!(2)));

        page.click(&Target::link("Edit")).await;
        page.fill(&Target::control("Name"), "Round cork stool, low").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("Round cork stool, low")).await;
        let id = &made["id"];
        let changed = server.get(&format!("/products/{id}"));
        assert_eq!(
            (&changed["name"], &changed["price"]),
            (&json!("Round cork stool, low"), &made["price"])
        );

        page.click(&Target::button("Delete")).await;
        page.click(&Target::button("Delete").within("//dialog")).await;
        page.see(&Target::text("240 rows")).await;
        assert_eq!(server.get(&format!("/products/{id}")), json!({}));
    });
}
