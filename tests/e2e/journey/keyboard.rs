//! The whole way without a pointer.

use fantoccini::key::Key;

use crate::{
    harness::{Account, Journey, Page, Target},
    servers::DemoApi,
};

async fn press(page: &Page, key: Key) {
    page.press(&char::from(key).to_string()).await;
}

#[test]
fn a_list_a_record_and_its_form_are_used_by_keyboard_only() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).expecting("status of 401").run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;

        // The list: sort by a header, then go to the first row.
        let sort = Target::path("the header Price", "//thead//th[starts-with(., 'Price')]//button");
        page.tab_to(&sort).await;
        press(page, Key::Enter).await;
        page.be_at("/demo/products?sort=price").await;
        assert!(page.has_focus(&sort).await, "the focus stays where it was");
        let cheapest = demo.get("/products?sort=price&limit=1")["data"][0].clone();
        let name = cheapest["name"].as_str().expect("a name").to_owned();
        page.until("see the cheapest product first", async || {
            page.texts(&Target::row_links()).await.first() == Some(&name)
        })
        .await;
        page.tab_to(&Target::row_links()).await;
        press(page, Key::Enter).await;

        page.see(&Target::heading(&name)).await;
        page.tab_to(&Target::link("Edit")).await;
        press(page, Key::Enter).await;

        // The form: what is typed replaces what was selected by arriving with Tab.
        page.tab_to(&Target::control("Stock")).await;
        page.press(&format!("{}a{}7", char::from(Key::Control), char::from(Key::Null))).await;
        page.tab_to(&Target::button("Save")).await;
        press(page, Key::Enter).await;

        // The dialog takes the focus, and gives it back.
        let email = Target::control("Email").within("//dialog[@open]");
        page.see(&email).await;
        page.until("see the focus in the dialog", async || page.has_focus(&email).await).await;
        page.press(Account::Admin.email()).await;
        press(page, Key::Tab).await;
        page.press(Account::Admin.password()).await;
        press(page, Key::Enter).await;
        page.see_text(&Target::value_of("Stock"), "7").await;
        let saved = demo.get(&format!("/products/{}", cheapest["id"]));
        assert_eq!(saved["stock"], 7);
    });
}

#[test]
fn the_content_is_reached_past_the_menu_by_one_key() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).run(async |page| {
        page.open("/demo/products").await;
        page.see_count(&Target::rows(), 25).await;
        press(page, Key::Tab).await;
        assert!(page.has_focus(&Target::link("Skip to the content")).await);
        press(page, Key::Enter).await;
        page.until("see the focus on the content", async || {
            page.has_focus(&Target::path("the content", "//main")).await
        })
        .await;
        assert_eq!(page.path().await, "/demo/products");
    });
}
