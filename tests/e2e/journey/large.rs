//! A description of many megabytes, and the worker that reads it.

use std::fs;

use serde_json::{Value, json};

use crate::{
    harness::{Journey, Page, Target},
    scratch,
    servers::{Answer, Answering, Describing, description},
};

/// Lists of a description of 13 MB.
const LISTS: usize = 620;

/// Writes down what a person sees, from now on: the progress, and how many lists the menu has or
/// says that there are.
const WATCH: &str = "window.seen = { progress: [], entries: [] };
    const lists = () => {
        const more = document.querySelector('nav ul + p')?.textContent.replace(/\\D/g, '');
        return document.querySelectorAll('nav ul a').length + Number(more ?? 0);
    };
    const note = (list, value) => list.at(-1) === value || list.push(value);
    new MutationObserver(() => {
        for (const status of document.querySelectorAll('[role=status]')) {
            note(window.seen.progress, status.textContent.trim());
        }
        note(window.seen.entries, lists());
    }).observe(document.body, { childList: true, subtree: true, characterData: true });";

async fn connect(page: &Page, address: &str) {
    page.open("/").await;
    page.see(&Target::control("Address of the API")).await;
    page.evaluate(WATCH, &[]).await;
    page.fill(&Target::control("Address of the API"), address).await;
    page.click(&Target::button("Open")).await;
}

/// Waits until all lists are in the menu, by name or by number, and nothing is being read any more.
async fn see_all(page: &Page, count: usize) {
    page.until(&format!("see {count} lists"), async || {
        let script = "const more = document.querySelector('nav ul + p')?.textContent ?? '';
            const links = document.querySelectorAll('nav ul a').length;
            return links + Number(more.replace(/\\D/g, ''))";
        page.evaluate(script, &[]).await.as_u64() == Some(count as u64)
    })
    .await;
    page.see_no(&Target::path("the progress", "//nav//*[@role='status'][*[name()='svg']]")).await;
}

/// Returns whether the worker has kept a model under this name.
async fn is_kept(page: &Page, slug: &str) -> bool {
    let script = "const [slug] = arguments;
        return new Promise(async (resolve, reject) => {
            // To open what is not there would create it.
            const known = await indexedDB.databases();
            if (!known.some(({ name }) => name === 'vitrine.models')) return resolve(false);
            const opening = indexedDB.open('vitrine.models', 1);
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
                const models = opening.result.transaction('models').objectStore('models');
                models.getKey(slug).onsuccess = (event) => {
                    opening.result.close();
                    resolve(event.target.result === slug);
                };
            };
        });";
    page.evaluate(script, &[slug.into()]).await == true
}

#[test]
fn the_menu_of_a_large_description_appears_while_it_is_read() {
    let api = Describing::start(LISTS);
    Journey::new(&json!([])).run(async |page| {
        connect(page, &api.document()).await;
        see_all(page, LISTS).await;
        page.see_count(&Target::rows(), 2).await;
        let seen = page.evaluate("return window.seen", &[]).await;
        let texts = |name: &str| seen[name].as_array().cloned().unwrap_or_default();
        let progress: Vec<String> =
            texts("progress").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        assert!(
            progress.iter().any(|text| text.contains(&format!("of {LISTS} lists"))),
            "{progress:?}"
        );
        let entries: Vec<u64> = texts("entries").iter().filter_map(Value::as_u64).collect();
        let first = entries.iter().find(|count| **count > 0).copied();
        assert!(first.is_some_and(|count| count < LISTS as u64), "{entries:?}");

        // What was understood is kept, and the description is not asked for again.
        page.click(&Target::menu("List7")).await;
        page.see_count(&Target::rows(), 2).await;
        page.until("see the model kept", async || is_kept(page, "large").await).await;
        let reads = api.reads();
        page.reload().await;
        page.see_count(&Target::rows(), 2).await;
        see_all(page, LISTS).await;
        assert_eq!(api.reads(), reads);

        // Whoever forgets the API leaves nothing of it behind.
        page.open("/").await;
        page.click(&Target::button("Forget Large")).await;
        page.until("see nothing kept", async || !is_kept(page, "large").await).await;
    });
}

#[test]
fn a_large_file_is_read_as_well() {
    let file = scratch::folder("large").join("large.json");
    fs::write(&file, description(LISTS).to_string()).expect("the file can be written");
    Journey::new(&json!([])).expecting("status of 404").run(async |page| {
        page.open("/").await;
        page.pick(&Target::control("Or pick an OpenAPI file"), &file).await;
        see_all(page, LISTS).await;
        // The file is gone after a reload, what was understood of it is not.
        page.until("see the model kept", async || is_kept(page, "large").await).await;
        page.reload().await;
        see_all(page, LISTS).await;
    });
}

#[test]
fn a_description_may_be_yaml() {
    let yaml = "openapi: 3.1.0\ninfo: {title: Zoo, version: '1'}\npaths:\n  /animals:\n    get:\n      \
                responses:\n        200:\n          description: all\n          content:\n            \
                application/json:\n              schema:\n                type: array\n                \
                items: {type: object, properties: {id: {type: integer}}}\n";
    let api = Answering::start(&Answer::new(200, "application/yaml", yaml));
    Journey::new(&json!([])).expecting("status of").run(async |page| {
        connect(page, &format!("{}/openapi.yaml", api.url())).await;
        page.see(&Target::menu("Animals")).await;
    });
}

#[test]
fn a_worker_that_does_not_arrive_is_explained_and_started_again() {
    let api = Describing::start(2);
    Journey::new(&json!([])).expecting("status of 404").run(async |page| {
        page.site().lose_worker(true);
        connect(page, &api.document()).await;
        let found = page.see(&Target::path("the explanation", "//*[@data-error]")).await;
        assert!(found.contains("interrupted"), "{found}");
        page.site().lose_worker(false);
        page.click(&Target::button("Open")).await;
        page.see_count(&Target::rows(), 2).await;
    });
}
