//! What paths say of dependencies, and what depends on what.

use super::harness::{World, cases, ok};
use crate::query::{QueryKey, Tag, tags_changed_by, tags_of_path};

fn depends(path: &str, expected: &[&str]) {
    let tags = tags_of_path(path);
    assert_eq!(tags.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), expected);
}

cases! { depends:
    the_origin_depends_on_nothing("/", &[]);
    nothing_depends_on_nothing("", &[]);
    a_list_depends_on_its_collection("/things", &["things"]);
    a_list_without_a_slash_too("things", &["things"]);
    a_slash_at_the_end_says_nothing("/things/", &["things"]);
    a_query_says_nothing("/things?page=2", &["things"]);
    a_fragment_says_nothing("/things#top", &["things"]);
    an_origin_says_nothing("https://example.org/things", &["things"]);
    an_origin_alone_depends_on_nothing("https://example.org", &[]);
    a_version_says_nothing("/v2/things", &["things"]);
    an_api_and_a_version_say_nothing("/api/v1.2/things/7", &["things/7"]);
    a_word_that_begins_like_a_version_is_a_collection("/vans", &["vans"]);
    a_record_depends_on_itself("/things/7", &["things/7"]);
    a_record_by_a_uuid_depends_on_itself("/things/b4f1-aa", &["things/b4f1-aa"]);
    a_record_of_a_template_depends_on_itself("/things/{slug}", &["things/{slug}"]);
    a_record_in_brackets_depends_on_itself("/Things(7)", &["Things/7"]);
    a_list_of_a_record_depends_on_both("/things/7/parts", &["things/7/parts", "parts", "things/7"]);
    a_list_of_a_record_by_name_depends_on_both("/things/mine/parts", &["things/mine/parts", "parts", "things/mine"]);
    a_list_in_brackets_depends_on_both("/Things(7)/Parts", &["Things/7/Parts", "Parts", "Things/7"]);
    a_record_of_a_record_depends_on_all(
        "/things/7/parts/3", &["things/7/parts/3", "parts/3", "things/7"]);
    a_deep_list_depends_on_all_above(
        "/a/1/b/2/c", &["a/1/b/2/c", "c", "b/2", "a/1"]);
    two_names_are_two_collections("/things/summary", &["things/summary", "summary"]);
}

fn changes(path: &str, expected: &[&str]) {
    let tags = tags_changed_by(path);
    assert_eq!(tags.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), expected);
}

cases! { changes:
    a_write_to_a_list_changes_it("/things", &["things"]);
    a_write_to_a_record_changes_it_and_its_lists("/things/7", &["things/7", "things"]);
    a_write_to_a_list_of_a_record_changes_the_lists("/things/7/parts", &["things/7/parts", "parts"]);
    a_write_to_a_record_of_a_record_changes_all_lists(
        "/things/7/parts/3", &["things/7/parts/3", "parts/3", "things/7/parts", "parts"]);
    a_write_to_a_version_of_an_api_is_like_any("/api/v1/things/7", &["things/7", "things"]);
    a_write_to_nothing_changes_nothing("/", &[]);
}

/// Tells whether a write to one path makes the answer of another stale.
fn reaches(write: &str, read: &str, expected: bool) {
    let world = World::new();
    let key = QueryKey::from("k");
    world.client.set_data(&key, 1);
    world.client.set_tags(&key, tags_of_path(read));
    let reached = world.client.invalidate_tags(&tags_changed_by(write));
    let is_stale = world.client.find(&crate::query::QueryFilter::exact(key)).unwrap().is_stale;
    assert_eq!((reached, is_stale), (usize::from(expected), expected));
}

cases! { reaches:
    a_new_record_reaches_its_list("/things", "/things?page=3", true);
    a_new_record_reaches_no_other_list("/things", "/parts", false);
    a_new_record_reaches_no_record("/things", "/things/7", false);
    a_changed_record_reaches_itself("/things/7", "/things/7", true);
    a_changed_record_reaches_its_list("/things/7", "/things", true);
    a_changed_record_reaches_no_other("/things/7", "/things/8", false);
    a_changed_record_reaches_what_is_below_it("/things/7", "/things/7/parts", true);
    a_changed_record_reaches_nothing_below_another("/things/7", "/things/8/parts", false);
    a_changed_part_reaches_the_parts_of_its_thing("/parts/3", "/things/7/parts", true);
    a_changed_part_of_a_thing_reaches_all_parts("/things/7/parts/3", "/parts", true);
    a_changed_part_of_a_thing_reaches_the_part("/things/7/parts/3", "/parts/3", true);
    a_changed_part_of_a_thing_does_not_reach_the_thing("/things/7/parts/3", "/things/7", false);
    a_new_part_of_a_thing_reaches_all_parts("/things/7/parts", "/parts", true);
}

#[test]
fn tags_fetch_what_is_observed_and_mark_the_rest() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let _observer = world.observe("seen", &server);
    world.pass(100);
    world.put("unseen", "c");
    let tag: [Tag; 1] = ["t".into()];
    world.client.set_tags(&"seen".into(), tag.clone());
    world.client.set_tags(&"unseen".into(), tag.clone());
    assert_eq!(world.client.invalidate_tags(&tag), 2);
    world.pass(100);
    assert_eq!(world.held("seen").as_deref(), Some("b"));
    assert!(world.client.state::<String>(&"unseen".into()).unwrap().is_stale);
}

#[test]
fn tags_set_again_take_the_place_of_the_first() {
    let world = World::new();
    world.put("k", "a");
    world.client.set_tags(&"k".into(), ["one", "two"]);
    world.client.set_tags(&"k".into(), ["three"]);
    assert_eq!(world.client.tags(&"k".into()), ["three".into()]);
    assert_eq!(world.client.invalidate_tags(&["one".into()]), 0);
}

#[test]
fn tags_go_with_their_entry() {
    let world = World::new();
    world.put("k", "a");
    world.client.set_tags(&"k".into(), ["t"]);
    world.client.remove(&"k".into());
    world.put("k", "b");
    assert!(world.client.tags(&"k".into()).is_empty());
}

#[test]
fn tags_of_what_is_not_there_are_forgotten() {
    let world = World::new();
    world.client.set_tags(&"k".into(), ["t"]);
    assert!(world.client.tags(&"k".into()).is_empty());
    assert_eq!(world.client.statistics().entries, 0);
}
