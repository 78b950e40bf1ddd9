//! A person's corrections of what was understood.

use super::field::is_false;
use super::{
    Api, Dialect, Evidence, Field, FilterStyle, ItemShape, Kind, ManyById, Paging, Reference,
    Resource, Rows, SortStyle, Source, Total, UpdateVerb,
};
use crate::platform::Message;
use crate::record::Path;
use serde::Serialize;

/// Corrections of an [`Api`], merged into it last: what stands here replaces
/// what was understood, what does not is left alone.
///
/// ```
/// use serde_json::json;
/// use vitrine_core::api::{Api, Overlay, Resource};
/// let mut api = Api {
///     resources: vec![Resource { name: "pets".into(), ..Resource::default() }],
///     ..Api::default()
/// };
/// let overlay = json!({"resources": [{"name": "pets", "search": "q"}]});
/// Overlay::from_json(&overlay).unwrap().merge_into(&mut api);
/// assert_eq!(api.resources[0].dialect.search.as_deref(), Some("q"));
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Overlay {
    /// The name of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where the API is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The corrected resources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceOverlay>,
}

/// Corrections of the resource of this name; one that the API does not have
/// any more corrects nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ResourceOverlay {
    /// The name of the resource.
    pub name: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether the menu leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_hidden: Option<bool>,
    /// The field by which people know a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_field: Option<Path>,
    /// The field that holds the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Path>,
    /// How a part of the list is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// How an order is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<SortStyle>,
    /// How rows are filtered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<FilterStyle>,
    /// The parameter of the full-text search; an empty one means none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Where the number of all rows stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    /// Where the rows stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Rows>,
    /// Where the record stands in the answer for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemShape>,
    /// How several records are asked for by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub many: Option<ManyById>,
    /// How a record is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateVerb>,
    /// The corrected fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldOverlay>,
}

/// Corrections of the field of this name.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FieldOverlay {
    /// The name of the field.
    pub name: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether it is not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_hidden: Option<bool>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What it points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Whether it points to nothing, although it seemed to.
    #[serde(skip_serializing_if = "is_false")]
    pub is_no_reference: bool,
}

impl Overlay {
    /// Returns whether nothing is corrected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the corrections of a resource, if there are any.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&ResourceOverlay> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// Takes away what corrects nothing.
    pub fn tidy(&mut self) {
        for resource in &mut self.resources {
            resource.fields.retain(|field| {
                let empty = FieldOverlay { name: field.name.clone(), ..FieldOverlay::default() };
                *field != empty
            });
        }
        self.resources.retain(|resource| {
            let empty =
                ResourceOverlay { name: resource.name.clone(), ..ResourceOverlay::default() };
            *resource != empty
        });
    }

    /// Returns the corrections of a resource, to add to.
    pub fn resource(&mut self, name: &str) -> &mut ResourceOverlay {
        let known = self.resources.iter().position(|resource| resource.name == name);
        let position = known.unwrap_or_else(|| {
            let new = ResourceOverlay { name: name.to_owned(), ..ResourceOverlay::default() };
            self.resources.push(new);
            self.resources.len() - 1
        });
        &mut self.resources[position]
    }

    /// Puts the corrections over `api`. What a resource took over has a person
    /// as its [`Evidence`], in front of the other reasons.
    pub fn merge_into(&self, api: &mut Api) {
        set(&mut api.title, self.title.as_ref());
        set(&mut api.base_url, self.base_url.as_ref());
        for overlay in &self.resources {
            let mut resources = api.resources.iter_mut();
            if let Some(known) = resources.find(|resource| resource.name == overlay.name) {
                overlay.merge_into(known);
            }
        }
    }
}

impl ResourceOverlay {
    /// Returns the corrections of a field, to add to.
    pub fn field(&mut self, name: &str) -> &mut FieldOverlay {
        let known = self.fields.iter().position(|field| field.name == name);
        let position = known.unwrap_or_else(|| {
            let new = FieldOverlay { name: name.to_owned(), ..FieldOverlay::default() };
            self.fields.push(new);
            self.fields.len() - 1
        });
        &mut self.fields[position]
    }

    fn merge_into(&self, resource: &mut Resource) {
        let mut subjects: Vec<String> = Vec::new();
        let mut note = |subject: &str, is_set: bool| {
            if is_set {
                subjects.push(subject.to_owned());
            }
        };
        if self.title.is_some() {
            resource.title.clone_from(&self.title);
        }
        set(&mut resource.is_hidden, self.is_hidden.as_ref());
        if self.label_field.is_some() {
            resource.label_field.clone_from(&self.label_field);
        }
        note("label", self.label_field.is_some());
        note("key", set(&mut resource.key, self.key.as_ref()));
        let Dialect {
            paging, sort, filter, search, total, rows, item, many, update, coded, ..
        } = &mut resource.dialect;
        note("paging", set(paging, self.paging.as_ref()));
        note("sort", set(sort, self.sort.as_ref()));
        note("filter", set(filter, self.filter.as_ref()));
        note("total", set(total, self.total.as_ref()));
        note("rows", set(rows, self.rows.as_ref()));
        note("item", set(item, self.item.as_ref()));
        note("many", set(many, self.many.as_ref()));
        note("update", set(update, self.update.as_ref()));
        if let Some(words) = &self.search {
            *search = Some(words.clone()).filter(|words| !words.is_empty());
            note("search", true);
        }
        for overlay in &self.fields {
            let fields = resource.fields.iter_mut().chain(&mut resource.item_fields);
            for field in fields.filter(|field| field.name == overlay.name) {
                let is_reference = overlay.reference.is_some() || overlay.is_no_reference;
                note(&format!("reference:{}", field.name), is_reference);
                note(&format!("kind:{}", field.name), overlay.kind.is_some());
                if overlay.kind.is_some_and(|kind| kind != field.kind) {
                    coded.retain(|(name, _)| *name != field.name);
                }
                overlay.merge_into(field);
            }
        }
        for (position, subject) in subjects.into_iter().enumerate() {
            let message = Message::new("evidence.user.chosen");
            let (outcome, request) = (None, None);
            let source = Source::User;
            let reason = Evidence { subject, source, confidence: 100, message, outcome, request };
            resource.evidence.insert(position, reason);
        }
    }
}

impl FieldOverlay {
    fn merge_into(&self, field: &mut Field) {
        if self.title.is_some() {
            field.title.clone_from(&self.title);
        }
        set(&mut field.is_hidden, self.is_hidden.as_ref());
        set(&mut field.kind, self.kind.as_ref());
        if self.reference.is_some() || self.is_no_reference {
            field.reference.clone_from(&self.reference);
        }
    }
}

/// Replaces `target`, if there is something to replace it with.
fn set<T: Clone>(target: &mut T, new: Option<&T>) -> bool {
    if let Some(new) = new {
        target.clone_from(new);
    }
    new.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Code;

    #[test]
    fn what_a_person_says_a_number_is_stands_for_nothing_else() {
        let coded = |name: &str| (name.to_owned(), Code::Seconds);
        let fields = ["a", "b"].map(|name| Field::new(name, Kind::DateTime)).to_vec();
        let mut resource = Resource { name: "x".into(), fields, ..Resource::default() };
        resource.dialect.coded = vec![coded("a"), coded("b")];
        let mut api = Api { resources: vec![resource], ..Api::default() };
        let mut overlay = Overlay::default();
        overlay.resource("x").field("a").kind = Some(Kind::Integer);
        overlay.resource("x").field("b").title = Some("B".into());
        overlay.merge_into(&mut api);
        assert_eq!(api.resources[0].dialect.coded, [coded("b")]);
        assert_eq!(api.resources[0].field("a").map(|field| field.kind), Some(Kind::Integer));
    }
}
