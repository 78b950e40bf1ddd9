//! Judging a value.

use super::describe::{flag, type_name};
use super::document::split_last;
use super::equality::{equal, is_multiple, order, size};
use super::{Schema, Violation, format};
use crate::record::Path;
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;

/// Beyond this depth a schema refers to itself without going into the value.
const MAX_DEPTH: usize = 128;

impl Schema {
    /// Returns what is wrong with `instance`, in the order of the document.
    #[must_use]
    pub fn validate(&self, instance: &Value) -> Vec<Violation> {
        let mut judge = Judge { schema: self, violations: Vec::new(), depth: 0 };
        judge.node(self.root(), instance, &Path::root());
        judge.violations
    }

    /// Returns what is wrong with the one value at `path` of `instance`.
    ///
    /// Conditions that depend on the rest of the instance, such as a union
    /// above the value, are not part of it. A missing value is wrong if it is
    /// required and its parent is there.
    #[must_use]
    pub fn validate_at(&self, instance: &Value, path: &Path) -> Vec<Violation> {
        let mut judge = Judge { schema: self, violations: Vec::new(), depth: 0 };
        let nodes = self.nodes_at(path);
        if let Some(value) = path.get(instance) {
            for node in nodes.into_iter().filter(|node| !self.is_left_out(node)) {
                judge.node(node, value, path);
            }
            return judge.violations;
        }
        let parent = split_last(path).map(|(_, parent)| parent);
        let has_parent =
            parent.is_some_and(|parent| parent.get(instance).is_some_and(Value::is_object));
        if has_parent && self.is_required(path) && !nodes.iter().any(|node| self.is_left_out(node))
        {
            judge.violations.push(Violation::new(path, "required"));
        }
        judge.violations
    }
}

struct Judge<'a> {
    schema: &'a Schema,
    violations: Vec<Violation>,
    depth: usize,
}

impl Judge<'_> {
    fn node(&mut self, node: &Value, instance: &Value, path: &Path) {
        let Value::Object(keywords) = node else {
            if node == &Value::Bool(false) {
                self.refuse(Violation::new(path, "false"));
            }
            return;
        };
        if self.depth > MAX_DEPTH || (instance.is_null() && flag(node, "nullable")) {
            return;
        }
        self.depth += 1;
        if let Some(target) = self.schema.target(node) {
            self.node(target, instance, path);
        }
        // A value of the wrong type fails most other keywords too; saying so
        // once is enough.
        if self.has_type(keywords, instance, path) {
            for (keyword, argument) in keywords {
                self.any(keyword, argument, keywords, instance, path);
                match instance {
                    Value::String(text) => self.string(keyword, argument, text, path),
                    Value::Number(number) => self.number(keyword, argument, keywords, number, path),
                    Value::Array(elements) => {
                        self.array(keyword, argument, keywords, elements, path);
                    }
                    Value::Object(members) => {
                        self.object(keyword, argument, keywords, members, path);
                    }
                    Value::Null | Value::Bool(_) => {}
                }
            }
        }
        self.depth -= 1;
    }

    fn refuse(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// Returns what `node` alone says of `instance`.
    fn verdict(&self, node: &Value, instance: &Value, path: &Path) -> Vec<Violation> {
        let mut judge = Judge { schema: self.schema, violations: Vec::new(), depth: self.depth };
        judge.node(node, instance, path);
        judge.violations
    }

    fn accepts(&self, node: &Value, instance: &Value, path: &Path) -> bool {
        self.verdict(node, instance, path).is_empty()
    }

    fn has_type(&mut self, keywords: &Map<String, Value>, instance: &Value, path: &Path) -> bool {
        let names: Vec<&str> = match keywords.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return true,
        };
        let actual = type_name(instance);
        let fits =
            names.iter().any(|name| *name == actual || (*name == "number" && actual == "integer"));
        if !fits {
            self.refuse(Violation::new(path, "type").with("expected", names.join(", ")));
        }
        fits
    }

    fn any(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        instance: &Value,
        path: &Path,
    ) {
        match (keyword, argument) {
            ("enum", Value::Array(values))
                if !values.iter().any(|value| equal(value, instance)) =>
            {
                self.refuse(Violation::new(path, "enum"));
            }
            ("const", value) if !equal(value, instance) => {
                self.refuse(Violation::new(path, "const").with("expected", value));
            }
            ("allOf", Value::Array(nodes)) => {
                for node in nodes {
                    self.node(node, instance, path);
                }
            }
            ("anyOf", Value::Array(nodes)) => self.union("anyOf", nodes, instance, path),
            ("oneOf", Value::Array(nodes)) => self.union("oneOf", nodes, instance, path),
            ("not", node) if self.accepts(node, instance, path) => {
                self.refuse(Violation::new(path, "not"));
            }
            ("if", node) => {
                let branch = if self.accepts(node, instance, path) { "then" } else { "else" };
                if let Some(node) = keywords.get(branch) {
                    self.node(node, instance, path);
                }
            }
            _ => {}
        }
    }

    fn union(&mut self, keyword: &'static str, nodes: &[Value], instance: &Value, path: &Path) {
        let verdicts: Vec<_> =
            nodes.iter().map(|node| self.verdict(node, instance, path)).collect();
        let accepted = verdicts.iter().filter(|violations| violations.is_empty()).count();
        if accepted == 1 || (accepted > 1 && keyword == "anyOf") {
            return;
        }
        // The branch that was meant is the one whose type and whose constants
        // fit; if there is one such branch, its reasons help more than "none of
        // the branches fits".
        let is_meant = |violations: &Vec<Violation>| {
            let tells_apart = |violation: &Violation| {
                let distance = violation.path.segments().len() - path.segments().len();
                match violation.keyword {
                    "type" | "false" => distance == 0,
                    "const" | "enum" => distance <= 1,
                    _ => false,
                }
            };
            !violations.iter().any(tells_apart)
        };
        let mut meant = verdicts.into_iter().filter(is_meant);
        match (accepted, meant.next(), meant.next()) {
            (0, Some(violations), None) => self.violations.extend(violations),
            _ => self.refuse(Violation::new(path, keyword)),
        }
    }

    fn string(&mut self, keyword: &str, argument: &Value, text: &str, path: &Path) {
        match (keyword, argument) {
            ("minLength", limit) if size(limit).is_some_and(|size| text.chars().count() < size) => {
                self.refuse(Violation::new(path, "minLength").with("limit", limit));
            }
            ("maxLength", limit) if size(limit).is_some_and(|size| text.chars().count() > size) => {
                self.refuse(Violation::new(path, "maxLength").with("limit", limit));
            }
            ("pattern", Value::String(source))
                if self.schema.pattern(source).is_some_and(|pattern| !pattern.is_match(text)) =>
            {
                self.refuse(Violation::new(path, "pattern").with("pattern", source));
            }
            ("format", Value::String(name)) if !format::is_text(name, text) => {
                self.refuse(Violation::new(path, "format").with("format", name));
            }
            _ => {}
        }
    }

    fn number(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        number: &Number,
        path: &Path,
    ) {
        if let ("format", Value::String(name)) = (keyword, argument)
            && !format::is_number(name, number)
        {
            self.refuse(Violation::new(path, "format").with("format", name));
        }
        let Value::Number(limit) = argument else { return };
        let position = order(number, limit);
        // Draft 4 and OpenAPI 3.0 write the exclusive bound as a flag.
        let is_exclusive = |flag: &str| keywords.get(flag) == Some(&Value::Bool(true));
        let refused = match (keyword, position) {
            ("minimum", Some(Ordering::Less)) if !is_exclusive("exclusiveMinimum") => "minimum",
            ("maximum", Some(Ordering::Greater)) if !is_exclusive("exclusiveMaximum") => "maximum",
            ("minimum", Some(Ordering::Less | Ordering::Equal))
                if is_exclusive("exclusiveMinimum") =>
            {
                "exclusiveMinimum"
            }
            ("maximum", Some(Ordering::Greater | Ordering::Equal))
                if is_exclusive("exclusiveMaximum") =>
            {
                "exclusiveMaximum"
            }
            ("exclusiveMinimum", Some(Ordering::Less | Ordering::Equal)) => "exclusiveMinimum",
            ("exclusiveMaximum", Some(Ordering::Greater | Ordering::Equal)) => "exclusiveMaximum",
            ("multipleOf", _) if !is_multiple(number, limit) => "multipleOf",
            _ => return,
        };
        self.refuse(Violation::new(path, refused).with("limit", limit));
    }

    fn array(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        elements: &[Value],
        path: &Path,
    ) {
        match (keyword, argument) {
            ("prefixItems" | "items", Value::Array(nodes)) => {
                for (index, (node, element)) in nodes.iter().zip(elements).enumerate() {
                    self.node(node, element, &path.index(index));
                }
            }
            ("items", node) => {
                let own = keywords.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                for (index, element) in elements.iter().enumerate().skip(own) {
                    self.node(node, element, &path.index(index));
                }
            }
            ("contains", node)
                if keywords.get("minContains").and_then(size) != Some(0)
                    && !elements.iter().any(|element| self.accepts(node, element, path)) =>
            {
                self.refuse(Violation::new(path, "contains"));
            }
            ("minItems", limit) if size(limit).is_some_and(|size| elements.len() < size) => {
                self.refuse(Violation::new(path, "minItems").with("limit", limit));
            }
            ("maxItems", limit) if size(limit).is_some_and(|size| elements.len() > size) => {
                self.refuse(Violation::new(path, "maxItems").with("limit", limit));
            }
            ("uniqueItems", Value::Bool(true)) => {
                let repeats =
                    |(index, element)| elements[..index].iter().any(|e| equal(e, element));
                if elements.iter().enumerate().any(repeats) {
                    self.refuse(Violation::new(path, "uniqueItems"));
                }
            }
            _ => {}
        }
    }

    fn object(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        members: &Map<String, Value>,
        path: &Path,
    ) {
        match (keyword, argument) {
            ("properties", Value::Object(nodes)) => {
                for (name, node) in nodes {
                    if let Some(value) =
                        members.get(name).filter(|_| !self.schema.is_left_out(node))
                    {
                        self.node(node, value, &path.child(name));
                    }
                }
            }
            ("required", Value::Array(names)) => {
                let missing = names.iter().filter_map(Value::as_str);
                for name in missing.filter(|name| !members.contains_key(*name)) {
                    if !self.is_excused(keywords, name) {
                        self.refuse(Violation::new(&path.child(name), "required"));
                    }
                }
            }
            ("patternProperties", Value::Object(nodes)) => {
                for (source, node) in nodes {
                    let Some(pattern) = self.schema.pattern(source) else { continue };
                    for (name, value) in members.iter().filter(|(name, _)| pattern.is_match(name)) {
                        self.node(node, value, &path.child(name));
                    }
                }
            }
            ("additionalProperties", node) => self.additional(node, keywords, members, path),
            ("propertyNames", node) => {
                for name in members.keys() {
                    self.node(node, &Value::from(name.as_str()), &path.child(name));
                }
            }
            ("dependentRequired", Value::Object(rules)) => {
                for (_, names) in rules.iter().filter(|(name, _)| members.contains_key(*name)) {
                    let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
                    for name in names.filter(|name| !members.contains_key(*name)) {
                        self.refuse(Violation::new(&path.child(name), "required"));
                    }
                }
            }
            ("minProperties", limit) if size(limit).is_some_and(|size| members.len() < size) => {
                self.refuse(Violation::new(path, "minProperties").with("limit", limit));
            }
            ("maxProperties", limit) if size(limit).is_some_and(|size| members.len() > size) => {
                self.refuse(Violation::new(path, "maxProperties").with("limit", limit));
            }
            _ => {}
        }
    }

    fn additional(
        &mut self,
        node: &Value,
        keywords: &Map<String, Value>,
        members: &Map<String, Value>,
        path: &Path,
    ) {
        let patterns: Vec<_> = keywords
            .get("patternProperties")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|nodes| nodes.keys())
            .filter_map(|source| self.schema.pattern(source))
            .collect();
        let properties = keywords.get("properties");
        for (name, value) in members {
            let is_known = properties.is_some_and(|nodes| nodes.get(name).is_some())
                || patterns.iter().any(|pattern| pattern.is_match(name));
            if is_known {
                continue;
            }
            let path = path.child(name);
            if node == &Value::Bool(false) {
                self.refuse(Violation::new(&path, "additionalProperties").with("name", name));
            } else {
                self.node(node, value, &path);
            }
        }
    }

    /// Returns whether a required member does not travel this way.
    fn is_excused(&self, keywords: &Map<String, Value>, name: &str) -> bool {
        keywords
            .get("properties")
            .and_then(|nodes| nodes.get(name))
            .is_some_and(|node| self.schema.is_left_out(node))
    }
}
