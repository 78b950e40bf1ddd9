//! The reading of records: rows to JSON, pages and single items.

use rusqlite::{Connection, OptionalExtension, Row, params_from_iter, types::ValueRef};
use serde_json::{Map, Number, Value, json};

use crate::{
    problem::Problem,
    query::ListQuery,
    resource::{Column, Kind, Resource},
};

/// One page of a collection.
#[derive(Debug)]
pub(crate) struct Page {
    pub data: Vec<Value>,
    pub total: i64,
    pub pages: i64,
}

/// Reads a page. `base` is this server's origin, which its own pictures are under.
pub(crate) fn page(
    connection: &Connection,
    resource: &Resource,
    query: &ListQuery,
    base: &str,
) -> Result<Page, Problem> {
    let ListQuery { page, limit, filter, values, order } = query;
    let table = resource.table;
    let count = format!("SELECT count(*) FROM {table} {filter}");
    let total: i64 =
        connection.prepare_cached(&count)?.query_row(params_from_iter(values), |row| row.get(0))?;
    let offset = (page - 1) * limit;
    let select = format!(
        "SELECT {} FROM {table} {filter} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
        expressions(resource)
    );
    let mut statement = connection.prepare(&select)?;
    let data = statement
        .query_map(params_from_iter(values), |row| record(resource, row, base))?
        .collect::<Result<_, _>>()?;
    Ok(Page { data, total, pages: (total + limit - 1) / limit })
}

/// Reads one record; `None` when there is none with this id.
pub(crate) fn item(
    connection: &Connection,
    resource: &Resource,
    id: i64,
    base: &str,
) -> Result<Option<Value>, Problem> {
    let select = format!("SELECT {} FROM {} WHERE id = ?", expressions(resource), resource.table);
    Ok(connection
        .prepare_cached(&select)?
        .query_row([id], |row| record(resource, row, base))
        .optional()?)
}

/// Returns whether there is a record with this id.
pub(crate) fn exists(
    connection: &Connection,
    resource: &Resource,
    id: i64,
) -> Result<bool, Problem> {
    let select = format!("SELECT 1 FROM {} WHERE id = ?", resource.table);
    Ok(connection.prepare_cached(&select)?.exists([id])?)
}

fn expressions(resource: &Resource) -> String {
    resource.columns.iter().map(|column| column.sql).collect::<Vec<_>>().join(", ")
}

fn record(resource: &Resource, row: &Row<'_>, base: &str) -> rusqlite::Result<Value> {
    let mut map = Map::with_capacity(resource.columns.len());
    for (index, column) in resource.columns.iter().enumerate() {
        map.insert(column.name.to_owned(), field(column, row.get_ref(index)?, base));
    }
    Ok(Value::Object(map))
}

#[expect(clippy::cast_precision_loss, reason = "no sum of money here comes near 2^53 cents")]
fn field(column: &Column, value: ValueRef<'_>, base: &str) -> Value {
    match (column.kind, value) {
        (_, ValueRef::Null | ValueRef::Blob(_)) => Value::Null,
        (Kind::Boolean, ValueRef::Integer(number)) => Value::Bool(number != 0),
        (Kind::Cents, ValueRef::Integer(cents)) => json!(cents as f64 / 100.0),
        (_, ValueRef::Integer(number)) => json!(number),
        (_, ValueRef::Real(number)) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        (Kind::Json | Kind::Tags, ValueRef::Text(text)) => {
            serde_json::from_slice(text).unwrap_or(Value::Null)
        }
        (kind, ValueRef::Text(text)) => {
            let text = String::from_utf8_lossy(text);
            match kind {
                Kind::Url if text.starts_with('/') => Value::String(format!("{base}{text}")),
                _ => Value::String(text.into_owned()),
            }
        }
    }
}
