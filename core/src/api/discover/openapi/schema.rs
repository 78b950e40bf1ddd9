//! Schemas of a description, seen through references and combinations.

use super::schemas::modernize_all;
use crate::api::expand;
use serde_json::{Map, Value, json};

/// References are followed no further than this.
const DEPTH: usize = 24;
/// A parameter needs no more words than this; the rest is left open.
const SMALL: usize = 300;
/// Where the names of choices stand, best last.
const LABELS: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-descriptions"];
/// The members by which small objects, such as places, are told from others.
const BRIEF: usize = 8;

/// A document whose references can be followed.
#[derive(Debug, Clone, Copy)]
pub(in crate::api::discover) struct Document<'a> {
    root: &'a Value,
}

/// What a schema says once references and combinations are gone.
#[derive(Debug, Default, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent statement")]
pub(in crate::api::discover) struct Shape<'a> {
    pub(in crate::api::discover) types: Vec<&'a str>,
    pub(in crate::api::discover) format: Option<&'a str>,
    pub(in crate::api::discover) description: Option<&'a str>,
    pub(in crate::api::discover) pattern: Option<&'a str>,
    pub(in crate::api::discover) properties: Vec<(&'a str, &'a Value)>,
    pub(in crate::api::discover) required: Vec<&'a str>,
    pub(in crate::api::discover) items: Option<&'a Value>,
    pub(in crate::api::discover) choices: Vec<&'a Value>,
    pub(in crate::api::discover) labels: Vec<&'a str>,
    pub(in crate::api::discover) max_length: Option<u64>,
    /// The last part of the outermost reference, such as `Pet`.
    pub(in crate::api::discover) name: Option<&'a str>,
    pub(in crate::api::discover) is_nullable: bool,
    pub(in crate::api::discover) is_read_only: bool,
    pub(in crate::api::discover) is_write_only: bool,
    pub(in crate::api::discover) has_map: bool,
    /// What stands under names that are not known beforehand.
    pub(super) values: Option<&'a Value>,
    /// No more members than this are looked at.
    pub(super) most: Option<usize>,
}

impl<'a> Shape<'a> {
    /// Returns the schema of a member.
    pub(in crate::api::discover) fn property(&self, name: &str) -> Option<&'a Value> {
        self.properties.iter().find(|(known, _)| *known == name).map(|(_, schema)| *schema)
    }

    pub(in crate::api::discover) fn is(&self, kind: &str) -> bool {
        self.types.contains(&kind)
    }

    pub(in crate::api::discover) fn is_object(&self) -> bool {
        self.is("object") || !self.properties.is_empty()
    }

    /// Returns whether the value is a text or a number and nothing else.
    pub(super) fn is_scalar(&self) -> bool {
        let is_known = !self.is_object() && !self.is_array() && !self.has_map;
        is_known && (self.is("string") || self.is("integer") || self.is("number"))
    }

    pub(in crate::api::discover) fn is_array(&self) -> bool {
        self.items.is_some() || self.is("array")
    }
}

impl<'a> Document<'a> {
    pub(in crate::api::discover) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    pub(in crate::api::discover) fn root(self) -> &'a Value {
        self.root
    }

    /// Follows `$ref` as far as it goes inside the document.
    pub(in crate::api::discover) fn resolve(self, mut value: &'a Value) -> &'a Value {
        for _ in 0..DEPTH {
            let target = value.get("$ref").and_then(Value::as_str);
            let Some(target) = target.and_then(|target| self.at(target)) else { return value };
            value = target;
        }
        value
    }

    pub(super) fn at(self, reference: &str) -> Option<&'a Value> {
        let pointer = reference.strip_prefix('#')?;
        if let Some(path) = pointer.strip_prefix('/').filter(|path| !path.contains(['~', '%'])) {
            // Nearly all references are so, and there may be a million of them.
            return path.split('/').try_fold(self.root, |value, step| match value {
                Value::Object(members) => members.get(step),
                Value::Array(elements) => elements.get(step.parse::<usize>().ok()?),
                _ => None,
            });
        }
        let found = self.root.pointer(pointer);
        found.or_else(|| self.root.pointer(&crate::api::address::decode(pointer)))
    }

    /// Returns what `schema` says.
    pub(in crate::api::discover) fn shape(self, schema: &'a Value) -> Shape<'a> {
        let mut shape = Shape { name: reference_name(schema), ..Shape::default() };
        self.merge(&mut shape, schema, DEPTH, true);
        shape
    }

    /// Returns what `schema` says of a value itself, with a few of its members:
    /// what is pointed to may have hundreds.
    pub(in crate::api::discover) fn brief(self, schema: &'a Value) -> Shape<'a> {
        self.up_to(schema, BRIEF)
    }

    /// Returns what `schema` says, with no more than so many members.
    pub(super) fn up_to(self, schema: &'a Value, most: usize) -> Shape<'a> {
        let name = reference_name(schema);
        let mut shape = Shape { name, most: Some(most), ..Shape::default() };
        self.merge(&mut shape, schema, DEPTH, true);
        shape
    }

    fn merge(self, shape: &mut Shape<'a>, schema: &'a Value, depth: usize, is_required: bool) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(target) = schema.get("$ref").and_then(Value::as_str)
            && let Some(target) = self.at(target)
        {
            self.merge(shape, target, depth, is_required);
        }
        let Some(members) = schema.as_object() else { return };
        scalars(shape, members);
        let known = shape.properties.len();
        for (name, property) in
            members.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            if shape.most.is_some_and(|most| shape.properties.len() >= most) {
                break;
            }
            match shape.properties[..known].iter_mut().find(|(known, _)| known == name) {
                Some(known) => known.1 = property,
                None => shape.properties.push((name, property)),
            }
        }
        if is_required {
            let required = members.get("required").and_then(Value::as_array);
            shape.required.extend(required.into_iter().flatten().filter_map(Value::as_str));
        }
        if let Some(items) = members.get("items") {
            // Of lists of keys and lists of records, records say more.
            let has_more = |known| self.resolve(known).get("properties").is_some();
            if !shape.items.is_some_and(has_more) {
                shape.items = Some(items);
            }
        }
        for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            shape.name = shape.name.or_else(|| reference_name(part));
            self.merge(shape, part, depth, is_required);
        }
        for name in ["oneOf", "anyOf"] {
            let variants = members.get(name).and_then(Value::as_array);
            self.variants(shape, variants.map_or(&[][..], Vec::as_slice), depth);
        }
    }

    /// Joins alternatives: null makes the value nullable, constants are
    /// choices, objects share their members.
    fn variants(self, shape: &mut Shape<'a>, variants: &'a [Value], depth: usize) {
        let is_null = |variant: &Value| variant.get("type") == Some(&json!("null"));
        let constants = variants.iter().filter_map(|variant| variant.get("const"));
        let constants: Vec<&Value> = constants.collect();
        let count = variants.iter().filter(|variant| !is_null(variant)).count();
        shape.is_nullable |= count < variants.len();
        if !constants.is_empty() && constants.len() == count {
            let titles = variants.iter().filter_map(|variant| variant.get("title")?.as_str());
            shape.labels = titles.collect();
            shape.choices = constants;
            return;
        }
        for variant in variants.iter().filter(|variant| !is_null(variant)) {
            if count == 1 {
                shape.name = shape.name.or_else(|| reference_name(variant));
            }
            self.merge(shape, variant, depth, count == 1);
        }
    }

    /// Returns a small schema, such as that of a parameter, by itself.
    pub(in crate::api::discover) fn expand(self, schema: &'a Value) -> Value {
        let mut expanded = expand(schema, SMALL, &|reference| self.at(reference));
        modernize_all(&mut expanded);
        expanded
    }

    /// Returns the key and the name of the record where a value is either of them,
    /// because records that are pointed to come along only when they are asked for.
    pub(super) fn pointer(self, schema: &'a Value) -> Option<(&'a Value, &'a str)> {
        let schema = self.resolve(schema);
        let variants = ["oneOf", "anyOf"].iter().find_map(|name| schema.get(*name)?.as_array())?;
        let mut key = None;
        for variant in variants {
            match variant.get("type").and_then(Value::as_str) {
                Some("string" | "integer") => key = key.or(Some(variant)),
                Some("null") => {}
                None if variant.get("$ref").is_some() => {}
                _ => return None,
            }
        }
        let key = key?;
        let mut records = variants.iter().filter(|variant| variant.get("$ref").is_some());
        let record = records.next().filter(|record| !self.brief(record).properties.is_empty())?;
        Some((key, reference_name(record)?))
    }

    /// Returns what an extension says that a value points to.
    pub(super) fn target(self, schema: &'a Value) -> Option<&'a str> {
        const NAMES: [&str; 5] =
            ["x-references", "x-reference", "x-resource", "x-foreign-key", "x-relation"];
        let parts = schema.get("allOf").and_then(Value::as_array);
        let parts = parts.into_iter().flatten().map(|part| self.resolve(part));
        [schema, self.resolve(schema)].into_iter().chain(parts).find_map(|schema| {
            let target = NAMES.iter().find_map(|name| schema.get(*name))?;
            target.as_str().or_else(|| target.get("resource")?.as_str())
        })
    }
}

/// Returns the last part of a reference, or the name of the file it is to.
pub(in crate::api::discover) fn reference_name(schema: &Value) -> Option<&str> {
    let last = schema.get("$ref")?.as_str()?.rsplit('/').next()?;
    let Some((_, file)) = last.rsplit_once("~1") else { return Some(last) };
    Some(file.split('.').next().unwrap_or(file))
}

/// Takes what stands in a schema itself. Each word is looked at once: there are
/// many more words that a schema may have than it has.
fn scalars<'a>(shape: &mut Shape<'a>, members: &'a Map<String, Value>) {
    let mut media = None;
    let mut has_labels = false;
    for (name, value) in members {
        let is_true = || value == &Value::Bool(true);
        match name.as_str() {
            "type" => types(shape, value),
            "format" => shape.format = value.as_str().or(shape.format),
            "contentMediaType" => media = value.as_str(),
            "description" => shape.description = value.as_str().or(shape.description),
            "pattern" => shape.pattern = value.as_str().or(shape.pattern),
            "maxLength" => shape.max_length = value.as_u64().or(shape.max_length),
            "nullable" | "x-nullable" => shape.is_nullable |= is_true(),
            "readOnly" => shape.is_read_only |= is_true(),
            "writeOnly" => shape.is_write_only |= is_true(),
            "additionalProperties" if value.is_object() => {
                shape.values = Some(value);
                shape.has_map = true;
            }
            "enum" if value.is_array() => {
                let choices = value.as_array().map_or(&[][..], Vec::as_slice);
                shape.is_nullable |= choices.iter().any(Value::is_null);
                shape.choices = choices.iter().filter(|choice| !choice.is_null()).collect();
            }
            name => has_labels |= LABELS.contains(&name),
        }
    }
    if !members.contains_key("format") {
        shape.format = media.or(shape.format);
    }
    for name in LABELS.into_iter().filter(|_| has_labels) {
        if let Some(labels) = members.get(name).and_then(Value::as_array) {
            shape.labels = labels.iter().filter_map(Value::as_str).collect();
        }
    }
}

fn types<'a>(shape: &mut Shape<'a>, value: &'a Value) {
    let several = value.as_array().into_iter().flatten();
    for kind in [value].into_iter().chain(several).filter_map(Value::as_str) {
        if kind == "null" {
            shape.is_nullable = true;
        } else if !shape.types.contains(&kind) {
            shape.types.push(kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_give_one_shape() {
        let root = json!({"components": {"schemas": {
            "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
            "Pet": {"allOf": [{"$ref": "#/components/schemas/Base"},
                {"properties": {"name": {"type": "string"}}}]},
            "Any": {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
        }}});
        let document = Document::new(&root);
        let shape = document.shape(&root["components"]["schemas"]["Any"]);
        let names: Vec<&str> = shape.properties.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["id", "name"]);
        assert_eq!(
            (shape.required, shape.is_nullable, shape.name),
            (vec!["id"], true, Some("Pet"))
        );
    }
}
