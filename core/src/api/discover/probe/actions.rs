//! What can be done beside writing, as the templates of HAL-FORMS tell it.
//!
//! Source: <https://rwcbook.github.io/hal-forms/>.

use super::templates::{content_type, schema};
use crate::api::address::{encode, path_of, without_query};
use crate::api::{Endpoint, Operation, Parameter, ParameterPlace, Resource, Rows};
use crate::platform::Method;
use serde_json::{Map, Value, json};

/// Returns the templates in `body`, an answer of the list, that neither make nor
/// change nor remove a record; paths are below `base_url`.
///
/// What one row offers another may not, so the templates of all of them count.
pub(super) fn operations(resource: &Resource, base_url: &str, body: &Value) -> Vec<Operation> {
    let Some(list) = &resource.list else { return Vec::new() };
    let mut operations: Vec<Operation> = Vec::new();
    let mut add = |templates: Option<&Map<String, Value>>, own: &str, key: Option<&str>| {
        for (name, template) in templates.into_iter().flatten() {
            let Some(endpoint) = endpoint(template, base_url, own, key) else { continue };
            let name = name_of(resource, name, template);
            let is_known = operations.iter().any(|it| it.name == name || it.endpoint == endpoint);
            if !is_known && !is_written(resource, &endpoint) {
                let title = template["title"].as_str().map(str::to_owned);
                operations.push(Operation {
                    name,
                    resource: Some(resource.name.clone()),
                    summary: title,
                    endpoint,
                });
            }
        }
    };
    add(body.get("_templates").and_then(Value::as_object), &list.path, None);
    let rows = match &resource.dialect.rows {
        Rows::Path { path } => path.get(body).and_then(Value::as_array),
        _ => None,
    };
    let item = resource.item.as_ref().map(|item| item.path.as_str()).unwrap_or_default();
    for row in rows.into_iter().flatten() {
        let Some(key) = resource.identifier(row) else { continue };
        let templates = row.get("_templates").and_then(Value::as_object);
        add(templates, item, Some(&encode(key.as_str())));
    }
    operations
}

/// Returns how a template is called that stands in what is at the path `own`.
fn endpoint(template: &Value, base_url: &str, own: &str, key: Option<&str>) -> Option<Endpoint> {
    // Whoever names no verb reads.
    let verb = template["method"].as_str().unwrap_or("GET").to_uppercase();
    let known = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let method = known.into_iter().find(|method| method.as_str() == verb)?;
    let path = match template["target"].as_str() {
        Some(target) => below(target, base_url, key)?,
        None => own.to_owned(),
    };
    let body = schema(template);
    let required = body["required"].clone();
    let is_required = |name: &str| required.as_array().is_some_and(|it| it.contains(&json!(name)));
    let members = body["properties"].as_object().cloned().unwrap_or_default();
    let mut parameters: Vec<Parameter> = crate::api::dialect::path_parameters(&path)
        .map(|name| Parameter {
            name: name.to_owned(),
            place: ParameterPlace::Path,
            is_required: true,
            schema: json!({"type": "string"}),
        })
        .collect();
    let has_body = !members.is_empty() && method != Method::Get;
    if method == Method::Get {
        // Without anything to fill in it is a link.
        if members.is_empty() {
            return None;
        }
        parameters.extend(members.into_iter().map(|(name, schema)| Parameter {
            is_required: is_required(&name),
            name,
            place: ParameterPlace::Query,
            schema,
        }));
    }
    let content_type = if has_body { content_type(template) } else { None };
    let body = has_body.then_some(body);
    Some(Endpoint { parameters, body, content_type, ..Endpoint::new(method, &path) })
}

/// Returns the path below `base_url` that an address leads to, with `{id}` in
/// the place of the key of the row it stands in; `None` where it leads elsewhere.
fn below(target: &str, base_url: &str, key: Option<&str>) -> Option<String> {
    let target = without_query(target);
    // An address without an origin is a path of the same one.
    let base = if target.contains("://") { base_url } else { path_of(base_url) };
    let path = target.strip_prefix(base.trim_end_matches('/'))?;
    let key = key.filter(|key| !key.is_empty());
    let mut is_placed = false;
    let segments = path.split('/').map(|segment| match key {
        Some(key) if segment == key && !is_placed => {
            is_placed = true;
            "{id}"
        }
        _ => segment,
    });
    let path = segments.collect::<Vec<_>>().join("/");
    path.starts_with('/').then_some(path)
}

/// Returns whether a call is one of those that make, change or remove a record.
fn is_written(resource: &Resource, endpoint: &Endpoint) -> bool {
    let is_same = |path: &str| path.trim_end_matches('/') == endpoint.path.trim_end_matches('/');
    let at = |known: &Option<Endpoint>| known.as_ref().is_some_and(|known| is_same(&known.path));
    match endpoint.method {
        Method::Get => at(&resource.list) || at(&resource.item),
        Method::Post => at(&resource.create),
        // Of two ways to change a record the form takes one.
        Method::Put | Method::Patch | Method::Delete => at(&resource.item),
        _ => true,
    }
}

/// Returns a name that no other operation has: `orders-cancel`.
fn name_of(resource: &Resource, name: &str, template: &Value) -> String {
    let word = if name == "default" {
        template["method"].as_str().unwrap_or("get").to_lowercase()
    } else {
        name.to_owned()
    };
    format!("{}-{word}", resource.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;

    fn orders() -> Resource {
        let at = |method, path: &str| Some(Endpoint::new(method, path));
        let mut orders = Resource {
            name: "orders".into(),
            key: Path::field("id"),
            list: at(Method::Get, "/orders"),
            item: at(Method::Get, "/orders/{id}"),
            create: at(Method::Post, "/orders"),
            ..Resource::default()
        };
        orders.dialect.rows = Rows::Path { path: Path::field("_embedded").child("orders") };
        orders
    }

    fn check(of_list: &Value, of_rows: &[Value], expected: &[(&str, Method, &str)]) {
        let rows: Value = of_rows
            .iter()
            .enumerate()
            .map(|(position, templates)| json!({"id": position + 7, "_templates": templates}))
            .collect();
        let body = json!({"_templates": of_list, "_embedded": {"orders": rows}});
        let found = operations(&orders(), "https://a.org/api", &body);
        let found: Vec<(&str, Method, &str)> = found
            .iter()
            .map(|it| (it.name.as_str(), it.endpoint.method, it.endpoint.path.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_no_write_of_a_record_is_an_operation() {
        let none = json!({});
        let writes = json!({"default": {"method": "PUT", "properties": [{"name": "note"}]},
            "drop": {"method": "DELETE"}});
        check(&json!({"default": {"method": "POST"}}), std::slice::from_ref(&writes), &[]);
        let cancel = json!({"cancel": {"method": "post", "target": "/api/orders/7/cancel"}});
        let pay = json!({"pay": {"method": "POST", "target": "https://a.org/api/orders/8/pay"}});
        let expected = [
            ("orders-cancel", Method::Post, "/orders/{id}/cancel"),
            ("orders-pay", Method::Post, "/orders/{id}/pay"),
        ];
        // Each state of a record has its own.
        check(&none, &[cancel.clone(), pay], &expected);
        check(&none, &[cancel.clone(), cancel], &expected[..1]);
        let elsewhere = json!({"pay": {"method": "POST", "target": "https://b.org/orders/7"}});
        check(&none, &[elsewhere], &[]);
        let own = json!({"default": {"method": "POST"}});
        check(&none, &[own], &[("orders-post", Method::Post, "/orders/{id}")]);
    }

    #[test]
    fn the_properties_of_a_template_make_its_form() {
        let properties =
            json!([{"name": "reason", "required": true}, {"name": "days", "type": "number"}]);
        let cancel = json!({"method": "POST", "target": "/api/orders/7/cancel", "title": "Cancel",
            "contentType": "application/x-www-form-urlencoded", "properties": properties});
        let find = json!({"target": "/api/orders/search", "properties": properties});
        let body = json!({"_templates": {"find": find, "link": {"target": "/api/orders/help"}},
            "_embedded": {"orders": [{"id": 7, "_templates": {"cancel": cancel}}]}});
        let found = operations(&orders(), "https://a.org/api", &body);
        let [find, cancel] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(cancel.summary.as_deref(), Some("Cancel"));
        assert_eq!(cancel.resource.as_deref(), Some("orders"));
        assert_eq!(cancel.endpoint.body.as_ref().unwrap()["required"], json!(["reason"]));
        assert_eq!(cancel.endpoint.parameters[0].name, "id");
        let kind = cancel.endpoint.content_type.as_deref();
        assert_eq!(kind, Some("application/x-www-form-urlencoded"));
        let places: Vec<(&str, ParameterPlace, bool)> = find
            .endpoint
            .parameters
            .iter()
            .map(|it| (it.name.as_str(), it.place, it.is_required))
            .collect();
        assert_eq!(
            places,
            [("reason", ParameterPlace::Query, true), ("days", ParameterPlace::Query, false),]
        );
        assert!(find.endpoint.body.is_none());
    }
}
