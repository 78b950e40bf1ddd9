//! What a record looks like, and what a write of one.

use super::fields;
use super::schema::{Document, Shape};
use super::vocabulary::GENERIC;
use crate::api::discover::words::{compact, is_same_noun};
use crate::api::{BodyShape, Code, Field, Kind};
use crate::record::Path;
use serde_json::Value;
use std::collections::HashMap;

/// The members of a JSON:API resource that are no data of it.
const TECHNICAL: [&str; 5] = ["type", "links", "meta", "attributes", "relationships"];

/// A record as people see it.
#[derive(Debug, Default)]
pub(super) struct Layout<'a> {
    /// The members; what stands in `flatten` is lifted among them.
    pub(super) shape: Shape<'a>,
    /// The members that hold further members of the record.
    pub(super) flatten: Vec<String>,
    /// What the API calls this kind of record.
    kind: Option<String>,
    relationships: Vec<Relationship<'a>>,
}

/// A pointer of a JSON:API resource.
#[derive(Debug)]
struct Relationship<'a> {
    name: &'a str,
    /// The kind of record that is pointed to, where the description says.
    kind: Option<String>,
    is_many: bool,
}

/// Reads a record; one of JSON:API has its members one object deeper.
pub(super) fn layout<'a>(document: Document<'a>, shape: Shape<'a>) -> Layout<'a> {
    let inner = |name: &str| shape.property(name).map(|schema| document.shape(schema));
    let attributes = inner("attributes");
    let attributes = attributes.filter(|it| !it.properties.is_empty() && !it.is_array());
    let is_resource = shape.property("type").is_some() || shape.property("id").is_some();
    let Some(attributes) = attributes.filter(|_| is_resource) else {
        return Layout { shape, ..Layout::default() };
    };
    let pointers = inner("relationships").map(|inner| inner.properties).unwrap_or_default();
    let relationships = pointers
        .into_iter()
        .filter_map(|(name, schema)| relationship(document, name, schema))
        .collect::<Vec<_>>();
    let mut flatten = vec!["attributes".to_owned()];
    if !relationships.is_empty() {
        flatten.push("relationships".to_owned());
    }
    let kind = kind_of(document, &shape);
    let mut lifted = shape;
    lifted.properties.retain(|(name, _)| !TECHNICAL.contains(name));
    for (name, schema) in attributes.properties {
        if lifted.property(name).is_none() {
            lifted.properties.push((name, schema));
        }
    }
    lifted.required.extend(attributes.required);
    Layout { shape: lifted, flatten, kind, relationships }
}

fn relationship<'a>(
    document: Document<'a>,
    name: &'a str,
    schema: &'a Value,
) -> Option<Relationship<'a>> {
    let data = document.shape(document.shape(schema).property("data")?);
    let one = data.items.map_or_else(|| data.clone(), |items| document.shape(items));
    Some(Relationship { name, kind: kind_of(document, &one), is_many: data.is_array() })
}

/// Returns the value that `type` has.
fn kind_of(document: Document<'_>, shape: &Shape<'_>) -> Option<String> {
    let schema = document.resolve(shape.property("type")?);
    let words = ["const", "default", "example"].iter().find_map(|word| schema.get(*word));
    let choices = document.shape(schema).choices;
    let only = choices.first().copied().filter(|_| choices.len() == 1);
    only.or(words)?.as_str().map(str::to_owned)
}

impl Layout<'_> {
    pub(super) fn fields(&self, document: Document<'_>) -> Vec<Field> {
        let mut fields = fields::fields(document, &self.shape);
        fields.extend(self.relationships.iter().map(|relationship| {
            let kind = if relationship.is_many { Kind::Array } else { Kind::Text };
            Field { is_nullable: !relationship.is_many, ..Field::new(relationship.name, kind) }
        }));
        fields
    }

    /// Returns the fields whose numbers stand for something else.
    pub(super) fn codes(&self, document: Document<'_>) -> Vec<(String, Code)> {
        fields::codes(document, &self.shape)
    }

    /// Returns what the description says that `fields` point to.
    pub(super) fn targets(
        &self,
        document: Document<'_>,
        fields: &[Field],
    ) -> HashMap<String, String> {
        let target =
            |field: &Field| Some((field.name.clone(), self.target(document, &field.name)?));
        fields.iter().filter_map(target).collect()
    }

    /// Returns what the description says that a field points to.
    fn target(&self, document: Document<'_>, field: &str) -> Option<String> {
        let relationship = self.relationships.iter().find(|known| known.name == field);
        if let Some(known) = relationship {
            return Some(known.kind.clone().unwrap_or_else(|| field.to_owned()));
        }
        let schema = self.shape.property(field)?;
        let inner = || document.pointer(schema).map(|(_, name)| name);
        document.target(schema).or_else(inner).map(str::to_owned)
    }
}

/// The body of a write.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pub(super) shape: BodyShape,
    /// The schema of the record inside it.
    pub(super) record: &'a Value,
    /// The pointers that may be written with it.
    pub(super) relationships: Vec<(String, bool)>,
}

/// Finds the record in the body of a write, where it is not the whole of it.
pub(super) fn wrapped<'a>(
    document: Document<'a>,
    body: &'a Value,
    row: &Layout<'_>,
    noun: &str,
) -> Option<Body<'a>> {
    let shape = document.shape(body);
    if let Some(data) = shape.property("data") {
        let data = document.shape(data);
        if let Some(attributes) = data.property("attributes") {
            return Some(resource_body(document, data, attributes, row, noun));
        }
    }
    let shared = |shape: &Shape<'_>| {
        let names = shape.properties.iter();
        names.filter(|(name, _)| row.shape.property(name).is_some()).count()
    };
    let is_known = |name: &str| {
        shape.properties.len() == 1
            || is_same_noun(name, noun)
            || GENERIC.contains(&compact(name).as_str())
    };
    let inner = shape.properties.iter().filter(|(name, _)| is_known(name));
    let inner = inner.map(|(name, schema)| (*name, *schema, document.shape(schema)));
    let inner = inner.filter(|(_, _, inner)| !inner.is_array() && !inner.properties.is_empty());
    let (name, record, inner) = inner.max_by_key(|(_, _, inner)| shared(inner))?;
    (shared(&inner) > shared(&shape)).then(|| Body {
        shape: BodyShape::Path { path: Path::root().child(name) },
        record,
        relationships: Vec::new(),
    })
}

/// Reads the body that a JSON:API server takes.
fn resource_body<'a>(
    document: Document<'a>,
    data: Shape<'a>,
    attributes: &'a Value,
    row: &Layout<'_>,
    noun: &str,
) -> Body<'a> {
    let own = kind_of(document, &data);
    let kind = own.or_else(|| row.kind.clone()).unwrap_or_else(|| noun.to_owned());
    let written = layout(document, data);
    let known = if written.relationships.is_empty() { row } else { &written };
    let pointers = known.relationships.iter();
    let kinds = pointers.clone().map(|pointer| {
        let kind = pointer.kind.clone().unwrap_or_else(|| pointer.name.to_owned());
        (pointer.name.to_owned(), kind)
    });
    Body {
        shape: BodyShape::JsonApi { kind, relationships: kinds.collect() },
        record: attributes,
        relationships: pointers.map(|it| (it.name.to_owned(), it.is_many)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn article() -> Value {
        json!({"properties": {
            "type": {"enum": ["articles"]}, "id": {"type": "string"}, "links": {},
            "attributes": {"required": ["title"], "properties":
                {"title": {"type": "string"}, "id": {"type": "integer"}}},
            "relationships": {"properties": {
                "author": {"properties": {"data": {"properties":
                    {"type": {"const": "people"}, "id": {}}}}},
                "tags": {"properties": {"data": {"type": "array", "items": {}}}},
                "log": {"properties": {"links": {}}}}}}})
    }

    #[test]
    fn members_of_a_json_api_resource_are_lifted() {
        let root = article();
        let document = Document::new(&root);
        let layout = layout(document, document.shape(&root));
        let fields = layout.fields(document);
        let fields: Vec<(&str, Kind)> =
            fields.iter().map(|field| (field.name.as_str(), field.kind)).collect();
        let expected = [
            ("id", Kind::Text),
            ("title", Kind::Text),
            ("author", Kind::Text),
            ("tags", Kind::Array),
        ];
        assert_eq!(fields, expected);
        assert_eq!(layout.flatten, ["attributes", "relationships"]);
        assert_eq!(layout.target(document, "author").as_deref(), Some("people"));
        assert_eq!(layout.target(document, "tags").as_deref(), Some("tags"));
    }

    fn check(body: &Value, row: &Value, expected: Option<&BodyShape>) {
        let root = json!({"body": body, "row": row});
        let document = Document::new(&root);
        let row = layout(document, document.shape(&root["row"]));
        let found = wrapped(document, &root["body"], &row, "books");
        assert_eq!(found.as_ref().map(|body| &body.shape), expected);
    }

    #[test]
    fn the_record_in_a_body_is_found() {
        let row = json!({"properties": {"id": {}, "title": {}}});
        let inner = json!({"properties": {"title": {}}});
        let path = |name: &str| BodyShape::Path { path: Path::field(name) };
        check(&json!({"properties": {"book": inner}}), &row, Some(&path("book")));
        check(&json!({"properties": {"data": inner, "token": {}}}), &row, Some(&path("data")));
        check(&json!({"properties": {"title": {}, "data": inner}}), &row, None);
        check(&json!({"properties": {"settings": {"properties": {"a": {}}}}}), &row, None);
    }

    #[test]
    fn a_json_api_body_is_known_by_its_attributes() {
        let expected = BodyShape::JsonApi {
            kind: "articles".into(),
            relationships: vec![("author".into(), "people".into()), ("tags".into(), "tags".into())],
        };
        let body = json!({"properties": {"data": {"properties":
            {"attributes": {"properties": {"title": {}}}}}}});
        check(&body, &article(), Some(&expected));
    }
}
