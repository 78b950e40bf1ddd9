//! What was found out by testing lists, kept for the next visit.
//!
//! A small model is kept with its reasons. A large one is kept by the worker, as
//! its description has it; beside the connection stands what its tests found.

use super::connection::Connection;
use crate::app::session::News;
use serde_json::{Map, Value, json};
use std::rc::Rc;
use vitrine_core::api::discover::{Verification, drift, outline};
use vitrine_core::api::{Api, Resource};

/// The bytes of findings that are kept for one API at most, those of the lists
/// that were tested last.
const MOST: usize = 256 * 1024;
/// How long a test tells, in milliseconds: what a server does may change without
/// a word of its description.
const LASTING: u64 = 7 * 24 * 60 * 60 * 1000;

/// Notes when a list was tested.
pub(super) fn stamp(origin: &mut Value, resource: &str, now: u64) {
    origin["tested"][resource] = json!(now);
}

/// Returns whether a list was tested so long ago that it is worth another test.
pub(super) fn is_old(origin: &Value, resource: &str, now: u64) -> bool {
    let tested = origin.get("tested").and_then(|tested| tested.get(resource));
    tested.and_then(Value::as_u64).is_some_and(|at| at + LASTING < now)
}

/// Returns a connection as it is kept whose model is not: with what tests found,
/// and how the description was.
pub(super) fn without_model(connection: Connection) -> Connection {
    let tested = match &connection.model {
        Some(model) => findings(&connection, model),
        // It was not opened in this visit.
        None => connection.tested.clone(),
    };
    let mut origin = connection.origin.clone();
    if let Value::Object(members) = &mut origin {
        // It comes with the model, of which it is a large part.
        members.shift_remove("outline");
    }
    Connection { model: None, verified: Vec::new(), tested, origin, ..connection }
}

fn findings(connection: &Connection, model: &Api) -> Value {
    let mut findings = Map::new();
    let mut room = MOST;
    for name in connection.verified.iter().rev() {
        let Some(resource) = model.resource(name) else { continue };
        let found = Resource {
            name: name.clone(),
            dialect: resource.dialect.clone(),
            fields: resource.fields.clone(),
            evidence: resource.evidence.clone(),
            ..Resource::default()
        };
        // Models are read as a whole.
        let found = Api { resources: vec![found], ..Api::default() };
        let described = connection.origin.get("outline").and_then(|outline| outline.get(name));
        let finding = json!({ "described": described, "found": found });
        let Some(rest) = room.checked_sub(finding.to_string().len()) else { break };
        room = rest;
        findings.insert(name.clone(), finding);
    }
    if findings.is_empty() { Value::Null } else { Value::Object(findings) }
}

/// Puts what tests found on earlier visits into a model that was read again,
/// where the description of the list is still the same.
pub(super) fn recall(connection: &mut Connection, api: &mut Api, origin: &mut Value) {
    connection.verified.clear();
    let kept = std::mem::take(&mut connection.origin);
    let checked = |origin: &Value| origin.get("checked").and_then(Value::as_u64);
    // The model may be older than the last look at its description, which was the
    // same to us.
    if checked(&kept) > checked(origin) {
        for name in ["checked", "etag", "digest"] {
            origin[name] = kept.get(name).cloned().unwrap_or_default();
        }
    }
    if let Some(times) = kept.get("tested") {
        origin["tested"] = times.clone();
    }
    let tested = std::mem::take(&mut connection.tested);
    for (name, finding) in tested.as_object().into_iter().flatten() {
        let described = origin.get("outline").and_then(|outline| outline.get(name));
        if described.is_none() || described != finding.get("described") {
            continue;
        }
        let found = finding.get("found").and_then(Api::from_json);
        let found = found.and_then(|mut found| found.resources.pop());
        let known = api.resources.iter_mut().find(|resource| resource.name == *name);
        if let (Some(found), Some(known)) = (found, known) {
            known.dialect = found.dialect;
            known.fields = found.fields;
            known.evidence = found.evidence;
            connection.verified.push(name.clone());
        }
    }
}

/// Returns what a further test of a list shows to be different from the one
/// before, where no description could tell; `None` where nothing is.
pub(super) fn news(
    connection: &Connection,
    resource: &str,
    verification: &Verification,
) -> Option<News> {
    let model = connection.model.as_ref().filter(|model| model.document_url.is_none())?;
    connection.verified.iter().find(|name| *name == resource)?;
    let mut api = (**model).clone();
    let known = api.resources.iter_mut().find(|known| known.name == resource)?;
    verification.clone().apply(known);
    known.fields.retain(|field| !verification.absent.contains(&field.name));
    let now = outline(&api);
    let mut drift = drift(&outline(model), &now);
    for (_, changes) in &mut drift.changed {
        // What kind a field seems to be depends on the rows that came.
        changes.retain(|change| {
            !change.subject.starts_with("field:") || change.before.is_none() || change.now.is_none()
        });
    }
    drift.changed.retain(|(_, changes)| !changes.is_empty());
    if drift.is_empty() {
        return None;
    }
    let mut origin = connection.origin.clone();
    origin["outline"][resource] = now[resource].clone();
    Some(News { api: Rc::new(api), origin, drift, is_large: connection.is_stored })
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::{Dialect, Evidence, Field, Kind, SortStyle, Source};
    use vitrine_core::platform::Message;

    fn pets() -> Resource {
        Resource {
            name: "pets".into(),
            key: "id".into(),
            fields: vec![Field::new("id", Kind::Integer), Field::new("name", Kind::Text)],
            dialect: Dialect { sort: SortStyle::signed("sort"), ..Dialect::default() },
            ..Resource::default()
        }
    }

    fn api() -> Api {
        let people = Resource { name: "people".into(), ..pets() };
        Api { resources: vec![pets(), people], ..Api::default() }
    }

    /// A connection whose list of pets turned out not to be ordered.
    fn tested() -> Connection {
        let json = json!({"slug": "a", "name": "a", "url": "/", "is_stored": true});
        let mut model = api();
        model.resources[0].dialect.sort = SortStyle::None;
        model.resources[0].evidence.push(Evidence {
            subject: "sort".into(),
            source: Source::Verified,
            confidence: 95,
            message: Message::new("evidence.sort.ignored"),
            outcome: None,
            request: None,
        });
        let outline = outline(&api());
        Connection {
            model: Some(Rc::new(model)),
            verified: vec!["pets".into()],
            origin: json!({"etag": "2", "checked": 70, "outline": outline}),
            ..Connection::read(&json).unwrap()
        }
    }

    /// Returns a connection as the next visit finds it.
    fn next_visit(connection: Connection) -> Connection {
        let kept = serde_json::to_value(without_model(connection)).unwrap();
        Connection::read(&kept).unwrap()
    }

    #[test]
    fn what_tests_found_of_a_large_model_outlives_the_visit() {
        // A visit that does not open it changes nothing.
        let mut connection = next_visit(next_visit(tested()));
        assert!(connection.model.is_none() && connection.origin.get("outline").is_none());
        let mut read = api();
        let mut origin = json!({"etag": "1", "checked": 7, "outline": outline(&read)});
        recall(&mut connection, &mut read, &mut origin);
        assert_eq!(connection.verified, ["pets"]);
        assert_eq!(read, *tested().model.unwrap());
        // The description was looked at since the model was kept.
        assert_eq!((&origin["etag"], &origin["checked"]), (&json!("2"), &json!(70)));
    }

    #[test]
    fn a_list_that_is_described_otherwise_is_tested_again() {
        let mut connection = next_visit(tested());
        let mut read = api();
        read.resources[0].fields.push(Field::new("born", Kind::Date));
        let mut origin = json!({"outline": outline(&read)});
        recall(&mut connection, &mut read, &mut origin);
        assert!(connection.verified.is_empty());
        assert_eq!(read.resources[0].dialect.sort, SortStyle::signed("sort"));
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut connection = tested();
        let mut model = (*connection.model.take().unwrap()).clone();
        model.resources[0].fields[1].description = Some("x".repeat(MOST));
        connection.model = Some(Rc::new(model));
        assert!(without_model(connection).tested.is_null());
    }

    #[test]
    fn an_old_test_is_worth_another_one() {
        let mut origin = json!({"etag": "2"});
        assert!(!is_old(&origin, "pets", LASTING * 2), "nobody knows when it was");
        stamp(&mut origin, "pets", 5);
        assert!(!is_old(&origin, "pets", LASTING));
        assert!(is_old(&origin, "pets", LASTING + 6));
        assert!(!is_old(&origin, "people", LASTING + 6));
        let mut none = Value::Null;
        stamp(&mut none, "pets", 5);
        assert_eq!(none["tested"]["pets"], 5);
    }

    #[test]
    fn a_list_that_nobody_describes_is_compared_with_its_last_test() {
        let found = |change: &dyn Fn(&mut Verification)| {
            let connection = tested();
            let known = connection.model.as_ref().unwrap().resources[0].clone();
            let mut verification = Verification {
                evidence: Vec::new(),
                dialect: known.dialect,
                fields: known.fields,
                hidden: Vec::new(),
                absent: Vec::new(),
            };
            change(&mut verification);
            let news = news(&connection, "pets", &verification)?;
            let (name, changes) = news.drift.changed.into_iter().next().unwrap();
            assert_eq!(name, "pets");
            Some(changes.into_iter().map(|change| change.subject).collect::<Vec<_>>())
        };
        assert_eq!(found(&|_| ()), None);
        assert_eq!(found(&|it| it.fields[1].kind = Kind::LongText), None);
        let subjects = |names: &[&str]| Some(names.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(found(&|it| it.absent = vec!["name".into()]), subjects(&["field:name"]));
        assert_eq!(
            found(&|it| it.fields.push(Field::new("born", Kind::Date))),
            subjects(&["field:born"])
        );
        assert_eq!(found(&|it| it.dialect.sort = SortStyle::signed("o")), subjects(&["sort"]));
    }
}
