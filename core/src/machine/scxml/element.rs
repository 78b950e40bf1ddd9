//! XML elements as values of the data model.

use std::rc::Rc;

/// An XML element, or a document that holds one.
#[derive(Debug, Clone, Default)]
pub struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Rc<Self>>,
    /// The text between its tags, so that a document in it can be invoked.
    source: String,
}

impl Element {
    /// Returns the document whose elements are those in `node`.
    pub(super) fn document(node: roxmltree::Node<'_, '_>) -> Self {
        let range = node.first_child().zip(node.last_child());
        let range = range.map(|(first, last)| first.range().start..last.range().end);
        let source = range.and_then(|range| node.document().input_text().get(range));
        let source = source.unwrap_or_default().to_owned();
        let children = node.children().filter(roxmltree::Node::is_element);
        let children = children.map(|child| Rc::new(Self::read(child))).collect();
        Self { children, source, ..Self::default() }
    }

    fn read(node: roxmltree::Node<'_, '_>) -> Self {
        let pair = |attribute: roxmltree::Attribute<'_, '_>| {
            (attribute.name().to_owned(), attribute.value().to_owned())
        };
        Self {
            name: node.tag_name().name().to_owned(),
            attributes: node.attributes().map(pair).collect(),
            ..Self::document(node)
        }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Adds the descendants called `name` to `found`, in document order.
    pub(super) fn collect(&self, name: &str, found: &mut Vec<Rc<Self>>) {
        for child in &self.children {
            if name == "*" || child.name == name {
                found.push(Rc::clone(child));
            }
            child.collect(name, found);
        }
    }
}
