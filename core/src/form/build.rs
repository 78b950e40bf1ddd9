//! From a schema to fields.

use super::label::{humanize, humanize_choice};
use super::{FieldSpec, FormSpec, SelectOption, Widget, text};
use crate::record::Path;
use crate::schema::{Description, Direction, Schema};
use serde_json::Value;

/// Deeper sections are asked for as JSON.
const MAX_DEPTH: usize = 8;

/// Names of texts that tend to have several lines.
const LONG_TEXTS: &[&str] = &[
    "abstract",
    "bio",
    "body",
    "comment",
    "content",
    "description",
    "excerpt",
    "message",
    "note",
    "notes",
    "summary",
    "text",
];

type Resolver<'a> = &'a dyn Fn(&Path) -> Option<String>;

impl FormSpec {
    /// Returns the form of `schema`; `resolver` names the resource that the
    /// field at a path points to, where it points to one. A path inside an
    /// array is that of element 0.
    #[must_use]
    pub fn from_schema(schema: Schema, resolver: &dyn Fn(&Path) -> Option<String>) -> Self {
        let schema = schema.with_direction(Direction::Write);
        let builder = Builder { schema: &schema, resolver };
        let description = schema.describe();
        let fields = match builder.sections(&description, &Path::root(), &mut Vec::new()) {
            Some(fields) => fields,
            None => vec![builder.field(schema.root(), "", Path::root(), true, &mut Vec::new())],
        };
        Self { fields, schema }
    }
}

struct Builder<'a> {
    schema: &'a Schema,
    resolver: Resolver<'a>,
}

impl<'a> Builder<'a> {
    /// Returns the fields of an object; `None` if nothing is known of them.
    fn sections(
        &self,
        description: &Description<'a>,
        path: &Path,
        above: &mut Vec<&'a Value>,
    ) -> Option<Vec<FieldSpec>> {
        let properties = description.properties();
        let is_open = |node: &&Value| node.get("properties").is_some();
        let own: Vec<&Value> = description.parts().iter().copied().filter(is_open).collect();
        let is_recursive =
            own.iter().any(|node| above.iter().any(|other| std::ptr::eq(*node, *other)));
        let is_object = description.types().single() == Some("object") && !description.is_union();
        if properties.is_empty() || is_recursive || !is_object || path.segments().len() >= MAX_DEPTH
        {
            return None;
        }
        let height = above.len();
        above.extend(own);
        let field = |(name, node): (&'a str, &'a Value)| {
            self.field(node, name, path.child(name), description.requires(name), above)
        };
        let fields = properties.into_iter().map(field).collect();
        above.truncate(height);
        Some(fields)
    }

    fn field(
        &self,
        node: &'a Value,
        name: &str,
        path: Path,
        is_required: bool,
        above: &mut Vec<&'a Value>,
    ) -> FieldSpec {
        let outer = self.schema.describe_node(node);
        // Of a union of plain values, such as a decimal that is a number or a
        // text, the first is asked for; the others stay as they came.
        let inner = self.first_scalar(&outer);
        let shape = inner.as_ref().unwrap_or(&outer);
        let choices = outer.choices();
        let is_nullable =
            outer.is_nullable() || choices.iter().any(|choice| choice.value.is_null());
        let resource = (self.resolver)(&path);
        let widget = match resource {
            Some(resource) if shape.types().single() != Some("array") => {
                let is_numeric = matches!(shape.types().single(), Some("integer" | "number"));
                Widget::Reference { resource, is_numeric }
            }
            _ => self.widget(shape, name, &path, is_nullable, above),
        };
        let only = match (choices.as_slice(), is_required) {
            ([choice], true) => Some(choice.value),
            _ => None,
        };
        let examples = outer.get("examples").and_then(|examples| examples.get(0));
        let example = outer.get("example").or(examples);
        let example = example.filter(|example| example.is_string() || example.is_number());
        FieldSpec {
            label: outer.text("title").map_or_else(|| humanize(name), str::to_owned),
            attributes: attributes(shape, &widget),
            widget,
            is_required,
            is_nullable,
            is_read_only: outer.is_read_only(),
            description: outer.text("description").map(str::to_owned),
            placeholder: example.map(text::plain),
            default: outer.get("default").or(only).cloned(),
            name: name.to_owned(),
            path,
        }
    }

    fn first_scalar(&self, description: &Description<'a>) -> Option<Description<'a>> {
        if !description.is_union() {
            return None;
        }
        let branches =
            description.branches().into_iter().map(|node| self.schema.describe_node(node));
        let mut branches: Vec<_> = branches.collect();
        let is_scalar = |branch: &Description<'_>| {
            matches!(branch.types().single(), Some("string" | "integer" | "number" | "boolean"))
        };
        branches.iter().all(is_scalar).then(|| branches.swap_remove(0))
    }

    fn widget(
        &self,
        shape: &Description<'a>,
        name: &str,
        path: &Path,
        is_nullable: bool,
        above: &mut Vec<&'a Value>,
    ) -> Widget {
        let options = options(shape);
        if !options.is_empty() {
            return Widget::Select { options };
        }
        match shape.types().single() {
            Some("string") => text_widget(shape, name),
            Some(kind @ ("integer" | "number")) => number_widget(shape, kind == "integer"),
            Some("boolean") if is_nullable => Widget::TriState,
            Some("boolean") => Widget::Boolean,
            Some("object") => match self.sections(shape, path, above) {
                Some(fields) => Widget::Object { fields },
                None => Widget::Json,
            },
            Some("array") if !shape.is_union() => match shape.items() {
                Some(items) if path.segments().len() < MAX_DEPTH => {
                    let item = self.field(items, "", path.index(0), true, above);
                    match item.widget {
                        Widget::Json => Widget::Json,
                        _ => Widget::Array { item: Box::new(item) },
                    }
                }
                _ => Widget::Json,
            },
            _ => Widget::Json,
        }
    }
}

fn options(shape: &Description<'_>) -> Vec<SelectOption> {
    let mut options: Vec<SelectOption> = Vec::new();
    for choice in shape.choices().into_iter().filter(|choice| !choice.value.is_null()) {
        let plain = text::plain(choice.value);
        let is_taken = options.iter().any(|option| option.text == plain);
        let number = options.len().to_string();
        options.push(SelectOption {
            value: choice.value.clone(),
            label: choice.title.map_or_else(|| humanize_choice(&plain), str::to_owned),
            text: if is_taken { [&plain, "#", &number].concat() } else { plain },
        });
    }
    options
}

fn text_widget(shape: &Description<'_>, name: &str) -> Widget {
    let name = name.to_ascii_lowercase();
    let max_length = shape.get("maxLength").and_then(Value::as_u64);
    match shape.text("format") {
        Some("date") => Widget::Date,
        Some("date-time") => Widget::DateTime,
        Some("time") => Widget::Time,
        Some("email" | "idn-email") => Widget::Email,
        Some("uri" | "url" | "iri") => Widget::Url,
        Some("password") => Widget::Password,
        Some("color") => Widget::Color,
        Some("textarea" | "markdown" | "html") => Widget::LongText,
        _ if name.ends_with("password") => Widget::Password,
        _ if name == "email" => Widget::Email,
        _ if shape.text("contentMediaType").is_some_and(|media| media.starts_with("text/")) => {
            Widget::LongText
        }
        _ if max_length.is_some_and(|length| length > 255) => Widget::LongText,
        _ if max_length.is_none() && LONG_TEXTS.contains(&name.as_str()) => Widget::LongText,
        _ => Widget::Text,
    }
}

fn number_widget(shape: &Description<'_>, is_integer: bool) -> Widget {
    let limit = |keyword: &str| shape.get(keyword).filter(|limit| limit.is_number());
    // Only between whole numbers has an exclusive bound a neighbour to name.
    let excluded = |keyword: &str| limit(keyword).filter(|_| is_integer).and_then(Value::as_i64);
    let min = limit("minimum").map(ToString::to_string);
    let max = limit("maximum").map(ToString::to_string);
    let min = min.or_else(|| Some((excluded("exclusiveMinimum")?.checked_add(1)?).to_string()));
    let max = max.or_else(|| Some((excluded("exclusiveMaximum")?.checked_sub(1)?).to_string()));
    let step = limit("multipleOf").map(ToString::to_string);
    let step = step.or_else(|| is_integer.then(|| "1".to_owned()));
    Widget::Number { is_integer, step, min, max }
}

fn attributes(shape: &Description<'_>, widget: &Widget) -> Vec<(&'static str, String)> {
    let mut attributes = Vec::new();
    match widget {
        Widget::Number { step, min, max, .. } => {
            attributes.extend(min.clone().map(|min| ("min", min)));
            attributes.extend(max.clone().map(|max| ("max", max)));
            attributes.push(("step", step.clone().unwrap_or_else(|| "any".to_owned())));
        }
        Widget::Text | Widget::LongText | Widget::Email | Widget::Url | Widget::Password => {
            for (keyword, attribute) in [("minLength", "minlength"), ("maxLength", "maxlength")] {
                let length = shape.get(keyword).and_then(Value::as_u64);
                attributes.extend(length.map(|length| (attribute, length.to_string())));
            }
        }
        _ => {}
    }
    attributes
}
