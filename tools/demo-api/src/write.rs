//! The writing of records: rights, checks, rules and the statement, in one transaction.

use rusqlite::{Transaction, params_from_iter, types::Value as Sql};
use serde_json::{Map, Value};

use crate::{
    auth::Principal,
    model::{Action, ChangeEvent, FieldError},
    problem::Problem,
    read,
    resource::{Access, Kind, Resource},
    rules::Change,
    schema::Schemas,
    timestamp,
    validate::{Components, validate},
};

/// Everything that a write needs to know besides its body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub transaction: &'a Transaction<'a>,
    pub resource: &'static Resource,
    pub schemas: &'a Schemas,
    pub components: &'a Components,
    pub principal: &'a Principal,
    /// This server's origin.
    pub base: &'a str,
}

/// How an existing record is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// What the body leaves out stays (PATCH).
    Merge,
    /// What the body leaves out goes back to its default (PUT).
    Replace,
}

/// A finished write.
#[derive(Debug)]
pub(crate) struct Written {
    pub id: i64,
    pub item: Value,
    pub events: Vec<ChangeEvent>,
}

impl Writer<'_> {
    /// Creates a record. `parent` is the field that the path has set.
    pub(crate) fn create(
        &self,
        mut body: Map<String, Value>,
        parent: Option<(&str, i64)>,
    ) -> Result<Written, Problem> {
        if let Some((field, id)) = parent {
            body.insert(field.to_owned(), id.into());
        }
        if let Some(owner) = self.resource.owner
            && !body.contains_key(owner)
        {
            body.insert(owner.to_owned(), self.principal.id.into());
        }
        let mut values = self.checked(body, &self.schemas.create, None)?;
        if let Some(owner) = self.resource.owner {
            self.check_owner(self.resource.create, values.get(owner), owner)?;
        }
        self.fill(&mut values, &self.schemas.create);
        self.check_references(&values)?;
        let now = timestamp::now();
        for name in ["createdAt", "updatedAt", "date"] {
            self.stamp(&mut values, name, &now);
        }
        let before = self.resource.rules.before;
        before(self.transaction, &mut Change { values: &mut values, current: None })?;
        let (columns, sql) = self.stored(&values);
        let insert = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.resource.table,
            columns.join(", "),
            vec!["?"; columns.len()].join(", ")
        );
        self.transaction
            .execute(&insert, params_from_iter(sql))
            .map_err(|error| self.refusal(error))?;
        let id = self.transaction.last_insert_rowid();
        self.finish(id, Action::Created, &values, None)
    }

    /// Changes a record, unless a precondition says that it is no longer what it was.
    pub(crate) fn update(
        &self,
        id: i64,
        body: Map<String, Value>,
        mode: Mode,
        precondition: impl FnOnce(&Value) -> Result<(), Problem>,
    ) -> Result<Written, Problem> {
        let current = self.current(id)?;
        precondition(&current)?;
        let schema = match mode {
            Mode::Merge => &self.schemas.update,
            Mode::Replace => &self.schemas.replace,
        };
        let mut values = self.checked(body, schema, Some(&current))?;
        if mode == Mode::Replace {
            self.fill(&mut values, schema);
        }
        if values.is_empty() {
            return Ok(Written { id, item: current, events: Vec::new() });
        }
        self.check_references(&values)?;
        self.stamp(&mut values, "updatedAt", &timestamp::now());
        let before = self.resource.rules.before;
        before(self.transaction, &mut Change { values: &mut values, current: Some(&current) })?;
        let (columns, mut sql) = self.stored(&values);
        let update = format!(
            "UPDATE {} SET {} WHERE id = ?",
            self.resource.table,
            columns.iter().map(|column| format!("{column} = ?")).collect::<Vec<_>>().join(", ")
        );
        sql.push(Sql::Integer(id));
        self.transaction
            .execute(&update, params_from_iter(sql))
            .map_err(|error| self.refusal(error))?;
        self.finish(id, Action::Updated, &values, Some(&current))
    }

    /// Deletes a record, under the same condition.
    pub(crate) fn delete(
        &self,
        id: i64,
        precondition: impl FnOnce(&Value) -> Result<(), Problem>,
    ) -> Result<Vec<ChangeEvent>, Problem> {
        let current = self.current(id)?;
        precondition(&current)?;
        let delete = format!("DELETE FROM {} WHERE id = ?", self.resource.table);
        self.transaction.execute(&delete, [id]).map_err(|error| self.refusal(error))?;
        let after = self.resource.rules.after;
        let mut change = Change { values: &mut Map::new(), current: Some(&current) };
        let mut events = vec![self.event(id, Action::Deleted)];
        events.extend(after(self.transaction, id, &mut change)?);
        Ok(events)
    }

    fn finish(
        &self,
        id: i64,
        action: Action,
        values: &Map<String, Value>,
        current: Option<&Value>,
    ) -> Result<Written, Problem> {
        let after = self.resource.rules.after;
        let mut values = values.clone();
        let mut events = vec![self.event(id, action)];
        events.extend(after(self.transaction, id, &mut Change { values: &mut values, current })?);
        let item = read::item(self.transaction, self.resource, id, self.base)?;
        let item = item.ok_or_else(|| self.missing(id))?;
        Ok(Written { id, item, events })
    }

    fn event(&self, id: i64, action: Action) -> ChangeEvent {
        ChangeEvent { resource: self.resource.name, id, action }
    }

    fn missing(&self, id: i64) -> Problem {
        Problem::not_found(format!("{} {id}", self.resource.noun()))
    }

    /// Reads the record that is to be changed and checks that it may be.
    fn current(&self, id: i64) -> Result<Value, Problem> {
        let current = read::item(self.transaction, self.resource, id, self.base)?;
        let current = current.ok_or_else(|| self.missing(id))?;
        if let Some(owner) = self.resource.owner {
            self.check_owner(self.resource.change, current.get(owner), owner)?;
        }
        Ok(current)
    }

    fn check_owner(
        &self,
        access: Access,
        owner: Option<&Value>,
        field: &str,
    ) -> Result<(), Problem> {
        let is_own = owner.and_then(Value::as_i64) == Some(self.principal.id);
        if self.principal.is_admin || (access == Access::Owner && is_own) {
            return Ok(());
        }
        let detail = format!("This {} is not yours.", self.resource.noun());
        let error = FieldError::at(format!("/{field}"), "must be yourself");
        Err(Problem::forbidden(detail).with_errors(vec![error]))
    }

    /// Checks the body, and drops from it what the server alone decides.
    fn checked(
        &self,
        body: Map<String, Value>,
        schema: &Value,
        current: Option<&Value>,
    ) -> Result<Map<String, Value>, Problem> {
        let mut errors = Vec::new();
        let mut values = Map::new();
        for (name, value) in body {
            let shown = &self.schemas.read["properties"][&name];
            if schema["properties"].get(&name).is_some() || shown.is_null() {
                values.insert(name, value);
            } else if self.resource.immutable.contains(&&*name)
                && current.is_some_and(|current| current[&name] != value)
            {
                // A whole record that is sent back is fine, a change of it is not.
                errors.push(FieldError::at(format!("/{name}"), "cannot be changed"));
            }
        }
        let values = Value::Object(values);
        errors.extend(validate(&values, schema, self.components));
        match values {
            Value::Object(values) if errors.is_empty() => Ok(values),
            _ => Err(Problem::fields(errors)),
        }
    }

    /// Gives what the body leaves out its default.
    fn fill(&self, values: &mut Map<String, Value>, schema: &Value) {
        for column in self.resource.columns {
            let property = &schema["properties"][column.name];
            if property.is_object() && !values.contains_key(column.name) {
                let default = property.get("default").cloned().unwrap_or(Value::Null);
                values.insert(column.name.to_owned(), default);
            }
        }
    }

    fn check_references(&self, values: &Map<String, Value>) -> Result<(), Problem> {
        let mut errors = Vec::new();
        for column in self.resource.columns {
            let target = column.refers.and_then(Resource::by_name);
            let id = values.get(column.name).and_then(Value::as_i64);
            if let (Some(target), Some(id)) = (target, id)
                && !read::exists(self.transaction, target, id)?
            {
                let detail = format!("there is no {} {id}", target.noun());
                errors.push(FieldError::at(format!("/{}", column.name), detail));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors)) }
    }

    fn stamp(&self, values: &mut Map<String, Value>, name: &str, now: &str) {
        if self.resource.column(name).is_some_and(|column| column.kind == Kind::Timestamp) {
            values.insert(name.to_owned(), now.into());
        }
    }

    /// Returns the stored columns that the values set, and what they are set to.
    fn stored(&self, values: &Map<String, Value>) -> (Vec<&'static str>, Vec<Sql>) {
        let mut columns = Vec::new();
        let mut sql = Vec::new();
        for column in self.resource.columns.iter().filter(|column| column.is_stored()) {
            if let Some(value) = values.get(column.name) {
                columns.push(column.sql);
                sql.push(self.sql(column.kind, value));
            }
        }
        if let Some(Value::String(hash)) = values.get("passwordHash") {
            columns.push("password_hash");
            sql.push(Sql::Text(hash.clone()));
        }
        (columns, sql)
    }

    fn sql(&self, kind: Kind, value: &Value) -> Sql {
        match (kind, value) {
            (_, Value::Null) => Sql::Null,
            (_, Value::Bool(is_set)) => Sql::Integer(i64::from(*is_set)),
            (Kind::Cents, Value::Number(number)) => Sql::Integer(cents(number.as_f64())),
            (_, Value::Number(number)) => match number.as_i64() {
                Some(number) => Sql::Integer(number),
                None => Sql::Real(number.as_f64().unwrap_or_default()),
            },
            (Kind::Timestamp, Value::String(text)) => {
                Sql::Text(timestamp::parse(text).map_or_else(|| text.clone(), timestamp::format))
            }
            (Kind::Url, Value::String(text)) => {
                let own = text.strip_prefix(self.base).filter(|path| path.starts_with('/'));
                Sql::Text(own.unwrap_or(text).to_owned())
            }
            (_, Value::String(text)) => Sql::Text(text.clone()),
            (_, Value::Array(_) | Value::Object(_)) => Sql::Text(value.to_string()),
        }
    }

    /// Turns a refusal by the database into one that names the field.
    fn refusal(&self, error: rusqlite::Error) -> Problem {
        let rusqlite::Error::SqliteFailure(failure, Some(message)) = &error else {
            return error.into();
        };
        match failure.extended_code {
            rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE => {
                let (_, columns) = message.split_once(": ").unwrap_or_default();
                let first = columns.split(", ").next().and_then(|name| name.split('.').nth(1));
                let column = self.resource.columns.iter().find(|column| Some(column.sql) == first);
                let pointer = column.map_or_else(String::new, |column| format!("/{}", column.name));
                Problem::field(pointer, self.resource.rules.taken)
            }
            rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY
            | rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER => {
                let noun = self.resource.noun();
                let detail = format!("Other records still refer to this {noun}.");
                Problem::new(axum::http::StatusCode::CONFLICT, detail)
            }
            _ => error.into(),
        }
    }
}

/// Returns an amount of euros as whole cents.
#[expect(clippy::cast_possible_truncation, reason = "the schema bounds every price")]
pub(crate) fn cents(euros: Option<f64>) -> i64 {
    (euros.unwrap_or_default() * 100.0).round() as i64
}
