//! How fields are chosen and related records had along, by the parameters.

use super::call::Query;
use super::listing::{Listing, named};
use super::schema::Document;
use crate::api::{Naming, ParameterPlace};

const FIELDS: [&str; 6] = ["fields", "select", "fieldset", "columns", "attributes", "props"];
const EXPANDS: [&str; 10] = [
    "expand",
    "include",
    "includes",
    "embed",
    "populate",
    "join",
    "expansions",
    "relations",
    "with",
    "preload",
];
/// Parameters that say how many steps of related records come along.
const DEPTHS: [&str; 5] = ["depth", "populatedepth", "expanddepth", "relationdepth", "embeddepth"];
/// Words by which a parameter of that name tells that it is about records, and
/// not about folders or branches.
const RELATED: [&str; 6] = ["relat", "populat", "expand", "embed", "nested", "referenc"];

/// Reads which parameters name fields; `fields` are those of a row, which may
/// be called the same.
pub(super) fn select<'a>(
    listing: &mut Listing,
    document: Document<'a>,
    queries: &[&Query<'a>],
    fields: &[&str],
) {
    let free: Vec<&Query<'a>> = queries
        .iter()
        .copied()
        .filter(|query| {
            let is_used = listing.used.iter().any(|used| *used == query.name);
            !is_used && !query.is_required && !fields.contains(&&*query.name)
        })
        .collect();
    if let Some((naming, name)) = naming(document, &free, &FIELDS) {
        listing.dialect.select = Some(naming);
        listing.note("select", &name, 75);
    }
    let along = naming(document, &free, &EXPANDS).or_else(|| all(document, &free));
    if let Some((naming, name)) = along {
        listing.dialect.expand = Some(naming);
        listing.note("expand", &name, 70);
    }
}

/// Returns how the first of these parameters takes names: as a list, or as one
/// text; a switch takes none.
fn naming(
    document: Document<'_>,
    queries: &[&Query<'_>],
    known: &[&str],
) -> Option<(Naming, String)> {
    let query = named(queries, known)?;
    let shape = document.shape(query.schema);
    let in_body = query.place == ParameterPlace::Body;
    let is_text = shape.is("string") || shape.types.is_empty() && !shape.is_object();
    let naming = if shape.is_array() && (in_body || !query.is_joined) {
        Naming::repeated(&query.name)
    } else if shape.is_array() || is_text {
        Naming::joined(&query.name)
    } else {
        return None;
    };
    Some((naming, query.name.to_string()))
}

/// Returns the parameter that has all related records along, one step deep,
/// and names none.
fn all(document: Document<'_>, queries: &[&Query<'_>]) -> Option<(Naming, String)> {
    let with = |query: &Query<'_>, value: &str| {
        let naming = Naming { value: value.to_owned(), ..Naming::repeated(&query.name) };
        Some((naming, query.name.to_string()))
    };
    if let Some(query) = named(queries, &DEPTHS) {
        let shape = document.shape(query.schema);
        let text = query.description.or(shape.description).unwrap_or_default().to_lowercase();
        let is_told = text.is_empty() || RELATED.iter().any(|word| text.contains(word));
        if is_told && (shape.is("integer") || shape.is("number")) {
            return with(query, "1");
        }
    }
    let query = named(queries, &["embed", "populate"])?;
    if document.shape(query.schema).is("boolean") { with(query, "true") } else { None }
}

#[cfg(test)]
mod tests {
    use crate::api::discover::openapi::read;
    use crate::api::{ListParams, dialect::encode_list};
    use serde_json::{Value, json};

    fn check(parameters: &Value, expected: &str) {
        let row = json!({"type": "object", "properties":
            {"id": {"type": "integer"}, "name": {"type": "string"}, "maker": {"type": "integer"}}});
        let answer = json!({"type": "array", "items": row});
        let call = json!({"parameters": parameters,
            "responses": {"200": {"content": {"application/json": {"schema": answer}}}}});
        let root = json!({"openapi": "3.0.0", "info": {}, "paths": {"/lamps": {"get": call}}});
        let api = read(&root, Some("https://a.org/x.json"), &|_| ());
        let params = ListParams {
            fields: vec!["name".into()],
            expand: vec!["maker".into(), "room".into()],
            ..ListParams::default()
        };
        let request = encode_list(&api.resources[0], "https://a.org", &params).unwrap();
        assert_eq!(request.url, format!("https://a.org/lamps{expected}"));
    }

    #[test]
    fn fields_and_related_records_are_asked_for_as_described() {
        let query =
            |name: &str, schema: Value| json!({"in": "query", "name": name, "schema": schema});
        let text = || json!({"type": "string"});
        let list = || json!({"type": "array", "items": {"type": "string"}});
        check(
            &json!([query("fields", text()), query("include", list())]),
            "?fields=name,id&include=maker&include=room",
        );
        check(
            &json!([query("$select", text()), query("$expand", text())]),
            "?$select=name,id&$expand=maker,room",
        );
        let mut joined = query("expand", list());
        joined["explode"] = json!(false);
        check(&json!([joined]), "?expand=maker,room");
        // A switch takes no names, and what the rows are narrowed by is no choice.
        let switch = query("include", json!({"type": "boolean"}));
        check(&json!([switch, query("view", text())]), "");
    }

    #[test]
    fn a_depth_and_a_switch_have_all_related_records_along() {
        let depth = |description: &str| {
            json!([{"in": "query", "name": "depth", "schema": {"type": "integer"},
                "description": description}])
        };
        check(&depth("How deep relationships are populated"), "?depth=1");
        check(&depth(""), "?depth=1");
        check(&depth("Levels of the tree"), "");
        let switch = json!([{"in": "query", "name": "_embed", "schema": {"type": "boolean"}}]);
        check(&switch, "?_embed=true");
    }

    #[test]
    fn a_depth_is_no_condition() {
        let filter = |column: &str| {
            let row = json!({"type": "object", "properties":
                {"id": {"type": "integer"}, column: {"type": "integer"}}});
            let depth = json!({"in": "query", "name": "depth", "schema": {"type": "integer"},
                "description": "Levels of the tree"});
            let answer = json!({"type": "array", "items": row});
            let call = json!({"parameters": [depth],
                "responses": {"200": {"content": {"application/json": {"schema": answer}}}}});
            let root = json!({"openapi": "3.0.0", "info": {}, "paths": {"/lamps": {"get": call}}});
            let api = read(&root, Some("https://a.org/x.json"), &|_| ());
            api.resources[0].dialect.filter.words().1.to_vec()
        };
        assert!(filter("size").is_empty());
        assert_eq!(filter("depth"), ["depth"], "a column of that name is narrowed by it");
    }
}
