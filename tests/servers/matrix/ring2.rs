//! The second ring of servers: frameworks that stand behind many APIs.
//!
//! Their packages are as many as those of the first ring together, so `cargo xtask test ring2`
//! runs them, and `cargo xtask test` without a kind does not.

#![allow(dead_code, reason = "the other servers of the matrix use the rest")]

mod data;
#[path = "../dice.rs"]
mod dice;
#[path = "ring2/directus.rs"]
mod directus;
#[path = "ring2/feathers.rs"]
mod feathers;
#[path = "ring2/loopback.rs"]
mod loopback;
#[path = "ring2/nest.rs"]
mod nest;
mod running;
mod table;
mod trial;

use std::process::Command;

use serde_json::Value;

use running::{Running, named, program};

/// Starts one of the programs over the shop.
fn start(name: &str, ready: &str, shop: &Value) -> Running {
    start_in(name, "VITRINE_SERVERS_RING2", ready, shop)
}

/// Starts a program that finds its packages in the folder that `variable` names.
fn start_in(name: &str, variable: &str, ready: &str, shop: &Value) -> Running {
    let modules = named(variable);
    Running::start(name, shop, ready, |place| {
        let mut command = Command::new("node");
        command.arg(program(&format!("{name}_shop.cjs"))).arg(place.port.to_string());
        command.arg(place.data).env("NODE_PATH", &modules).stdout(std::process::Stdio::null());
        command
    })
}

/// Returns the rows of a list with these members alone.
fn rows(shop: &Value, list: &str, members: &[&str]) -> Vec<Value> {
    let mut rows = shop[list].as_array().expect("it is a list").clone();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.retain(|name, _| members.contains(&name.as_str()));
    }
    rows
}
