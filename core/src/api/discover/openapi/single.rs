//! Records that stand alone: `/me`, `/settings`.

use super::call::Call;
use super::paths::{item_parent, noun, plain};
use super::record::layout;
use super::resources::Builder;
use super::rows;
use super::schema::Shape;
use crate::api::discover::evidence::evidence;
use crate::api::discover::kind::label;
use crate::api::discover::words::compact;
use crate::api::{Resource, Source, UpdateVerb};
use crate::platform::Method;
use crate::record::Path;

/// What is one for each person or API, even where it cannot be changed.
const ALONE: [&str; 12] = [
    "me",
    "self",
    "whoami",
    "profile",
    "account",
    "settings",
    "preferences",
    "config",
    "configuration",
    "currentuser",
    "myprofile",
    "myaccount",
];

impl<'a> Builder<'a> {
    /// Returns the positions of the calls that answer with the only record of
    /// their kind and that no collection took.
    pub(super) fn singles(&self) -> Vec<usize> {
        let calls = self.calls.iter().enumerate();
        let free = calls.filter(|(position, call)| {
            !self.used[*position] && call.method == Method::Get && call.is_success_json
        });
        free.filter(|(_, call)| self.is_single(call)).map(|(position, _)| position).collect()
    }

    fn is_single(&self, call: &Call<'a>) -> bool {
        let path = plain(call.path);
        let Some(answer) = call.answer.filter(|_| item_parent(path).is_none()) else {
            return false;
        };
        let shape = self.document.shape(answer);
        let is_record = !shape.properties.is_empty()
            && !shape.is_array()
            && rows::find(self.document, answer, noun(path), false).is_none();
        let is_free = call.queries().all(|query| !query.is_required);
        let is_alone = || {
            let last = path.rsplit('/').next().unwrap_or_default();
            !path.contains('{') && ALONE.contains(&compact(last).as_str())
        };
        is_record && is_free && (self.change(path).is_some() || is_alone())
    }

    /// Returns the call that changes the record at `path`, of which nothing is
    /// taken yet.
    fn change(&self, path: &str) -> Option<(Method, UpdateVerb)> {
        let verbs = [(Method::Patch, UpdateVerb::Patch), (Method::Put, UpdateVerb::Put)];
        verbs.into_iter().find(|(method, _)| {
            let position = self.paths.at(path, &self.calls, *method);
            position.is_some_and(|position| {
                let has_body = !self.calls[position].body_names(self.document).is_empty();
                has_body && !self.used[position]
            })
        })
    }

    /// Returns the resource of the record that the call at `position` reads.
    pub(super) fn single(&mut self, position: usize, name: String) -> Resource {
        let document = self.document;
        let read = self.calls[position].clone();
        let path = plain(read.path);
        self.used[position] = true;
        let change = self.change(path);
        let written = change.and_then(|(method, _)| {
            let position = self.paths.at(path, &self.calls, method)?;
            self.calls[position].schema()
        });
        let written = written.map(|body| document.shape(body)).unwrap_or_default();
        let (item, shape) = match read.answer {
            Some(answer) => rows::item(document, answer, &written, noun(path)),
            None => Default::default(),
        };
        let row = layout(document, shape);
        let fields = row.fields(document);
        let mut resource = Resource {
            name,
            item: Some(self.endpoint(&read, &[])),
            key: key(&row.shape),
            label_field: label(&fields, noun(path)),
            fields,
            ..Resource::default()
        };
        resource.dialect.item = item;
        resource.dialect.flatten.clone_from(&row.flatten);
        resource.dialect.coded = row.codes(document);
        self.targets.push(row.targets(document, &resource.fields));
        // Nothing points to what there is one of.
        self.rows.push(None);
        let reason = evidence("item", Source::Document, 85, "single").with("path", read.path);
        resource.evidence.push(reason);
        if let Some((method, verb)) = change
            && let Some(call) = self.take(path, method)
        {
            // The other verb does the same, and one is enough for the model.
            self.take(path, Method::Put);
            self.update(&mut resource, (&call, verb), &row, noun(path));
        }
        resource
    }
}

fn key(shape: &Shape<'_>) -> Path {
    let names = ["id", "uuid"];
    let known = names.into_iter().find(|name| shape.property(name).is_some());
    Path::field(known.unwrap_or("id"))
}

#[cfg(test)]
mod tests {
    use crate::api::discover::openapi::read;
    use crate::api::fake::{Fake, answer};
    use crate::api::{
        Api, Credentials, DataProvider, ItemShape, Precondition, RestProvider, Retry, Transport,
        UpdateVerb, Write,
    };
    use crate::platform::ManualClock;
    use crate::record::{Identifier, Path};
    use futures::executor::block_on;
    use serde_json::{Value, json};
    use std::rc::Rc;

    fn answers(schema: &Value) -> Value {
        json!({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}})
    }

    fn api() -> Api {
        let settings = json!({"type": "object", "properties":
            {"theme": {"type": "string"}, "size": {"type": "integer"}}});
        let data = json!({"type": "object", "properties": {"data": settings}});
        let user = json!({"type": "object", "properties":
            {"id": {"type": "integer"}, "name": {"type": "string"}}});
        let users = json!({"type": "array", "items": user});
        let mut change = answers(&settings);
        change["requestBody"] = json!({"content": {"application/json": {"schema": settings}}});
        let paths = json!({
            "/settings": {"get": answers(&data), "put": change, "delete": {}},
            "/me": {"get": answers(&user)},
            "/health": {"get": answers(&settings)},
            "/users": {"get": answers(&users)},
            "/users/{id}": {"get": answers(&user)},
            "/users/{id}/settings": {"get": answers(&settings), "patch": change},
        });
        read(
            &json!({"openapi": "3.0.0", "info": {}, "paths": paths}),
            Some("https://a.org/x.json"),
            &|_| (),
        )
    }

    #[test]
    fn an_object_that_can_be_changed_or_is_one_for_everybody_stands_alone() {
        let api = api();
        let names: Vec<(&str, bool)> =
            api.resources.iter().map(|it| (it.name.as_str(), it.is_single())).collect();
        let expected =
            [("users", false), ("settings", true), ("me", true), ("users-settings", true)];
        assert_eq!(names, expected);
        let settings = api.resource("settings").unwrap();
        assert_eq!(settings.dialect.item, ItemShape::Path { path: "data".into() });
        assert_eq!(settings.dialect.update, UpdateVerb::Put);
        assert!(settings.field("theme").is_some() && settings.delete.is_none());
        let below = api.resource("users-settings").unwrap();
        assert_eq!(below.parents[0].resource.as_deref(), Some("users"));
        assert!(!below.is_placed() && !below.is_found_by_key());
        let operations: Vec<&str> = api.operations.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(operations, ["delete-settings", "get-health"]);
    }

    #[test]
    fn the_only_record_is_read_and_changed_without_a_key() {
        let fake = Fake::new(|_| Ok(answer(200, r#"{"data": {"theme": "dark", "size": 2}}"#)));
        let clock = Rc::new(ManualClock::new(0));
        let transport =
            Transport::new(fake.client(), clock, Credentials::new()).with_retry(Retry::NEVER);
        let provider = RestProvider::new(Rc::new(api()), transport);
        let only = Identifier::only();
        let record = block_on(provider.get_one("settings", &only)).unwrap();
        assert_eq!(record.get(&Path::field("theme")), Some(&json!("dark")));
        let write = Write {
            identifier: only.clone(),
            changes: json!({"size": 3}),
            previous: Some(record),
            precondition: Precondition::None,
        };
        block_on(provider.update("settings", &write)).unwrap();
        let below = provider.within("users-settings", &[("id".into(), "7".into())]);
        block_on(below.get_one("users-settings", &only)).unwrap();
        let expected = [
            "GET https://a.org/settings",
            "PUT https://a.org/settings",
            "GET https://a.org/users/7/settings",
        ];
        assert_eq!(*fake.log.borrow(), expected);
        let can = provider.capabilities("settings");
        assert!(can.can_read && can.can_update && !can.can_create && !can.can_delete);
    }
}
