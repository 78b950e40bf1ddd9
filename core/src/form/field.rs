//! What a form asks for.

use crate::record::{Path, Segment};
use crate::schema::Schema;
use serde_json::Value;

/// The fields of a form and the schema that judges them.
#[derive(Debug, Clone)]
pub struct FormSpec {
    /// The fields in the order of the schema.
    pub fields: Vec<FieldSpec>,
    /// The schema of the whole value.
    pub schema: Schema,
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldSpec {
    /// Where its value stands; inside the template of an array, of element 0.
    pub path: Path,
    /// The name as it stands in the record; empty for the element of an array.
    pub name: String,
    /// The name for people: the schema's title, else the name in words.
    pub label: String,
    /// How it is asked for.
    pub widget: Widget,
    /// Whether the form cannot be submitted without it.
    pub is_required: bool,
    /// Whether null is one of its values.
    pub is_nullable: bool,
    /// Whether only the server writes it.
    pub is_read_only: bool,
    /// The help text.
    pub description: Option<String>,
    /// An example of a value.
    pub placeholder: Option<String>,
    /// What a new record starts with.
    pub default: Option<Value>,
    /// The constraints as attributes of an `<input>`: `minlength`, `maxlength`,
    /// `min`, `max`, `step`. A pattern is not among them: HTML would anchor it.
    pub attributes: Vec<(&'static str, String)>,
}

/// How a field is asked for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Widget {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A number.
    Number {
        /// Whether it has no decimals.
        is_integer: bool,
        /// The distance between two values, `None` for any.
        step: Option<String>,
        /// The least value.
        min: Option<String>,
        /// The largest value.
        max: Option<String>,
    },
    /// True or false.
    Boolean,
    /// True, false or null.
    TriState,
    /// One of a few values.
    Select {
        /// The values in the order of the schema, without null.
        options: Vec<SelectOption>,
    },
    /// A day, `2026-11-22`.
    Date,
    /// A moment: RFC 3339 in the record, `2026-11-22T09:30` in the input.
    DateTime,
    /// A time of day, `09:30:00`.
    Time,
    /// An e-mail address.
    Email,
    /// A link.
    Url,
    /// A secret; never part of a draft.
    Password,
    /// A color, `#rrggbb`.
    Color,
    /// The key of a record of another resource.
    Reference {
        /// The name of that resource.
        resource: String,
        /// Whether the key is a number.
        is_numeric: bool,
    },
    /// A section of further fields.
    Object {
        /// The fields in the order of the schema.
        fields: Vec<FieldSpec>,
    },
    /// Rows that can be added, removed and moved.
    Array {
        /// The template of a row, with the path of element 0.
        item: Box<FieldSpec>,
    },
    /// JSON as text, for shapes that no other widget can ask for.
    Json,
}

/// One value of a [`Widget::Select`].
#[derive(Debug, Clone, PartialEq)]
pub struct SelectOption {
    /// The value as it is sent.
    pub value: Value,
    /// The value as the text of an `<option value>`, unique in the field.
    pub text: String,
    /// The value for people.
    pub label: String,
}

impl FormSpec {
    /// Returns the field at `path`, any row of an array being its template.
    #[must_use]
    pub fn find(&self, path: &Path) -> Option<&FieldSpec> {
        if let ([field], true) = (self.fields.as_slice(), path.is_root()) {
            return Some(field).filter(|field| field.path.is_root());
        }
        find(&self.fields, path.segments())
    }
}

fn find<'a>(fields: &'a [FieldSpec], segments: &[Segment]) -> Option<&'a FieldSpec> {
    let (first, rest) = segments.split_first()?;
    // A form whose value is no object has one field, which is the root.
    let root = fields.first().filter(|field| field.path.is_root());
    let (mut field, mut rest) = match (root, first) {
        (Some(root), _) => (root, segments),
        (None, Segment::Key(name)) => (fields.iter().find(|field| field.name == *name)?, rest),
        (None, Segment::Index(_)) => return None,
    };
    while let Some((first, tail)) = rest.split_first() {
        field = match (&field.widget, first) {
            (Widget::Array { item }, Segment::Index(_)) => item,
            (Widget::Object { fields }, _) => return find(fields, rest),
            _ => return None,
        };
        rest = tail;
    }
    Some(field)
}

impl FieldSpec {
    /// Returns this field and all it holds as they stand at `path`.
    #[must_use]
    pub fn at(&self, path: Path) -> Self {
        let mut moved = self.clone();
        moved.relocate(path);
        moved
    }

    fn relocate(&mut self, path: Path) {
        match &mut self.widget {
            Widget::Object { fields } => {
                for field in fields {
                    field.relocate(path.child(&field.name));
                }
            }
            Widget::Array { item } => item.relocate(path.index(0)),
            _ => {}
        }
        self.path = path;
    }

    /// Returns the value that a new record or row starts with.
    pub(super) fn initial(&self) -> Option<Value> {
        if let Some(default) = &self.default {
            return Some(default.clone());
        }
        if !self.is_required || self.is_nullable || self.is_read_only {
            return None;
        }
        match &self.widget {
            Widget::Object { .. } => Some(self.initial_object()),
            Widget::Array { .. } => Some(Value::Array(Vec::new())),
            // A box that is not ticked says false; it cannot say "missing".
            Widget::Boolean => Some(Value::Bool(false)),
            _ => None,
        }
    }

    /// Returns the value of a new row.
    pub(super) fn initial_row(&self) -> Value {
        match &self.widget {
            Widget::Object { .. } => self.initial_object(),
            Widget::Array { .. } => Value::Array(Vec::new()),
            Widget::Boolean => Value::Bool(false),
            _ => self.default.clone().unwrap_or_default(),
        }
    }

    fn initial_object(&self) -> Value {
        let Widget::Object { fields } = &self.widget else { return Value::Null };
        initial_object(fields)
    }
}

/// Returns the object that a new record with these fields starts with.
pub(super) fn initial_object(fields: &[FieldSpec]) -> Value {
    let initial = |field: &FieldSpec| {
        let value = (!field.is_read_only).then(|| field.initial())??;
        Some((field.name.clone(), value))
    };
    Value::Object(fields.iter().filter_map(initial).collect())
}
