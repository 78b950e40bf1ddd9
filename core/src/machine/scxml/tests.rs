//! Documents that run, and some that are refused.

use super::*;

fn read(states: &str) -> Result<Document, ReadError> {
    let source = format!("<scxml datamodel='ecmascript'>{states}</scxml>");
    Document::read(&source, &|_| None)
}

fn running(states: &str) -> Interpreter {
    let mut interpreter = Interpreter::new(read(states).unwrap(), |_| None);
    interpreter.run();
    interpreter
}

/// Checks what an expression makes of a document's condition.
fn check(condition: &str, expected: bool) {
    let condition = condition.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let states = format!(
        "<datamodel><data id='n' expr='4'/><data id='list'>[1, [2]]</data></datamodel>
         <script>function twice(x) {{ return x * 2; }} function endless() {{ return endless(); }}
         </script>
         <state id='start'><transition cond=\"{condition}\" target='yes'/>
         <transition event='error.execution' target='error'/>
         <transition event='*' target='other'/></state>
         <state id='yes'/><state id='error'/><state id='other'/>"
    );
    assert_eq!(running(&states).matches("yes"), expected, "{condition}");
}

#[test]
fn expressions_bind_as_the_language_has_it() {
    check("1 + 2 * 3 === 7 && !(1 > 2)", true);
    check("n - 1 - 1 == 2", true);
    check("'1' + 1 === '11'", true);
    check("n === '4' || n == '4'", true);
    check("list.length == 2 && list[1][0] == 2", true);
    check("typeof missing === 'undefined' ? twice(n) == 8 : false", true);
    check("In('start') && !In('yes')", true);
    check("[].concat(list, [3]).length == 3", true);
    check("\"abc\".slice(-2) == 'bc' && 'abc'.indexOf('c') == 2", true);
    check("undefined == null && undefined !== null", true);
    check("({a: {b: 1}}).a.b == 1 && 'a' in {a: 0}", true);
    check("0 || ''", false);
}

#[test]
fn an_error_in_a_condition_is_an_event_and_the_condition_does_not_hold() {
    for condition in ["missing", "n.a.b", "return", "'open", "n(", "endless()"] {
        let states = "<script>function endless() { return endless(); }</script>
            <datamodel><data id='n' expr='4'/></datamodel><state id='start'>
            <transition cond=\"CONDITION\" target='yes'/>
            <transition event='error.execution' target='error'/></state>
            <state id='yes'/><state id='error'/>";
        let interpreter = running(&states.replace("CONDITION", condition));
        assert!(interpreter.matches("error"), "{condition}");
    }
}

#[test]
fn what_nests_too_deep_is_an_error_and_no_overflow() {
    for (open, close) in [("(", ")"), ("!", ""), ("[", "]"), ("1+", "1"), ("-", ""), ("a.", "a")] {
        let source = open.repeat(5000) + "1" + &close.repeat(if close == "1" { 0 } else { 5000 });
        assert!(syntax::expression(&source).is_err(), "{open}");
    }
    let source = "{".repeat(5000) + &"}".repeat(5000);
    assert!(syntax::script(&source).is_err());
    let states = "<state>".repeat(500) + &"</state>".repeat(500);
    assert!(read(&states).unwrap_err().to_string().contains("too deep"));
}

#[test]
fn a_delayed_event_arrives_when_the_clock_says_so() {
    let mut interpreter = running(
        "<state id='a'><onentry><send event='late' delay='1.5s'/>
         <send event='never' delay='20ms' id='x'/><cancel sendid='x'/></onentry>
         <transition event='late' target='b'/><transition event='never' target='c'/></state>
         <state id='b'/><state id='c'/>",
    );
    assert_eq!(interpreter.next_due(), Some(1500));
    interpreter.advance(1499);
    assert!(interpreter.matches("a"));
    interpreter.advance(1500);
    assert!(interpreter.matches("b"));
    assert_eq!(interpreter.next_due(), None);
}

#[test]
fn documents_that_name_what_is_not_there_are_refused() {
    let refused = |states: &str| read(states).unwrap_err().to_string();
    let target = "<state id='a'><transition event='x' target='b'/></state>";
    assert_eq!(refused(target), "no state is called b");
    assert_eq!(refused("<state id='a'/><state id='a'/>"), "two states are called a");
    assert_eq!(refused(""), "state #0: it has no initial state");
    let foreign = "<state id='a' initial='b'><state id='c'/></state><state id='b'/>";
    assert_eq!(refused(foreign), "state a: its initial state is not inside it");
}

#[test]
fn a_document_is_drawn_with_its_events() {
    let document = read(
        "<state id='a'><transition event='x y' cond='true' target='b'/></state><state id='b'/>",
    );
    let drawn = document.unwrap().outline().to_mermaid();
    assert!(drawn.contains("s1 --> s2: x y [guarded]"), "{drawn}");
}
