//! Data that shares its parts with the data before it.

use super::harness::{World, ok};
use crate::query::{Fetcher, QueryKey};
use std::cell::RefCell;
use std::rc::Rc;

type Rows = Vec<Rc<str>>;

fn rows(texts: &[&str]) -> Rows {
    texts.iter().map(|text| Rc::from(*text)).collect()
}

fn sharing() -> World {
    let world = World::new();
    world.client.share_structure(|_, before: Option<&Rc<Rows>>, new: Rc<Rows>| {
        let known = before.map(|rows| rows.as_slice()).unwrap_or_default();
        let keep = |row: &Rc<str>| known.iter().find(|old| *old == row).unwrap_or(row).clone();
        Rc::new(new.iter().map(keep).collect())
    });
    world
}

fn held(world: &World) -> Rc<Rows> {
    world.client.get_data(&"k".into()).unwrap()
}

#[test]
fn rows_that_did_not_change_keep_their_allocation() {
    let world = sharing();
    world.client.set_data(&"k".into(), rows(&["a", "b", "c"]));
    let before = held(&world);
    world.client.set_data(&"k".into(), rows(&["a", "x", "c"]));
    let after = held(&world);
    let shared: Vec<bool> =
        before.iter().zip(after.iter()).map(|(a, b)| Rc::ptr_eq(a, b)).collect();
    assert_eq!(shared, [true, false, true]);
}

#[test]
fn a_fetch_shares_too() {
    let world = sharing();
    world.client.set_data(&"k".into(), rows(&["a", "b"]));
    let before = held(&world);
    let fetcher: Fetcher<Rows> = Rc::new(|| Box::pin(async { Ok(rows(&["b", "a", "c"])) }));
    world.client.prefetch(&"k".into(), world.options(), fetcher);
    world.turn();
    let after = held(&world);
    assert!(Rc::ptr_eq(&before[0], &after[1]) && Rc::ptr_eq(&before[1], &after[0]));
}

#[test]
fn what_another_tab_brings_shares_too() {
    let world = sharing();
    world.client.set_data(&"k".into(), rows(&["a"]));
    let before = held(&world);
    world.client.restore(&"k".into(), rows(&["a", "b"]), 2_000_000, None);
    assert!(Rc::ptr_eq(&before[0], &held(&world)[0]));
}

#[test]
fn equal_data_keeps_its_allocation_as_a_whole() {
    let world = sharing();
    world.client.set_data(&"k".into(), rows(&["a", "b"]));
    let before = held(&world);
    world.client.set_data(&"k".into(), rows(&["a", "b"]));
    assert!(Rc::ptr_eq(&before, &held(&world)));
}

#[test]
fn data_of_another_type_is_left_alone() {
    let world = sharing();
    let server = world.server();
    server.then(ok("a"));
    let _observer = world.observe("text", &server);
    world.pass(100);
    assert_eq!(world.held("text").as_deref(), Some("a"));
}

#[test]
fn several_functions_run_in_their_order_and_know_the_key() {
    let world = World::new();
    let log: Rc<RefCell<Vec<String>>> = Rc::default();
    for name in ["one", "two"] {
        let into = Rc::clone(&log);
        world.client.share_structure(
            move |key: &QueryKey, before: Option<&Rc<u32>>, new: Rc<u32>| {
                into.borrow_mut().push(format!("{name} {key} {} {new}", before.is_some()));
                Rc::new(*new + 1)
            },
        );
    }
    world.client.set_data(&"k".into(), 0_u32);
    assert_eq!(world.client.get_data::<u32>(&"k".into()).as_deref(), Some(&2));
    world.client.set_data(&"k".into(), 5_u32);
    let expected = [
        r#"one ["k"] false 0"#,
        r#"two ["k"] false 1"#,
        r#"one ["k"] true 5"#,
        r#"two ["k"] true 6"#,
    ];
    assert_eq!(*log.borrow(), expected);
}

#[test]
fn a_function_may_give_back_what_was_there() {
    let world = World::new();
    world.client.share_structure(|_, before: Option<&Rc<u32>>, new: Rc<u32>| {
        before.cloned().unwrap_or(new)
    });
    world.client.set_data(&"k".into(), 1_u32);
    world.client.set_data(&"k".into(), 2_u32);
    assert_eq!(world.client.get_data::<u32>(&"k".into()).as_deref(), Some(&1));
}
