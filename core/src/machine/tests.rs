//! Charts that run.

use super::*;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Key {
    A,
    B,
    Inner,
    Set(i32),
}

impl Event for Key {
    const NAMES: &'static [&'static str] = &["a", "b", "b.inner", "set"];

    fn name(&self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::Inner => "b.inner",
            Self::Set(_) => "set",
        }
    }
}

type Node = StateNode<i32, Key, &'static str>;
type Edge = Transition<i32, Key, &'static str>;

fn atomic(id: &'static str) -> Node {
    Node::atomic(id)
}

/// Checks states and actions after the start and after each event.
fn check(root: Node, steps: &[(Option<Key>, &[&str], &[&str])]) {
    let machine = Machine::new(root).unwrap();
    let (mut snapshot, mut actions) = machine.start(0);
    for (event, states, expected) in steps {
        if let Some(event) = event {
            actions = step(&machine, &mut snapshot, *event);
        }
        assert_eq!(snapshot.states(), *states, "after {event:?}");
        assert_eq!(actions, *expected, "after {event:?}");
    }
}

fn refused(root: Node) -> String {
    Machine::new(root).unwrap_err().to_string()
}

/// A state that tells when it is entered and left.
fn told(node: Node, entry: &'static str, exit: &'static str) -> Node {
    node.entry(entry).exit(exit)
}

#[test]
fn starting_enters_the_initial_states_outermost_first() {
    let inner = told(Node::compound("m", "x"), "+m", "-m").child(told(atomic("x"), "+x", "-x"));
    let root = told(Node::compound("r", "m"), "+r", "-r").child(inner);
    check(root, &[(None, &["r", "m", "x"], &["+r", "+m", "+x"])]);
}

#[test]
fn a_transition_exits_inside_out_acts_and_enters_outside_in() {
    let from = told(Node::compound("m", "x"), "+m", "-m")
        .child(told(atomic("x"), "+x", "-x").on("a", Edge::to("y").emit("go")));
    let to = told(Node::compound("n", "y"), "+n", "-n").child(told(atomic("y"), "+y", "-y"));
    let root = Node::compound("r", "m").child(from).child(to);
    check(
        root,
        &[
            (None, &["r", "m", "x"], &["+m", "+x"]),
            (Some(Key::A), &["r", "n", "y"], &["-x", "-m", "go", "+n", "+y"]),
        ],
    );
}

#[test]
fn an_event_that_nothing_waits_for_changes_nothing() {
    let root = Node::compound("r", "x").child(atomic("x").exit("-x").on("a", Edge::to("x")));
    check(root, &[(None, &["r", "x"], &[]), (Some(Key::B), &["r", "x"], &[])]);
}

#[test]
fn the_innermost_transition_wins() {
    let inner = Node::compound("m", "x")
        .child(atomic("x").on("a", Edge::stay().emit("inner")))
        .on("a", Edge::stay().emit("outer"));
    check(
        Node::compound("r", "m").child(inner),
        &[(None, &["r", "m", "x"], &[]), (Some(Key::A), &["r", "m", "x"], &["inner"])],
    );
}

#[test]
fn the_first_transition_whose_guard_holds_wins() {
    let node = atomic("x")
        .on("set", Edge::stay().when(|_, event| matches!(event, Some(Key::Set(9)))).emit("nine"))
        .on("set", Edge::stay().emit("any"));
    check(
        Node::compound("r", "x").child(node),
        &[
            (None, &["r", "x"], &[]),
            (Some(Key::Set(9)), &["r", "x"], &["nine"]),
            (Some(Key::Set(8)), &["r", "x"], &["any"]),
        ],
    );
}

#[test]
fn a_refused_inner_transition_leaves_the_event_to_the_outer_one() {
    let inner = atomic("x").on("a", Edge::stay().when(|_, _| false).emit("inner"));
    let root = Node::compound("r", "x").child(inner).on("a", Edge::stay().emit("outer"));
    check(root, &[(None, &["r", "x"], &[]), (Some(Key::A), &["r", "x"], &["outer"])]);
}

#[test]
fn descriptors_select_by_tokens() {
    let root = Node::compound("r", "x").child(
        atomic("x")
            .on("b.inner", Edge::stay().emit("exact"))
            .on("b.*", Edge::stay().emit("prefix"))
            .on("*", Edge::stay().emit("any")),
    );
    check(
        root,
        &[
            (None, &["r", "x"], &[]),
            (Some(Key::Inner), &["r", "x"], &["exact"]),
            (Some(Key::B), &["r", "x"], &["prefix"]),
            (Some(Key::A), &["r", "x"], &["any"]),
        ],
    );
}

#[test]
fn a_transition_to_its_own_source_leaves_and_enters_it() {
    let root = Node::compound("r", "x").child(told(atomic("x"), "+", "-").on("a", Edge::to("x")));
    check(root, &[(None, &["r", "x"], &["+"]), (Some(Key::A), &["r", "x"], &["-", "+"])]);
}

#[test]
fn an_internal_transition_stays_in_its_source() {
    let nested = |edge: Edge| {
        let states =
            told(Node::compound("m", "x"), "+m", "-m").child(atomic("x")).child(atomic("y"));
        Node::compound("r", "m").child(states.on("a", edge))
    };
    check(
        nested(Edge::to("y").internal()),
        &[(None, &["r", "m", "x"], &["+m"]), (Some(Key::A), &["r", "m", "y"], &[])],
    );
    check(
        nested(Edge::to("y")),
        &[(None, &["r", "m", "x"], &["+m"]), (Some(Key::A), &["r", "m", "y"], &["-m", "+m"])],
    );
}

#[test]
fn a_transition_of_the_root_never_leaves_it() {
    let root = told(Node::compound("r", "x"), "+r", "-r")
        .child(told(atomic("x"), "+x", "-x"))
        .child(atomic("y"))
        .on("a", Edge::to("y"));
    check(root, &[(None, &["r", "x"], &["+r", "+x"]), (Some(Key::A), &["r", "y"], &["-x"])]);
}

#[test]
fn assignments_are_seen_by_eventless_transitions_of_the_same_step() {
    let root = Node::compound("r", "x")
        .child(
            atomic("x")
                .on(
                    "set",
                    Edge::stay().assign(|count, event| {
                        if let Some(Key::Set(value)) = event {
                            *count += value;
                        }
                    }),
                )
                .always(Edge::to("y").when(|count, _| *count >= 3).emit("full")),
        )
        .child(atomic("y").entry("+y"));
    check(
        root,
        &[
            (None, &["r", "x"], &[]),
            (Some(Key::Set(2)), &["r", "x"], &[]),
            (Some(Key::Set(1)), &["r", "y"], &["full", "+y"]),
        ],
    );
}

#[test]
fn assignments_run_in_order_with_entry_and_exit() {
    let machine = Machine::new(
        Node::compound("r", "x")
            .child(
                atomic("x")
                    .exit_assign(|n, _| *n = *n * 10 + 1)
                    .on("a", Edge::to("y").assign(|n, _| *n = *n * 10 + 2)),
            )
            .child(atomic("y").entry_assign(|n, _| *n = *n * 10 + 3)),
    )
    .unwrap();
    let (mut snapshot, _) = machine.start(0);
    step(&machine, &mut snapshot, Key::A);
    assert_eq!(snapshot.context, 123);
}

#[test]
fn eventless_transitions_come_before_raised_events() {
    let root = Node::compound("r", "x")
        .child(atomic("x").on("a", Edge::to("y").raise(Key::B)))
        .child(
            atomic("y").always(Edge::to("z").emit("eventless")).on("b", Edge::stay().emit("wrong")),
        )
        .child(atomic("z").on("b", Edge::stay().emit("raised")));
    check(root, &[(None, &["r", "x"], &[]), (Some(Key::A), &["r", "z"], &["eventless", "raised"])]);
}

#[test]
fn a_final_child_makes_its_parent_done() {
    let work = Node::compound("work", "x")
        .child(atomic("x").on("a", Edge::to("end")))
        .child(Node::finished("end").entry("+end"))
        .on_done(Edge::to("after").emit("done"));
    check(
        Node::compound("r", "work").child(work).child(atomic("after")),
        &[(None, &["r", "work", "x"], &[]), (Some(Key::A), &["r", "after"], &["+end", "done"])],
    );
}

#[test]
fn a_final_child_of_the_root_ends_the_machine() {
    let machine = Machine::new(
        Node::compound("r", "x")
            .child(atomic("x").on("a", Edge::to("end")))
            .child(Node::finished("end"))
            .on("b", Edge::to("x")),
    )
    .unwrap();
    let (mut snapshot, _) = machine.start(0);
    step(&machine, &mut snapshot, Key::A);
    assert!(snapshot.is_done());
    step(&machine, &mut snapshot, Key::B);
    assert!(snapshot.matches("end"), "a machine that is done takes no more events");
}

fn regions() -> Node {
    let region = |id, first, second: &'static str, key| {
        Node::compound(id, first).child(atomic(first).on(key, Edge::to(second)))
    };
    Node::compound("r", "p")
        .child(
            Node::parallel("p")
                .child(region("left", "l1", "l2", "a").child(Node::finished("l2").entry("+l2")))
                .child(region("right", "r1", "r2", "*").child(Node::finished("r2").entry("+r2")))
                .on_done(Edge::to("end").emit("both")),
        )
        .child(atomic("end"))
}

#[test]
fn every_region_takes_its_own_transition() {
    check(
        regions(),
        &[
            (None, &["r", "p", "left", "l1", "right", "r1"], &[]),
            (Some(Key::A), &["r", "end"], &["+l2", "+r2", "both"]),
        ],
    );
}

#[test]
fn a_parallel_state_is_done_when_all_regions_are() {
    check(
        regions(),
        &[
            (None, &["r", "p", "left", "l1", "right", "r1"], &[]),
            (Some(Key::B), &["r", "p", "left", "l1", "right", "r2"], &["+r2"]),
            (Some(Key::A), &["r", "end"], &["+l2", "both"]),
        ],
    );
}

#[test]
fn of_two_regions_that_leave_the_same_state_the_first_wins() {
    let region = |id, child: &'static str, target| {
        Node::compound(id, child).child(atomic(child).on("a", Edge::to(target).emit(child)))
    };
    let root = Node::compound("r", "p")
        .child(Node::parallel("p").child(region("q", "q1", "x")).child(region("s", "s1", "y")))
        .child(atomic("x"))
        .child(atomic("y"));
    check(
        root,
        &[(None, &["r", "p", "q", "q1", "s", "s1"], &[]), (Some(Key::A), &["r", "x"], &["q1"])],
    );
}

#[test]
fn targets_in_several_regions_are_entered_together() {
    let region =
        |id, first, second| Node::compound(id, first).child(atomic(first)).child(atomic(second));
    let root = Node::compound("r", "idle")
        .child(atomic("idle").on("a", Edge::to_all(&["q2", "s2"])))
        .child(Node::parallel("p").child(region("q", "q1", "q2")).child(region("s", "s1", "s2")));
    check(
        root,
        &[(None, &["r", "idle"], &[]), (Some(Key::A), &["r", "p", "q", "q2", "s", "s2"], &[])],
    );
}

#[test]
fn an_unknown_target_is_refused_by_name() {
    let root = Node::compound("r", "x").child(atomic("x").on("a", Edge::to("nowhere")));
    assert_eq!(refused(root), "state x: no state is called nowhere");
}

#[test]
fn an_unknown_event_is_refused_by_name() {
    let root = Node::compound("r", "x").child(atomic("x").on("c", Edge::to("x")));
    assert_eq!(refused(root), "state x: no event is called c");
}

#[test]
fn an_unknown_initial_state_is_refused() {
    assert_eq!(
        refused(Node::compound("r", "y").child(atomic("x"))),
        "state r: no state is called y"
    );
}

#[test]
fn an_initial_state_elsewhere_is_refused() {
    let root = Node::compound("r", "m")
        .child(Node::compound("m", "y").child(atomic("x")))
        .child(atomic("y"));
    assert_eq!(refused(root), "state m: initial state y is not inside it");
}

#[test]
fn two_states_of_one_name_are_refused() {
    let root = Node::compound("r", "x").child(atomic("x")).child(atomic("x"));
    assert_eq!(refused(root), "two states are called x");
}

#[test]
fn targets_that_exclude_each_other_are_refused() {
    let root = Node::compound("r", "x")
        .child(atomic("x").on("a", Edge::to_all(&["x", "y"])))
        .child(atomic("y"));
    assert_eq!(refused(root), "state x: target y excludes another target");
}

#[test]
fn a_final_state_with_transitions_is_refused() {
    let root = Node::compound("r", "x").child(Node::finished("x").on("a", Edge::to("x")));
    assert_eq!(Machine::new(root).unwrap_err().kind(), ErrorKind::Misplaced);
}

fn player(history: Node) -> Node {
    let inner = Node::compound("side", "one")
        .child(atomic("one").on("b", Edge::to("two")))
        .child(atomic("two"));
    let on = Node::compound("on", "side").child(history).child(inner).on("a", Edge::to("off"));
    Node::compound("r", "on").child(on).child(atomic("off").on("a", Edge::to("back")))
}

#[test]
fn a_deep_history_leads_back_to_the_innermost_states() {
    check(
        player(Node::deep_history("back", "side")),
        &[
            (None, &["r", "on", "side", "one"], &[]),
            (Some(Key::B), &["r", "on", "side", "two"], &[]),
            (Some(Key::A), &["r", "off"], &[]),
            (Some(Key::A), &["r", "on", "side", "two"], &[]),
        ],
    );
}

#[test]
fn a_shallow_history_leads_back_to_the_child_and_its_initial_state() {
    check(
        player(Node::shallow_history("back", "side")),
        &[
            (None, &["r", "on", "side", "one"], &[]),
            (Some(Key::B), &["r", "on", "side", "two"], &[]),
            (Some(Key::A), &["r", "off"], &[]),
            (Some(Key::A), &["r", "on", "side", "one"], &[]),
        ],
    );
}

#[test]
fn a_history_that_remembers_nothing_leads_to_its_default() {
    let on = Node::compound("on", "x")
        .child(Node::shallow_history("back", "y"))
        .child(atomic("x"))
        .child(atomic("y"));
    let root = Node::compound("r", "off").child(atomic("off").on("a", Edge::to("back"))).child(on);
    check(root, &[(None, &["r", "off"], &[]), (Some(Key::A), &["r", "on", "y"], &[])]);
}
