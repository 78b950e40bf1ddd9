//! Reading of SCXML documents.

use super::document::{
    Body, Branch, Code, Content, Data, Document, EdgeContent, Invoke, Param, Payload, Send,
    StateContent, Text,
};
use super::element::Element;
use super::value::Value;
use crate::machine::chart::{Chart, Edge, Kind};
use roxmltree::Node;
use std::fmt;
use std::rc::Rc;

/// A document that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

fn error<T>(message: String) -> Result<T, ReadError> {
    Err(ReadError { message })
}

/// Finds the text that a `src` attribute names; `None` if there is none.
pub type Load<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Document {
    /// Reads an SCXML document; `load` finds what it refers to.
    ///
    /// # Errors
    /// Refuses what is no SCXML, names a state that is not there, or refers to a
    /// script that cannot be loaded.
    pub fn read(source: &str, load: Load<'_>) -> Result<Self, ReadError> {
        let parsed = parse(source).map_err(|message| ReadError { message })?;
        read_document(parsed.root_element(), load)
    }
}

/// How deep elements may nest, so that no document exhausts the stack.
const MAX_DEPTH: usize = 100;

fn parse(source: &str) -> Result<roxmltree::Document<'_>, String> {
    let parsed = roxmltree::Document::parse(source).map_err(|error| error.to_string())?;
    let is_deep = |node: Node<'_, '_>| node.ancestors().nth(MAX_DEPTH).is_some();
    if parsed.descendants().any(is_deep) {
        return Err("its elements nest too deep".to_owned());
    }
    Ok(parsed)
}

fn read_document(root: Node<'_, '_>, load: Load<'_>) -> Result<Document, ReadError> {
    if root.tag_name().name() != "scxml" {
        return error(format!("a document starts with scxml, not {}", root.tag_name().name()));
    }
    let document = Document {
        chart: Chart::default(),
        name: root.attribute("name").unwrap_or_default().to_owned(),
        is_late: root.attribute("binding") == Some("late"),
        scripts: Vec::new(),
        states: Vec::new(),
        edges: Vec::new(),
    };
    let mut reader = Reader { document, targets: Vec::new(), initial: Vec::new(), load };
    reader.state(root, None)?;
    for script in elements(root).filter(|child| child.tag_name().name() == "script") {
        reader.document.scripts.push(read_script(script, load)?);
    }
    reader.resolve()?;
    Ok(reader.document)
}

struct Reader<'a> {
    document: Document,
    targets: Vec<String>,
    /// The names of the default targets of each state.
    initial: Vec<Option<String>>,
    load: Load<'a>,
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

impl Reader<'_> {
    fn state(&mut self, node: Node<'_, '_>, parent: Option<usize>) -> Result<(), ReadError> {
        let is_state = |child: &Node<'_, '_>| {
            matches!(child.tag_name().name(), "state" | "parallel" | "final")
        };
        let kind = match node.tag_name().name() {
            "parallel" => Kind::Parallel,
            "final" => Kind::Final,
            "history" if node.attribute("type") == Some("deep") => Kind::DeepHistory,
            "history" => Kind::ShallowHistory,
            _ if parent.is_none() || elements(node).any(|child| is_state(&child)) => Kind::Compound,
            _ => Kind::Atomic,
        };
        let index = self.document.chart.add_state(kind, parent);
        let name = match node.attribute("id") {
            Some(id) => id.to_owned(),
            // A name that no document can give, for `In` and for messages.
            None => format!("#{index}"),
        };
        self.document.states.push(StateContent { name, ..StateContent::default() });
        self.initial.push(node.attribute("initial").map(str::to_owned));
        let load = self.load;
        for child in elements(node) {
            let content = &mut self.document.states[index];
            match child.tag_name().name() {
                "onentry" => content.entry.push(read_contents(child, load)?),
                "onexit" => content.exit.push(read_contents(child, load)?),
                "datamodel" => {
                    for data in elements(child) {
                        let id = data.attribute("id").unwrap_or_default().to_owned();
                        content.data.push(Data { id, value: read_data(data, load) });
                    }
                }
                "invoke" => content.invokes.push(read_invoke(child, load)?),
                "donedata" => content.done = Some(read_payload(child, load)?),
                "initial" => {
                    for transition in elements(child) {
                        self.default(index, transition)?;
                    }
                }
                "transition" if kind.is_history() => self.default(index, child)?,
                "transition" => {
                    let is_internal = child.attribute("type") == Some("internal");
                    let targets = Vec::new();
                    self.document.chart.edges.push(Edge { source: index, targets, is_internal });
                    self.targets.push(child.attribute("target").unwrap_or_default().to_owned());
                    let events = child.attribute("event").unwrap_or_default();
                    self.document.edges.push(EdgeContent {
                        events: events.split_whitespace().map(str::to_owned).collect(),
                        condition: child.attribute("cond").map(Code::new),
                        content: read_contents(child, load)?,
                    });
                }
                _ => {}
            }
        }
        for child in elements(node) {
            if is_state(&child) || child.tag_name().name() == "history" {
                self.state(child, Some(index))?;
            }
        }
        Ok(())
    }

    fn default(&mut self, state: usize, transition: Node<'_, '_>) -> Result<(), ReadError> {
        self.initial[state] = transition.attribute("target").map(str::to_owned);
        self.document.states[state].default = read_contents(transition, self.load)?;
        Ok(())
    }

    fn resolve(&mut self) -> Result<(), ReadError> {
        for index in 0..self.document.states.len() {
            let name = &self.document.states[index].name;
            if self.document.states[..index].iter().any(|other| other.name == *name) {
                return error(format!("two states are called {name}"));
            }
            let state = &self.document.chart.states[index];
            let holder = if state.kind.is_history() { state.parent.unwrap_or(0) } else { index };
            let initial = match &self.initial[index] {
                Some(names) => self.find(names)?,
                None if state.kind == Kind::Compound => {
                    state.children.first().copied().into_iter().collect()
                }
                None => Vec::new(),
            };
            let is_inside = |target: &usize| self.document.chart.is_descendant(*target, holder);
            if !initial.iter().all(is_inside) {
                return error(format!("state {name}: its initial state is not inside it"));
            }
            if initial.is_empty() && (state.kind == Kind::Compound || state.kind.is_history()) {
                return error(format!("state {name}: it has no initial state"));
            }
            self.document.chart.states[index].initial = initial;
        }
        for index in 0..self.targets.len() {
            let targets = self.find(&self.targets[index])?;
            self.document.chart.edges[index].targets = targets;
        }
        Ok(())
    }

    fn find(&self, names: &str) -> Result<Vec<usize>, ReadError> {
        let find = |name: &str| {
            let found = self.document.states.iter().position(|state| state.name == name);
            found.map_or_else(|| error(format!("no state is called {name}")), Ok)
        };
        names.split_whitespace().map(find).collect()
    }
}

fn read_contents(node: Node<'_, '_>, load: Load<'_>) -> Result<Vec<Content>, ReadError> {
    elements(node).map(|child| read_content(child, load)).collect()
}

fn read_content(node: Node<'_, '_>, load: Load<'_>) -> Result<Content, ReadError> {
    let attribute = |name: &str| node.attribute(name).unwrap_or_default();
    Ok(match node.tag_name().name() {
        "raise" => Content::Raise(attribute("event").to_owned()),
        "if" => Content::If(read_branches(node, load)?),
        "foreach" => Content::Foreach {
            array: Code::new(attribute("array")),
            item: attribute("item").to_owned(),
            index: node.attribute("index").map(str::to_owned),
            content: read_contents(node, load)?,
        },
        "log" => Content::Log(node.attribute("expr").map(Code::new)),
        "assign" => Content::Assign(Code::new(attribute("location")), read_data(node, load)),
        "script" => read_script(node, load)?,
        "send" => Content::Send(Box::new(Send {
            event: read_text(node, "event", "eventexpr"),
            target: read_text(node, "target", "targetexpr"),
            kind: read_text(node, "type", "typeexpr"),
            delay: read_text(node, "delay", "delayexpr"),
            id: read_text(node, "id", ""),
            id_location: node.attribute("idlocation").map(Code::new),
            payload: read_payload(node, load)?,
        })),
        "cancel" => Content::Cancel(read_text(node, "sendid", "sendidexpr")),
        other => Content::Unknown(other.to_owned()),
    })
}

/// Reads the branches of an `if`, which its own children divide.
fn read_branches(node: Node<'_, '_>, load: Load<'_>) -> Result<Vec<Branch>, ReadError> {
    let condition = |node: Node<'_, '_>| Code::new(node.attribute("cond").unwrap_or_default());
    let (mut branches, mut head, mut body) = (Vec::new(), Some(condition(node)), Vec::new());
    for child in elements(node) {
        let next = match child.tag_name().name() {
            "elseif" => Some(condition(child)),
            "else" => None,
            _ => {
                body.push(read_content(child, load)?);
                continue;
            }
        };
        branches.push((std::mem::replace(&mut head, next), std::mem::take(&mut body)));
    }
    branches.push((head, body));
    Ok(branches)
}

fn read_script(node: Node<'_, '_>, load: Load<'_>) -> Result<Content, ReadError> {
    match node.attribute("src") {
        None => Ok(Content::script(&text_of(node))),
        Some(place) => match load(place) {
            Some(source) => Ok(Content::script(&source)),
            None => error(format!("the script {place} cannot be loaded")),
        },
    }
}

fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect()
}

fn read_text(node: Node<'_, '_>, given: &str, worked: &str) -> Text {
    match (node.attribute(given), node.attribute(worked)) {
        (Some(text), _) => Text::Given(text.to_owned()),
        (None, Some(source)) => Text::Worked(Code::new(source)),
        (None, None) => Text::None,
    }
}

fn read_payload(node: Node<'_, '_>, load: Load<'_>) -> Result<Payload, ReadError> {
    let names = node.attribute("namelist").unwrap_or_default().split_whitespace();
    let by_name =
        |name: &str| Param { name: name.to_owned(), value: Code::new(name), is_location: true };
    let mut payload =
        Payload { namelist: names.map(by_name).collect(), params: Vec::new(), content: Body::None };
    for child in elements(node) {
        match child.tag_name().name() {
            "param" => payload.params.push(Param {
                name: child.attribute("name").unwrap_or_default().to_owned(),
                value: Code::new(
                    child.attribute("expr").or(child.attribute("location")).unwrap_or_default(),
                ),
                is_location: child.attribute("expr").is_none(),
            }),
            "content" => {
                let inner = elements(child).next();
                payload.content = match inner {
                    Some(inner) if inner.tag_name().name() == "scxml" => {
                        Body::Document(Rc::new(read_document(inner, load)?))
                    }
                    _ => read_data(child, load),
                };
            }
            _ => {}
        }
    }
    Ok(payload)
}

fn read_invoke(node: Node<'_, '_>, load: Load<'_>) -> Result<Invoke, ReadError> {
    let finalize = elements(node).find(|child| child.tag_name().name() == "finalize");
    Ok(Invoke {
        id: read_text(node, "id", ""),
        id_location: node.attribute("idlocation").map(Code::new),
        kind: read_text(node, "type", "typeexpr"),
        source: read_text(node, "src", "srcexpr"),
        payload: read_payload(node, load)?,
        is_forwarding: node.attribute("autoforward") == Some("true"),
        finalize: finalize.map(|finalize| read_contents(finalize, load)).transpose()?,
    })
}

/// Reads a value: `expr`, what `src` names, or what is inside.
fn read_data(node: Node<'_, '_>, load: Load<'_>) -> Body {
    if let Some(source) = node.attribute("expr") {
        return Body::Code(Code::new(source));
    }
    if let Some(place) = node.attribute("src") {
        return match load(place) {
            Some(source) => Body::Value(value_of(&source)),
            None => Body::Broken(format!("{place} cannot be loaded")),
        };
    }
    if elements(node).next().is_some() {
        return Body::Value(Value::Element(Rc::new(Element::document(node))));
    }
    let text = text_of(node);
    if text.trim().is_empty() { Body::None } else { Body::Value(value_of(&text)) }
}

/// Returns the JSON, the XML or else the text with its spaces joined that a
/// source stands for.
pub(super) fn value_of(source: &str) -> Value {
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(source) {
        return Value::from_json(&json);
    }
    if let Ok(document) = parse(source.trim()) {
        return Value::Element(Rc::new(Element::document(document.root())));
    }
    Value::text(&source.split_whitespace().collect::<Vec<_>>().join(" "))
}
