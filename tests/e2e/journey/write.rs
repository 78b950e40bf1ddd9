//! Creating, changing and deleting.

use serde_json::{Value, json};
use xtask::http::{self, Request};

use crate::{
    harness::{Account, Journey, Target},
    servers::DemoApi,
};

/// Returns a journey that meets what a form without credentials and with a wrong value meets.
fn over(demo: &DemoApi) -> Journey {
    Journey::new(&demo.config()).expecting("status of 401").expecting("status of 422")
}

/// Changes a record as somebody else would.
fn patch(demo: &DemoApi, path: &str, change: &Value) {
    let send = |method, path: &str, token: &str, body: &Value| {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("content-type", "application/json")];
        if !token.is_empty() {
            headers.push(("authorization", bearer.as_str()));
        }
        let answer = http::send(&Request {
            method,
            url: &format!("{}{path}", demo.url()),
            headers: &headers,
            body: body.to_string().as_bytes(),
            timeout: std::time::Duration::from_secs(20),
        })
        .expect("the demo API answers");
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice::<Value>(&answer.body).expect("JSON")
    };
    let account = Account::Admin;
    let credentials = json!({ "email": account.email(), "password": account.password() });
    let session = send("POST", "/auth/login", "", &credentials);
    send("PATCH", path, session["token"].as_str().expect("a token"), change);
}

#[test]
fn a_record_that_the_server_refuses_is_corrected_and_saved() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        let taken = demo.get("/posts/1")["slug"].as_str().expect("a slug").to_owned();
        page.open("/demo/posts").await;
        page.click(&Target::link("New")).await;
        page.see(&Target::heading("New in Posts")).await;

        // The form itself finds what is missing, without asking the server.
        page.watch_bodies().await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::error_of("Title")).await;
        assert!(page.has_focus(&Target::control("Title")).await, "the first error has the focus");
        assert!(page.sent().await.is_empty());

        page.fill(&Target::control("Title"), "How we pack").await;
        page.fill(&Target::control("Slug"), &taken).await;
        page.fill(&Target::control("Body"), "With paper, not with foam.").await;
        page.choose_record("Author ID", "Ada Admin").await;
        page.click(&Target::button("Save")).await;

        // The server wants to know who writes, then finds the slug taken. Nothing typed is lost.
        page.sign_in(Account::Admin).await;
        let error = page.see(&Target::error_of("Slug")).await;
        assert!(error.contains("taken"), "{error}");
        assert_eq!(page.value(&Target::control("Title")).await, "How we pack");
        assert_eq!(page.value(&Target::control("Body")).await, "With paper, not with foam.");
        assert!(page.has_focus(&Target::control("Slug")).await, "the refused field has the focus");

        page.fill(&Target::control("Slug"), "how-we-pack").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("How we pack")).await;
        page.see_text(&Target::value_of("Slug"), "how-we-pack").await;
        let posts = demo.get("/posts?search=How+we+pack")["data"].clone();
        let post = posts.as_array().expect("a page").iter().find(|p| p["slug"] == "how-we-pack");
        assert_eq!(post.expect("the post is there")["authorId"], 1);

        // The list that was seen before knows it too.
        page.click(&Target::link("Posts").within("//main")).await;
        page.see(&Target::text("201 rows")).await;
    });
}

#[test]
fn an_edit_sends_the_changed_field_and_nothing_else() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        let before = demo.get("/products/17");
        page.open("/demo/products/17").await;
        page.click(&Target::button("Sign in")).await;
        page.sign_in(Account::Admin).await;
        page.see(&Target::button("Sign out")).await;
        page.click(&Target::link("Edit")).await;
        page.until("see the stock", async || {
            page.value(&Target::control("Stock")).await.parse().ok() == before["stock"].as_i64()
        })
        .await;
        page.watch_bodies().await;
        page.fill(&Target::control("Stock"), "4321").await;
        page.see(&Target::text("Not saved yet")).await;
        page.click(&Target::button("Save")).await;
        page.see_text(&Target::value_of("Stock"), "4,321").await;
        page.be_at("/demo/products/17").await;
        assert_eq!(page.sent().await, [("PATCH".to_owned(), json!({ "stock": 4321 }))]);
        let mut after = demo.get("/products/17");
        assert_eq!(after["stock"], 4321);
        for name in ["stock", "updatedAt"] {
            after[name] = before[name].clone();
        }
        assert_eq!(after, before);
    });
}

#[test]
fn an_edited_name_is_in_the_list_without_the_list_being_asked_for_again() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        // Whoever signs in may see other rows, so that comes first.
        page.open("/demo/products/17").await;
        page.click(&Target::button("Sign in")).await;
        page.sign_in(Account::Admin).await;
        page.see(&Target::button("Sign out")).await;
        page.click(&Target::link("Products").within("//main")).await;
        page.see_count(&Target::rows(), 25).await;
        let names = page.texts(&Target::cells("Name")).await;
        page.click(&Target::link(&names[1])).await;
        page.see(&Target::heading(&names[1])).await;
        page.click(&Target::link("Edit")).await;
        // The trials of a list that is seen for the first time ask for it, too.
        page.until("let the trials end", async || {
            let script = "const all = performance.getEntriesByType('resource');
                return performance.now() - Math.max(...all.map((one) => one.startTime)) > 1000;";
            page.evaluate(script, &[]).await == true
        })
        .await;
        let lists = async || page.requests(&format!("{}/products?", demo.url())).await;
        let asked = lists().await;
        page.fill(&Target::control("Name"), "A lamp of another name").await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("A lamp of another name")).await;

        page.click(&Target::link("Products").within("//main")).await;
        page.see(&Target::link("A lamp of another name")).await;
        let now = page.texts(&Target::cells("Name")).await;
        assert_eq!((now.len(), now[0].as_str()), (25, names[0].as_str()));
        assert_eq!(now[1], "A lamp of another name");
        assert_eq!(lists().await, asked, "the list is not asked for again");
    });
}

#[test]
fn a_record_is_deleted_only_after_a_yes() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        page.open("/demo/reviews/5").await;
        page.click(&Target::button("Delete")).await;
        let dialog = "//dialog[@role='alertdialog']";
        page.see(&Target::text("This cannot be undone.")).await;
        page.click(&Target::button("Cancel").within(dialog)).await;
        page.see_no(&Target::path("the question", dialog)).await;
        assert_eq!(demo.status("/reviews/5"), 200);

        page.click(&Target::button("Delete")).await;
        page.click(&Target::button("Delete").within(dialog)).await;
        page.sign_in(Account::Admin).await;
        page.be_at("/demo/reviews").await;
        page.see(&Target::text("2,999 rows")).await;
        assert_eq!(demo.status("/reviews/5"), 404);
    });
}

#[test]
fn what_somebody_may_not_do_is_said_and_what_was_typed_stays() {
    let demo = DemoApi::start();
    over(&demo).expecting("status of 403").run(async |page| {
        page.open("/demo/categories/1/edit").await;
        page.fill(&Target::control("Description"), "Mine now.").await;
        page.click(&Target::button("Save")).await;
        page.sign_in(Account::Customer).await;
        page.see(&Target::text("What you typed is still here.")).await;
        assert_eq!(page.value(&Target::control("Description")).await, "Mine now.");
        assert_ne!(demo.get("/categories/1")["description"], "Mine now.");
    });
}

#[test]
fn whoever_does_not_sign_in_keeps_what_was_typed() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        page.open("/demo/categories/1/edit").await;
        page.fill(&Target::control("Description"), "Not yet.").await;
        page.click(&Target::button("Save")).await;
        let dialog = "//dialog[@open]";
        page.fill(&Target::control("Email").within(dialog), Account::Admin.email()).await;
        page.fill(&Target::control("Password").within(dialog), "a wrong one").await;
        page.click(&Target::button("Sign in").within(dialog)).await;
        page.see(&Target::text("The API did not accept this.")).await;
        page.click(&Target::button("Cancel").within(dialog)).await;
        page.see_no(&Target::path("the dialog", dialog)).await;
        page.see(&Target::text("What you typed is still here.")).await;
        assert_eq!(page.value(&Target::control("Description")).await, "Not yet.");
        page.click(&Target::button("Try again")).await;
        page.sign_in(Account::Admin).await;
        page.see_text(&Target::value_of("Description"), "Not yet.").await;
    });
}

#[test]
fn a_second_review_of_a_product_is_refused_in_the_words_of_the_server() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        let review = demo.get("/reviews/1");
        let product = demo.get(&format!("/products/{}", review["productId"]));
        let user = demo.get(&format!("/users/{}", review["userId"]));
        page.open("/demo/reviews/new").await;
        page.choose_record("Product ID", product["name"].as_str().expect("a name")).await;
        page.choose_record("User ID", user["name"].as_str().expect("a name")).await;
        page.fill(&Target::control("Rating"), "4").await;
        page.fill(&Target::control("Comment"), "Once more.").await;
        page.click(&Target::button("Save")).await;
        page.sign_in(Account::Admin).await;
        page.see(&Target::text("You already rated this product")).await;
        assert_eq!(page.value(&Target::control("Comment")).await, "Once more.");
    });
}

#[test]
fn what_was_typed_survives_a_reload() {
    let demo = DemoApi::start();
    over(&demo).run(async |page| {
        page.open("/demo/categories/2/edit").await;
        page.fill(&Target::control("Description"), "Half a sentence").await;
        page.see(&Target::text("Not saved yet")).await;
        page.until("see the draft kept", async || {
            let kept =
                page.evaluate("return Object.values({ ...sessionStorage }).join()", &[]).await;
            kept.as_str().is_some_and(|kept| kept.contains("Half a sentence"))
        })
        .await;
        page.reload().await;
        page.see(&Target::text("Restored what you typed before.")).await;
        assert_eq!(page.value(&Target::control("Description")).await, "Half a sentence");
        page.click(&Target::button("Discard my changes")).await;
        page.until("see what is saved", async || {
            let saved = demo.get("/categories/2")["description"].clone();
            page.value(&Target::control("Description")).await == saved.as_str().expect("a text")
        })
        .await;
    });
}

#[test]
fn what_somebody_else_changed_is_not_overwritten_unseen() {
    let demo = DemoApi::start();
    over(&demo).expecting("status of 412").run(async |page| {
        page.open("/demo/categories/3/edit").await;
        page.fill(&Target::control("Description"), "My words.").await;
        patch(&demo, "/categories/3", &json!({ "name": "Paper" }));
        page.click(&Target::button("Save")).await;
        page.sign_in(Account::Admin).await;
        page.see(&Target::text("Somebody changed this record while you were editing it.")).await;
        page.click(&Target::button("Load the current version")).await;
        page.until("see both changes", async || {
            page.value(&Target::control("Name")).await == "Paper"
                && page.value(&Target::control("Description")).await == "My words."
        })
        .await;
        page.click(&Target::button("Save")).await;
        page.see(&Target::heading("Paper")).await;
        let category = demo.get("/categories/3");
        assert_eq!(
            (&category["name"], &category["description"]),
            (&json!("Paper"), &json!("My words."))
        );
    });
}
