//! Descriptions against recorded answers.

use super::{collections, complete, metadata_url, service};
use crate::api::discover::{DiscoverError, DiscoverOptions, Input, discover};
use crate::api::fake::{Fake, answer};
use crate::api::{
    Api, BodyShape, Dialect, FilterOperator, FilterStyle, Kind, Paging, Resource, Rows, SortStyle,
    Total,
};
use crate::record::Path;
use futures::executor::block_on;
use serde_json::{Value, json};

/// A small service in the words of OData 4.
const METADATA: &str = r#"<?xml version="1.0"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="library" Alias="Self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityContainer Name="Container">
    <EntitySet Name="Books" EntityType="library.Book"/>
    <EntitySet Name="Writers" EntityType="Self.Writer"/>
    <EntitySet Name="Loans" EntityType="library.Loan"/>
  </EntityContainer>
  <EnumType Name="State"><Member Name="new" Value="0"/><Member Name="worn" Value="1"/></EnumType>
  <EntityType Name="Thing" Abstract="true">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Int32" Nullable="false"/>
  </EntityType>
  <EntityType Name="Book" BaseType="Self.Thing">
    <Property Name="title" Type="Edm.String" MaxLength="120" Nullable="false"/>
    <Property Name="price" Type="Edm.Decimal" Precision="9" Scale="2"/>
    <Property Name="printed" Type="Edm.Date"/>
    <Property Name="state" Type="library.State"/>
    <Property Name="pages" Type="Edm.Int32"/>
    <Property Name="writer_code" Type="Edm.String"/>
    <NavigationProperty Name="writer" Type="Self.Writer">
      <ReferentialConstraint Property="writer_code" ReferencedProperty="code"/>
    </NavigationProperty>
    <NavigationProperty Name="loans" Type="Collection(library.Loan)"/>
  </EntityType>
  <EntityType Name="Writer">
    <Key><PropertyRef Name="code"/></Key>
    <Property Name="code" Type="Edm.String" Nullable="false"/>
    <Property Name="name" Type="Edm.String"/>
  </EntityType>
  <EntityType Name="Loan">
    <Key><PropertyRef Name="book"/><PropertyRef Name="reader"/></Key>
    <Property Name="book" Type="Edm.Int32" Nullable="false"/>
    <Property Name="reader" Type="Edm.String" Nullable="false"/>
  </EntityType>
  <Annotations Target="library.Container/Loans">
    <Annotation Term="Capabilities.DeleteRestrictions"><Record>
      <PropertyValue Property="Deletable" Bool="false"/>
    </Record></Annotation>
  </Annotations>
  <Annotations Target="Self.Book/pages"><Annotation Term="Core.Computed" Bool="true"/></Annotations>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn library() -> Api {
    service("https://a.org/odata", METADATA).expect("there are lists")
}

#[test]
fn the_types_of_odata_make_resources() {
    let api = library();
    let paths: Vec<(&str, &str, &str)> = api
        .resources
        .iter()
        .map(|it| {
            let item = it.item.as_ref().map_or("", |item| item.path.as_str());
            (it.name.as_str(), it.list.as_ref().unwrap().path.as_str(), item)
        })
        .collect();
    let expected = [
        ("Books", "/Books", "/Books({id})"),
        ("Writers", "/Writers", "/Writers('{code}')"),
        ("Loans", "/Loans", "/Loans(book={book},reader='{reader}')"),
    ];
    assert_eq!(paths, expected);
    let books = api.resource("Books").unwrap();
    let kinds: Vec<(&str, Kind)> =
        books.fields.iter().map(|field| (field.name.as_str(), field.kind)).collect();
    let expected = [
        ("id", Kind::Integer),
        ("title", Kind::Text),
        ("price", Kind::Money),
        ("printed", Kind::Date),
        ("state", Kind::Enum),
        ("pages", Kind::Integer),
        ("writer_code", Kind::Text),
    ];
    assert_eq!(kinds, expected);
    let writer = books.field("writer_code").unwrap().reference.clone();
    assert_eq!(writer.unwrap().resource, "Writers");
    assert!(books.field("pages").unwrap().is_read_only);
    assert!(
        books.field("price").unwrap().is_nullable && !books.field("title").unwrap().is_nullable
    );
    let create = books.create.as_ref().unwrap().body.as_ref().unwrap();
    assert_eq!(create["required"], json!(["id", "title"]));
    assert_eq!(create["properties"].get("pages"), None);
    let loans = api.resource("Loans").unwrap();
    assert_eq!(loans.key_parts, [Path::field("book"), Path::field("reader")]);
    assert!(loans.delete.is_none() && loans.create.is_some());
}

#[test]
fn odata_pages_and_filters_as_its_standard_says() {
    let dialect = library().resources[0].dialect.clone();
    assert!(matches!(&dialect.paging, Paging::Offset { offset, .. } if offset == "$skip"));
    assert!(
        matches!(&dialect.filter, FilterStyle::Expression { parameter, .. } if parameter == "$filter")
    );
    assert_eq!(dialect.rows, Rows::Path { path: "value".into() });
    assert_eq!(dialect.always[0].name, "$count");
}

#[test]
fn what_is_no_metadata_describes_no_service() {
    for text in ["", "<html><body>Hello</body></html>", "{}", "<edmx:Edmx><Schema"] {
        assert!(service("https://a.org", text).is_none(), "{text}");
    }
    let root = json!({"@odata.context": "$metadata", "value": [{"name": "Books", "url": "Books"}]});
    let found = metadata_url(&root, "https://a.org/odata/v4/shop");
    assert_eq!(found.as_deref(), Some("https://a.org/odata/v4/shop/$metadata"));
    assert_eq!(metadata_url(&json!({"value": []}), "https://a.org"), None);
}

#[test]
fn collections_with_typed_fields_make_resources() {
    let told = json!({"items": [
        {"id": "c1", "name": "makers", "type": "base", "fields": [
            {"name": "id", "type": "text", "primaryKey": true, "required": true},
            {"name": "name", "type": "text", "required": true, "max": 60}]},
        {"id": "c2", "name": "lamps", "type": "base", "fields": [
            {"name": "id", "type": "text", "primaryKey": true, "required": true},
            {"name": "text", "type": "editor"},
            {"name": "watts", "type": "number", "min": 0, "onlyInt": true},
            {"name": "tones", "type": "select", "maxSelect": 3, "values": ["warm", "cold"]},
            {"name": "maker", "type": "relation", "collectionId": "c1", "maxSelect": 1},
            {"name": "secret", "type": "text", "hidden": true},
            {"name": "created", "type": "autodate"}]},
        {"id": "c3", "name": "sales", "type": "view", "fields": [
            {"name": "id", "type": "text", "primaryKey": true}]},
        {"id": "c4", "name": "admins", "type": "auth", "system": true, "fields": []},
    ]});
    let api = collections("https://a.org", &told).unwrap();
    let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["makers", "lamps", "sales"]);
    let lamps = api.resource("lamps").unwrap();
    assert_eq!(lamps.list.as_ref().unwrap().path, "/api/collections/lamps/records");
    let kinds: Vec<Kind> = lamps.fields.iter().map(|field| field.kind).collect();
    let expected = [Kind::Text, Kind::Html, Kind::Integer, Kind::Array, Kind::Text, Kind::DateTime];
    assert_eq!(kinds, expected);
    assert_eq!(lamps.field("maker").unwrap().reference.as_ref().unwrap().resource, "makers");
    assert!(lamps.field("created").unwrap().is_read_only);
    assert!(api.resource("sales").unwrap().create.is_none());
    assert!(api.login.is_some_and(|login| login.token == Some("token".into())));
    assert!(collections("https://a.org", &json!({"items": [{"id": 1}]})).is_none());
    assert!(collections("https://a.org", &json!({"items": []})).is_none());
}

#[test]
fn options_tell_what_a_list_takes() {
    let told = json!({"name": "Lamp List", "actions": {"POST": {
        "id": {"type": "integer", "required": false, "read_only": true, "label": "ID"},
        "name": {"type": "string", "required": true, "read_only": false, "max_length": 60,
            "label": "Name"},
        "tone": {"type": "choice", "required": false, "read_only": false, "label": "Tone",
            "choices": [{"value": "w", "display_name": "Warm"}, {"value": "c", "display_name": "Cold"}]},
        "maker": {"type": "field", "required": true, "read_only": false, "label": "Maker"},
    }}});
    let row = json!({"id": 1, "name": "A", "tone": "w", "maker": 4});
    let fake = Fake::new(move |request| {
        let is_list = request.url == "https://a.org/lamps";
        Ok(if is_list { answer(200, json!([row, row, row]).to_string()) } else { answer(404, "") })
    });
    let mut api = find(&fake, "https://a.org/lamps").unwrap();
    let lamps = &mut api.resources[0];
    assert!(complete(lamps, &told));
    assert!(lamps.field("id").unwrap().is_read_only);
    let tone = lamps.field("tone").unwrap();
    assert_eq!((tone.kind, tone.choices.len()), (Kind::Enum, 2));
    assert_eq!(tone.choices[0].label.as_deref(), Some("Warm"));
    assert_eq!(lamps.field("name").unwrap().title.as_deref(), Some("Name"));
    assert_eq!(lamps.field("maker").unwrap().kind, Kind::Integer);
    let body = lamps.create.as_ref().unwrap().body.clone().unwrap();
    assert_eq!(body["required"], json!(["name", "maker"]));
    assert_eq!(body["properties"]["name"]["maxLength"], 60);
    assert_eq!(body["properties"].get("id"), None);
    assert!(!complete(lamps, &json!({"name": "Lamp List"})));
}

fn find(fake: &Fake, url: &str) -> Result<Api, DiscoverError> {
    block_on(discover(&fake.client(), &Input::Url(url.to_owned()), &DiscoverOptions::default()))
}

/// Finds the only resource of a server with these answers.
fn found(pages: Vec<(&'static str, Value)>, start: &str) -> Resource {
    let fake = Fake::new(move |request| {
        let path = request.url.strip_prefix("https://a.org").unwrap_or_default();
        let page = pages.iter().find(|(known, _)| *known == path);
        Ok(page.map_or_else(|| answer(404, "{}"), |(_, body)| answer(200, body.to_string())))
    });
    let api = find(&fake, start).unwrap();
    assert_eq!(api.resources.len(), 1, "{:?}", fake.log.borrow());
    api.resources.into_iter().next().unwrap()
}

/// Source: the reference of Spring Data REST, "Fundamentals".
#[test]
fn a_tree_of_hal_is_followed() {
    let lamp = |number: u32| {
        json!({"name": format!("L{number}"), "watts": number,
            "_links": {"self": {"href": format!("https://a.org/api/lamps/{number}")}}})
    };
    let lamps = found(
        vec![
            (
                "/api",
                json!({"_links": {
                    "lamps": {"href": "https://a.org/api/lamps{?page,size,sort}", "templated": true},
                    "profile": {"href": "https://a.org/api/profile"}}}),
            ),
            (
                "/api/lamps",
                json!({"_embedded": {"lamps": [lamp(1), lamp(2), lamp(3)]},
                    "_links": {"self": {"href": "https://a.org/api/lamps"},
                        "next": {"href": "https://a.org/api/lamps?page=1&size=3"}},
                    "page": {"size": 3, "totalElements": 7, "totalPages": 3, "number": 0}}),
            ),
        ],
        "https://a.org/api",
    );
    assert_eq!(lamps.list.as_ref().unwrap().path, "/lamps");
    let names: Vec<&str> = lamps.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["name", "watts"]);
    assert_eq!(lamps.key, Path::from_pointer("/_links/self/href"));
    assert!(lamps.is_key_link);
    let Dialect { paging, rows, total, sort, .. } = lamps.dialect;
    let expected =
        Paging::Page { page: "page".into(), size: Some("size".into()), first: 0, max_size: None };
    assert_eq!(paging, expected);
    assert_eq!(rows, Rows::Path { path: Path::field("_embedded").child("lamps") });
    assert_eq!(total, Total::Body { path: Path::from_pointer("/page/totalElements") });
    assert_eq!(sort, SortStyle::suffixed("sort", ",", ("asc", "desc")));
}

/// Source: the documentation of API Platform, "Filters" and "Pagination".
#[test]
fn an_entry_point_of_hydra_is_followed() {
    let lamps = found(
        vec![
            (
                "/",
                json!({"@context": "/contexts/Entrypoint", "@id": "/", "@type": "Entrypoint",
                    "lamp": "/lamps"}),
            ),
            (
                "/lamps",
                json!({"@context": "/contexts/Lamp", "@id": "/lamps", "@type": "hydra:Collection",
                    "hydra:totalItems": 61, "hydra:member": [
                        {"@id": "/lamps/1", "@type": "Lamp", "id": 1, "name": "A"},
                        {"@id": "/lamps/2", "@type": "Lamp", "id": 2, "name": "B"}],
                    "hydra:view": {"@id": "/lamps?page=1", "hydra:next": "/lamps?page=2"},
                    "hydra:search": {"hydra:mapping": [
                        {"variable": "order[name]", "property": "name"},
                        {"variable": "name", "property": "name"},
                        {"variable": "name[]", "property": "name"}]}}),
            ),
        ],
        "https://a.org/",
    );
    let dialect = &lamps.dialect;
    assert!(matches!(&dialect.paging, Paging::Page { page, size: None, .. } if page == "page"));
    assert_eq!(dialect.sort_fields, ["name"]);
    assert_eq!(dialect.filter.words().1, ["name"]);
    assert_eq!(dialect.total, Total::Body { path: Path::field("hydra:totalItems") });
    assert_eq!((lamps.key.clone(), lamps.is_key_link), (Path::field("id"), false));
    let update = lamps.update.as_ref().unwrap();
    assert_eq!(update.content_type.as_deref(), Some("application/merge-patch+json"));
}

/// Source: the specification of JSON:API 1.1.
#[test]
fn a_root_of_json_api_is_followed() {
    let lamps = found(
        vec![
            (
                "/",
                json!({"jsonapi": {"version": "1.1"}, "links": {"self": "/", "lamps": "/lamps"}}),
            ),
            (
                "/lamps",
                json!({"data": [{"type": "lamps", "id": "7", "attributes": {"name": "A", "watts": 5},
                        "relationships": {"maker": {"data": {"type": "makers", "id": "2"}},
                            "parts": {"data": []}}}],
                    "links": {"next": "https://a.org/lamps?page%5Bnumber%5D=2&page%5Bsize%5D=1"},
                    "meta": {"pagination": {"page": 1, "pages": 9, "count": 9}}}),
            ),
        ],
        "https://a.org/",
    );
    let names: Vec<&str> = lamps.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["id", "name", "watts", "maker", "parts"]);
    let dialect = &lamps.dialect;
    assert!(matches!(&dialect.paging, Paging::Page { page, .. } if page == "page[number]"));
    assert!(matches!(&dialect.body, BodyShape::JsonApi { kind, relationships }
        if kind == "lamps" && *relationships == [("maker".to_owned(), "makers".to_owned())]));
    assert_eq!(dialect.sort_fields, ["name", "watts"]);
    let known = crate::api::dialect::filter_operators(&dialect.filter, &[]);
    assert_eq!(known.len(), 3);
    assert_eq!(known[0], ("name".to_owned(), vec![FilterOperator::Eq]));
    let create = lamps.create.as_ref().unwrap();
    assert_eq!(create.content_type.as_deref(), Some("application/vnd.api+json"));
}
