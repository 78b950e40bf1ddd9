//! What a schema says of one value to a person.

use super::Schema;
use serde_json::Value;

/// References to references beyond this depth say nothing more.
const MAX_DEPTH: usize = 32;

/// The types of JSON that a value may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypeSet(u8);

const NAMES: [&str; 7] = ["null", "boolean", "string", "integer", "number", "object", "array"];

impl TypeSet {
    fn of(name: &str) -> Self {
        Self(NAMES.iter().position(|known| *known == name).map_or(0, |position| 1 << position))
    }

    /// Returns whether the type called `name` is one of them.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.0 & Self::of(name).0 != 0
    }

    /// Returns the only type beside null; `None` if there are several or none.
    #[must_use]
    pub fn single(self) -> Option<&'static str> {
        let rest = self.0 & !1;
        if rest == 0b1_1000 {
            return Some("number");
        }
        rest.is_power_of_two().then(|| NAMES[rest.trailing_zeros() as usize])
    }

    fn read(value: &Value) -> Self {
        match value {
            Value::String(name) => Self::of(name),
            Value::Array(names) => {
                Self(names.iter().filter_map(Value::as_str).fold(0, |set, n| set | Self::of(n).0))
            }
            _ => Self(0),
        }
    }
}

/// One value of an enumeration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice<'a> {
    /// The value.
    pub value: &'a Value,
    /// Its name for people, where the schema has one.
    pub title: Option<&'a str>,
}

/// What a schema says of one value, with references followed, `allOf` merged
/// and a union with null seen as "may be null".
#[derive(Debug, Clone)]
pub struct Description<'a> {
    parts: Vec<&'a Value>,
    is_nullable: bool,
    is_union: bool,
}

impl<'a> Description<'a> {
    pub(super) fn new(schema: &'a Schema, node: &'a Value) -> Self {
        let mut description = Self { parts: Vec::new(), is_nullable: false, is_union: false };
        description.add(schema, node, 0);
        description.is_nullable |= description.types().has("null");
        description
    }

    fn add(&mut self, schema: &'a Schema, node: &'a Value, depth: usize) {
        if depth > MAX_DEPTH || self.parts.iter().any(|part| std::ptr::eq(*part, node)) {
            return;
        }
        self.parts.push(node);
        self.is_nullable |= flag(node, "nullable");
        if let Some(target) = schema.target(node) {
            self.add(schema, target, depth + 1);
        }
        for part in list(node, "allOf") {
            self.add(schema, part, depth + 1);
        }
        for union in ["anyOf", "oneOf"] {
            let branches = list(node, union);
            let is_null = |branch: &&Value| branch.get("type") == Some(&Value::from("null"));
            let rest: Vec<_> = branches.iter().filter(|branch| !is_null(branch)).collect();
            self.is_nullable |= rest.len() < branches.len();
            match rest.as_slice() {
                [] => {}
                [branch] => self.add(schema, branch, depth + 1),
                _ => self.is_union = true,
            }
        }
    }

    /// Returns the parts of the document that were merged, outermost first.
    #[must_use]
    pub fn parts(&self) -> &[&'a Value] {
        &self.parts
    }

    /// Returns the value of `keyword`; the outermost part that has it wins.
    #[must_use]
    pub fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get(keyword))
    }

    /// Returns the text of `keyword`, such as `title` or `description`.
    #[must_use]
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword)?.as_str().filter(|text| !text.is_empty())
    }

    /// Returns the types that are named, else those that the keywords tell.
    #[must_use]
    pub fn types(&self) -> TypeSet {
        if let Some(named) = self.get("type") {
            return TypeSet::read(named);
        }
        if self.get("properties").is_some() {
            return TypeSet::of("object");
        }
        if self.get("items").is_some() {
            return TypeSet::of("array");
        }
        let values = self.choices().into_iter().map(|choice| choice.value);
        TypeSet(values.fold(0, |set, value| set | TypeSet::of(type_name(value)).0))
    }

    /// Returns whether null is one of the values.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.is_nullable
    }

    /// Returns whether it is one of several shapes that have to be told apart.
    #[must_use]
    pub fn is_union(&self) -> bool {
        self.is_union && self.choices().is_empty()
    }

    /// Returns the branches of `anyOf` and `oneOf` without null.
    #[must_use]
    pub fn branches(&self) -> Vec<&'a Value> {
        let unions = ["anyOf", "oneOf"];
        let lists = self.parts.iter().flat_map(|part| unions.map(|union| list(part, union)));
        let branches = lists.flatten();
        branches.filter(|branch| branch.get("type") != Some(&Value::from("null"))).collect()
    }

    /// Returns whether only the server writes the value.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.parts.iter().any(|part| flag(part, "readOnly"))
    }

    /// Returns whether the server never shows the value.
    #[must_use]
    pub fn is_write_only(&self) -> bool {
        self.parts.iter().any(|part| flag(part, "writeOnly"))
    }

    /// Returns the values of `enum` or `const`, or of a union of constants.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice<'a>> {
        if let Some(Value::Array(values)) = self.get("enum") {
            return values.iter().map(|value| Choice { value, title: None }).collect();
        }
        if let Some(value) = self.get("const") {
            return vec![Choice { value, title: self.text("title") }];
        }
        if !self.is_union {
            return Vec::new();
        }
        let choice = |branch: &'a Value| {
            let value = branch.get("const")?;
            Some(Choice { value, title: branch.get("title").and_then(Value::as_str) })
        };
        self.branches().into_iter().map(choice).collect::<Option<_>>().unwrap_or_default()
    }

    /// Returns the members that are described, in the order of the document.
    #[must_use]
    pub fn properties(&self) -> Vec<(&'a str, &'a Value)> {
        let mut properties: Vec<(&str, &Value)> = Vec::new();
        let objects = self.parts.iter().filter_map(|part| part.get("properties")?.as_object());
        for (name, node) in objects.flatten() {
            if !properties.iter().any(|(known, _)| known == name) {
                properties.push((name, node));
            }
        }
        properties
    }

    /// Returns whether the member called `name` must be there.
    #[must_use]
    pub fn requires(&self, name: &str) -> bool {
        self.parts.iter().any(|part| list(part, "required").iter().any(|known| known == name))
    }

    /// Returns the schema of the elements; `None` where each has its own.
    #[must_use]
    pub fn items(&self) -> Option<&'a Value> {
        self.get("items").filter(|items| items.is_object())
    }
}

pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Number(number) if super::equality::is_whole(number) => "integer",
        Value::Number(_) => "number",
        Value::Object(_) => "object",
        Value::Array(_) => "array",
    }
}

pub(super) fn list<'a>(node: &'a Value, keyword: &str) -> &'a [Value] {
    node.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn flag(node: &Value, keyword: &str) -> bool {
    node.get(keyword) == Some(&Value::Bool(true))
}
