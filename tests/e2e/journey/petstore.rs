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

#[test]
fn another_status_lists_other_pets() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        page.open("/pets").await;
        page.click(&Target::menu("Pet")).await;
        page.see_count(&Target::rows(), 3).await;
        page.click(&Target::button("Filter")).await;
        page.choose(&Target::control("Field"), "Status").await;
        page.choose(&Target::control("Value"), "sold").await;
        page.click(&Target::button("Apply")).await;
        page.until("see the sold pets", async || {
            page.texts(&Target::cells("Name")).await == ["Pepper", "Luna", "Sky"]
        })
        .await;
    });
}

#[test]
fn a_pet_is_changed_as_a_whole_and_deleted() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        let before = store.pets_called("Mimi").remove(0);
        page.open("/pets").await;
        page.click(&Target::menu("Pet")).await;
        page.click(&Target::link("Mimi")).await;
        page.click(&Target::link("Edit")).await;
        page.until("see the name", async || page.value(&Target::control("Name")).await == "Mimi")
            .await;
        page.fill(&Target::control("Name"), "Mimi the Second").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("Mimi the Second")).await;
        // The API replaces pets, so what was not touched has to be sent along.
        let mut after = store.pets_called("Mimi the Second").remove(0);
        after["name"] = before["name"].clone();
        assert_eq!(after, before);

        page.click(&Target::button("Delete")).await;
        page.click(&Target::button("Delete").within("//dialog")).await;
        page.until("see the other pets", async || {
            page.texts(&Target::cells("Name")).await == ["Bruno", "Kiwi"]
        })
        .await;
        assert!(store.pets_called("Mimi the Second").is_empty());
    });
}

#[test]
fn rows_are_ordered_and_searched_here_where_the_api_cannot() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        page.open("/pets").await;
        page.click(&Target::menu("Pet")).await;
        page.see_count(&Target::rows(), 3).await;
        page.see(&Target::text("3 rows")).await;
        let header = format!("{}//button", Target::column("Name").path);
        page.click(&Target::path("the header Name", &header)).await;
        page.until("see the pets in order", async || {
            page.texts(&Target::cells("Name")).await == ["Bruno", "Kiwi", "Mimi"]
        })
        .await;
        page.fill(&Target::control("Search"), "MI").await;
        page.until("see the pet that was searched for", async || {
            page.texts(&Target::cells("Name")).await == ["Mimi"]
        })
        .await;
        page.see(&Target::text("1 of 3 rows")).await;
        // The address says so too: a shared link shows the same.
        page.reload().await;
        page.see(&Target::text("1 of 3 rows")).await;
        page.fill(&Target::control("Search"), "nobody").await;
        page.see(&Target::text("Nothing matches")).await;
    });
}
