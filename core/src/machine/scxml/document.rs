//! A document that was read.

use super::syntax::{Expression, Statement, expression, script};
use super::value::Value;
use crate::machine::chart::Chart;
use crate::machine::outline::Outline;
use std::rc::Rc;

/// An expression; one that cannot be read fails when it is due,
/// as a document may hold it in a place that is never reached.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) parsed: Result<Expression, String>,
}

impl Code {
    pub(super) fn new(source: &str) -> Self {
        Self { parsed: expression(source) }
    }
}

/// A text that stands in the document or is worked out.
#[derive(Debug, Default)]
pub(super) enum Text {
    #[default]
    None,
    Given(String),
    Worked(Code),
}

/// What an element holds instead of an expression.
#[derive(Debug)]
pub(super) enum Body {
    None,
    Code(Code),
    Value(Value),
    Document(Rc<Document>),
    /// A document that cannot be read, with the reason.
    Broken(String),
}

#[derive(Debug)]
pub(super) struct Param {
    pub(super) name: String,
    pub(super) value: Code,
    /// Whether the value is a place that `finalize` may write to.
    pub(super) is_location: bool,
}

#[derive(Debug)]
pub(super) struct Payload {
    pub(super) namelist: Vec<Param>,
    pub(super) params: Vec<Param>,
    pub(super) content: Body,
}

#[derive(Debug)]
pub(super) struct Send {
    pub(super) event: Text,
    pub(super) target: Text,
    pub(super) kind: Text,
    pub(super) delay: Text,
    pub(super) id: Text,
    pub(super) id_location: Option<Code>,
    pub(super) payload: Payload,
}

#[derive(Debug)]
pub(super) struct Invoke {
    pub(super) id: Text,
    pub(super) id_location: Option<Code>,
    pub(super) kind: Text,
    pub(super) source: Text,
    pub(super) payload: Payload,
    pub(super) is_forwarding: bool,
    pub(super) finalize: Option<Vec<Content>>,
}

/// What runs if a condition holds; `None` always does.
pub(super) type Branch = (Option<Code>, Vec<Content>);

#[derive(Debug)]
pub(super) enum Content {
    Raise(String),
    If(Vec<Branch>),
    Foreach {
        array: Code,
        item: String,
        index: Option<String>,
        content: Vec<Self>,
    },
    Log(Option<Code>),
    Assign(Code, Body),
    Script(Result<Vec<Statement>, String>),
    Send(Box<Send>),
    Cancel(Text),
    /// An element that no processor has to know.
    Unknown(String),
}

impl Content {
    pub(super) fn script(source: &str) -> Self {
        Self::Script(script(source))
    }
}

#[derive(Debug)]
pub(super) struct Data {
    pub(super) id: String,
    pub(super) value: Body,
}

#[derive(Debug, Default)]
pub(super) struct StateContent {
    pub(super) name: String,
    pub(super) data: Vec<Data>,
    pub(super) entry: Vec<Vec<Content>>,
    pub(super) exit: Vec<Vec<Content>>,
    /// The content of the initial or default transition.
    pub(super) default: Vec<Content>,
    pub(super) invokes: Vec<Invoke>,
    pub(super) done: Option<Payload>,
}

#[derive(Debug)]
pub(super) struct EdgeContent {
    pub(super) events: Vec<String>,
    pub(super) condition: Option<Code>,
    pub(super) content: Vec<Content>,
}

/// A machine that was read from SCXML.
#[derive(Debug)]
pub struct Document {
    pub(super) chart: Chart,
    pub(super) name: String,
    pub(super) is_late: bool,
    pub(super) scripts: Vec<Content>,
    pub(super) states: Vec<StateContent>,
    pub(super) edges: Vec<EdgeContent>,
}

impl Document {
    /// Returns the name of the machine, which may be empty.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns what can be drawn of the machine.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        let label = |edge: &EdgeContent| {
            let guard = if edge.condition.is_some() { " [guarded]" } else { "" };
            (edge.events.join(" ") + guard).trim_start().to_owned()
        };
        let names = self.states.iter().map(|state| state.name.clone()).collect();
        Outline::new(&self.chart, names, self.edges.iter().map(label).collect())
    }

    /// Returns how many states the machine has, its root and histories included.
    #[must_use]
    pub fn state_count(&self) -> usize {
        self.states.len()
    }
}
