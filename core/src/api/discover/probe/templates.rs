//! What can be written, as the templates of HAL-FORMS tell it.
//!
//! Source: <https://rwcbook.github.io/hal-forms/>.

use crate::api::address::{path_of, without_query};
use crate::api::discover::evidence::evidence;
use crate::api::{Endpoint, Resource, Rows, Source, UpdateVerb};
use crate::platform::Method;
use serde_json::{Map, Value, json};

/// Takes the templates in `body`, an answer of the list, for what can be
/// written; where there are none, nothing changes.
pub(super) fn adopt(resource: &mut Resource, body: &Value) {
    let list = resource.list.as_ref().map(|list| list.path.clone()).unwrap_or_default();
    let rows = match &resource.dialect.rows {
        Rows::Path { path } => path.get(body).and_then(Value::as_array),
        _ => None,
    };
    let of_row = rows.and_then(|rows| rows.first()).and_then(|row| row.get("_templates"));
    let mut is_told = false;
    if let Some(templates) = body.get("_templates").and_then(Value::as_object) {
        is_told = true;
        let create = find(templates, "POST", |target| ends_with(target, &list));
        resource.create = create.map(|template| Endpoint {
            body: Some(schema(template)),
            content_type: content_type(template),
            ..Endpoint::new(Method::Post, &list)
        });
    }
    if let Some(templates) = of_row.and_then(Value::as_object) {
        is_told = true;
        let below = |target: &str| {
            let path = without_query(target);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            ends_with(folder, list.trim_end_matches('/'))
        };
        let item = resource.item.clone();
        let patch =
            find(templates, "PATCH", below).map(|it| (it, UpdateVerb::Patch, Method::Patch));
        let put = || find(templates, "PUT", below).map(|it| (it, UpdateVerb::Put, Method::Put));
        let update = patch.or_else(put).zip(item.clone());
        resource.update = update.map(|((template, verb, method), item)| {
            resource.dialect.update = verb;
            let body = Some(schema(template));
            Endpoint { method, body, content_type: content_type(template), ..item }
        });
        let delete = find(templates, "DELETE", below).and(item);
        resource.delete = delete.map(|item| Endpoint { method: Method::Delete, ..item });
    }
    if is_told {
        resource.evidence.retain(|known| known.subject != "write");
        resource.evidence.push(evidence("write", Source::Response, 90, "templates"));
    }
}

/// Returns the template with this verb whose target fits; without a target it
/// is what the template stands in.
fn find<'a>(
    templates: &'a Map<String, Value>,
    method: &str,
    fits: impl Fn(&str) -> bool,
) -> Option<&'a Value> {
    templates.values().find(|template| {
        let is_method =
            template["method"].as_str().is_some_and(|it| it.eq_ignore_ascii_case(method));
        is_method && template["target"].as_str().is_none_or(&fits)
    })
}

fn ends_with(address: &str, path: &str) -> bool {
    let trimmed = |text: &str| without_query(text).trim_end_matches('/').to_owned();
    let (address, path) = (trimmed(address), trimmed(path));
    // An address without an origin is a path already.
    let own = if address.contains("://") { path_of(&address) } else { &address };
    own.ends_with(&path)
}

pub(super) fn content_type(template: &Value) -> Option<String> {
    let kind = template["contentType"].as_str()?;
    (kind != "application/json").then(|| kind.to_owned())
}

/// Returns the JSON Schema of the body that a template asks for.
pub(super) fn schema(template: &Value) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for property in template["properties"].as_array().into_iter().flatten() {
        let Some(name) = property["name"].as_str() else { continue };
        if property["required"] == true {
            required.push(name);
        }
        properties.insert(name.to_owned(), member(property));
    }
    json!({"type": "object", "properties": properties, "required": required})
}

fn member(property: &Value) -> Value {
    let (kind, format) = match property["type"].as_str().unwrap_or("text") {
        "number" | "range" => ("number", None),
        "checkbox" => ("boolean", None),
        "email" => ("string", Some("email")),
        "url" => ("string", Some("uri")),
        "date" => ("string", Some("date")),
        "datetime" | "datetime-local" => ("string", Some("date-time")),
        "time" => ("string", Some("time")),
        "color" => ("string", Some("color")),
        "password" => ("string", Some("password")),
        "textarea" => ("string", Some("textarea")),
        _ => ("string", None),
    };
    let mut schema = json!({"type": kind});
    if let Some(format) = format {
        schema["format"] = json!(format);
    }
    for (own, name) in [
        ("prompt", "title"),
        ("regex", "pattern"),
        ("min", "minimum"),
        ("max", "maximum"),
        ("minLength", "minLength"),
        ("maxLength", "maxLength"),
        ("readOnly", "readOnly"),
    ] {
        if let Some(value) = property.get(own).filter(|value| !value.is_null()) {
            schema[name] = value.clone();
        }
    }
    if let Some(options) = property.pointer("/options/inline").and_then(Value::as_array) {
        // Each is a value, or a value with words for people.
        let value = |option: &Value| option.get("value").unwrap_or(option).clone();
        schema["enum"] = options.iter().map(value).collect();
        let words: Vec<&Value> = options.iter().filter_map(|option| option.get("prompt")).collect();
        if words.len() == options.len() {
            schema["x-enum-varnames"] = json!(words);
        }
    }
    let most = property.pointer("/options/maxItems").and_then(Value::as_u64);
    if most.is_some_and(|most| most > 1) {
        schema = json!({"type": "array", "items": schema});
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::super::adopt::adopt;
    use crate::api::{Api, Endpoint, Parameter, ParameterPlace, Resource, UpdateVerb};
    use crate::platform::Method;
    use crate::record::Path;
    use serde_json::{Value, json};

    fn lamps() -> Resource {
        let key = Parameter {
            name: "id".into(),
            place: ParameterPlace::Path,
            is_required: true,
            schema: json!({}),
        };
        let item = |method| {
            let parameters = vec![key.clone()];
            Some(Endpoint { parameters, ..Endpoint::new(method, "/lamps/{id}") })
        };
        Resource {
            name: "lamps".into(),
            key: Path::field("id"),
            list: Some(Endpoint::new(Method::Get, "/lamps")),
            item: item(Method::Get),
            create: Some(Endpoint::new(Method::Post, "/lamps")),
            update: item(Method::Patch),
            delete: item(Method::Delete),
            ..Resource::default()
        }
    }

    fn answer(of_list: &Value, of_row: &Value) -> Value {
        json!({"_links": {"self": {"href": "/api/lamps"}}, "_templates": of_list,
            "_embedded": {"lamps": [{"id": 7, "name": "a", "_templates": of_row,
                "_links": {"self": {"href": "/api/lamps/7"}}}]}})
    }

    #[test]
    fn templates_tell_what_can_be_written_and_with_which_fields() {
        let properties = json!([
            {"name": "name", "required": true, "prompt": "Name", "maxLength": 40},
            {"name": "watts", "type": "number", "min": 1},
            {"name": "tone", "options": {"inline": [
                {"value": "w", "prompt": "warm"}, {"value": "c", "prompt": "cold"}]}},
        ]);
        let create = json!({"default": {"method": "POST", "properties": properties}});
        let change = json!({
            "default": {"method": "PUT", "properties": properties},
            "switch": {"method": "DELETE", "target": "https://a.org/api/lamps/7/switch"},
        });
        let mut resource = lamps();
        adopt(&mut resource, &answer(&create, &change)).unwrap();
        let body = resource.create.as_ref().unwrap().body.clone().unwrap();
        assert_eq!(body["required"], json!(["name"]));
        let name = json!({"type": "string", "title": "Name", "maxLength": 40});
        assert_eq!(body["properties"]["name"], name);
        assert_eq!(body["properties"]["watts"], json!({"type": "number", "minimum": 1}));
        assert_eq!(body["properties"]["tone"]["x-enum-varnames"], json!(["warm", "cold"]));
        let update = resource.update.as_ref().unwrap();
        assert_eq!((update.method, update.path.as_str()), (Method::Put, "/lamps/{id}"));
        assert_eq!(resource.dialect.update, UpdateVerb::Put);
        assert!(resource.delete.is_none(), "that template removes something else");
        assert!(resource.field("_templates").is_none());
        assert!(resource.evidence.iter().any(|it| it.message.key == "evidence.write.templates"));
        // The model holds all of it.
        let api = Api { resources: vec![resource], ..Api::default() };
        assert_eq!(Api::from_json(&json!(api)), Some(api));
    }

    #[test]
    fn without_templates_the_habits_stay() {
        let mut resource = lamps();
        let mut body = answer(&Value::Null, &Value::Null);
        body.as_object_mut().unwrap().remove("_templates");
        adopt(&mut resource, &body).unwrap();
        assert!(
            resource.create.is_some() && resource.update.is_some() && resource.delete.is_some()
        );
        let none = json!({});
        adopt(&mut resource, &answer(&none, &none)).unwrap();
        assert!(
            resource.create.is_none() && resource.update.is_none() && resource.delete.is_none()
        );
    }
}
