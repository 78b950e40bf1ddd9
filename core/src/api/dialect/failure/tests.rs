//! Error answers as servers write them.

use super::decode_error;
use crate::api::ErrorKind;
use crate::platform::Response;

fn response(status: u16, body: &str) -> Response {
    Response {
        status,
        url: String::new(),
        headers: vec![("retry-after".to_owned(), "7".to_owned())],
        body: body.as_bytes().to_vec(),
        is_truncated: false,
    }
}

/// Checks the text for the whole and the messages for fields.
fn check(status: u16, body: &str, text: Option<&str>, fields: &[(&str, &str)]) {
    let error = decode_error("create pets", &response(status, body));
    let found: Vec<(String, String)> =
        error.fields().iter().map(|field| (field.path.to_string(), field.text.clone())).collect();
    let found: Vec<(&str, &str)> =
        found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!((error.text(), &found[..]), (text, fields), "{body}");
}

#[test]
fn problem_details_name_fields_by_pointer() {
    check(
        422,
        r##"{"type":"about:blank","title":"Unprocessable","status":422,"detail":"Some fields are not valid.",
            "errors":[{"pointer":"#/name","detail":"is too short"},{"pointer":"/items/0/quantity","detail":"must be positive"}]}"##,
        Some("Some fields are not valid."),
        &[("name", "is too short"), ("items.0.quantity", "must be positive")],
    );
    check(
        400,
        r#"{"title":"One or more validation errors occurred.","status":400,"errors":{"Name":["The Name field is required."]}}"#,
        Some("One or more validation errors occurred."),
        &[("Name", "The Name field is required.")],
    );
}

#[test]
fn json_api_errors_lose_their_envelope() {
    check(
        422,
        r#"{"errors":[{"status":"422","title":"Invalid","detail":"can't be blank","source":{"pointer":"/data/attributes/title"}}]}"#,
        None,
        &[("title", "can't be blank")],
    );
    check(
        403,
        r#"{"errors":[{"status":"403","title":"Bad","detail":[{"message":"is required","path":["firstname"]}]}]}"#,
        None,
        &[("firstname", "is required")],
    );
}

#[test]
fn django_names_fields_at_the_root() {
    check(
        400,
        r#"{"price":["A valid number is required."],"non_field_errors":["Dates overlap."],"address":{"city":["Required."]}}"#,
        Some("Dates overlap."),
        &[("price", "A valid number is required."), ("address.city", "Required.")],
    );
    check(404, r#"{"detail":"Not found."}"#, Some("Not found."), &[]);
}

#[test]
fn fastapi_names_fields_by_location() {
    check(
        422,
        r#"{"detail":[{"type":"missing","loc":["body","items",0,"title"],"msg":"Field required","input":{}}]}"#,
        None,
        &[("items.0.title", "Field required")],
    );
    check(422, r#"{"detail":"Duplicate value"}"#, Some("Duplicate value"), &[]);
}

#[test]
fn sentences_begin_with_their_field() {
    check(
        400,
        r#"{"message":["title must be longer than 3 characters","items.0.price must be a number"],"error":"Bad Request","statusCode":400}"#,
        Some("Bad Request"),
        &[
            ("title", "title must be longer than 3 characters"),
            ("items.0.price", "items.0.price must be a number"),
        ],
    );
}

#[test]
fn maps_of_errors_name_fields_by_key() {
    check(
        422,
        r#"{"message":"The given data was invalid.","errors":{"email":["has already been taken"],"age":"is too low"}}"#,
        Some("The given data was invalid."),
        &[("email", "has already been taken"), ("age", "is too low")],
    );
    check(
        400,
        r#"{"message":"Validation failed","errors":{"price":{"message":"Path `price` is required."}}}"#,
        Some("Validation failed"),
        &[("price", "Path `price` is required.")],
    );
    check(
        400,
        r#"{"data":{"title":{"code":"validation_required","message":"Cannot be blank."}},"message":"Failed to create record.","status":400}"#,
        Some("Failed to create record."),
        &[("title", "Cannot be blank.")],
    );
}

#[test]
fn lists_of_errors_name_fields_by_a_member() {
    check(
        400,
        r#"{"timestamp":"2026","status":400,"error":"Bad Request","errors":[{"field":"name","defaultMessage":"must not be blank"}]}"#,
        Some("Bad Request"),
        &[("name", "must not be blank")],
    );
    check(
        422,
        r#"{"@type":"ConstraintViolationList","hydra:description":"name: too short","violations":[{"propertyPath":"address.city","message":"too short"}]}"#,
        Some("name: too short"),
        &[("address.city", "too short")],
    );
    check(
        400,
        r#"{"errors":[{"type":"field","msg":"Invalid value","path":"email","location":"body"}]}"#,
        None,
        &[("email", "Invalid value")],
    );
    check(
        400,
        r#"{"errors":[{"message":"Value can't be null.","extensions":{"field":"title","code":"FAILED_VALIDATION"}}]}"#,
        None,
        &[("title", "Value can't be null.")],
    );
}

#[test]
fn errors_inside_an_error_are_found() {
    check(
        400,
        r#"{"data":null,"error":{"status":400,"name":"ValidationError","message":"price must be at least 0","details":{"errors":[{"path":["price"],"message":"must be at least 0","name":"ValidationError"}]}}}"#,
        Some("price must be at least 0"),
        &[("price", "must be at least 0")],
    );
    check(
        422,
        r#"{"error":{"statusCode":422,"name":"UnprocessableEntityError","message":"Invalid.","details":[{"path":"/isComplete","message":"must be boolean"},{"path":"","message":"must have required property 'title'","info":{"missingProperty":"title"}}]}}"#,
        Some("Invalid."),
        &[("isComplete", "must be boolean"), ("title", "must have required property 'title'")],
    );
    check(
        400,
        r#"{"error":{"code":"400","message":"Value is required","target":"price"}}"#,
        Some("Value is required"),
        &[("price", "Value is required")],
    );
}

#[test]
fn databases_name_the_key() {
    check(
        409,
        r#"{"code":"23505","details":"Key (sku)=(A1) already exists.","hint":null,"message":"duplicate key value"}"#,
        Some("duplicate key value"),
        &[("sku", "Key (sku)=(A1) already exists.")],
    );
}

#[test]
fn text_and_pages_are_shortened() {
    check(
        500,
        "<html><head><title>Server Error (500)</title></head></html>",
        Some("Server Error (500)"),
        &[],
    );
    check(
        400,
        "<!DOCTYPE html><body><pre>SyntaxError: x<br> at y</pre>",
        Some("SyntaxError: x"),
        &[],
    );
    check(400, "  no such thing ", Some("no such thing"), &[]);
    check(404, "{}", None, &[]);
    check(404, "", None, &[]);
    let long = decode_error("x", &response(400, &"ü".repeat(5_000)));
    assert_eq!(long.text().map(|text| text.chars().count()), Some(301));
}

#[test]
fn messages_without_a_field_are_none_of_a_field() {
    check(403, r#"{"errors":[{"message":"You may not."}]}"#, Some("You may not."), &[]);
    let rows = r#"{"details":[{},{"quantity":["must be positive"]}]}"#;
    check(400, rows, None, &[("details.1.quantity", "must be positive")]);
}

#[test]
fn the_status_tells_the_kind() {
    let kind = |status, body| decode_error("x", &response(status, body)).kind();
    for (status, expected) in [
        (400, ErrorKind::Invalid),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (405, ErrorKind::Unsupported),
        (409, ErrorKind::Conflict),
        (410, ErrorKind::NotFound),
        (412, ErrorKind::Conflict),
        (422, ErrorKind::Invalid),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (503, ErrorKind::Server),
    ] {
        assert_eq!(kind(status, ""), expected, "{status}");
    }
    assert_eq!(kind(403, r#"{"errors":{"name":["is taken"]}}"#), ErrorKind::Invalid);
    let nobody = r#"{"errors":[{"message":"You may not.","extensions":{"code":"FORBIDDEN"}}]}"#;
    assert_eq!(kind(403, nobody), ErrorKind::Forbidden);
    assert_eq!(decode_error("x", &response(429, "")).retry_after(), Some(7));
}
