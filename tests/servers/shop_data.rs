//! The data set of the server without a description.

use serde_json::{Value, json};

use super::dice::Dice;

/// How many products there are: more than a page, and not a multiple of one.
pub(crate) const PRODUCTS: usize = 240;
/// Categories with the noun of what is in them.
const CATEGORIES: [(&str, &str); 5] = [
    ("Lamps", "lamp"),
    ("Chairs", "chair"),
    ("Tables", "table"),
    ("Rugs", "rug"),
    ("Shelves", "shelf"),
];
const USERS: usize = 30;
const ORDERS: usize = 60;
const REVIEWS: usize = 120;

/// Returns products, categories, users, orders and reviews, the same in every run.
pub(super) fn shop() -> Value {
    let mut dice = Dice(20_260_417);
    let categories: Vec<Value> = CATEGORIES
        .iter()
        .enumerate()
        .map(|(index, (name, _))| json!({ "id": index + 1, "name": name, "slug": name.to_lowercase() }))
        .collect();
    let products: Vec<Value> = (1..=PRODUCTS).map(|id| product(id, &mut dice)).collect();
    let users: Vec<Value> = (1..=USERS).map(|id| user(id, &mut dice)).collect();
    let orders: Vec<Value> = (1..=ORDERS).map(|id| order(id, &mut dice)).collect();
    let reviews: Vec<Value> = (1..=REVIEWS).map(|id| review(id, &mut dice)).collect();
    json!({
        "products": products,
        "categories": categories,
        "users": users,
        "orders": orders,
        "reviews": reviews,
    })
}

fn product(id: usize, dice: &mut Dice) -> Value {
    const SHAPES: [&str; 6] = ["Round", "Tall", "Low", "Folding", "Woven", "Plain"];
    const MATERIALS: [&str; 5] = ["oak", "ash", "linen", "steel", "cork"];
    let category = dice.below(CATEGORIES.len());
    let (_, noun) = CATEGORIES[category];
    let (shape, material) = (dice.one_of(&SHAPES), dice.one_of(&MATERIALS));
    json!({
        "id": id,
        "name": format!("{shape} {material} {noun} {id}"),
        "price": f64::from(u32::try_from(dice.below(90_000)).unwrap_or_default() + 500) / 100.0,
        "categoryId": category + 1,
        "stock": dice.below(200),
        "featured": dice.below(8) == 0,
        "createdAt": moment(dice),
    })
}

fn user(id: usize, dice: &mut Dice) -> Value {
    const FIRST: [&str; 6] = ["Mara", "Jonas", "Ines", "Tomas", "Lea", "Oskar"];
    const LAST: [&str; 6] = ["Brandt", "Okafor", "Silva", "Nowak", "Lund", "Moreau"];
    let (first, last) = (dice.one_of(&FIRST), dice.one_of(&LAST));
    json!({
        "id": id,
        "name": format!("{first} {last}"),
        "email": format!("{}.{}{id}@example.com", first.to_lowercase(), last.to_lowercase()),
        "createdAt": moment(dice),
    })
}

fn order(id: usize, dice: &mut Dice) -> Value {
    const STATES: [&str; 4] = ["pending", "paid", "shipped", "delivered"];
    json!({
        "id": id,
        "userId": dice.below(USERS) + 1,
        "status": dice.one_of(&STATES),
        "total": dice.below(40_000) + 900,
        "createdAt": moment(dice),
    })
}

fn review(id: usize, dice: &mut Dice) -> Value {
    const WORDS: [&str; 4] = ["Just right.", "Wobbles a little.", "Would buy again.", "Too small."];
    json!({
        "id": id,
        "productId": dice.below(PRODUCTS) + 1,
        "userId": dice.below(USERS) + 1,
        "rating": dice.below(5) + 1,
        "comment": dice.one_of(&WORDS),
    })
}

fn moment(dice: &mut Dice) -> String {
    let (month, day) = (dice.below(12) + 1, dice.below(28) + 1);
    format!("2025-{month:02}-{day:02}T{:02}:{:02}:00Z", dice.below(24), dice.below(60))
}
