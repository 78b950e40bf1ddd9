//! How much there is of everything, and the order in which it is filled in.

use rusqlite::Transaction;

use super::{blog, people, shop};
use crate::random::Random;

/// Changes with the data, so that a file with older data is made anew.
pub(crate) const VERSION: &str = "1";

const SEED: u64 = 20_250_115;

/// The first second of the data, 2024-01-01, and its last, 2025-06-30.
pub(super) const FIRST: i64 = 1_704_067_200;
pub(super) const LAST: i64 = 1_751_241_600;

pub(super) const CATEGORIES: i64 = 5;
pub(super) const PRODUCTS: i64 = 10_000;
pub(super) const USERS: i64 = 500;
pub(super) const ORDERS: i64 = 2_000;
pub(super) const REVIEWS: i64 = 3_000;
pub(super) const POSTS: i64 = 200;

/// An account that everybody may sign in with.
#[derive(Debug)]
pub(crate) struct DemoAccount {
    pub role: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
}

/// The demo accounts; they are the first users.
pub(crate) const DEMO_ACCOUNTS: [DemoAccount; 2] = [
    DemoAccount {
        role: "admin",
        name: "Ada Admin",
        email: "admin@example.com",
        password: "admin-demo",
    },
    DemoAccount {
        role: "customer",
        name: "Casey Customer",
        email: "customer@example.com",
        password: "customer-demo",
    },
];

/// Fills an empty database.
pub(crate) fn fill(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    // A generator for each part: a change of one leaves the others as they are.
    let part = |number: u64| Random::new(SEED.wrapping_add(number << 32));
    let people = people::fill(transaction, &mut part(1))?;
    let prices = shop::products(transaction, &mut part(2))?;
    shop::orders(transaction, &mut part(3), &people, &prices)?;
    shop::reviews(transaction, &mut part(4))?;
    blog::fill(transaction, &mut part(5))
}
