//! Nothing serious for axe-core on any screen, in light and in dark.

use serde_json::json;

use crate::{
    harness::{Journey, Target, over},
    servers::DemoApi,
};

#[test]
fn the_first_page_can_be_used_by_everybody() {
    Journey::new(&json!([])).run(async |page| {
        page.open("/").await;
        page.see(&Target::heading("Vitrine")).await;
        page.check_accessibility("the first page").await;
        page.click(&Target::button("Open")).await;
        page.see(&Target::error_of("Address of the API")).await;
        page.check_accessibility("the first page with an error").await;
    });
}

#[test]
fn the_list_can_be_used_by_everybody() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/products?sort=-price&filter=price:gte:20").await;
        page.see_count(&Target::rows(), 25).await;
        page.check_accessibility("the list").await;
        page.click(&Target::button("Filter")).await;
        page.see(&Target::control("Field")).await;
        page.check_accessibility("the list with the filter editor").await;
    });
}

#[test]
fn the_record_can_be_used_by_everybody() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        page.open("/demo/orders/1").await;
        page.see(&Target::value_of("Status")).await;
        page.check_accessibility("the record").await;
        page.open("/demo/-/understood").await;
        page.see(&Target::heading("What was understood")).await;
        page.check_accessibility("what was understood").await;
    });
}

#[test]
fn the_form_can_be_used_by_everybody() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).expecting("status of 401").run(async |page| {
        page.open("/demo/orders/new").await;
        page.see(&Target::button("Save")).await;
        page.check_accessibility("the form").await;
        page.open("/demo/categories/new").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::error_of("Name")).await;
        page.check_accessibility("the form with errors").await;
        page.click(&Target::button("Sign in")).await;
        page.see(&Target::control("Email").within("//dialog[@open]")).await;
        page.check_accessibility("the sign-in dialog").await;
    });
}
