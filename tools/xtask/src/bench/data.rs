//! The data set: a shop with 10,000 products, the same on every machine.

use serde_json::{Map, Value, json};

/// Products in the list that is measured.
pub(super) const PRODUCTS: usize = 10_000;
const CATEGORIES: usize = 12;
const USERS: usize = 500;
const ORDERS: usize = 2_000;
const REVIEWS: usize = 3_000;
const SEED: u64 = 0x5eed_0001;

const ADJECTIVES: [&str; 16] = [
    "Amber", "Brass", "Copper", "Dusty", "Ebony", "Folding", "Glass", "Heavy", "Ivory", "Jade",
    "Knitted", "Linen", "Maple", "Nickel", "Oak", "Plain",
];
const NOUNS: [&str; 16] = [
    "Basket", "Bottle", "Chair", "Clock", "Desk", "Dish", "Frame", "Kettle", "Lamp", "Mirror",
    "Pillow", "Plate", "Shelf", "Spoon", "Stool", "Vase",
];
const GROUPS: [&str; CATEGORIES] = [
    "Bath", "Bedding", "Decor", "Dining", "Garden", "Hall", "Kitchen", "Lighting", "Office",
    "Storage", "Tables", "Travel",
];
const GIVEN: [&str; 12] = [
    "Ada", "Bruno", "Chen", "Dalia", "Emil", "Farah", "Goran", "Hana", "Ines", "Jonas", "Kaito",
    "Lena",
];
const FAMILY: [&str; 12] = [
    "Abbas", "Berg", "Costa", "Diaz", "Evans", "Fischer", "Gupta", "Haddad", "Ito", "Jensen",
    "Kowalski", "Larsen",
];
const VERDICTS: [&str; 6] =
    ["Well made", "As described", "Too small", "A fine gift", "Arrived late", "Would buy again"];

/// Returns the whole data set as json-server reads it.
pub(super) fn generate() -> Value {
    let mut random = Random(SEED);
    json!({
        "products": rows(PRODUCTS, |id| product(id, &mut random)),
        "categories": rows(CATEGORIES, |id| json!({ "id": id, "name": GROUPS[id - 1] })),
        "users": rows(USERS, |id| user(id, &mut random)),
        "orders": rows(ORDERS, |id| order(id, &mut random)),
        "reviews": rows(REVIEWS, |id| review(id, &mut random)),
    })
}

/// Returns the names of the first products by their id, each of which occurs once.
pub(super) fn first_names(data: &Value, count: usize) -> Vec<String> {
    let products = data["products"].as_array().map_or(&[][..], Vec::as_slice);
    products
        .iter()
        .take(count)
        .filter_map(|product| product["name"].as_str().map(str::to_owned))
        .collect()
}

fn rows(count: usize, row: impl FnMut(usize) -> Value) -> Vec<Value> {
    (1..=count).map(row).collect()
}

fn product(id: usize, random: &mut Random) -> Value {
    let name = format!("{} {} {id:05}", random.pick(&ADJECTIVES), random.pick(&NOUNS));
    json!({
        "id": id,
        "name": name,
        "sku": format!("SKU-{:06}", random.below(1_000_000)),
        "price": cents(random.between(199, 99_999)),
        "stock": random.below(500),
        "rating": tenths(random.between(10, 50)),
        "active": random.below(10) != 0,
        "categoryId": random.between(1, CATEGORIES),
        "createdAt": random.date(),
    })
}

fn user(id: usize, random: &mut Random) -> Value {
    let (given, family) = (random.pick(&GIVEN), random.pick(&FAMILY));
    json!({
        "id": id,
        "name": format!("{given} {family}"),
        "email": format!("{}.{}{id}@example.com", given.to_lowercase(), family.to_lowercase()),
        "role": if random.below(20) == 0 { "admin" } else { "customer" },
        "createdAt": random.date(),
    })
}

fn order(id: usize, random: &mut Random) -> Value {
    let mut address = Map::new();
    address.insert("street".to_owned(), format!("{} Main Street", random.between(1, 200)).into());
    address.insert("city".to_owned(), random.pick(&["Berlin", "Kyoto", "Lima", "Oslo"]).into());
    json!({
        "id": id,
        "userId": random.between(1, USERS),
        "status": random.pick(&["pending", "paid", "shipped", "delivered", "cancelled"]),
        "total": cents(random.between(500, 500_000)),
        "shippingAddress": address,
        "createdAt": random.date(),
    })
}

fn review(id: usize, random: &mut Random) -> Value {
    json!({
        "id": id,
        "productId": random.between(1, PRODUCTS),
        "userId": random.between(1, USERS),
        "rating": random.between(1, 5),
        "title": random.pick(&VERDICTS),
        "body": format!("{}. {}.", random.pick(&VERDICTS), random.pick(&VERDICTS)),
        "createdAt": random.date(),
    })
}

fn cents(amount: usize) -> Value {
    decimal(amount, 100.0)
}

fn tenths(amount: usize) -> Value {
    decimal(amount, 10.0)
}

fn decimal(amount: usize, unit: f64) -> Value {
    let amount = u32::try_from(amount).expect("amounts here are far below 2^32");
    json!(f64::from(amount) / unit)
}

/// `SplitMix64`: small, seedable, and the same on every platform.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("an index fits in 64 bits");
        usize::try_from(self.next() % end).expect("the remainder is below an index")
    }

    /// Returns a number of the closed range.
    fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    fn date(&mut self) -> String {
        format!(
            "{}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            self.between(2023, 2025),
            self.between(1, 12),
            self.between(1, 28),
            self.below(24),
            self.below(60),
            self.below(60)
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_generator_matches_the_published_sequence() {
        // Source: the first outputs for this seed, as on Rosetta Code's page of the generator.
        let mut random = Random(1_234_567);
        let first = [random.next(), random.next(), random.next()];
        let published =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(first, published);
    }

    #[test]
    fn every_product_has_a_name_of_its_own_and_an_existing_category() {
        let data = generate();
        let products = data["products"].as_array().unwrap();
        let names: BTreeSet<_> = products.iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), PRODUCTS);
        assert!(products.iter().all(|row| row["categoryId"].as_u64().unwrap() <= 12));
    }

    #[test]
    fn two_runs_make_the_same_data() {
        assert_eq!(generate(), generate());
        assert_eq!(first_names(&generate(), 25).len(), 25);
    }
}
