//! Looking through a list.

use crate::{
    harness::{Page, Target, over},
    servers::DemoApi,
};

/// Opens the list of products and waits for its first page.
async fn open_products(page: &Page) {
    page.open("/demo/products").await;
    page.see_count(&Target::rows(), 25).await;
}

async fn prices(page: &Page) -> Vec<f64> {
    let texts = page.texts(&Target::cells("Price")).await;
    let digits = |text: &String| text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    texts.iter().map(digits).map(|text: String| text.parse().expect("a price")).collect()
}

#[test]
fn a_first_visit_leads_to_rows_on_the_screen() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/").await;
        page.click(&Target::path("the configured API", "//a[.//span='Demo']")).await;
        page.click(&Target::menu("Products")).await;
        page.see(&Target::heading("Products")).await;
        page.see_count(&Target::rows(), 25).await;
        page.see(&Target::text("10,000 rows")).await;
        page.see(&Target::text("Page 1 of 400")).await;
    });
}

#[test]
fn a_header_sorts_up_and_down() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        open_products(page).await;
        let header = Target::column("Price");
        let button = Target::path("the header Price", &format!("{}//button", header.path));
        for (direction, query) in [("ascending", "sort=price"), ("descending", "sort=-price")] {
            page.click(&button).await;
            page.be_at(&format!("/demo/products?{query}")).await;
            assert_eq!(page.attribute(&header, "aria-sort").await.as_deref(), Some(direction));
            page.until(&format!("see prices in {direction} order"), async || {
                let prices = prices(page).await;
                let is_sorted = prices.is_sorted_by(|a, b| match direction {
                    "ascending" => a <= b,
                    _ => a >= b,
                });
                prices.len() == 25 && is_sorted
            })
            .await;
        }
        page.click(&button).await;
        page.be_at("/demo/products").await;
        assert_eq!(page.attribute(&header, "aria-sort").await, None);
    });
}

#[test]
fn a_condition_narrows_the_list_and_can_be_taken_away() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        open_products(page).await;
        page.click(&Target::button("Filter")).await;
        page.choose(&Target::control("Field"), "Price").await;
        page.choose(&Target::control("Comparison"), "is at least").await;
        page.fill(&Target::control("Value"), "500").await;
        page.click(&Target::button("Apply")).await;
        page.be_at("/demo/products?filter=price:gte:500").await;
        page.until("see only prices from 500 on", async || {
            let prices = prices(page).await;
            !prices.is_empty() && prices.iter().all(|price| *price >= 500.0)
        })
        .await;
        let narrowed = demo.get("/products?price%5Bgte%5D=500&limit=1")["pagination"]["total"]
            .as_u64()
            .expect("the API counts");
        assert!(narrowed > 0 && narrowed < 10_000);
        page.until("see the number of the rest", async || {
            let status =
                page.texts(&Target::path("the count", "//header//p[@role='status']")).await;
            let digits: String = status.concat().chars().filter(char::is_ascii_digit).collect();
            digits == narrowed.to_string()
        })
        .await;
        page.click(&Target::button("Remove the condition on Price")).await;
        page.be_at("/demo/products").await;
        page.see(&Target::text("10,000 rows")).await;
    });
}

#[test]
fn a_search_finds_words_and_says_when_there_are_none() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        open_products(page).await;
        let name = demo.get("/products/17")["name"].as_str().expect("a name").to_owned();
        page.fill(&Target::control("Search"), &name).await;
        page.until("see only products of that name", async || {
            let names = page.texts(&Target::row_links()).await;
            !names.is_empty() && names.iter().all(|found| *found == name)
        })
        .await;
        assert!(page.path().await.contains("q="));
        page.fill(&Target::control("Search"), "qqqzzz nothing").await;
        page.see(&Target::heading("Nothing matches")).await;
        page.click(&Target::button("Show all")).await;
        page.see_count(&Target::rows(), 25).await;
        assert_eq!(page.value(&Target::control("Search")).await, "");
    });
}

#[test]
fn pages_and_their_size_are_kept_by_a_reload_and_by_the_history() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        open_products(page).await;
        let first = page.texts(&Target::row_links()).await;
        page.click(&Target::button("Next page")).await;
        page.be_at("/demo/products?page=2").await;
        page.see(&Target::text("Page 2 of 400")).await;
        page.until("see other rows", async || {
            let rows = page.texts(&Target::row_links()).await;
            rows.len() == 25 && rows != first
        })
        .await;

        page.choose(&Target::control("Rows per page"), "10").await;
        page.be_at("/demo/products?size=10").await;
        page.see_count(&Target::rows(), 10).await;
        page.click(&Target::button("Next page")).await;
        page.be_at("/demo/products?page=2&size=10").await;
        page.until("see the rows from the eleventh on", async || {
            page.texts(&Target::row_links()).await == first[10..20]
        })
        .await;

        page.reload().await;
        page.see(&Target::text("Page 2 of 1000")).await;
        page.until("see the same rows", async || {
            page.texts(&Target::row_links()).await == first[10..20]
        })
        .await;

        page.back().await;
        page.be_at("/demo/products?size=10").await;
        page.until("see the first rows", async || {
            page.texts(&Target::row_links()).await == first[..10]
        })
        .await;
        page.forward().await;
        page.be_at("/demo/products?page=2&size=10").await;
        page.until("see the rows from the eleventh on", async || {
            page.texts(&Target::row_links()).await == first[10..20]
        })
        .await;
    });
}

#[test]
fn the_common_page_size_can_be_chosen_again() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        open_products(page).await;
        page.choose(&Target::control("Rows per page"), "50").await;
        page.see_count(&Target::rows(), 50).await;
        page.choose(&Target::control("Rows per page"), "25").await;
        page.see_count(&Target::rows(), 25).await;
        // The size is kept for this resource: a plain address has it now.
        open_products(page).await;
        assert_eq!(page.value(&Target::control("Rows per page")).await, "25");
    });
}

#[test]
fn a_shared_link_opens_the_same_list() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/products?sort=-price&filter=price:lte:100&page=3&size=50").await;
        page.see_count(&Target::rows(), 50).await;
        let expected =
            demo.get("/products?sort=-price&price%5Blte%5D=100&page=3&limit=50")["data"].clone();
        let expected: Vec<f64> = expected
            .as_array()
            .expect("a page")
            .iter()
            .map(|product| product["price"].as_f64().expect("a price"))
            .collect();
        assert_eq!(prices(page).await, expected);
        assert_eq!(page.value(&Target::control("Rows per page")).await, "50");
        page.see(&Target::button("Remove the condition on Price")).await;
    });
}

#[test]
fn references_show_labels_that_come_in_one_batch() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        let categories = demo.get("/categories")["data"].clone();
        let names: Vec<&str> = categories
            .as_array()
            .expect("a page")
            .iter()
            .map(|category| category["name"].as_str().expect("a name"))
            .collect();
        open_products(page).await;
        page.until("see the names of categories", async || {
            let cells = page.texts(&Target::cells("Category")).await;
            cells.len() == 25 && cells.iter().all(|cell| names.contains(&cell.as_str()))
        })
        .await;
        let asked = page.requests(&format!("{}/categories", demo.url())).await;
        assert_eq!(asked.len(), 1, "one batch for a page: {asked:?}");

        // What is known is not asked for again.
        page.click(&Target::button("Next page")).await;
        page.see(&Target::text("Page 2 of 400")).await;
        page.until("see the names on the second page", async || {
            let cells = page.texts(&Target::cells("Category")).await;
            cells.len() == 25 && cells.iter().all(|cell| names.contains(&cell.as_str()))
        })
        .await;
        let asked = page.requests(&format!("{}/categories", demo.url())).await;
        assert!(asked.len() <= 2, "at most one batch for each page: {asked:?}");
    });
}

#[test]
fn the_chosen_theme_is_kept() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        open_products(page).await;
        page.click(&Target::button("As the device")).await;
        page.click(&Target::button("Light")).await;
        page.see(&Target::button("Dark")).await;
        page.reload().await;
        page.see(&Target::button("Dark")).await;
        let theme = page.evaluate("return document.documentElement.dataset.theme", &[]).await;
        assert_eq!(theme, "dark");
    });
}
