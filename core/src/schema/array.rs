//! Keywords of arrays.

use super::Violation;
use super::equality::{equal, size};
use super::judge::{Judge, Keywords};
use crate::record::Path;
use serde_json::Value;

impl Judge<'_> {
    pub(super) fn array(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Keywords,
        elements: &[Value],
        path: &Path,
    ) {
        match (keyword, argument) {
            ("prefixItems" | "items", Value::Array(nodes)) => {
                for (index, (node, element)) in nodes.iter().zip(elements).enumerate() {
                    self.element(node, element, index, path);
                }
            }
            ("items", node) => {
                let own = keywords.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                for (index, element) in elements.iter().enumerate().skip(own) {
                    self.element(node, element, index, path);
                }
            }
            ("additionalItems", node) => {
                let own = keywords.get("items").and_then(Value::as_array);
                let own = own.map_or(elements.len(), Vec::len);
                for (index, element) in elements.iter().enumerate().skip(own) {
                    self.element(node, element, index, path);
                }
            }
            ("contains", node) if !self.is_passing(path) => {
                self.contains(node, keywords, elements, path);
            }
            ("minItems", limit) if size(limit).is_some_and(|size| elements.len() < size) => {
                self.refuse(Violation::new(path, "minItems").with("limit", limit));
            }
            ("maxItems", limit) if size(limit).is_some_and(|size| elements.len() > size) => {
                self.refuse(Violation::new(path, "maxItems").with("limit", limit));
            }
            ("uniqueItems", Value::Bool(true)) if !self.is_passing(path) => {
                let repeats =
                    |(index, element)| elements[..index].iter().any(|e| equal(e, element));
                if elements.iter().enumerate().any(repeats) {
                    self.refuse(Violation::new(path, "uniqueItems"));
                }
            }
            _ => {}
        }
    }

    pub(super) fn element(&mut self, node: &Value, element: &Value, index: usize, path: &Path) {
        if self.asks_for_element(path, index) {
            self.node(node, element, &path.index(index));
        }
    }

    fn contains(&mut self, node: &Value, keywords: &Keywords, elements: &[Value], path: &Path) {
        let fits =
            |(index, element): &(usize, &Value)| self.accepts(node, element, &path.index(*index));
        let count = elements.iter().enumerate().filter(fits).count();
        let limit = |keyword: &str| keywords.get(keyword).filter(|_| self.has_assertions());
        let (minimum, maximum) = (limit("minContains"), limit("maxContains"));
        if count < minimum.and_then(size).unwrap_or(1) {
            let violation = match minimum {
                Some(limit) => Violation::new(path, "minContains").with("limit", limit),
                None => Violation::new(path, "contains"),
            };
            self.refuse(violation);
        } else if let Some(limit) = maximum
            && size(limit).is_some_and(|size| count > size)
        {
            self.refuse(Violation::new(path, "maxContains").with("limit", limit));
        }
    }
}
