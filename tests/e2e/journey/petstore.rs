//! An API whose lists are searches: the Petstore.

use crate::{
    harness::{Journey, Target},
    servers::Petstore,
};

#[test]
fn pets_are_listed_by_their_status() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        page.open("/pets").await;
        page.click(&Target::menu("Pet")).await;
        page.until("see the available pets", async || {
            page.texts(&Target::cells("Name")).await == ["Bruno", "Mimi", "Kiwi"]
        })
        .await;
        page.click(&Target::link("Bruno")).await;
        page.see(&Target::heading("Bruno")).await;
        page.see_text(&Target::value_of("Status"), "available").await;
        page.see(&Target::text("Dogs")).await;
    });
}

#[test]
fn a_pet_is_created() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        page.open("/pets").await;
        page.click(&Target::menu("Pet")).await;
        page.click(&Target::link("New")).await;
        page.fill(&Target::control("Name"), "Zora").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("Zora")).await;
        let made = store.pets_called("Zora");
        assert_eq!(made.len(), 1, "{made:?}");
        assert!(made[0]["photoUrls"].is_array());
    });
}
