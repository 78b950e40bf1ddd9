//! The categories, products, orders and reviews.

use std::collections::HashSet;

use rusqlite::Transaction;
use serde_json::json;

use super::{
    people::Person,
    plan::{CATEGORIES, FIRST, LAST, ORDERS, PRODUCTS, REVIEWS, USERS},
    text,
    words::{self, Assortment},
};
use crate::{random::Random, timestamp};

const DAY: i64 = 86_400;

/// How many products get most of the orders and reviews.
const POPULAR: i64 = 900;

/// Fills the categories and products, and returns the products' prices in cents.
pub(super) fn products(
    transaction: &Transaction<'_>,
    random: &mut Random,
) -> rusqlite::Result<Vec<i64>> {
    let mut category = transaction
        .prepare("INSERT INTO category (id, name, slug, description) VALUES (?, ?, ?, ?)")?;
    for (id, assortment) in (1_i64..=CATEGORIES).zip(&words::ASSORTMENTS) {
        category.execute((
            id,
            assortment.name,
            assortment.name.to_lowercase(),
            assortment.description,
        ))?;
    }
    let mut insert = transaction.prepare(
        "INSERT INTO product (id, name, description, price_cents, category_id, image_url, stock, \
         featured, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut names = HashSet::new();
    let mut prices = Vec::with_capacity(10_000);
    for id in 1..=PRODUCTS {
        let kind = random.weighted(&[26, 24, 22, 20, 8]);
        let assortment = &words::ASSORTMENTS[kind];
        let (name, noun, cents) = product(random, assortment, &mut names);
        let description = describe(random, assortment, noun);
        let image = (!random.chance(0.03)).then(|| format!("/images/{id}.svg"));
        let stock = match random.below(20) {
            0 | 1 => 0,
            2..=4 => random.between(1, 9),
            _ => random.between(10, 400),
        };
        let is_featured = random.chance(0.04);
        let created = random.between(FIRST, LAST);
        let updated = random.between(created, LAST);
        insert.execute((
            id,
            name,
            description,
            cents,
            i64::try_from(kind).unwrap_or_default() + 1,
            image,
            stock,
            is_featured,
            timestamp::format(created),
            timestamp::format(updated),
        ))?;
        prices.push(cents);
    }
    Ok(prices)
}

/// Makes a name that no other product has, with its noun and its price in cents.
fn product(
    random: &mut Random,
    assortment: &Assortment,
    names: &mut HashSet<String>,
) -> (String, &'static str, i64) {
    loop {
        let (noun, low, high) = random.pick(assortment.nouns);
        let mut name = text::fill(random.pick(assortment.names), |gap| match gap {
            "brand" => random.pick(assortment.brands).to_owned(),
            "quality" => random.pick(assortment.qualities).to_owned(),
            "number" => random.between(2, 90).to_string(),
            _ => noun.to_owned(),
        });
        if names.contains(&name) {
            name = format!("{name} {}", random.pick(assortment.variants));
        }
        if names.insert(name.clone()) {
            return (name, noun, price(random, low, high));
        }
    }
}

/// Returns a price in cents that looks like one: mostly just below a round sum.
fn price(random: &mut Random, low: i64, high: i64) -> i64 {
    // Cheap things are more common than dear ones.
    let share = random.unit() * random.unit();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "prices are small whole numbers"
    )]
    let euros = low + (share * (high - low) as f64) as i64;
    euros * 100 + random.pick(&[99, 99, 99, 95, 95, 90, 50, 49, 0, 25])
}

fn describe(random: &mut Random, assortment: &Assortment, noun: &str) -> String {
    let count = random.below(3) + 1;
    let sentences = text::some(random, assortment.sentences, count);
    let sentences: Vec<String> = sentences
        .into_iter()
        .map(|sentence| {
            text::fill(sentence, |gap| match gap {
                "noun" => noun.to_lowercase(),
                "detail" => random.pick(assortment.details).to_owned(),
                "number" => random.between(2, 40).to_string(),
                _ => random.pick(words::COUNTRIES).to_owned(),
            })
        })
        .collect();
    sentences.join(" ")
}

/// Returns the id of a product, one of the popular ones most of the time.
fn wanted(random: &mut Random) -> i64 {
    if random.chance(0.7) {
        // Spread over all categories by a step that shares no factor with their number.
        random.between(0, POPULAR - 1) * 11 % PRODUCTS + 1
    } else {
        random.between(1, PRODUCTS)
    }
}

pub(super) fn orders(
    transaction: &Transaction<'_>,
    random: &mut Random,
    people: &[Person],
    prices: &[i64],
) -> rusqlite::Result<()> {
    let mut order = transaction.prepare(
        "INSERT INTO \"order\" (id, user_id, status, total_cents, shipping_address, \
         payment_method, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut item = transaction.prepare(
        "INSERT INTO order_item (order_id, product_id, quantity, price_cents) VALUES (?, ?, ?, ?)",
    )?;
    for id in 1..=ORDERS {
        let person = &people[random.below(people.len())];
        let created = random.between(person.created, LAST);
        let age = (LAST - created) / DAY;
        let status = match random.below(100) {
            0..7 => "cancelled",
            7..15 if age > 20 => "shipped",
            _ if age > 20 => "delivered",
            7..30 => "pending",
            30..65 => "paid",
            _ => "shipped",
        };
        let updated = (created + random.between(0, 12 * DAY)).min(LAST);
        let mut products: Vec<(i64, i64, i64)> = Vec::new();
        for _ in 0..=random.weighted(&[40, 28, 16, 9, 5, 2]) {
            let product = wanted(random);
            if !products.iter().any(|(other, ..)| *other == product) {
                let quantity = [1, 2, 3, 6][random.weighted(&[74, 17, 7, 2])];
                let index = usize::try_from(product - 1).unwrap_or_default();
                products.push((product, quantity, prices[index]));
            }
        }
        let total: i64 = products.iter().map(|(_, quantity, price)| quantity * price).sum();
        let (street, city, code, country) = words::PLACES[person.place];
        let address = json!({
            "name": person.name,
            "street": format!("{street} {}", random.between(1, 180)),
            "city": city,
            "postalCode": code,
            "country": country,
        });
        let payment = ["card", "paypal", "bank_transfer", "invoice"];
        order.execute((
            id,
            person.id,
            status,
            total,
            address.to_string(),
            payment[random.weighted(&[58, 25, 9, 8])],
            timestamp::format(created),
            timestamp::format(updated),
        ))?;
        for (product, quantity, price) in products {
            item.execute((id, product, quantity, price))?;
        }
    }
    Ok(())
}

pub(super) fn reviews(transaction: &Transaction<'_>, random: &mut Random) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare(
        "INSERT INTO review (product_id, user_id, rating, comment, date) VALUES (?, ?, ?, ?, ?)",
    )?;
    let mut pairs = HashSet::new();
    while pairs.len() < usize::try_from(REVIEWS).unwrap_or_default() {
        // The demo accounts have rated nothing, so that whoever uses them can.
        let pair = (wanted(random), random.between(3, USERS));
        if !pairs.insert(pair) {
            continue;
        }
        let rating = random.weighted(&[4, 6, 14, 34, 42]);
        let (openings, endings) = words::OPINIONS[rating];
        let comment = match random.below(10) {
            0 => String::new(),
            1..=4 => random.pick(openings).to_owned(),
            _ => format!("{} {}", random.pick(openings), random.pick(endings)),
        };
        let date = timestamp::format(random.between(FIRST + 30 * DAY, LAST));
        let rating = i64::try_from(rating).unwrap_or_default() + 1;
        insert.execute((pair.0, pair.1, rating, comment, date))?;
    }
    Ok(())
}
