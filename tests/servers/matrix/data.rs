//! The rows that the servers are given: a shop, the same in every run.

use serde_json::{Value, json};

use crate::dice::Dice;

/// How many categories there are: fewer than any page.
pub(crate) const CATEGORIES: [&str; 8] =
    ["Books", "Garden", "Kitchen", "Lighting", "Music", "Office", "Outdoor", "Toys"];
/// How many products there are: no multiple of a usual page.
pub(crate) const PRODUCTS: usize = 120;
/// How many reviews there are.
pub(crate) const REVIEWS: usize = 224;

/// Returns categories, products and reviews; the keys are numbers from 1.
pub(crate) fn shop() -> Value {
    let mut dice = Dice(20_261_123);
    let categories: Vec<Value> = (1..)
        .zip(CATEGORIES)
        .map(|(id, name)| json!({ "id": id, "name": name, "slug": name.to_lowercase() }))
        .collect();
    let products: Vec<Value> = (1..=PRODUCTS).map(|id| product(id, &mut dice)).collect();
    let reviews: Vec<Value> = (1..=REVIEWS).map(|id| review(id, &mut dice)).collect();
    json!({ "categories": categories, "products": products, "reviews": reviews })
}

fn product(id: usize, dice: &mut Dice) -> Value {
    const SHAPES: [&str; 8] =
        ["Amber", "Folding", "Hollow", "Ivory", "Linen", "Quiet", "Tidal", "Woven"];
    const NOUNS: [&str; 8] =
        ["Atlas", "Trowel", "Kettle", "Lantern", "Tuner", "Stapler", "Hammock", "Kite"];
    // Letters beyond ASCII, quotes and signs that mean something in an address.
    const ENDS: [&str; 8] =
        ["", "", "", " II", " – édition spéciale", " “Klassik”", " 50% & more", " für Ünal"];
    const TAGS: [&str; 5] = ["new", "sale", "eco", "gift", "bulk"];
    let category = dice.below(CATEGORIES.len());
    let title = format!("{} {}{}", dice.one_of(&SHAPES), NOUNS[category], dice.one_of(&ENDS));
    let stock = if dice.below(8) == 0 { 0 } else { dice.below(150) };
    let status = match stock {
        0 => "sold_out",
        1..10 => "low",
        _ => "in_stock",
    };
    let brand = match dice.below(4) {
        0 => Value::Null,
        brand => json!(["Acme", "Borealis", "Cobalt"][brand - 1]),
    };
    let tags: Vec<&str> = TAGS.into_iter().filter(|_| dice.below(4) == 0).collect();
    let from = if dice.below(6) == 0 { Value::Null } else { json!(day(dice)) };
    json!({
        "id": id,
        "title": title,
        "description": format!("{title}: made to last (number {id})."),
        "price": amount(dice.below(90_000) + 100),
        "stock": stock,
        "status": status,
        "category_id": category + 1,
        "brand": brand,
        "tags": tags,
        "active": dice.below(10) != 0,
        "available_from": from,
        "created_at": format!("{}T{:02}:{:02}:00Z", day(dice), dice.below(24), dice.below(60)),
    })
}

fn review(id: usize, dice: &mut Dice) -> Value {
    const NAMES: [&str; 6] =
        ["Ana Costa", "Bo Khan", "Chidi Okafor", "Élise Noël", "Uma Tran", "Jo"];
    const WORDS: [&str; 5] =
        ["Does the job.", "Broke after a week.", "Lovely!", "Would buy again.", "Not as pictured…"];
    json!({
        "id": id,
        "product_id": dice.below(PRODUCTS) + 1,
        "rating": dice.below(5) + 1,
        "comment": dice.one_of(&WORDS),
        "reviewer": dice.one_of(&NAMES),
        "email": format!("customer{id}@example.com"),
        "date": format!("{}T12:{:02}:00Z", day(dice), dice.below(60)),
    })
}

/// Returns an amount of money that every server keeps to the cent.
fn amount(cents: usize) -> f64 {
    f64::from(u32::try_from(cents).expect("prices are small")) / 100.0
}

fn day(dice: &mut Dice) -> String {
    format!("202{}-{:02}-{:02}", 4 + dice.below(2), dice.below(12) + 1, dice.below(28) + 1)
}
