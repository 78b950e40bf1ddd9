//! Requests that change something and their answers.

use super::*;

#[test]
fn a_patch_carries_the_changes_alone() {
    let pets = resource(Dialect { has_if_match: true, ..Dialect::default() });
    let request = encode_update(&pets, BASE, &write(json!({"name": "Max"}))).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Patch, "https://a.org/v1/pets/7"));
    assert_eq!(body(&request), json!({"name": "Max"}));
    assert_eq!(header(&request, "If-Match"), Some("\"v1\""));
    assert_eq!(header(&request, "Content-Type"), Some("application/json"));
}

#[test]
fn a_put_carries_the_whole_record_that_may_be_written() {
    let mut pets = resource(Dialect { update: UpdateVerb::Put, ..Dialect::default() });
    pets.fields.push(Field { is_nullable: true, ..Field::new("note", Kind::Text) });
    pets.fields.remove(2);
    pets.fields.push(Field { is_read_only: true, ..Field::new("born", Kind::Date) });
    let changes = json!({"name": null, "note": null, "extra": {"b": 3}});
    let request = encode_update(&pets, BASE, &write(changes.clone())).unwrap();
    assert_eq!(request.method, Method::Put);
    assert_eq!(body(&request), json!({"id": 7, "note": null, "extra": {"a": 1, "b": 3}}));
    assert_eq!(header(&request, "If-Match"), None, "undeclared headers are not sent");
    // A body schema says which members are accepted.
    pets.update.as_mut().unwrap().body = Some(json!({"properties": {"name": {}, "note": {}}}));
    let request = encode_update(&pets, BASE, &write(json!({"name": "Max"}))).unwrap();
    assert_eq!(body(&request), json!({"name": "Max", "note": "old"}));
}

#[test]
fn a_put_on_the_collection_has_the_key_inside() {
    let mut pets = resource(Dialect { update: UpdateVerb::PutCollection, ..Dialect::default() });
    pets.update = Some(Endpoint::new(Method::Put, "/pets"));
    let mut change = write(json!({"name": "Max"}));
    change.previous = None;
    let request = encode_update(&pets, BASE, &change).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Put, "https://a.org/v1/pets"));
    assert_eq!(body(&request), json!({"name": "Max", "id": 7}));
}

#[test]
fn creating_and_deleting_use_their_own_endpoints() {
    let mut pets = resource(Dialect::default());
    let create = pets.create.as_mut().unwrap();
    create.content_type = Some("application/x-www-form-urlencoded".to_owned());
    let request =
        encode_create(&pets, BASE, &json!({"name": "A & B", "tags": ["x", "y"]})).unwrap();
    assert_eq!(request.body.as_deref(), Some(&b"name=A%20%26%20B&tags=x&tags=y"[..]));
    let data = json!({"meta": {"a": {"b": 1}}, "items": [{"price": 2}], "note": null});
    let request = encode_create(&pets, BASE, &data).unwrap();
    let expected = b"meta[a][b]=1&items[0][price]=2&note=";
    assert_eq!(request.body.as_deref(), Some(&expected[..]));
    let request = encode_delete(&pets, BASE, &write(Value::Null)).unwrap();
    assert_eq!((request.method, request.url.as_str()), (Method::Delete, "https://a.org/v1/pets/7"));
    pets.delete = None;
    let error = encode_delete(&pets, BASE, &write(Value::Null)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
fn an_operation_takes_its_parameters_out_of_the_data() {
    let mut operation = Endpoint::new(Method::Post, "/pets/{petId}/feed");
    for (name, place) in [("petId", ParameterPlace::Path), ("dry", ParameterPlace::Query)] {
        let parameter =
            Parameter { name: name.into(), place, is_required: true, schema: json!({}) };
        operation.parameters.push(parameter);
    }
    let data = json!({"petId": 7, "dry": true, "food": "hay"});
    let request = encode_operation(&operation, BASE, &data).unwrap();
    assert_eq!(request.url, "https://a.org/v1/pets/7/feed?dry=true");
    assert_eq!(body(&request), json!({"food": "hay"}));
    assert_eq!(
        encode_operation(&operation, BASE, &json!({})).unwrap_err().kind(),
        ErrorKind::Invalid
    );
}

#[test]
fn a_write_may_answer_a_record_a_key_or_nothing() {
    let check = |headers: &[(&str, &str)], body: &str, expected: Option<&str>| {
        let answer = response(201, headers, body);
        let record = decode_write(&resource(Dialect::default()), "create", &answer).unwrap();
        let identifier = record.and_then(|record| record.identifier);
        assert_eq!(identifier, expected.map(Identifier::new), "{body}");
    };
    check(&[], r#"{"id":7,"name":"Rex"}"#, Some("7"));
    check(&[("location", "https://a.org/pets/a%20b/")], "", Some("a b"));
    check(&[], "null", None);
    check(&[], "", None);
    check(&[], r#"{"message":"ok"}"#, None);
}

#[test]
fn bodies_are_wrapped_as_the_api_reads_them() {
    let wrapped = |shape| resource(Dialect { body: shape, ..Dialect::default() });
    let pets = wrapped(BodyShape::Path { path: "data".into() });
    let request = encode_create(&pets, BASE, &json!({"name": "Rex"})).unwrap();
    assert_eq!(body(&request), json!({"data": {"name": "Rex"}}));
    let request = encode_update(&pets, BASE, &write(json!({"name": null}))).unwrap();
    assert_eq!(body(&request), json!({"data": {"name": null}}));
}

#[test]
fn documents_of_json_api_part_attributes_from_relationships() {
    let pair = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
    let mut pets = resource(Dialect {
        body: BodyShape::JsonApi {
            kind: "pets".into(),
            relationships: vec![pair("owner", "people"), pair("tags", "tags")],
        },
        ..Dialect::default()
    });
    let create = pets.create.as_mut().unwrap();
    create.content_type = Some("application/vnd.api+json".to_owned());
    let data = json!({"name": "Rex", "owner": 3, "tags": ["a", "b"]});
    let request = encode_create(&pets, BASE, &data).unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/vnd.api+json"));
    let relationships = json!({
        "owner": {"data": {"type": "people", "id": "3"}},
        "tags": {"data": [{"type": "tags", "id": "a"}, {"type": "tags", "id": "b"}]},
    });
    let expected = json!({"data": {
        "type": "pets", "attributes": {"name": "Rex"}, "relationships": relationships,
    }});
    assert_eq!(body(&request), expected);
    let request = encode_update(&pets, BASE, &write(json!({"id": "7", "owner": null}))).unwrap();
    let expected = json!({"data": {
        "type": "pets", "id": "7", "relationships": {"owner": {"data": null}},
    }});
    assert_eq!(body(&request), expected);
}

#[test]
fn changes_are_steps_where_the_content_type_says_so() {
    let mut pets = resource(Dialect::default());
    let update = pets.update.as_mut().unwrap();
    update.content_type = Some("application/json-patch+json".to_owned());
    let request =
        encode_update(&pets, BASE, &write(json!({"name": "Max", "a/b~c": null}))).unwrap();
    let expected = json!([
        {"op": "add", "path": "/name", "value": "Max"},
        {"op": "remove", "path": "/a~1b~0c"},
    ]);
    assert_eq!(body(&request), expected);
    pets.update.as_mut().unwrap().content_type = Some("application/merge-patch+json".to_owned());
    let request = encode_update(&pets, BASE, &write(json!({"name": null}))).unwrap();
    assert_eq!(body(&request), json!({"name": null}));
}

#[test]
fn a_put_may_carry_the_changes_alone() {
    let pets = resource(Dialect { update: UpdateVerb::PutChanges, ..Dialect::default() });
    let request = encode_update(&pets, BASE, &write(json!({"name": "Max"}))).unwrap();
    assert_eq!((request.method, body(&request)), (Method::Put, json!({"name": "Max"})));
}

#[test]
fn files_travel_as_parts() {
    let mut pets = resource(Dialect::default());
    pets.create.as_mut().unwrap().content_type = Some("multipart/form-data".to_owned());
    let data = json!({"name": "part", "tags": ["x"], "photo": "data:image/png;base64,AAECAw=="});
    let request = encode_create(&pets, BASE, &data).unwrap();
    let kind = header(&request, "Content-Type");
    assert_eq!(kind, Some("multipart/form-data; boundary=part-"));
    let expected = [
        &b"--part-\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\npart\r\n"[..],
        b"--part-\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n",
        b"--part-\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo\"\r\n",
        b"Content-Type: image/png\r\n\r\n\x00\x01\x02\x03\r\n--part---\r\n",
    ];
    assert_eq!(request.body.unwrap(), expected.concat());
}

#[test]
fn the_key_of_a_new_record_may_be_all_that_is_told() {
    let created_key = Some(Path::from("lastInsertRowid"));
    let pets = resource(Dialect { created_key, ..Dialect::default() });
    let answer = response(201, &[], r#"{"changes":1,"lastInsertRowid":9}"#);
    let record = decode_write(&pets, "create", &answer).unwrap().unwrap();
    assert_eq!(record.identifier, Some(Identifier::new("9")));
}

#[test]
fn a_delete_takes_further_values_from_the_record() {
    let mut pets = resource(Dialect::default());
    pets.delete = Some(Endpoint::new(Method::Delete, "/pets/{id}?rev={rev}"));
    let mut change = write(Value::Null);
    let error = encode_delete(&pets, BASE, &change).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    change.previous = Some(Record::new(None, json!({"rev": "1-a"})));
    let request = encode_delete(&pets, BASE, &change).unwrap();
    assert_eq!(request.url, "https://a.org/v1/pets/7?rev=1-a");
}
