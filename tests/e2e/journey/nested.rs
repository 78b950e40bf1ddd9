//! Lists below parents, and operations.

use crate::{
    harness::{Account, Journey, Target, over},
    servers::{DemoApi, Petstore},
};

const DIALOG: &str = "//dialog[@open]";

/// An entry of the menu of operations.
fn action(name: &str) -> Target {
    Target::path(
        &format!("the action {name}"),
        &format!("//*[@role='menuitem'][normalize-space(.)='{name}']"),
    )
}

/// A step of the way to where one is.
fn way(name: &str) -> Target {
    Target::link(name).within("//main//nav[@aria-label='Way back']")
}

#[test]
fn a_record_leads_to_the_list_below_it_and_back() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        let post = demo.get("/posts/3")["title"].as_str().expect("a title").to_owned();
        let count = demo.get("/posts/3/comments")["pagination"]["total"].as_u64();
        let count = count.expect("the API counts");
        page.open("/demo/posts/3").await;
        page.click(&Target::link("Comments").within("//main")).await;
        page.see(&Target::heading("Comments")).await;
        page.be_at("/demo/posts-comments/postId=3").await;
        page.until("see the comments of the post alone", async || {
            let status = Target::path("the count", "//header//p[@role='status']");
            let digits: String =
                page.texts(&status).await.concat().chars().filter(char::is_ascii_digit).collect();
            digits == count.to_string()
        })
        .await;
        // A shared link and the history name the same rows.
        page.reload().await;
        page.see(&way(&post)).await;
        page.click(&way(&post)).await;
        page.be_at("/demo/posts/3").await;
        page.back().await;
        page.be_at("/demo/posts-comments/postId=3").await;
        page.see(&Target::heading("Comments")).await;
    });
}

#[test]
fn a_list_below_parents_asks_for_them() {
    let demo = DemoApi::start();
    over(&demo, async |page| {
        let post = demo.get("/posts/5")["title"].as_str().expect("a title").to_owned();
        page.open("/demo").await;
        page.click(&Target::menu("Posts \u{203a} Comments")).await;
        page.choose_record("Post", &post).await;
        page.be_at("/demo/posts-comments/postId=5").await;
        page.see(&way(&post)).await;
        page.see(&Target::heading("Comments")).await;
    });
}

#[test]
fn a_record_below_a_parent_is_made_changed_and_deleted() {
    let demo = DemoApi::start();
    Journey::new(&demo.config()).expecting("status of 401").run(async |page| {
        page.open("/demo/posts-comments/postId=4").await;
        page.click(&Target::link("New")).await;
        page.be_at("/demo/posts-comments/postId=4/new").await;
        page.fill(&Target::control("Body"), "A word from below.").await;
        page.click(&Target::button("Save")).await;
        page.sign_in(Account::Admin).await;
        page.see_text(&Target::value_of("Body"), "A word from below.").await;
        let path = page.path().await;
        let key = path.strip_prefix("/demo/posts-comments/postId=4/").expect("below its post");
        assert_eq!(demo.get(&format!("/comments/{key}"))["postId"], 4);

        page.click(&Target::link("Edit")).await;
        page.be_at(&format!("{path}/edit")).await;
        page.fill(&Target::control("Body"), "Another word.").await;
        page.click(&Target::button("Save")).await;
        page.be_at(&path).await;
        page.see_text(&Target::value_of("Body"), "Another word.").await;
        assert_eq!(demo.get(&format!("/comments/{key}"))["body"], "Another word.");

        page.click(&Target::button("Delete")).await;
        page.click(&Target::button("Delete").within(DIALOG)).await;
        page.be_at("/demo/posts-comments/postId=4").await;
        page.see_no(&Target::text("Another word.")).await;
    });
}

#[test]
fn a_post_is_published_from_its_page_once() {
    let demo = DemoApi::start();
    let draft = demo.get("/posts?limit=100")["data"]
        .as_array()
        .and_then(|posts| posts.iter().find(|post| post["publishedAt"].is_null()))
        .and_then(|post| post["id"].as_u64())
        .expect("the seed has a draft");
    let journey = Journey::new(&demo.config()).expecting("status of 401");
    journey.expecting("status of 409").run(async |page| {
        page.open(&format!("/demo/posts/{draft}")).await;
        page.click(&Target::button("Actions")).await;
        page.click(&action("Publish a post")).await;
        page.be_at(&format!("/demo/-/operations/publishPost/id={draft}")).await;
        // Nothing is sent before it is confirmed.
        page.click(&Target::button("Run")).await;
        page.see(&Target::text("may change data")).await;
        page.click(&Target::button("Cancel").within(DIALOG)).await;
        page.see_no(&Target::text("may change data")).await;
        assert!(demo.get(&format!("/posts/{draft}"))["publishedAt"].is_null());

        page.click(&Target::button("Run")).await;
        page.click(&Target::button("Run").within(DIALOG)).await;
        page.sign_in(Account::Admin).await;
        page.see(&Target::heading("Answer 200")).await;
        assert!(demo.get(&format!("/posts/{draft}"))["publishedAt"].is_string());

        // A second time is refused in the server's own words.
        page.click(&Target::button("Run")).await;
        page.click(&Target::button("Run").within(DIALOG)).await;
        page.see(&Target::text("This post is published already.")).await;
    });
}

#[test]
fn an_operation_shows_its_answer_by_its_kind() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        page.open("/pets").await;
        // One object.
        page.click(&Target::menu("Operations")).await;
        page.click(&Target::link("Count the pets of each status")).await;
        page.click(&Target::button("Run")).await;
        page.see_text(&Target::value_of("Available"), "3").await;

        // Rows that are records lead to them.
        page.click(&Target::link("Pet")).await;
        page.click(&Target::button("Actions")).await;
        page.click(&action("Find pets by their tags")).await;
        page.click(&Target::button("Add to Tags")).await;
        page.fill(&Target::path("the tag", "//form//input"), "calm").await;
        page.click(&Target::button("Run")).await;
        page.see_count(&Target::rows(), 5).await;
        page.click(&Target::link("Bruno")).await;
        page.see(&Target::heading("Bruno")).await;
    });
}

#[test]
fn an_operation_on_a_record_changes_it() {
    let store = Petstore::start();
    Journey::new(&store.config()).run(async |page| {
        page.open("/pets/pet/1").await;
        page.see_text(&Target::value_of("Status"), "available").await;
        page.click(&Target::button("Actions")).await;
        page.click(&action("Change name and status by a form")).await;
        page.be_at("/pets/-/operations/updatePetWithForm/petId=1").await;
        page.fill(&Target::control("Status"), "sold").await;
        page.click(&Target::button("Run")).await;
        page.click(&Target::button("Run").within(DIALOG)).await;
        page.see(&Target::heading("Answer 200")).await;
        assert_eq!(store.pets_called("Bruno")[0]["status"], "sold");
        // What was shown before is not shown again.
        page.click(&way("Bruno")).await;
        page.see_text(&Target::value_of("Status"), "sold").await;
    });
}

#[test]
fn an_operation_that_needs_a_record_lets_it_be_chosen() {
    let store = Petstore::start();
    Journey::new(&store.config()).expecting("status of 404").run(async |page| {
        page.open("/pets/-/operations/getOrderById").await;
        page.click(&Target::button("Run")).await;
        page.see(&Target::error_of("Order ID")).await;
        page.fill(&Target::control("Order ID"), "99").await;
        page.click(&Target::button("Run")).await;
        page.see(&Target::text("there is no such order")).await;
        page.fill(&Target::control("Order ID"), "1").await;
        page.click(&Target::button("Run")).await;
        page.see_text(&Target::value_of("Quantity"), "1").await;
    });
}
