//! The names by which the parts of a schema are called.

use super::Draft;
use super::reference::{percent_decode, resolve};
use serde_json::Value;
use std::rc::Rc;

/// A part with a name of its own: a whole document, or what has an `$id`.
#[derive(Debug)]
struct Resource {
    uri: String,
    document: usize,
    pointer: String,
    anchors: Vec<Anchor>,
}

#[derive(Debug)]
struct Anchor {
    name: String,
    pointer: String,
    is_dynamic: bool,
}

/// A part of a document, and the resource it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) resource: usize,
    pub(super) node: &'a Value,
}

/// Every name in a schema and in the documents beside it.
#[derive(Debug)]
pub(super) struct Index {
    draft: Draft,
    documents: Vec<Rc<Value>>,
    resources: Vec<Resource>,
    has_assertions: bool,
}

impl Index {
    /// Reads the names in `documents`, each with its address; the first is the
    /// schema itself.
    pub(super) fn new<'a>(
        draft: Draft,
        documents: impl Iterator<Item = (&'a str, &'a Rc<Value>)>,
    ) -> Self {
        let mut index =
            Self { draft, documents: Vec::new(), resources: Vec::new(), has_assertions: true };
        for (uri, root) in documents {
            index.documents.push(Rc::clone(root));
            let resource = index.add(uri.to_owned(), "");
            index.walk(root, resource, &mut String::new());
        }
        index.has_assertions = index.asks_for_assertions();
        index
    }

    /// Returns whether keywords that are not about structure judge anything.
    pub(super) fn has_assertions(&self) -> bool {
        self.has_assertions
    }

    /// Returns the resource of the schema itself.
    pub(super) fn root(&self) -> usize {
        self.holder(0, "")
    }

    /// Returns the resource that begins at `node`, if one does.
    pub(super) fn entered(&self, node: &Value) -> Option<usize> {
        self.draft.identifier(node)?;
        let starts_here = |resource: &Resource| {
            self.at(resource.document, &resource.pointer)
                .is_some_and(|root| std::ptr::eq(root, node))
        };
        self.resources.iter().rposition(starts_here)
    }

    /// Returns what `reference` means inside the resource `base`.
    pub(super) fn resolve(&self, base: usize, reference: &str) -> Option<Place<'_>> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = if uri.is_empty() {
            base
        } else {
            let resource = &self.resources[self.named(&resolve(&self.resources[base].uri, uri))?];
            self.holder(resource.document, &resource.pointer)
        };
        let fragment = percent_decode(fragment);
        let resource = &self.resources[target];
        let pointer = if fragment.is_empty() || fragment.starts_with('/') {
            [&resource.pointer, fragment.as_str()].concat()
        } else {
            resource.anchors.iter().find(|anchor| anchor.name == fragment)?.pointer.clone()
        };
        let node = self.at(resource.document, &pointer)?;
        Some(Place { resource: self.holder(resource.document, &pointer), node })
    }

    /// Returns what `reference` means in the innermost of the resources of
    /// `scope`: where it is a dynamic anchor, the one of that name in the
    /// outermost resource that has it.
    pub(super) fn resolve_dynamic(&self, scope: &[usize], reference: &str) -> Option<Place<'_>> {
        let place = self.resolve(*scope.last()?, reference)?;
        let name = percent_decode(reference.split_once('#').map_or("", |(_, name)| name));
        let anchor = |resource: usize| {
            let anchors = &self.resources[resource].anchors;
            anchors.iter().find(|anchor| anchor.is_dynamic && anchor.name == name)
        };
        if anchor(place.resource).is_none() {
            return Some(place);
        }
        let outermost = scope.iter().find_map(|&resource| {
            let pointer = &anchor(resource)?.pointer;
            Some(Place { resource, node: self.at(self.resources[resource].document, pointer)? })
        });
        outermost.or(Some(place))
    }

    fn at(&self, document: usize, pointer: &str) -> Option<&Value> {
        self.documents[document].pointer(pointer)
    }

    fn named(&self, uri: &str) -> Option<usize> {
        self.resources.iter().position(|resource| resource.uri == uri)
    }

    /// Returns the innermost resource that holds what stands at `pointer`.
    fn holder(&self, document: usize, pointer: &str) -> usize {
        let holds = |resource: &Resource| {
            resource.document == document
                && pointer
                    .strip_prefix(resource.pointer.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let holders = self.resources.iter().enumerate().filter(|(_, resource)| holds(resource));
        holders.max_by_key(|(_, resource)| resource.pointer.len()).map_or(0, |(index, _)| index)
    }

    fn add(&mut self, uri: String, pointer: &str) -> usize {
        let document = self.documents.len() - 1;
        let pointer = pointer.to_owned();
        self.resources.push(Resource { uri, document, pointer, anchors: Vec::new() });
        self.resources.len() - 1
    }

    fn add_anchor(&mut self, resource: usize, name: &str, pointer: &str, is_dynamic: bool) {
        let anchor = Anchor { name: name.to_owned(), pointer: pointer.to_owned(), is_dynamic };
        self.resources[resource].anchors.push(anchor);
    }

    /// Goes only where schemas stand: an `$id` in an example is no name.
    fn walk(&mut self, node: &Value, mut resource: usize, pointer: &mut String) {
        let Value::Object(keywords) = node else { return };
        if let Some(id) = self.draft.identifier(node) {
            let (uri, fragment) = id.split_once('#').unwrap_or((id, ""));
            if !uri.is_empty() {
                let uri = resolve(&self.resources[resource].uri, uri);
                resource = self.add(uri, pointer);
            }
            if self.draft == Draft::Four && !fragment.is_empty() {
                self.add_anchor(resource, fragment, pointer, false);
            }
        }
        if self.draft != Draft::Four {
            for (keyword, is_dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
                if let Some(name) = keywords.get(keyword).and_then(Value::as_str) {
                    self.add_anchor(resource, name, pointer, is_dynamic);
                }
            }
        }
        let length = pointer.len();
        for (keyword, value) in keywords {
            let (holds_schema, holds_map) = shape(keyword);
            if !holds_schema && !holds_map {
                continue;
            }
            pointer.extend(["/", keyword]);
            match value {
                Value::Object(nodes) if holds_map => {
                    let length = pointer.len();
                    for (name, node) in nodes {
                        pointer.extend(["/", &name.replace('~', "~0").replace('/', "~1")]);
                        self.walk(node, resource, pointer);
                        pointer.truncate(length);
                    }
                }
                Value::Array(nodes) => {
                    let length = pointer.len();
                    for (position, node) in nodes.iter().enumerate() {
                        pointer.extend(["/", &position.to_string()]);
                        self.walk(node, resource, pointer);
                        pointer.truncate(length);
                    }
                }
                node => self.walk(node, resource, pointer),
            }
            pointer.truncate(length);
        }
    }

    /// A metaschema that is at hand may leave out the vocabulary of assertions.
    fn asks_for_assertions(&self) -> bool {
        let name = self.documents.first().and_then(|root| root.get("$schema")?.as_str());
        let name = name.filter(|_| self.draft == Draft::Twenty);
        let meta = name.and_then(|name| self.resolve(self.root(), name));
        let vocabularies = meta.and_then(|meta| meta.node.get("$vocabulary")?.as_object());
        vocabularies.is_none_or(|names| names.keys().any(|name| name.ends_with("/validation")))
    }
}

/// Returns whether `keyword` holds a schema or a list of them, and whether it
/// holds schemas by name.
fn shape(keyword: &str) -> (bool, bool) {
    let holds_schema = matches!(
        keyword,
        "additionalItems"
            | "additionalProperties"
            | "allOf"
            | "anyOf"
            | "contains"
            | "else"
            | "if"
            | "items"
            | "not"
            | "oneOf"
            | "prefixItems"
            | "propertyNames"
            | "then"
            | "unevaluatedItems"
            | "unevaluatedProperties"
    );
    let holds_map = matches!(
        keyword,
        "$defs"
            | "definitions"
            | "dependencies"
            | "dependentSchemas"
            | "patternProperties"
            | "properties"
    );
    (holds_schema, holds_map)
}
