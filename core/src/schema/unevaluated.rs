//! Members and elements that no other keyword has looked at.
//!
//! What was looked at is found by going through the schema once more, so
//! schemas without these keywords keep no account of it.

use super::judge::{Judge, Keywords};
use super::object::is_known;
use crate::record::Path;
use serde_json::{Map, Value};

/// Which members, in their order, or elements were looked at, and the parts of
/// the schema that were gone through on the way.
struct Account {
    is_seen: Vec<bool>,
    trail: Vec<*const Value>,
}

impl Judge<'_> {
    pub(super) fn unevaluated(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Keywords,
        instance: &Value,
        path: &Path,
    ) {
        let count = match (keyword, instance) {
            ("unevaluatedProperties", Value::Object(members)) => members.len(),
            ("unevaluatedItems", Value::Array(elements)) => elements.len(),
            _ => return,
        };
        let mut account = Account { is_seen: vec![false; count], trail: Vec::new() };
        self.own_marks(keywords, instance, path, &mut account);
        self.inherited_marks(keywords, instance, path, &mut account);
        let mut unseen = account.is_seen.into_iter().map(|is_seen| !is_seen);
        match instance {
            Value::Object(members) => {
                for (name, value) in members.iter().filter(|_| unseen.next() == Some(true)) {
                    self.additional(argument, name, value, path);
                }
            }
            Value::Array(elements) => {
                let rest = elements.iter().enumerate().filter(|_| unseen.next() == Some(true));
                for (index, element) in rest {
                    self.element(argument, element, index, path);
                }
            }
            _ => {}
        }
    }

    fn marks(&mut self, node: &Value, instance: &Value, path: &Path, account: &mut Account) {
        let Value::Object(keywords) = node else { return };
        let address = std::ptr::from_ref(node);
        if account.trail.contains(&address) {
            return;
        }
        account.trail.push(address);
        let height = self.enter(node);
        self.own_marks(keywords, instance, path, account);
        let rest = if instance.is_object() { "unevaluatedProperties" } else { "unevaluatedItems" };
        if keywords.contains_key(rest) {
            account.is_seen.fill(true);
        }
        self.inherited_marks(keywords, instance, path, account);
        self.leave(height);
        account.trail.pop();
    }

    /// Marks what the keywords beside each other look at.
    fn own_marks(
        &mut self,
        keywords: &Keywords,
        instance: &Value,
        path: &Path,
        account: &mut Account,
    ) {
        let is_seen = account.is_seen.as_mut_slice();
        match instance {
            Value::Object(members) => {
                let patterns = self.patterns(keywords);
                let has_rest = keywords.contains_key("additionalProperties");
                for (name, is_seen) in members.keys().zip(is_seen) {
                    *is_seen |= has_rest || is_known(keywords, &patterns, name);
                }
            }
            Value::Array(elements) => {
                let list = |keyword: &str| keywords.get(keyword).and_then(Value::as_array);
                let own = list("prefixItems").or_else(|| list("items")).map_or(0, Vec::len);
                let has_rest = keywords.get("items").is_some_and(|items| !items.is_array())
                    || (list("items").is_some() && keywords.contains_key("additionalItems"));
                for (index, (element, is_seen)) in elements.iter().zip(is_seen).enumerate() {
                    *is_seen |= has_rest
                        || index < own
                        || keywords
                            .get("contains")
                            .is_some_and(|node| self.accepts(node, element, &path.index(index)));
                }
            }
            _ => {}
        }
    }

    /// Marks what the parts that judge the same value look at, as far as they
    /// accept it.
    fn inherited_marks(
        &mut self,
        keywords: &Keywords,
        instance: &Value,
        path: &Path,
        account: &mut Account,
    ) {
        for keyword in ["$ref", "$dynamicRef"] {
            if let Some(place) = self.referred(keywords, keyword) {
                let height = self.enter_place(place);
                self.marks(place.node, instance, path, account);
                self.leave(height);
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let nodes = keywords.get(keyword).and_then(Value::as_array);
            for node in nodes.into_iter().flatten() {
                if self.accepts(node, instance, path) {
                    self.marks(node, instance, path, account);
                }
            }
        }
        if let Some(condition) = keywords.get("if") {
            let is_met = self.accepts(condition, instance, path);
            if is_met {
                self.marks(condition, instance, path, account);
            }
            if let Some(node) = keywords.get(if is_met { "then" } else { "else" }) {
                self.marks(node, instance, path, account);
            }
        }
        for keyword in ["dependentSchemas", "dependencies"] {
            let rules = keywords.get(keyword).and_then(Value::as_object);
            for (name, node) in rules.into_iter().flat_map(Map::iter) {
                if instance.get(name).is_some() {
                    self.marks(node, instance, path, account);
                }
            }
        }
    }
}
