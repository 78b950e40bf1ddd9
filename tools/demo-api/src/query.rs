//! The query of a list: paging, order, filters and search, as SQL.

use rusqlite::types::Value as Sql;

use crate::{
    model::FieldError,
    problem::Problem,
    resource::{Column, Kind, Operator, Resource},
    timestamp,
};

/// How many records a page has when the query does not say.
pub(crate) const DEFAULT_LIMIT: i64 = 20;
/// How many a page can have.
pub(crate) const MAX_LIMIT: i64 = 100;

/// A list request, understood.
#[derive(Debug)]
pub(crate) struct ListQuery {
    pub page: i64,
    pub limit: i64,
    /// The WHERE clause, or nothing.
    pub filter: String,
    pub values: Vec<Sql>,
    /// The ORDER BY clause; it always ends with the id, so that pages do not overlap.
    pub order: String,
}

impl ListQuery {
    /// Reads the query's pairs; `fixed` is the field that a parent's path has set.
    pub(crate) fn read(
        resource: &Resource,
        pairs: &[(String, String)],
        fixed: Option<(&str, i64)>,
    ) -> Result<Self, Problem> {
        let mut page = 1;
        let mut limit = DEFAULT_LIMIT;
        let mut order = Vec::new();
        let mut conditions = Conditions::default();
        let mut errors = Vec::new();
        for (name, value) in pairs {
            let read = match name.as_str() {
                "page" => whole(value, i64::MAX / MAX_LIMIT).map(|number| page = number),
                "limit" => whole(value, MAX_LIMIT).map(|number| limit = number),
                "sort" => sort(resource, value).map(|columns| order = columns),
                "search" if !resource.search.is_empty() => {
                    conditions.search(resource, value);
                    Ok(())
                }
                _ => conditions.parameter(resource, name, value),
            };
            if let Err(detail) = read {
                errors.push(FieldError::parameter(name, detail));
            }
        }
        if !errors.is_empty() {
            return Err(Problem::parameters(errors));
        }
        if let Some((field, id)) = fixed
            && let Some(column) = resource.column(field)
        {
            conditions.push(format!("{} = ?", column.sql), [Sql::Integer(id)]);
        }
        order.push("id".to_owned());
        Ok(Self {
            page,
            limit,
            filter: conditions.clause(),
            values: conditions.values,
            order: order.join(", "),
        })
    }
}

fn whole(value: &str, highest: i64) -> Result<i64, String> {
    value
        .parse()
        .ok()
        .filter(|number| (1..=highest).contains(number))
        .ok_or_else(|| format!("must be a whole number from 1 to {highest}"))
}

fn sort(resource: &Resource, value: &str) -> Result<Vec<String>, String> {
    let terms = value.split(',').filter(|term| !term.is_empty());
    terms
        .map(|term| {
            let (name, direction) = match term.strip_prefix('-') {
                Some(name) => (name, "DESC"),
                None => (term, "ASC"),
            };
            let column = resource
                .column(name)
                .filter(|column| column.is_sortable())
                .ok_or_else(|| format!("cannot sort by `{name}`"))?;
            let collation = if column.kind == Kind::Text { " COLLATE NOCASE" } else { "" };
            // Naming the place of nulls where there are none would keep SQLite from its index.
            let nulls = if column.is_nullable { " NULLS LAST" } else { "" };
            Ok(format!("{}{collation} {direction}{nulls}", column.sql))
        })
        .collect()
}

#[derive(Debug, Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Sql>,
}

impl Conditions {
    fn push(&mut self, sql: String, values: impl IntoIterator<Item = Sql>) {
        self.sql.push(sql);
        self.values.extend(values);
    }

    fn clause(&self) -> String {
        if self.sql.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", self.sql.join(" AND "))
        }
    }

    /// Each word must occur in at least one of the columns.
    fn search(&mut self, resource: &Resource, text: &str) {
        for word in text.split_whitespace() {
            let columns: Vec<_> =
                resource.search.iter().map(|column| format!("{column} {LIKE}")).collect();
            let pattern = Sql::Text(pattern(word));
            self.push(format!("({})", columns.join(" OR ")), vec![pattern; columns.len()]);
        }
    }

    fn parameter(&mut self, resource: &Resource, name: &str, value: &str) -> Result<(), String> {
        let (field, word) = match name.split_once('[') {
            Some((field, rest)) => (field, rest.strip_suffix(']').unwrap_or(rest)),
            None => (name, ""),
        };
        let column = resource
            .column(field)
            .filter(|column| !column.operators().is_empty())
            .ok_or("is not a known parameter")?;
        let operator = *column
            .operators()
            .iter()
            .find(|operator| operator.word() == word)
            .ok_or_else(|| format!("`{field}` has no such operator"))?;
        let sql = column.sql;
        match operator {
            Operator::In => {
                let values = value
                    .split(',')
                    .map(|value| operand(column, value))
                    .collect::<Result<Vec<_>, _>>()?;
                let places = vec!["?"; values.len()].join(", ");
                self.push(format!("{sql} IN ({places})"), values);
            }
            Operator::Contains if column.kind == Kind::Tags => {
                let list = format!("EXISTS (SELECT 1 FROM json_each({sql}) WHERE value = ?)");
                self.push(list, [Sql::Text(value.to_owned())]);
            }
            Operator::Contains => {
                self.push(format!("{sql} {LIKE}"), [Sql::Text(pattern(value))]);
            }
            _ => {
                let comparison = match operator {
                    Operator::NotEqual => "IS NOT",
                    Operator::Greater => ">",
                    Operator::GreaterOrEqual => ">=",
                    Operator::Less => "<",
                    Operator::LessOrEqual => "<=",
                    _ => "=",
                };
                self.push(format!("{sql} {comparison} ?"), [operand(column, value)?]);
            }
        }
        Ok(())
    }
}

const LIKE: &str = r"LIKE ? ESCAPE '\'";

fn pattern(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}

/// Reads the value of a filter in the form that its column is stored in.
fn operand(column: &Column, text: &str) -> Result<Sql, String> {
    let number = |text: &str| {
        text.parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(|| format!("`{text}` is not a number"))
    };
    match column.kind {
        Kind::Integer => {
            text.parse().map(Sql::Integer).map_err(|_| format!("`{text}` is not a whole number"))
        }
        Kind::Number => number(text).map(Sql::Real),
        // A double, not whole cents: nothing costs 0.005, but more than that is a fair question.
        Kind::Cents => number(text).map(|euros| Sql::Real((euros * 1e6).round() / 1e4)),
        Kind::Boolean => match text {
            "true" | "1" => Ok(Sql::Integer(1)),
            "false" | "0" => Ok(Sql::Integer(0)),
            _ => Err(format!("`{text}` is neither true nor false")),
        },
        Kind::Timestamp => timestamp::parse(text)
            .map(timestamp::format)
            .or_else(|| timestamp::parse_date(text).map(|days| timestamp::format(days * 86_400)))
            .map(Sql::Text)
            .ok_or_else(|| format!("`{text}` is not a date or a date and time")),
        Kind::Text | Kind::Prose | Kind::Word | Kind::Url | Kind::Tags | Kind::Json => {
            Ok(Sql::Text(text.to_owned()))
        }
    }
}
