//! What the form of a resource asks for.

use crate::app::controller::parameter_target;
use crate::app::format::{humanize, key_label};
use serde_json::{Map, Value, json};
use vitrine_core::api::{Api, Code, Field, Kind, Operation, Resource};
use vitrine_core::form::{FieldSpec, FormSpec, Widget};
use vitrine_core::record::{Path, Segment};
use vitrine_core::schema::Schema;

/// Returns the form for a new record of `resource` or, with `is_new` false, for
/// an existing one.
pub(super) fn form_spec(api: &Api, resource: &Resource, is_new: bool) -> FormSpec {
    let endpoint = if is_new { &resource.create } else { &resource.update };
    let described = endpoint.as_ref().and_then(|endpoint| endpoint.body.as_ref());
    let described = described.map(|body| api.expand(body));
    let mut schema = described.unwrap_or_else(|| schema_of_fields(resource));
    for (name, code) in &resource.dialect.coded {
        if let Some(Value::Object(property)) = schema["properties"].get_mut(name) {
            mean(property, *code);
        }
    }
    let mut spec =
        FormSpec::from_schema(Schema::new(schema), &|path| reference(api, resource, path));
    spec.fields.iter_mut().for_each(polish);
    spec
}

/// Makes the schema of a number that of what the number stands for.
fn mean(property: &mut Map<String, Value>, code: Code) {
    let is_nullable = property.get("nullable") == Some(&Value::Bool(true))
        || property["type"].as_array().is_some_and(|types| types.contains(&"null".into()));
    // Limits and examples are those of the number.
    property.retain(|name, _| matches!(name.as_str(), "title" | "description" | "readOnly"));
    let kind = if code == Code::Flag { "boolean" } else { "string" };
    let kind = if is_nullable { json!([kind, "null"]) } else { json!(kind) };
    property.insert("type".into(), kind);
    if code != Code::Flag {
        property.insert("format".into(), "date-time".into());
    }
}

/// Returns what a call asks for; a parameter of the path that is the key of a
/// record is searched for in the list of those.
pub(super) fn call_spec(api: &Api, operation: &Operation, schema: Value) -> FormSpec {
    let none = Resource::default();
    let resolve = |path: &Path| {
        let of_path = match path.segments() {
            [Segment::Key(name)] => parameter_target(api, &operation.endpoint.path, name),
            _ => None,
        };
        of_path.or_else(|| reference(api, &none, path))
    };
    let has_fields = schema.get("properties").is_some_and(|known| *known != json!({}));
    let mut spec = FormSpec::from_schema(Schema::new(schema), &resolve);
    if !has_fields {
        // An object without members would be asked for as JSON.
        spec.fields.clear();
    }
    spec.fields.iter_mut().for_each(polish);
    for field in &mut spec.fields {
        if let Widget::Reference { resource, .. } = &field.widget {
            field.label = key_label(&field.name, api.resource(resource));
        }
    }
    spec
}

/// Makes the words of a description those of a form.
fn polish(field: &mut FieldSpec) {
    // The title of a shared schema is the name of a type, which says nothing
    // about what this field is for: two addresses would have one label.
    let is_shared =
        matches!(field.widget, Widget::Object { .. } | Widget::Select { .. } | Widget::Json);
    if !field.name.is_empty() && (is_type_name(&field.label) || is_shared && is_word(&field.label))
    {
        field.label = humanize(&field.name);
    }
    // Descriptions are Markdown, of which code marks are the most common.
    if let Some(description) = &mut field.description {
        description.retain(|character| character != '`');
    }
    match &mut field.widget {
        Widget::Object { fields } => fields.iter_mut().for_each(polish),
        Widget::Array { item } => polish(item),
        _ => {}
    }
}

/// Returns whether a title is written like a type, as in `OrderStatus`.
fn is_type_name(title: &str) -> bool {
    let pairs = title.chars().zip(title.chars().skip(1));
    is_word(title) && pairs.into_iter().any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

fn is_word(title: &str) -> bool {
    title.starts_with(char::is_uppercase) && title.chars().all(char::is_alphanumeric)
}

/// Returns the resource that the field at `path` points to.
fn reference(api: &Api, resource: &Resource, path: &Path) -> Option<String> {
    // A list of keys is known by the list; its rows have no field of their own.
    let plain = path.segments().iter().filter(|segment| matches!(segment, Segment::Key(_)));
    let plain = plain.fold(Path::root(), |path, segment| match segment {
        Segment::Key(name) => path.child(name),
        Segment::Index(_) => path,
    });
    if let Some(field) = resource.fields.iter().find(|field| field.path == plain) {
        return field.reference.as_ref().map(|reference| reference.resource.clone());
    }
    // What stands inside a nested object has no column; it points to where
    // fields of that name point in the rest of the API, if they agree.
    let Some(Segment::Key(name)) = plain.segments().last() else { return None };
    let fields = api.resources.iter().flat_map(|resource| &resource.fields);
    let mut targets = fields
        .filter(|field| field.name == *name)
        .filter_map(|field| field.reference.as_ref().map(|reference| &reference.resource));
    let first = targets.next()?;
    targets.all(|target| target == first).then(|| first.clone())
}

/// Returns a schema for an API that does not describe what it takes: the fields
/// of its rows, none of them required, for only the server knows.
fn schema_of_fields(resource: &Resource) -> Value {
    let fields = resource.fields.iter();
    let properties: Map<String, Value> =
        fields.map(|field| (field.name.clone(), schema_of(resource, field))).collect();
    json!({ "type": "object", "properties": properties })
}

fn schema_of(resource: &Resource, field: &Field) -> Value {
    let (kind, format) = match field.kind {
        Kind::Text | Kind::Uuid | Kind::Ip | Kind::Duration => (Some("string"), None),
        Kind::LongText | Kind::Html | Kind::Markdown | Kind::Json => {
            (Some("string"), Some("textarea"))
        }
        Kind::Integer => (Some("integer"), None),
        Kind::Number | Kind::Money => (Some("number"), None),
        Kind::Boolean => (Some("boolean"), None),
        Kind::Date => (Some("string"), Some("date")),
        Kind::DateTime => (Some("string"), Some("date-time")),
        Kind::Time => (Some("string"), Some("time")),
        Kind::Email => (Some("string"), Some("email")),
        Kind::Url | Kind::Image => (Some("string"), Some("uri")),
        Kind::Color => (Some("string"), Some("color")),
        Kind::Password => (Some("string"), Some("password")),
        // Of these only the server knows more.
        _ => (None, None),
    };
    let mut schema = Map::new();
    if let Some(kind) = kind {
        let kind = if field.is_nullable { json!([kind, "null"]) } else { json!(kind) };
        schema.insert("type".into(), kind);
    }
    if let Some(format) = format {
        schema.insert("format".into(), format.into());
    }
    if field.kind == Kind::Enum && !field.choices.is_empty() {
        let branches = field.choices.iter().map(|choice| match &choice.label {
            Some(label) => json!({ "const": choice.value, "title": label }),
            None => json!({ "const": choice.value }),
        });
        let mut branches: Vec<Value> = branches.collect();
        if field.is_nullable {
            branches.push(json!({ "type": "null" }));
        }
        schema.insert("oneOf".into(), branches.into());
    }
    if let Some(description) = &field.description {
        schema.insert("description".into(), description.clone().into());
    }
    if field.is_read_only || field.path == resource.key {
        schema.insert("readOnly".into(), true.into());
    }
    schema.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::{Choice, Endpoint, Reference};
    use vitrine_core::platform::Method;

    fn field(name: &str, kind: Kind) -> Field {
        Field { is_required: true, ..Field::new(name, kind) }
    }

    fn to(resource: &str) -> Reference {
        Reference { resource: resource.into(), is_many: false }
    }

    fn find<'a>(spec: &'a FormSpec, path: &str) -> &'a FieldSpec {
        spec.find(&Path::from(path)).unwrap()
    }

    #[test]
    fn without_a_description_the_fields_of_a_row_are_asked_for() {
        let choices = vec![Choice { value: json!("open"), label: None }];
        let resource = Resource {
            key: Path::field("id"),
            fields: vec![
                field("id", Kind::Integer),
                field("title", Kind::Text),
                Field { choices, ..field("state", Kind::Enum) },
                Field { reference: Some(to("users")), ..field("userId", Kind::Integer) },
                field("extra", Kind::Object),
            ],
            ..Resource::default()
        };
        let spec = form_spec(&Api::default(), &resource, true);
        assert!(find(&spec, "id").is_read_only);
        assert!(!find(&spec, "title").is_required);
        assert!(matches!(find(&spec, "state").widget, Widget::Select { .. }));
        assert_eq!(find(&spec, "extra").widget, Widget::Json);
        let reference = Widget::Reference { resource: "users".into(), is_numeric: true };
        assert_eq!(find(&spec, "userId").widget, reference);
    }

    #[test]
    fn a_number_that_stands_for_something_is_asked_for_as_that() {
        let body = json!({ "type": "object", "properties": {
            "active": { "type": "integer", "maximum": 1 },
            "made": { "type": ["integer", "null"], "description": "When." },
            "size": { "type": "integer" }
        } });
        let create = Endpoint { body: Some(body), ..Endpoint::new(Method::Post, "/lamps") };
        let mut lamps = Resource { create: Some(create), ..Resource::default() };
        lamps.dialect.coded = vec![("active".into(), Code::Flag), ("made".into(), Code::Seconds)];
        let spec = form_spec(&Api::default(), &lamps, true);
        let plain = json!({ "type": "object", "properties": {
            "active": { "type": "boolean" },
            "made": { "type": ["string", "null"], "format": "date-time", "description": "When." },
            "size": { "type": "integer" }
        } });
        let expected = FormSpec::from_schema(Schema::new(plain), &|_| None);
        let widgets = |spec: &FormSpec| -> Vec<Widget> {
            spec.fields.iter().map(|field| field.widget.clone()).collect()
        };
        assert_eq!(widgets(&spec), widgets(&expected));
    }

    #[test]
    fn the_name_of_a_type_is_no_label() {
        let check = |property: Value, label: &str| {
            let schema = json!({ "properties": { "billTo": property } });
            let spec = FormSpec::from_schema(Schema::new(schema), &|_| None);
            let mut field = spec.fields[0].clone();
            polish(&mut field);
            assert_eq!(field.label, label);
        };
        check(json!({ "type": "string", "title": "OrderStatus" }), "Bill to");
        check(json!({ "enum": ["a"], "title": "Address" }), "Bill to");
        check(json!({ "type": "string", "title": "Recipient" }), "Recipient");
        check(json!({ "enum": ["a"], "title": "Who pays" }), "Who pays");
    }

    #[test]
    fn a_call_that_needs_nothing_asks_nothing_and_can_be_sent() {
        let operation: Operation = serde_json::from_value(json!({
            "name": "count", "endpoint": { "method": "GET", "path": "/count" }
        }))
        .unwrap();
        let schema = json!({ "type": "object", "properties": {}, "required": [] });
        let spec = call_spec(&Api::default(), &operation, schema);
        assert!(spec.fields.is_empty());
        let form = vitrine_core::form::Form::new(spec, None, std::rc::Rc::new(|_| 0));
        assert_eq!(form.submit().unwrap().data, json!({}));
    }

    #[test]
    fn a_nested_key_points_where_fields_of_its_name_point() {
        let body = json!({
            "type": "object",
            "properties": { "items": { "type": "array", "items": {
                "type": "object", "properties": { "productId": { "type": "integer" } }
            } } }
        });
        let endpoint = Endpoint { body: Some(body), ..Endpoint::new(Method::Post, "/orders") };
        let orders =
            Resource { name: "orders".into(), create: Some(endpoint), ..Resource::default() };
        let product =
            Field { reference: Some(to("products")), ..field("productId", Kind::Integer) };
        let reviews = Resource { fields: vec![product], ..Resource::default() };
        let api = Api { resources: vec![orders.clone(), reviews], ..Api::default() };
        let spec = form_spec(&api, &orders, true);
        let reference = Widget::Reference { resource: "products".into(), is_numeric: true };
        assert_eq!(find(&spec, "items.0.productId").widget, reference);
    }
}
