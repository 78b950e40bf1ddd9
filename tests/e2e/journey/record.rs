//! Reading a record.

use crate::{
    harness::{Target, over},
    servers::DemoApi,
};

#[test]
fn a_row_leads_to_its_record_and_back() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        let name = page.texts(&Target::row_links()).await.remove(0);
        page.click(&Target::row_links()).await;
        page.see(&Target::heading(&name)).await;
        let path = page.path().await;
        let id = path.strip_prefix("/demo/products/").expect("the address of a product");
        let product = demo.get(&format!("/products/{id}"));
        assert_eq!(product["name"], name.as_str());
        let stock = product["stock"].to_string();
        page.see_text(&Target::value_of("Stock"), &stock).await;
        let category = demo.get(&format!("/categories/{}", product["categoryId"]));
        let category = category["name"].as_str().expect("a name");
        page.see_text(&Target::value_of("Category"), category).await;

        page.click(&Target::link(category)).await;
        page.see(&Target::heading(category)).await;
        page.back().await;
        page.see(&Target::heading(&name)).await;
        page.back().await;
        page.see_count(&Target::rows(), 25).await;
    });
}

#[test]
fn nested_data_is_shown_line_by_line() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        let order = demo.get("/orders/1");
        page.open("/demo/orders/1").await;
        let city = order["shippingAddress"]["city"].as_str().expect("a city");
        page.see(&Target::text(city)).await;
        page.see(&Target::text("Postal code")).await;
        page.click(&Target::path("the raw record", "//summary[normalize-space(.)='As JSON']"))
            .await;
        page.see(&Target::text("\"shippingAddress\"")).await;
    });
}
