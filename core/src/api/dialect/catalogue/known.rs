//! The table of known dialects, and by which signs each is recognized.

use crate::api::{Dialect, Endpoint, Resource, UpdateVerb};
use crate::platform::{Method, Response};
use crate::record::Path;
use serde::Deserialize;
use serde_json::Value;

/// A dialect with its name.
///
/// In its texts `{list}` stands for the path of a list and `{resource}` for
/// the name of a resource.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its name, unique in the table.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The address where it is documented.
    pub source: String,
    /// The version that answered so when it was tried; `None` where only the
    /// documentation speaks for it.
    #[serde(default)]
    pub seen: Option<String>,
    /// What recognizes it: one of these signs is enough.
    #[serde(default)]
    pub signs: Vec<Sign>,
    /// The field that holds the key.
    #[serde(default = "id")]
    key: Path,
    /// Whether that field holds a link.
    #[serde(default)]
    is_key_link: bool,
    /// The content type of writes, where it is not JSON.
    #[serde(default)]
    content_type: Option<String>,
    /// The content type of updates, where it is another one.
    #[serde(default)]
    update_type: Option<String>,
    /// The path of the list, where it is not `{list}` itself.
    #[serde(default = "list")]
    list: String,
    #[serde(default = "get")]
    list_method: Method,
    /// The path of a record.
    #[serde(default = "item")]
    item: String,
    #[serde(default = "list")]
    create: String,
    #[serde(default = "post")]
    create_method: Method,
    /// The path by which a record is removed, where it is not that of the
    /// record.
    #[serde(default)]
    delete: Option<String>,
    /// Whether nothing can be written.
    #[serde(default)]
    is_read_only: bool,
    dialect: Value,
}

/// What an answer of a server looks like; all of it must be there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Which answer.
    pub of: Answer,
    /// What the body holds.
    #[serde(default)]
    pub members: Vec<Path>,
    /// What the body does not hold.
    #[serde(default)]
    pub absent: Vec<Path>,
    /// A header, and what its value contains.
    #[serde(default)]
    pub header: Option<(String, String)>,
    /// A text in the body.
    #[serde(default)]
    pub text: Option<String>,
    /// The parameters that a description gives a list; those inside a JSON
    /// object have the name of its parameter before them, as `filter.where`.
    #[serde(default)]
    pub parameters: Vec<String>,
}

/// An answer that can be looked at without knowing the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// That of the base address.
    Root,
    /// That of a list.
    List,
    /// None: what a description says of a list.
    Description,
}

/// Returns the table.
///
/// # Panics
/// Never: a test reads the table.
#[must_use]
pub fn known() -> Vec<Known> {
    serde_json::from_str(include_str!("known.json")).expect("the table is tested")
}

/// Returns the dialects in `table` that `response` is a sign of, the one with
/// the most signs first.
#[must_use]
pub fn recognize<'a>(table: &'a [Known], answer: Answer, response: &Response) -> Vec<&'a Known> {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
    let text = String::from_utf8_lossy(&response.body);
    let weigh = |known: &'a Known| {
        let signs = known.signs.iter().filter(|sign| sign.of == answer);
        let weights = signs.filter_map(|sign| sign.weight(response, &body, &text));
        weights.max().map(|weight| (weight, known))
    };
    let mut found: Vec<(usize, &Known)> = table.iter().filter_map(weigh).collect();
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    found.into_iter().map(|(_, known)| known).collect()
}

/// Returns the dialect in `table` that a list with parameters of these `names`
/// has, and which of them say so.
#[must_use]
pub fn described<'a>(table: &'a [Known], names: &[String]) -> Option<(&'a Known, &'a [String])> {
    let signs = table.iter().flat_map(|known| known.signs.iter().map(move |sign| (known, sign)));
    let described = signs.filter(|(_, sign)| sign.of == Answer::Description);
    let fitting =
        described.filter(|(_, sign)| sign.parameters.iter().all(|wanted| names.contains(wanted)));
    let best = fitting.max_by_key(|(_, sign)| sign.parameters.len());
    best.map(|(known, sign)| (known, &sign.parameters[..]))
}

impl Sign {
    /// Returns how much speaks for it; `None` where anything is missing.
    fn weight(&self, response: &Response, body: &Value, text: &str) -> Option<usize> {
        let is_there = |path: &Path| path.get(body).is_some();
        let header = self.header.as_ref().is_none_or(|(name, part)| {
            response.header(name).is_some_and(|value| value.contains(part.as_str()))
        });
        let fits = header
            && self.members.iter().all(is_there)
            && !self.absent.iter().any(is_there)
            && self.text.as_ref().is_none_or(|part| text.contains(part.as_str()));
        // A name in a header or a text tells more than the names of members.
        let named = usize::from(self.header.is_some()) + usize::from(self.text.is_some());
        fits.then_some(self.members.len() + self.absent.len() + 2 * named)
    }
}

impl Known {
    /// Returns the dialect of the resource called `name`, whose list is at
    /// `list`.
    ///
    /// # Panics
    /// Never: a test reads every dialect.
    #[must_use]
    pub fn dialect(&self, name: &str, list: &str) -> Dialect {
        let mut dialect = self.dialect.clone();
        fill(&mut dialect, name, list);
        Dialect::from_json(&dialect).expect("the table is tested")
    }

    /// Returns the resource called `name`, whose list is at `list`, with all
    /// the endpoints that the dialect knows and without fields.
    #[must_use]
    pub fn resource(&self, name: &str, list: &str) -> Resource {
        let dialect = self.dialect(name, list);
        let filled = |template: &str| template.replace("{list}", list).replace("{resource}", name);
        let endpoint = |method, template: &str, content_type: Option<&String>| Endpoint {
            content_type: content_type.cloned(),
            ..Endpoint::new(method, &filled(template))
        };
        let sent = self.content_type.as_ref();
        let changed = self.update_type.as_ref().or(sent);
        let update = match dialect.update {
            UpdateVerb::Patch => endpoint(Method::Patch, &self.item, changed),
            UpdateVerb::Put | UpdateVerb::PutChanges => endpoint(Method::Put, &self.item, changed),
            UpdateVerb::Post => endpoint(Method::Post, &self.item, changed),
            UpdateVerb::PutCollection => endpoint(Method::Put, &self.list, changed),
        };
        let removed = self.delete.as_ref().unwrap_or(&self.item);
        let written = |endpoint| (!self.is_read_only).then_some(endpoint);
        Resource {
            name: name.to_owned(),
            list: Some(endpoint(self.list_method, &self.list, None)),
            item: Some(endpoint(Method::Get, &self.item, None)),
            create: written(endpoint(self.create_method, &self.create, sent)),
            update: written(update),
            delete: written(endpoint(Method::Delete, removed, None)),
            key: self.key.clone(),
            is_key_link: self.is_key_link,
            dialect,
            ..Resource::default()
        }
    }
}

/// Puts name and path into all texts of `json`.
fn fill(json: &mut Value, name: &str, list: &str) {
    match json {
        Value::String(text) if text.contains('{') => {
            *text = text.replace("{resource}", name).replace("{list}", list);
        }
        Value::Array(elements) => elements.iter_mut().for_each(|json| fill(json, name, list)),
        Value::Object(members) => {
            members.iter_mut().for_each(|(_, json)| fill(json, name, list));
        }
        _ => {}
    }
}

fn id() -> Path {
    Path::field("id")
}

fn list() -> String {
    "{list}".to_owned()
}

fn item() -> String {
    "{list}/{id}".to_owned()
}

fn get() -> Method {
    Method::Get
}

fn post() -> Method {
    Method::Post
}
