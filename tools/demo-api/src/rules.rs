//! What a collection does besides storing its records.

use rusqlite::{OptionalExtension, Transaction};
use serde_json::{Map, Value, json};

use crate::{
    model::{Action, ChangeEvent, FieldError},
    password,
    problem::Problem,
    timestamp,
    write::cents,
};

/// A write in progress.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// What is to be stored, by the names of the fields.
    pub values: &'a mut Map<String, Value>,
    /// The record as it was; `None` when it is new.
    pub current: Option<&'a Value>,
}

/// The rules of one collection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Runs after the checks, before the statement; may change the values.
    pub before: fn(&Transaction<'_>, &mut Change<'_>) -> Result<(), Problem>,
    /// Runs after the statement, with the record's id; tells what else has changed.
    pub after: fn(&Transaction<'_>, i64, &mut Change<'_>) -> Result<Vec<ChangeEvent>, Problem>,
    /// What a field is told whose value another record has.
    pub taken: &'static str,
}

impl Rules {
    pub(crate) const NONE: Self = Self {
        before: |_, _| Ok(()),
        after: |_, _, _| Ok(Vec::new()),
        taken: "has already been taken",
    };
}

pub(crate) const USERS: Rules = Rules { before: hash_password, ..Rules::NONE };
pub(crate) const REVIEWS: Rules =
    Rules { after: tell_product, taken: "You already rated this product", ..Rules::NONE };
pub(crate) const ORDERS: Rules = Rules { before: check_order, after: move_stock, ..Rules::NONE };

/// The items of an order, as its field shows them.
pub(crate) const ORDER_ITEMS: &str = "(SELECT json_group_array(json(item)) FROM (SELECT \
    json_object('productId', product_id, 'quantity', quantity, 'price', price_cents / 100.0) AS \
    item FROM order_item WHERE order_id = \"order\".id ORDER BY order_item.id))";

fn hash_password(transaction: &Transaction<'_>, change: &mut Change<'_>) -> Result<(), Problem> {
    if let Some(Value::String(password)) = change.values.shift_remove("password") {
        let salt: Vec<u8> = transaction.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
        change.values.insert("passwordHash".to_owned(), password::hash(&password, &salt).into());
    }
    Ok(())
}

/// A review changes the rating of its product.
#[expect(clippy::unnecessary_wraps, reason = "all rules of a kind have one signature")]
fn tell_product(
    _: &Transaction<'_>,
    _: i64,
    change: &mut Change<'_>,
) -> Result<Vec<ChangeEvent>, Problem> {
    let product = change.values.get("productId").or_else(|| change.current?.get("productId"));
    Ok(product.and_then(Value::as_i64).map(product_updated).into_iter().collect())
}

fn check_order(transaction: &Transaction<'_>, change: &mut Change<'_>) -> Result<(), Problem> {
    if let Some(current) = change.current {
        let is_reopened = current["status"] == "cancelled"
            && change.values.get("status").is_some_and(|status| status != "cancelled");
        return if is_reopened {
            Err(Problem::field("/status", "cannot change once the order is cancelled"))
        } else {
            Ok(())
        };
    }
    let mut errors = Vec::new();
    let mut total = 0;
    let mut wanted: Vec<(i64, i64)> = Vec::new();
    let items = change.values.get_mut("items").and_then(Value::as_array_mut);
    for (index, item) in items.into_iter().flatten().enumerate() {
        let product = item["productId"].as_i64().unwrap_or_default();
        let quantity = item["quantity"].as_i64().unwrap_or_default();
        let found = transaction
            .prepare_cached("SELECT price_cents, stock FROM product WHERE id = ?")?
            .query_row([product], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
            .optional()?;
        let Some((price, stock)) = found else {
            let detail = format!("there is no product {product}");
            errors.push(FieldError::at(format!("/items/{index}/productId"), detail));
            continue;
        };
        // The same product may stand on two lines, which draw from one stock.
        let earlier: i64 =
            wanted.iter().filter(|(id, _)| *id == product).map(|(_, quantity)| quantity).sum();
        wanted.push((product, quantity));
        if earlier + quantity > stock {
            let detail = match stock - earlier {
                left if left > 0 => format!("only {left} in stock"),
                _ => "out of stock".to_owned(),
            };
            errors.push(FieldError::at(format!("/items/{index}/quantity"), detail));
        }
        total += price * quantity;
        item["price"] = euros(price);
    }
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    change.values.insert("total".to_owned(), euros(total));
    Ok(())
}

/// A new order takes its items from the stock, a cancelled one gives them back.
fn move_stock(
    transaction: &Transaction<'_>,
    id: i64,
    change: &mut Change<'_>,
) -> Result<Vec<ChangeEvent>, Problem> {
    let (items, sign) = match change.current {
        None => (change.values.get("items"), -1),
        Some(current) => {
            let is_cancelled = change.values.get("status").is_some_and(|new| new == "cancelled")
                && current["status"] != "cancelled";
            if !is_cancelled {
                return Ok(Vec::new());
            }
            (current.get("items"), 1)
        }
    };
    let mut insert = transaction.prepare_cached(
        "INSERT INTO order_item (order_id, product_id, quantity, price_cents) VALUES (?, ?, ?, ?)",
    )?;
    let mut update = transaction
        .prepare_cached("UPDATE product SET stock = stock + ?, updated_at = ? WHERE id = ?")?;
    let now = timestamp::now();
    let mut events = Vec::new();
    for item in items.and_then(Value::as_array).into_iter().flatten() {
        let product = item["productId"].as_i64().unwrap_or_default();
        let quantity = item["quantity"].as_i64().unwrap_or_default();
        if change.current.is_none() {
            insert.execute((id, product, quantity, cents(item["price"].as_f64())))?;
        }
        update.execute((sign * quantity, &now, product))?;
        if !events.contains(&product_updated(product)) {
            events.push(product_updated(product));
        }
    }
    Ok(events)
}

fn product_updated(id: i64) -> ChangeEvent {
    ChangeEvent { resource: "products", id, action: Action::Updated }
}

#[expect(clippy::cast_precision_loss, reason = "no order comes near 2^53 cents")]
fn euros(cents: i64) -> Value {
    json!(cents as f64 / 100.0)
}
