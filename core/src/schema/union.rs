//! Values of several shapes.

use super::Violation;
use super::judge::{Judge, Keywords};
use crate::record::Path;
use serde_json::Value;

impl Judge<'_> {
    pub(super) fn union(
        &mut self,
        keyword: &'static str,
        nodes: &[Value],
        keywords: &Keywords,
        instance: &Value,
        path: &Path,
    ) {
        if self.schema.draft().is_open_api()
            && let Some(chosen) = chosen(nodes, keywords, instance)
        {
            match chosen {
                Choice::Branch(node) => self.node(node, instance, path),
                Choice::Unknown(property) => {
                    self.refuse(Violation::new(&path.child(property), "discriminator"));
                }
            }
            return;
        }
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
}

enum Choice<'a> {
    Branch(&'a Value),
    /// The property that names none of the branches.
    Unknown(&'a str),
}

/// Returns the branch that the discriminator of `OpenAPI` names; `None` where
/// there is none, or where a branch that has no name may be meant.
fn chosen<'a>(nodes: &'a [Value], keywords: &'a Keywords, instance: &Value) -> Option<Choice<'a>> {
    let discriminator = keywords.get("discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let value = instance.get(property)?.as_str()?;
    let mapped = discriminator.get("mapping").and_then(|mapping| mapping.get(value)?.as_str());
    let name = mapped.unwrap_or(value);
    let reference = |node: &'a Value| node.get("$ref").and_then(Value::as_str);
    let is_named = |reference: &str| {
        reference == name || reference.rsplit('/').next().is_some_and(|last| last == name)
    };
    match nodes.iter().find(|node| reference(node).is_some_and(is_named)) {
        Some(node) => Some(Choice::Branch(node)),
        None if nodes.iter().all(|node| reference(node).is_some()) => {
            Some(Choice::Unknown(property))
        }
        None => None,
    }
}
