//! The parameters of the lists, one for each field and operator.

use serde_json::{Map, Value, json};

use super::contents::reference;
use crate::{
    query::{DEFAULT_LIMIT, MAX_LIMIT},
    resource::{Column, Kind, Operator, Resource},
};

/// Returns the parameters that all lists have.
pub(super) fn shared() -> Value {
    json!({
        "page": {
            "name": "page", "in": "query", "required": false,
            "description": "Which page to send, from 1.",
            "schema": { "type": "integer", "minimum": 1, "default": 1 },
        },
        "limit": {
            "name": "limit", "in": "query", "required": false,
            "description": "How many records a page has.",
            "schema": {
                "type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT,
            },
        },
        "search": {
            "name": "search", "in": "query", "required": false,
            "description": "Words that must all occur in the record's texts.",
            "schema": { "type": "string", "maxLength": 200 },
        },
        "ifMatch": {
            "name": "If-Match", "in": "header", "required": false,
            "description": "Write only if the record still has this `ETag`.",
            "schema": { "type": "string" },
        },
        "ifNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "Send the record only if it has another `ETag`.",
            "schema": { "type": "string" },
        },
    })
}

/// Returns the parameters of a list. `fixed` is the field that the path has set already.
pub(super) fn of_list(resource: &Resource, schema: &Value, fixed: Option<&str>) -> Vec<Value> {
    let mut parameters = vec![reference("parameters", "page"), reference("parameters", "limit")];
    parameters.push(sort(resource));
    if !resource.search.is_empty() {
        parameters.push(reference("parameters", "search"));
    }
    for column in resource.columns.iter().filter(|column| Some(column.name) != fixed) {
        for operator in column.operators() {
            parameters.push(filter(column, *operator, &schema["properties"][column.name]));
        }
    }
    parameters
}

fn sort(resource: &Resource) -> Value {
    let words: Vec<String> = resource
        .columns
        .iter()
        .filter(|column| column.is_sortable())
        .flat_map(|column| [column.name.to_owned(), format!("-{}", column.name)])
        .collect();
    json!({
        "name": "sort", "in": "query", "required": false, "style": "form", "explode": false,
        "description": "The fields to order by, the first counting most; `-` for descending.",
        "schema": { "type": "array", "items": { "type": "string", "enum": words } },
    })
}

fn filter(column: &Column, operator: Operator, property: &Value) -> Value {
    let name = column.name;
    let value = operand(column, operator, property);
    let description = match operator {
        Operator::Equal => format!("Only records whose `{name}` is this."),
        Operator::NotEqual => format!("Only records whose `{name}` is not this."),
        Operator::Greater => format!("Only records whose `{name}` is above this."),
        Operator::GreaterOrEqual => format!("Only records whose `{name}` is at least this."),
        Operator::Less => format!("Only records whose `{name}` is below this."),
        Operator::LessOrEqual => format!("Only records whose `{name}` is at most this."),
        Operator::In => format!("Only records whose `{name}` is one of these."),
        Operator::Contains => format!("Only records whose `{name}` contains this."),
    };
    let mut parameter = json!({
        "name": column.parameter(operator), "in": "query", "required": false,
        "description": description,
    });
    if operator == Operator::In {
        parameter["style"] = "form".into();
        parameter["explode"] = false.into();
        parameter["schema"] = json!({ "type": "array", "items": value });
    } else {
        parameter["schema"] = value;
    }
    parameter
}

/// Returns the schema of what a field is compared with.
fn operand(column: &Column, operator: Operator, property: &Value) -> Value {
    let mut schema = Map::new();
    let kind = match column.kind {
        Kind::Integer => "integer",
        Kind::Cents | Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Word => return json!({ "$ref": property["$ref"] }),
        _ => "string",
    };
    schema.insert("type".to_owned(), kind.into());
    if let Some(format) = property.get("format").filter(|_| operator != Operator::Contains) {
        schema.insert("format".to_owned(), format.clone());
    }
    Value::Object(schema)
}
