//! The outline of a machine: what can be drawn of it.

use super::build::Machine;
use super::chart::{Chart, Kind};
use super::node::{Event, Trigger};
use std::fmt::Write as _;

/// The names and labels of a machine's shape, apart from what it does.
#[derive(Debug)]
pub struct Outline<'a> {
    chart: &'a Chart,
    names: Vec<String>,
    /// What each transition waits for.
    labels: Vec<String>,
}

impl<C, E: Event, A> Machine<C, E, A> {
    /// Returns what can be drawn of the machine.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        let label = |index: usize| {
            let action = &self.actions[index];
            let source = self.names[self.chart.edges[index].source];
            let trigger = match action.trigger {
                Trigger::Named(name) => name.to_owned(),
                Trigger::Done => format!("done.state.{source}"),
                Trigger::Always => String::new(),
            };
            let guard = if action.guard.is_some() { " [guarded]" } else { "" };
            (trigger + guard).trim_start().to_owned()
        };
        let names = self.names.iter().map(|name| (*name).to_owned()).collect();
        Outline::new(&self.chart, names, (0..self.actions.len()).map(label).collect())
    }
}

impl<'a> Outline<'a> {
    pub(super) fn new(chart: &'a Chart, names: Vec<String>, labels: Vec<String>) -> Self {
        Self { chart, names, labels }
    }

    /// Returns the state diagram in Mermaid's notation.
    ///
    /// States are called `s` and their place in document order there, with
    /// their names as descriptions, as the notation's own names bear few signs.
    /// A transition without target is drawn to its source.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut text = String::from("stateDiagram-v2\n");
        self.write_children(0, 1, &mut text);
        for (edge, label) in self.chart.edges.iter().zip(&self.labels) {
            let source = edge.source;
            let own = [source];
            let targets = if edge.targets.is_empty() { &own } else { edge.targets.as_slice() };
            for target in targets {
                // The root is the diagram itself: its transitions start at a
                // child of no name.
                let from = if source == 0 { "anywhere".into() } else { format!("s{source}") };
                let to = if *target == 0 { "anywhere".into() } else { format!("s{target}") };
                let colon = if label.is_empty() { "" } else { ": " };
                let _ = writeln!(text, "  {from} --> {to}{colon}{}", escape(label));
            }
        }
        text
    }

    fn write_children(&self, parent: usize, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        let node = &self.chart.states[parent];
        let is_parallel = node.kind == Kind::Parallel;
        for target in &node.initial {
            let _ = writeln!(text, "{indent}[*] --> s{target}");
        }
        for (place, child) in node.children.iter().enumerate() {
            if is_parallel && place > 0 {
                let _ = writeln!(text, "{indent}--");
            }
            let _ = writeln!(text, "{indent}state \"{}\" as s{child}", escape(&self.names[*child]));
            let inner = &self.chart.states[*child];
            if !inner.children.is_empty() {
                let _ = writeln!(text, "{indent}state s{child} {{");
                self.write_children(*child, depth + 1, text);
                let _ = writeln!(text, "{indent}}}");
            }
            if inner.kind == Kind::Final {
                let _ = writeln!(text, "{indent}s{child} --> [*]");
            }
        }
        for history in &node.histories {
            let is_deep = self.chart.states[*history].kind == Kind::DeepHistory;
            let sign = if is_deep { "H*" } else { "H" };
            let _ = writeln!(text, "{indent}state \"{sign}\" as s{history}");
        }
    }
}

/// Replaces the signs that end a description.
fn escape(text: &str) -> String {
    text.replace('"', "'").replace(['\n', ';'], " ")
}

#[cfg(test)]
mod tests {
    use super::super::{StateNode, Transition};
    use super::*;

    #[derive(Debug, Clone)]
    struct Go;

    impl Event for Go {
        const NAMES: &'static [&'static str] = &["go"];

        fn name(&self) -> &'static str {
            "go"
        }
    }

    #[test]
    fn states_nest_regions_are_divided_and_transitions_carry_their_event() {
        type Node = StateNode<(), Go, ()>;
        let region = |id, inner: &'static str| Node::compound(id, inner).child(Node::atomic(inner));
        let root = Node::compound("root", "one")
            .child(Node::atomic("one").on("go", Transition::to("both").when(|(), _| true)))
            .child(Node::parallel("both").child(region("left", "l")).child(region("right", "r")))
            .child(Node::finished("end"));
        let machine = Machine::new(root).unwrap();
        let expected = "\
stateDiagram-v2
  [*] --> s1
  state \"one\" as s1
  state \"both\" as s2
  state s2 {
    state \"left\" as s3
    state s3 {
      [*] --> s4
      state \"l\" as s4
    }
    --
    state \"right\" as s5
    state s5 {
      [*] --> s6
      state \"r\" as s6
    }
  }
  state \"end\" as s7
  s7 --> [*]
  s1 --> s2: go [guarded]
";
        assert_eq!(machine.outline().to_mermaid(), expected);
    }
}
