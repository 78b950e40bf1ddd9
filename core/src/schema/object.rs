//! Keywords of objects.

use super::Violation;
use super::equality::size;
use super::judge::{Judge, Keywords};
use crate::platform::Pattern;
use crate::record::Path;
use serde_json::{Map, Value};
use std::rc::Rc;

impl Judge<'_> {
    pub(super) fn object(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Keywords,
        members: &Map<String, Value>,
        path: &Path,
    ) {
        match (keyword, argument) {
            ("properties", Value::Object(nodes)) => {
                if let Some(name) = self.asked_member(path) {
                    if let Some(node) = nodes.get(name) {
                        self.property(node, name, members, path);
                    }
                    return;
                }
                for (name, node) in nodes {
                    self.property(node, name, members, path);
                }
            }
            ("required", Value::Array(names)) => {
                let missing = names.iter().filter_map(Value::as_str);
                for name in missing {
                    let is_asked = self.asks_for(path, name);
                    if is_asked && !members.contains_key(name) && !self.is_excused(keywords, name) {
                        self.refuse(Violation::new(&path.child(name), "required"));
                    }
                }
            }
            ("patternProperties", Value::Object(nodes)) => {
                for (source, node) in nodes {
                    let Some(pattern) = self.schema.pattern(source) else { continue };
                    for (name, value) in members.iter().filter(|(name, _)| pattern.is_match(name)) {
                        self.member(node, name, value, path);
                    }
                }
            }
            ("additionalProperties", node) => {
                let patterns = self.patterns(keywords);
                for (name, value) in members {
                    if self.asks_for(path, name) && !is_known(keywords, &patterns, name) {
                        self.additional(node, name, value, path);
                    }
                }
            }
            ("propertyNames", node) => {
                for name in members.keys() {
                    self.member(node, name, &Value::from(name.as_str()), path);
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

    fn property(&mut self, node: &Value, name: &str, members: &Map<String, Value>, path: &Path) {
        if let Some(value) = members.get(name)
            && !self.schema.is_left_out(node)
        {
            self.member(node, name, value, path);
        }
    }

    fn member(&mut self, node: &Value, name: &str, value: &Value, path: &Path) {
        if self.asks_for(path, name) {
            self.node(node, value, &path.child(name));
        }
    }

    /// Judges a member that nothing names.
    pub(super) fn additional(&mut self, node: &Value, name: &str, value: &Value, path: &Path) {
        if node == &Value::Bool(false) {
            let path = path.child(name);
            self.refuse(Violation::new(&path, "additionalProperties").with("name", name));
        } else {
            self.member(node, name, value, path);
        }
    }

    /// Judges by what the presence of single members asks for.
    pub(super) fn dependencies(
        &mut self,
        rules: &Map<String, Value>,
        instance: &Value,
        path: &Path,
    ) {
        let Value::Object(members) = instance else { return };
        for (_, rule) in rules.iter().filter(|(name, _)| members.contains_key(*name)) {
            let Value::Array(names) = rule else {
                self.node(rule, instance, path);
                continue;
            };
            let names = names.iter().filter_map(Value::as_str);
            for name in names.filter(|name| !members.contains_key(*name)) {
                self.refuse(Violation::new(&path.child(name), "required"));
            }
        }
    }

    /// Returns the patterns of the names that `keywords` knows.
    pub(super) fn patterns(&self, keywords: &Keywords) -> Vec<Rc<Pattern>> {
        let nodes = keywords.get("patternProperties").and_then(Value::as_object);
        let sources = nodes.into_iter().flat_map(Map::keys);
        sources.filter_map(|source| self.schema.pattern(source)).collect()
    }

    /// Returns whether a required member does not travel this way.
    fn is_excused(&self, keywords: &Keywords, name: &str) -> bool {
        keywords
            .get("properties")
            .and_then(|nodes| nodes.get(name))
            .is_some_and(|node| self.schema.is_left_out(node))
    }
}

/// Returns whether `properties` or one of `patterns` names the member.
pub(super) fn is_known(keywords: &Keywords, patterns: &[Rc<Pattern>], name: &str) -> bool {
    keywords.get("properties").is_some_and(|nodes| nodes.get(name).is_some())
        || patterns.iter().any(|pattern| pattern.is_match(name))
}
