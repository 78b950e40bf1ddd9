//! What is read out of whole descriptions.

use crate::api::{
    Api, AuthScheme, FilterOperator, FilterStyle, ItemShape, Kind, ManyById, Next, Paging,
    ParameterPlace, Resource, Rows, SortStyle, Total, UpdateVerb,
};
use crate::record::Path;
use serde_json::{Value, json};

fn read(root: &Value, url: Option<&str>) -> Api {
    super::read(root, url, &|_| ())
}

fn api(text: &str, url: Option<&str>) -> Api {
    let root: Value = serde_json::from_str(text).unwrap();
    read(&root, url)
}

fn petstore() -> Api {
    api(include_str!("fixtures/petstore3.json"), Some("http://127.0.0.1:80/api/v3/openapi.json"))
}

fn swagger() -> Api {
    api(include_str!("fixtures/swagger2.json"), None)
}

fn mixed() -> Api {
    api(include_str!("fixtures/openapi31.json"), None)
}

/// Returns the paths of a resource: list, item, create, update, delete.
fn paths(resource: &Resource) -> Vec<String> {
    let endpoints =
        [&resource.list, &resource.item, &resource.create, &resource.update, &resource.delete];
    let texts = endpoints.map(|endpoint| {
        let text = endpoint.as_ref().map(|it| format!("{} {}", it.method.as_str(), it.path));
        text.unwrap_or_else(|| "-".to_owned())
    });
    texts.to_vec()
}

fn kinds(resource: &Resource) -> Vec<(&str, Kind)> {
    resource.fields.iter().map(|field| (field.name.as_str(), field.kind)).collect()
}

fn operations(api: &Api) -> Vec<(&str, Option<&str>)> {
    let pairs = api.operations.iter();
    pairs.map(|it| (it.name.as_str(), it.resource.as_deref())).collect()
}

#[test]
fn a_search_becomes_the_list_of_its_records() {
    let api = petstore();
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["pet"]);
    let pet = api.resource("pet").unwrap();
    assert_eq!(
        paths(pet),
        [
            "GET /pet/findByStatus",
            "GET /pet/{petId}",
            "POST /pet",
            "PUT /pet",
            "DELETE /pet/{petId}"
        ],
    );
    assert_eq!(pet.dialect.update, UpdateVerb::PutCollection);
    assert_eq!((pet.key.to_string(), pet.label_field.clone()), ("id".into(), Some("name".into())));
    assert_eq!(pet.dialect.filter, FilterStyle::plain(vec!["status".into()]));
}

#[test]
fn a_required_parameter_takes_the_value_that_is_offered() {
    let api = petstore();
    let list = api.resource("pet").unwrap().list.clone().unwrap();
    let status = list.parameters.iter().find(|parameter| parameter.name == "status").unwrap();
    assert!(status.is_required);
    assert_eq!(status.schema["default"], json!("available"));
}

#[test]
fn what_is_no_collection_is_an_operation() {
    let api = petstore();
    let expected = [
        ("findPetsByTags", Some("pet")),
        ("updatePetWithForm", Some("pet")),
        ("uploadFile", Some("pet")),
        ("getInventory", None),
        ("placeOrder", None),
        ("getOrderById", None),
        ("loginUser", None),
        ("getUserByName", None),
    ];
    assert_eq!(operations(&api), expected);
    assert_eq!(api.base_url, "http://127.0.0.1:80/api/v3");
    let key = AuthScheme::ApiKey { name: "api_key".into(), place: ParameterPlace::Header };
    assert_eq!(api.auth, [AuthScheme::Bearer, key]);
    assert!(api.login.is_none(), "a password in the address is no login form");
}

#[test]
fn swagger_2_is_read_like_its_successors() {
    let api = swagger();
    assert_eq!(api.base_url, "https://library.example/v1");
    let books = api.resource("books").unwrap();
    assert_eq!(
        paths(books),
        [
            "GET /books/",
            "GET /books/{bookId}/",
            "POST /books/",
            "PUT /books/{bookId}/",
            "DELETE /books/{bookId}/"
        ],
    );
    let dialect = &books.dialect;
    let paging =
        Paging::Offset { offset: "offset".into(), limit: "limit".into(), max_size: Some(50) };
    assert_eq!(dialect.paging, paging);
    assert_eq!(dialect.rows, Rows::Path { path: "results".into() });
    assert_eq!(dialect.total, Total::Body { path: "count".into() });
    assert_eq!(dialect.sort, SortStyle::signed("ordering"));
    assert_eq!(dialect.search.as_deref(), Some("q"));
    assert_eq!(dialect.update, UpdateVerb::Put);
    let many = ManyById::Joined { parameter: "id__in".into(), separator: ",".into() };
    assert_eq!(dialect.many, many);
    let (words, fields) = dialect.filter.words();
    let contains = words.iter().find(|(operator, ..)| *operator == FilterOperator::Contains);
    assert_eq!(contains.unwrap().1, "{field}__icontains");
    assert!(fields.contains(&"min_stock".to_owned()));
    assert!(books.list.as_ref().unwrap().needs_auth);
    assert!(!books.delete.as_ref().unwrap().needs_auth);
}

#[test]
fn kinds_come_from_type_format_and_name() {
    let api = swagger();
    let books = api.resource("books").unwrap();
    let expected = [
        ("id", Kind::Integer),
        ("title", Kind::Text),
        ("price", Kind::Money),
        ("author_id", Kind::Text),
        ("editor", Kind::Text),
        ("published", Kind::Date),
        ("summary", Kind::LongText),
    ];
    assert_eq!(kinds(books), expected);
    let field = |name: &str| books.field(name).unwrap();
    assert!(
        field("id").is_read_only && field("title").is_required && field("author_id").is_nullable
    );
}

#[test]
fn references_come_from_names_and_descriptions() {
    let api = swagger();
    let books = api.resource("books").unwrap();
    for name in ["author_id", "editor"] {
        let reference = books.field(name).unwrap().reference.clone();
        assert_eq!(reference.map(|it| it.resource).as_deref(), Some("authors"), "{name}");
    }
    assert_eq!(books.field("title").unwrap().reference, None);
    let api = mixed();
    let target = |resource: &str, field: &str| {
        let field = api.resource(resource).unwrap().field(field).unwrap();
        field.reference.clone().map(|it| (it.resource, it.is_many))
    };
    assert_eq!(target("tasks", "parentId"), Some(("tasks".into(), false)));
    assert_eq!(target("tasks", "product_ids"), Some(("products".into(), true)));
    assert_eq!(target("events", "taskId"), Some(("tasks".into(), false)));
}

#[test]
fn a_nested_collection_keeps_its_path() {
    let api = swagger();
    let chapters = api.resource("chapters").unwrap();
    assert_eq!(
        paths(chapters)[..2],
        ["GET /books/{bookId}/chapters", "GET /books/{bookId}/chapters/{number}"]
    );
    assert_eq!(chapters.key.to_string(), "number");
    let parameters = &chapters.list.as_ref().unwrap().parameters;
    assert_eq!(
        (parameters[0].name.as_str(), parameters[0].place),
        ("bookId", ParameterPlace::Path)
    );
}

#[test]
fn a_nested_list_with_a_flat_twin_is_an_operation() {
    let api = mixed();
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["tasks", "events", "products"]);
    assert!(operations(&api).contains(&("get-tasks-id-products", Some("tasks"))));
}

#[test]
fn forms_and_envelopes_of_one_record_are_found() {
    let api = swagger();
    let authors = api.resource("authors").unwrap();
    assert_eq!(authors.dialect.item, ItemShape::Path { path: "author".into() });
    let further: Vec<&str> = authors.item_fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(further, ["bio", "portrait"]);
    let create = authors.create.as_ref().unwrap();
    assert_eq!(create.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(create.body.as_ref().unwrap()["required"], json!(["name"]));
}

#[test]
fn a_union_of_envelope_and_array_is_read_as_the_envelope() {
    let api = mixed();
    let tasks = api.resource("tasks").unwrap();
    assert_eq!(tasks.dialect.rows, Rows::Path { path: "data".into() });
    assert_eq!(tasks.dialect.total, Total::Body { path: "total_count".into() });
    let paging = Paging::Page {
        page: "page".into(),
        size: Some("itemsPerPage".into()),
        first: 1,
        max_size: None,
    };
    assert_eq!(tasks.dialect.paging, paging);
    assert_eq!(tasks.dialect.sort_fields, ["title", "due"]);
    assert!(tasks.dialect.can_sort_many && tasks.dialect.has_if_match);
    let expected = [
        ("id", Kind::Integer),
        ("title", Kind::Text),
        ("due", Kind::Date),
        ("done", Kind::Boolean),
        ("priority", Kind::Enum),
        ("parentId", Kind::Integer),
        ("product_ids", Kind::Array),
        ("parent", Kind::Object),
    ];
    assert_eq!(kinds(tasks), expected);
    assert_eq!(tasks.field("priority").unwrap().choices[1].label.as_deref(), Some("High"));
    assert!(tasks.field("due").unwrap().is_nullable);
    assert_eq!(
        tasks.update.as_ref().unwrap().content_type.as_deref(),
        Some("application/merge-patch+json")
    );
}

#[test]
fn cursors_pairs_and_totals_in_headers_are_found() {
    let api = mixed();
    let events = api.resource("events").unwrap();
    let paging = Paging::Cursor {
        cursor: "after".into(),
        size: Some("limit".into()),
        next: Next::Body { path: "data.next_cursor".into() },
        max_size: Some(200),
    };
    assert_eq!(events.dialect.paging, paging);
    assert_eq!(events.dialect.rows, Rows::Path { path: "data.items".into() });
    assert_eq!(events.dialect.total, Total::Header { name: "X-Total-Count".into() });
    let sort = SortStyle::Pair {
        field: "sort_by".into(),
        order: "sort_order".into(),
        ascending: "ASC".into(),
        descending: "DESC".into(),
    };
    assert_eq!(events.dialect.sort, sort);
    assert_eq!(events.dialect.filter, FilterStyle::plain(vec!["filter[kind]".into()]));
    assert_eq!(events.dialect.item, ItemShape::Path { path: "data".into() });
    assert_eq!(events.key, Path::field("event_id"));
}

#[test]
fn pages_from_zero_brackets_and_suffixed_orders_are_found() {
    let api = mixed();
    let products = api.resource("products").unwrap();
    assert!(matches!(products.dialect.paging, Paging::Page { first: 0, .. }));
    assert_eq!(products.dialect.rows, Rows::Path { path: "content".into() });
    assert_eq!(products.dialect.total, Total::Body { path: "page.totalElements".into() });
    let sort = SortStyle::suffixed("sort", ",", ("asc", "desc"));
    assert_eq!(products.dialect.sort, sort);
    let (words, fields) = products.dialect.filter.words();
    assert!(words.iter().any(|(_, name, _)| name == "{field}[gte]"));
    assert_eq!(fields, &["price[gte]", "price[lte]", "minStock", "id[in]"]);
    let kept: Vec<&str> =
        products.list.as_ref().unwrap().parameters.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(kept, ["minStock"], "what a field of the row tells is not repeated");
    assert_eq!(products.field("imageUrl").unwrap().kind, Kind::Image);
}

#[test]
fn the_login_and_the_place_of_its_token_are_found() {
    let login = mixed().login.unwrap();
    assert_eq!(
        (login.endpoint.path.as_str(), login.token),
        ("/auth/login", Some("data.accessToken".into()))
    );
}

#[test]
fn a_command_on_a_record_is_an_operation() {
    let api = mixed();
    let complete = api.operations.iter().find(|it| it.endpoint.path == "/tasks/{id}/complete");
    assert_eq!(complete.unwrap().resource.as_deref(), Some("tasks"));
}

#[test]
fn bodies_are_resolved_and_cycles_cut() {
    let api = mixed();
    let body = api.resource("tasks").unwrap().create.clone().unwrap().body.unwrap();
    let body = api.expand(&body);
    assert_eq!(body["properties"]["parent"]["title"], json!("Task"));
    assert!(!body.to_string().contains("$ref"));
}

#[test]
fn the_model_survives_its_json() {
    for api in [petstore(), swagger(), mixed()] {
        let text = serde_json::to_string(&api).unwrap();
        assert_eq!(serde_json::from_str::<Api>(&text).unwrap(), api);
    }
}

#[test]
fn broken_documents_are_read_as_far_as_they_go() {
    let broken = [
        json!({"openapi": "3.0.0", "paths": {"/a": null, "b": {}, "/c": {"get": 1}}}),
        json!({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"200": {"content": []}}}}}}),
        json!({"swagger": 2, "paths": {"/a": {"get": {"parameters": [1, {"name": 2}], "responses": null}}}}),
        json!({"openapi": "3.1.0", "servers": [1], "paths": {"/a": {"$ref": "#/x"}, "/{id}": {"get": {}}}}),
        json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
            "components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}}}),
    ];
    for root in broken {
        let api = read(&root, None);
        assert!(api.resources.is_empty(), "{root}");
    }
}

/// Returns a description of `GET` operations: paths with the schema of the
/// answer and the names of the parameters in the query.
fn gets(paths: &[(&str, Value, &[&str])]) -> Api {
    let paths = paths.iter().map(|(path, schema, queries)| {
        let queries: Vec<Value> = queries
            .iter()
            .map(|name| json!({"in": "query", "name": name, "schema": {"type": "integer"}}))
            .collect();
        let content = json!({"application/json": {"schema": schema}});
        let get = json!({"parameters": queries, "responses": {"200": {"content": content}}});
        ((*path).to_owned(), json!({"get": get}))
    });
    let paths = Value::Object(paths.collect());
    read(&json!({"openapi": "3.1.0", "info": {}, "paths": paths}), Some("https://a.org/x.json"))
}

fn row(names: &[&str]) -> Value {
    let properties = names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"})));
    json!({"type": "object", "properties": Value::Object(properties.collect())})
}

fn list(names: &[&str]) -> Value {
    json!({"type": "array", "items": row(names)})
}

#[test]
fn the_family_of_the_petstore_is_understood() {
    // The minimal one, the simple one and the one that joins its schemas.
    let pet = json!({"allOf": [row(&["name", "tag"]), {"required": ["id"], "properties":
        {"id": {"type": "integer"}}}]});
    let api = gets(&[
        ("/pets", json!({"type": "array", "items": pet}), &["limit"]),
        ("/pets/{petId}", pet.clone(), &[]),
    ]);
    let pets = api.resource("pets").unwrap();
    assert_eq!(pets.item.as_ref().unwrap().path, "/pets/{petId}");
    let names: Vec<&str> = pets.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["name", "tag", "id"]);
    assert_eq!((pets.dialect.paging.clone(), pets.key.to_string()), (Paging::None, "id".into()));
    let minimal = gets(&[("/pets", list(&["id", "name"]), &[])]);
    assert!(minimal.resource("pets").unwrap().item.is_none());
    let single = gets(&[("/pet/{id}", row(&["id", "name"]), &[])]);
    assert!(single.resources.is_empty() && single.operations.len() == 1);
}

#[test]
fn every_nested_pair_is_a_resource_below_its_parents() {
    let api = gets(&[
        ("/orgs", list(&["id"]), &[]),
        ("/orgs/{org}", row(&["id"]), &[]),
        ("/orgs/{org}/teams", list(&["id", "name"]), &[]),
        ("/orgs/{org}/teams/{team}", row(&["id", "name"]), &[]),
        ("/teams", list(&["id", "name"]), &[]),
        ("/teams/{id}", row(&["id", "name"]), &[]),
    ]);
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["orgs", "orgs-teams", "teams"]);
    let parents = &api.resources[1].parents;
    assert_eq!(
        (parents[0].parameter.as_str(), parents[0].resource.as_deref()),
        ("org", Some("orgs"))
    );
}

#[test]
fn keys_may_be_several_inside_or_links() {
    let pod = json!({"properties": {"metadata": row(&["name", "uid"]), "spec": row(&["image"])}});
    let api = gets(&[
        ("/Rates", list(&["from", "to", "value"]), &[]),
        ("/Rates(from={from},to={to})", row(&["from", "to", "value"]), &[]),
        ("/pods", json!({"properties": {"items": {"type": "array", "items": pod}}}), &[]),
        ("/pods/{name}", pod.clone(), &[]),
        ("/films", list(&["title", "url"]), &[]),
        ("/films/{id}", row(&["title", "url"]), &[]),
        (
            "/codes",
            json!({"properties": {"codeIds": {"type": "array", "items": {"type": "string"}},
            "nextToken": {"type": "string"}}}),
            &[],
        ),
        ("/codes/{codeId}", row(&["text"]), &[]),
    ]);
    let rates = api.resource("Rates").unwrap();
    assert_eq!(rates.key_parts, [Path::field("from"), Path::field("to")]);
    assert_eq!(api.resource("pods").unwrap().key, Path::field("metadata").child("name"));
    let films = api.resource("films").unwrap();
    assert!(films.is_key_link && films.key == Path::field("url"));
    let codes = api.resource("codes").unwrap();
    assert!(codes.key.is_root());
    assert_eq!(kinds(codes), [("codeId", Kind::Text)]);
    assert_eq!(codes.item_fields.len(), 1);
}

#[test]
fn rows_may_stand_under_their_keys() {
    let api = gets(&[
        ("/plans", json!({"type": "object", "additionalProperties": row(&["name"])}), &[]),
        ("/plans/{id}", row(&["name"]), &[]),
        ("/status", json!({"type": "object"}), &[]),
        ("/status/{id}", row(&["name"]), &[]),
    ]);
    assert_eq!(api.resources.len(), 1, "an object that is no list is none");
    assert_eq!(api.resources[0].dialect.rows, Rows::Map { path: Path::root() });
}

#[test]
fn a_list_that_is_described_as_one_record_is_a_list() {
    let get = |required: bool| {
        let query = json!({"in": "query", "name": "path", "required": required, "schema": {}});
        json!({"get": {"parameters": [query], "responses": {"200": {"content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Site"}}}}}}})
    };
    let root = json!({"openapi": "3.0.0", "info": {}, "paths": {
        "/sites": get(false), "/sites/{id}": get(false),
        "/areas": get(true), "/areas/{id}": get(false)},
        "components": {"schemas": {"Site": row(&["id", "name"])}}});
    let api = read(&root, None);
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["sites"]);
    assert_eq!((api.resources[0].fields.len(), &api.resources[0].dialect.rows), (2, &Rows::Root));
}

#[test]
fn a_search_beside_the_list_answers_searches() {
    let books = json!({"$ref": "#/components/schemas/Books"});
    let get = |queries: Value, schema: &Value| {
        json!({"get": {"parameters": queries, "responses": {"200": {"content":
            {"application/json": {"schema": schema}}}}}})
    };
    let q = json!([{"in": "query", "name": "q", "required": true, "schema": {"type": "string"}}]);
    let book = json!({"$ref": "#/components/schemas/Book"});
    let root = json!({"openapi": "3.0.0", "info": {}, "paths": {
        "/books": get(json!([]), &books), "/books/search": get(q, &books),
        "/books/{id}": get(json!([]), &json!({"properties": {"data": {"properties":
            {"book": book}}}}))},
        "components": {"schemas": {"Book": row(&["id", "title"]),
            "Books": {"type": "array", "items": book}}}});
    let api = read(&root, None);
    let dialect = &api.resource("books").unwrap().dialect;
    assert_eq!(dialect.search.as_deref(), Some("q"));
    assert_eq!(dialect.search_path.as_deref(), Some("/books/search"));
    assert_eq!(dialect.item, ItemShape::Path { path: Path::field("data").child("book") });
    assert!(api.operations.is_empty());
}

#[test]
fn objects_in_the_query_are_taken_apart() {
    let parameter = |name: &str, rest: Value| {
        let mut parameter = json!({"in": "query", "name": name});
        parameter.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        parameter
    };
    let number = || json!({"type": "integer"});
    let root = json!({"openapi": "3.0.0", "info": {}, "paths": {
        "/a": {"get": {"responses": {"200": {"content": {"application/json":
            {"schema": list(&["id", "name"])}}}}, "parameters": [
            parameter("page", json!({"style": "deepObject", "schema": {"type": "object"},
                "example": "page[number]=1&page[size]=5"})),
            parameter("sort", json!({"schema": {"type": "object"}}))]}},
        "/b": {"get": {"responses": {"200": {"content": {"application/json":
            {"schema": list(&["id", "name"])}}}}, "parameters": [
            parameter("pageable", json!({"schema": {"type": "object",
                "properties": {"page": number(), "size": number()}}})),
            parameter("sort", json!({"schema": {"type": "string", "enum": ["best", "newest"]}}))]}}}});
    let api = read(&root, None);
    let page = |name: &str| match api.resource(name).unwrap().dialect.paging.clone() {
        Paging::Page { page, size, .. } => (page, size.unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    assert_eq!(page("a"), ("page[number]".to_owned(), "page[size]".to_owned()));
    assert_eq!(page("b"), ("page".to_owned(), "size".to_owned()));
    let sort = &api.resource("a").unwrap().dialect.sort;
    assert!(matches!(sort, SortStyle::Terms { parameter, .. } if parameter == "sort[{field}]"));
    assert_eq!(
        api.resource("b").unwrap().dialect.sort,
        SortStyle::None,
        "no column is called best"
    );
}

#[test]
fn tokens_are_told_from_numbers() {
    let paging = |body: Value, names: &[&str]| {
        let api = gets(&[("/a", body, names), ("/a/{id}", row(&["id"]), &[])]);
        api.resources[0].dialect.paging.clone()
    };
    let body = |others: Value| {
        let mut body = json!({"properties": {"data": list(&["id", "name"])}});
        body["properties"].as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
        body
    };
    let text = || json!({"type": "string"});
    let linked = paging(
        body(json!({"links": {"properties": {"next": {"properties":
        {"href": text()}}}}})),
        &["limit"],
    );
    let next = Next::Body { path: "links.next.href".into() };
    assert_eq!(linked, Paging::Link { size: Some("limit".into()), next });
    let more = body(json!({"has_more": {"type": "boolean"}}));
    let Paging::Cursor { next, .. } = paging(more, &["starting_after", "limit"]) else {
        panic!("no cursor")
    };
    assert_eq!(next, Next::LastRow { path: Path::field("id") });
    let both = paging(body(json!({})), &["page", "page_size", "limit", "offset"]);
    assert!(matches!(both, Paging::Page { size: Some(size), .. } if size == "page_size"));
}

#[test]
fn a_description_of_3_2_is_read() {
    let at = |name: &str| json!({"$ref": format!("#/components/{name}")});
    let rows = json!({"type": "array", "items": at("schemas/Lamp")});
    let root = json!({"openapi": "3.2.0", "info": {}, "$self": "https://a.org/api/lamps.json",
        "servers": [{"url": "v1", "name": "main"}],
        "paths": {"/lamps": {
            "get": {"responses": {"200": {"summary": "All", "content": {"application/json": at("mediaTypes/Lamps")}}}},
            "additionalOperations": {"COPY": {"responses": {}}}},
            "/lamps/{id}": {"get": {"responses": {"200": {"content":
                {"application/json": {"schema": at("schemas/Lamp")}}}}}}},
        "components": {"mediaTypes": {"Lamps": {"schema": rows}},
            "schemas": {"Lamp": row(&["id", "name"])}}});
    let api = read(&root, None);
    assert_eq!(api.base_url, "https://a.org/api/v1");
    let lamps = api.resource("lamps").unwrap();
    assert_eq!(paths(lamps)[..2], ["GET /lamps", "GET /lamps/{id}"]);
    assert_eq!(lamps.fields.len(), 2);
}
