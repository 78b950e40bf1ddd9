//! Lists whose parameters give a known dialect away.
//!
//! Some frameworks describe their parameters by name only: the grammar of what
//! stands in them is that of the framework, which the table of dialects knows.

use super::call::{Call, Query};
use super::listing::Listing;
use super::rows::Found;
use super::schema::Document;
use crate::api::dialect::catalogue::{Known, described, known};
use crate::api::discover::evidence::evidence;
use crate::api::{Dialect, Evidence, Paging, Rows, SortStyle, Source, Total};
use std::sync::LazyLock;

/// The table; a description may have a thousand lists.
static TABLE: LazyLock<Vec<Known>> = LazyLock::new(known);

/// Reads the dialect that the names of all parameters together are a sign of.
pub(super) fn family<'a>(
    document: Document<'a>,
    call: &Call<'a>,
    found: &Found<'a>,
) -> Option<Listing> {
    let queries: Vec<&Query<'a>> = call.queries().collect();
    let mut names: Vec<String> = queries.iter().map(|query| query.name.to_string()).collect();
    for query in queries.iter().filter(|query| query.is_json) {
        let members = document.shape(query.schema).properties;
        names.extend(members.iter().map(|(name, _)| format!("{}.{name}", query.name)));
    }
    let (family, signs) = described(&TABLE, &names)?;
    let theirs = family.dialect("", call.path);
    let mut reasons: Vec<Evidence> = Vec::new();
    let mut note = |subject: &str, parameter: Option<&str>| {
        let Some(parameter) = parameter else { return };
        let reason = evidence(subject, Source::Document, 85, "family");
        let reason = reason.with("parameter", parameter).with("family", &family.title);
        reasons.push(reason);
    };
    let page = match &theirs.paging {
        Paging::Page { page: name, .. } | Paging::Offset { offset: name, .. } => Some(name),
        _ => None,
    };
    note("paging", page.map(String::as_str));
    note(
        "sort",
        match &theirs.sort {
            SortStyle::Terms { parameter, .. } => Some(parameter),
            _ => None,
        },
    );
    note("filter", theirs.filter.words().0.first().map(|(_, name, _)| name.as_str()));
    note("search", theirs.search.as_deref());
    let used = signs.iter().map(|name| name.split('.').next().unwrap_or(name).to_owned());
    let dialect = Dialect {
        rows: if theirs.rows == Rows::Root { found.rows.clone() } else { theirs.rows.clone() },
        total: if theirs.total == Total::None { found.total.clone() } else { theirs.total.clone() },
        more: found.more.clone(),
        ..theirs
    };
    Some(Listing { dialect, evidence: reasons, used: used.collect() })
}

#[cfg(test)]
mod tests {
    use crate::api::discover::openapi::read;
    use crate::api::{Api, FilterStyle, Paging, Total};
    use serde_json::{Value, json};

    fn api(parameters: &Value) -> Api {
        let row = json!({"type": "object", "properties":
            {"id": {"type": "integer"}, "name": {"type": "string"}}});
        let rows = json!({"type": "array", "items": row});
        let call = json!({"parameters": parameters,
            "responses": {"200": {"content": {"application/json": {"schema": rows}}}}});
        let root = json!({"openapi": "3.0.0", "info": {}, "paths": {"/lamps": {"get": call}}});
        read(&root, Some("https://a.org/x.json"), &|_| ())
    }

    #[test]
    fn names_of_parameters_give_a_framework_away() {
        let names =
            ["fields", "s", "filter", "or", "sort", "join", "limit", "offset", "page", "cache"];
        let parameters: Value = names
            .iter()
            .map(|name| json!({"in": "query", "name": name, "schema": {"type": "string"}}))
            .collect();
        let lamps = &api(&parameters).resources[0];
        assert_eq!(lamps.dialect.search, None, "`s` takes conditions here");
        assert!(
            matches!(&lamps.dialect.filter, FilterStyle::Json { parameter, .. } if parameter == "s")
        );
        // A few of the names are anybody's.
        let some = Value::Array(parameters.as_array().unwrap()[4..7].to_vec());
        assert_eq!(api(&some).resources[0].dialect.filter.words().0.len(), 1);
    }

    #[test]
    fn an_object_as_json_in_one_parameter_carries_the_others() {
        let members = json!({"type": "object", "properties": {
            "limit": {"type": "integer"}, "skip": {"type": "integer"}, "offset": {"type": "integer"},
            "order": {"type": "string"}, "where": {"type": "object"}, "fields": {"type": "object"}}});
        let parameters = json!([{"in": "query", "name": "filter",
            "content": {"application/json": {"schema": members}}}]);
        let api = api(&parameters);
        let dialect = &api.resources[0].dialect;
        assert_eq!(dialect.carrier.as_deref(), Some("filter"));
        assert!(matches!(&dialect.paging, Paging::Offset { offset, .. } if offset == "skip"));
        assert_eq!(dialect.total, Total::Count { path: "/lamps/count".into(), at: "count".into() });
        assert!(api.resources[0].list.as_ref().unwrap().parameters.is_empty());
    }
}
