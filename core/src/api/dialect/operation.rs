//! Calls that serve no collection.

use super::body::with_body;
use super::encode::{address, get};
use super::path::{fill_path, text_of};
use crate::api::address::Query;
use crate::api::{Api, Endpoint, Error, ErrorKind, ParameterPlace, Result};
use crate::platform::Request;
use serde_json::{Map, Value, json};

/// What the body is called in the data of a call when it has no names of its
/// own, or has one that a parameter has, too.
pub const CALL_BODY: &str = "body";

/// What a call asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct CallForm {
    /// The schema of an object with the parameters and the body.
    pub schema: Value,
    /// Whether the body stands in that object as one member, and not by its
    /// own members.
    pub has_whole_body: bool,
}

/// Returns what a call of `endpoint` asks for, without the parameters in
/// `known`.
#[must_use]
pub fn call_form(api: &Api, endpoint: &Endpoint, known: &[(String, String)]) -> CallForm {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for parameter in &endpoint.parameters {
        let is_known = known.iter().any(|(name, _)| *name == parameter.name);
        // Browsers keep these for themselves, and a session sends its own.
        let is_kept = parameter.place == ParameterPlace::Header
            && ["accept", "authorization", "content-type", "cookie"]
                .contains(&parameter.name.to_lowercase().as_str());
        if is_known || is_kept {
            continue;
        }
        let is_described = parameter.schema.as_object().is_some_and(|schema| !schema.is_empty());
        let schema =
            if is_described { parameter.schema.clone() } else { json!({ "type": "string" }) };
        properties.insert(parameter.name.clone(), schema);
        if parameter.is_required || parameter.place == ParameterPlace::Path {
            required.push(parameter.name.clone().into());
        }
    }
    let body = endpoint.body.as_ref().filter(|_| !endpoint.method.is_safe());
    let Some(body) = body.map(|body| api.expand(body)) else {
        return CallForm { schema: object(&properties, &required), has_whole_body: false };
    };
    let members = body.get("properties").and_then(Value::as_object);
    let is_plain = members.is_some_and(|members| {
        let is_free = |name: &String| !endpoint.parameters.iter().any(|known| known.name == *name);
        members.keys().all(is_free)
            && ["oneOf", "anyOf", "allOf"].iter().all(|word| body.get(word).is_none())
    });
    let Some(members) = members.filter(|_| is_plain) else {
        properties.insert(CALL_BODY.to_owned(), body);
        return CallForm { schema: object(&properties, &required), has_whole_body: true };
    };
    properties.extend(members.clone());
    required.extend(body.get("required").and_then(Value::as_array).into_iter().flatten().cloned());
    CallForm { schema: object(&properties, &required), has_whole_body: false }
}

fn object(properties: &Map<String, Value>, required: &[Value]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

/// Returns the request of a call; `known` are parameters of its path, `data`
/// is what `form` asked for.
///
/// # Errors
/// When a parameter of the path has no value.
pub fn encode_call(
    endpoint: &Endpoint,
    base_url: &str,
    known: &[(String, String)],
    form: &CallForm,
    data: &Value,
) -> Result<Request> {
    let mut body = data.as_object().cloned().unwrap_or_default();
    let mut parameters = Map::new();
    for parameter in &endpoint.parameters {
        if let Some(value) = body.shift_remove(&parameter.name) {
            parameters.insert(parameter.name.clone(), value);
        }
    }
    for (name, key) in known {
        parameters.insert(name.clone(), Value::from(key.as_str()));
    }
    let body = if form.has_whole_body { body.shift_remove(CALL_BODY) } else { Some(body.into()) };
    encode(endpoint, base_url, &parameters, body.as_ref().filter(|_| endpoint.body.is_some()))
}

/// Returns the request of an endpoint that belongs to no collection; `data`
/// gives the parameters by name, the rest of it is the body.
///
/// # Errors
/// When a parameter of the path is missing in `data`.
pub fn encode_operation(endpoint: &Endpoint, base_url: &str, data: &Value) -> Result<Request> {
    let mut body = data.as_object().cloned().unwrap_or_default();
    let known = endpoint.body.as_ref().and_then(|schema| schema.get("properties"));
    let mut parameters = Map::new();
    for parameter in &endpoint.parameters {
        let is_in_body = known.is_some_and(|known| known.get(&parameter.name).is_some());
        let value = if is_in_body && parameter.place != ParameterPlace::Path {
            None
        } else if is_in_body {
            body.get(&parameter.name).cloned()
        } else {
            body.shift_remove(&parameter.name)
        };
        parameters.extend(value.map(|value| (parameter.name.clone(), value)));
    }
    encode(endpoint, base_url, &parameters, Some(&body.into()))
}

fn encode(
    endpoint: &Endpoint,
    base_url: &str,
    parameters: &Map<String, Value>,
    body: Option<&Value>,
) -> Result<Request> {
    let operation = || format!("{} {}", endpoint.method.as_str(), endpoint.path);
    let path = fill_path(&endpoint.path, |name| text_of(parameters.get(name)?));
    let path = path.map_err(|name| {
        Error::new(ErrorKind::Invalid, operation()).with_text(format!("{name} is missing"))
    })?;
    let mut query = Query::default();
    let mut headers = Vec::new();
    for parameter in &endpoint.parameters {
        let value = parameters.get(&parameter.name);
        let is_joined = parameter.schema.get("explode") == Some(&Value::Bool(false));
        if let (Some(Value::Array(values)), ParameterPlace::Query, false) =
            (value, parameter.place, is_joined)
        {
            values.iter().filter_map(text_of).for_each(|value| query.push(&parameter.name, &value));
            continue;
        }
        let value = value.and_then(text_of);
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        match parameter.place {
            ParameterPlace::Query => query.push(&parameter.name, &value),
            ParameterPlace::Header => headers.push((parameter.name.clone(), value)),
            ParameterPlace::Path | ParameterPlace::Body => {}
        }
    }
    let mut request = get(&query.append_to(&address(base_url, &path)));
    request.method = endpoint.method;
    request.headers.extend(headers);
    Ok(match body.filter(|_| !endpoint.method.is_safe()) {
        Some(body) => with_body(request, endpoint, body),
        None => request,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Parameter;
    use crate::platform::Method;

    fn parameter(name: &str, place: ParameterPlace) -> Parameter {
        Parameter { name: name.into(), place, is_required: false, schema: Value::Null }
    }

    fn endpoint(body: Value) -> Endpoint {
        Endpoint {
            parameters: vec![
                parameter("id", ParameterPlace::Path),
                parameter("notify", ParameterPlace::Query),
                parameter("X-Reason", ParameterPlace::Header),
                parameter("Authorization", ParameterPlace::Header),
            ],
            body: Some(body),
            ..Endpoint::new(Method::Post, "/posts/{id}/publish")
        }
    }

    fn known() -> Vec<(String, String)> {
        vec![("id".into(), "7/8".into())]
    }

    #[track_caller]
    fn names(form: &CallForm) -> Vec<&str> {
        form.schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn parameters_and_members_of_the_body_are_asked_for_together() {
        let endpoint =
            endpoint(json!({ "required": ["at"], "properties": { "at": { "type": "string" } } }));
        let form = call_form(&Api::default(), &endpoint, &known());
        assert_eq!(names(&form), ["notify", "X-Reason", "at"]);
        assert_eq!(form.schema["required"], json!(["at"]));
        let data = json!({ "notify": true, "X-Reason": "why not", "at": "now" });
        let request = encode_call(&endpoint, "http://a", &known(), &form, &data).unwrap();
        assert_eq!(request.url, "http://a/posts/7%2F8/publish?notify=true");
        assert!(request.headers.contains(&("X-Reason".into(), "why not".into())));
        assert_eq!(request.body.as_deref(), Some(br#"{"at":"now"}"#.as_slice()));
    }

    #[test]
    fn a_body_without_free_names_is_asked_for_as_a_whole() {
        let bodies = [
            json!({ "type": "array", "items": { "type": "string" } }),
            json!({ "properties": { "notify": { "type": "string" } } }),
        ];
        for (body, sent) in bodies.into_iter().zip([json!(["a"]), json!({ "notify": "b" })]) {
            let endpoint = endpoint(body);
            let form = call_form(&Api::default(), &endpoint, &[]);
            assert_eq!(names(&form), ["id", "notify", "X-Reason", "body"]);
            assert_eq!(form.schema["required"], json!(["id"]));
            let data = json!({ "id": 7, "notify": false, "body": sent });
            let request = encode_call(&endpoint, "http://a", &[], &form, &data).unwrap();
            assert_eq!(request.url, "http://a/posts/7/publish?notify=false");
            assert_eq!(request.body, Some(sent.to_string().into_bytes()));
        }
    }

    #[test]
    fn a_file_is_sent_as_its_bytes_and_a_missing_key_is_an_error() {
        let mut endpoint = endpoint(json!({ "type": "string", "format": "binary" }));
        endpoint.content_type = Some("application/octet-stream".into());
        let form = call_form(&Api::default(), &endpoint, &known());
        let data = json!({ "body": "data:text/plain;base64,SGk=" });
        let request = encode_call(&endpoint, "", &known(), &form, &data).unwrap();
        assert_eq!(request.body.as_deref(), Some(b"Hi".as_slice()));
        let error = encode_call(&endpoint, "", &[], &form, &data).unwrap_err();
        assert_eq!(error.text(), Some("id is missing"));
    }

    #[test]
    fn several_values_are_repeated_unless_the_description_joins_them() {
        let mut endpoint = Endpoint { body: None, ..endpoint(Value::Null) };
        let data = json!({ "notify": ["a", "b"] });
        let address = |endpoint: &Endpoint| {
            let form = call_form(&Api::default(), endpoint, &known());
            encode_call(endpoint, "", &known(), &form, &data).unwrap().url
        };
        assert_eq!(address(&endpoint), "/posts/7%2F8/publish?notify=a&notify=b");
        endpoint.parameters[1].schema = json!({ "type": "array", "explode": false });
        assert_eq!(address(&endpoint), "/posts/7%2F8/publish?notify=a,b");
    }

    #[test]
    fn what_has_no_body_sends_none() {
        let endpoint = Endpoint { body: None, ..endpoint(Value::Null) };
        let form = call_form(&Api::default(), &endpoint, &known());
        let request = encode_call(&endpoint, "", &known(), &form, &json!({})).unwrap();
        assert_eq!(request.body, None);
    }
}
