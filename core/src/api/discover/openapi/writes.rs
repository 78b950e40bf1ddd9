//! How records are added, changed and removed.

use super::call::Call;
use super::collections::Collection;
use super::paths::noun;
use super::record::{Layout, wrapped};
use super::resources::Builder;
use crate::api::discover::words::compact;
use crate::api::{BodyShape, Endpoint, Resource, UpdateVerb};
use crate::platform::Method;
use crate::record::Path;
use serde_json::{Value, json};

impl<'a> Builder<'a> {
    /// Finds how records are added, changed and removed; `row` is one of them.
    pub(super) fn writes(
        &mut self,
        resource: &mut Resource,
        collection: &Collection<'a>,
        row: &Layout<'a>,
    ) {
        let noun = noun(&collection.base);
        let document = self.document;
        let mut create = self.take(&collection.base, Method::Post);
        for word in ["add", "create", "new"] {
            create =
                create.or_else(|| self.take(&format!("{}/{word}", collection.base), Method::Post));
        }
        resource.create = create.map(|call| self.write(resource, &call, row, noun));
        let item = collection.item.as_deref().unwrap_or_default();
        let patch = self.take(item, Method::Patch).map(|call| (call, UpdateVerb::Patch));
        // Both verbs may be there; one of them is enough for the model.
        let put = self.take(item, Method::Put).map(|call| (call, UpdateVerb::Put));
        let update = patch.or(put).or_else(|| {
            let position = self.paths.at(&collection.base, &self.calls, Method::Put)?;
            let names = self.calls[position].body_names(document);
            let has_key = names.iter().any(|name| Path::field(*name) == resource.key);
            let call = has_key.then(|| self.take(&collection.base, Method::Put)).flatten()?;
            Some((call, UpdateVerb::PutCollection))
        });
        let update = update.or_else(|| {
            let position = self.paths.at(item, &self.calls, Method::Post)?;
            let has_body = !self.calls[position].body_names(document).is_empty();
            let call = has_body.then(|| self.take(item, Method::Post)).flatten()?;
            Some((call, UpdateVerb::Post))
        });
        if let Some((call, verb)) = update {
            self.update(resource, (&call, verb), row, noun);
        }
        let delete = self.take(item, Method::Delete);
        resource.delete = delete.map(|call| self.endpoint(&call, &[]));
    }

    /// Takes `call` for the change of a record.
    pub(super) fn update(
        &mut self,
        resource: &mut Resource,
        (call, verb): (&Call<'a>, UpdateVerb),
        row: &Layout<'a>,
        noun: &str,
    ) {
        let mut headers = call.parameters.iter();
        resource.dialect.has_if_match = call.has_precondition_failure
            || headers.any(|header| compact(&header.name) == "ifmatch");
        resource.dialect.update = verb;
        resource.update = Some(self.write(resource, call, row, noun));
    }

    /// Returns the endpoint of a write. Its body is that of the record, and the
    /// dialect says what stands around it.
    fn write(
        &mut self,
        resource: &mut Resource,
        call: &Call<'a>,
        row: &Layout<'a>,
        noun: &str,
    ) -> Endpoint {
        let mut endpoint = self.endpoint(call, &[]);
        let document = self.document;
        let Some(body) = call.schema().and_then(|body| wrapped(document, body, row, noun)) else {
            return endpoint;
        };
        let known = &mut resource.dialect.body;
        if *known == BodyShape::Flat {
            *known = body.shape;
        } else if std::mem::discriminant(known) != std::mem::discriminant(&body.shape) {
            return endpoint;
        }
        let mut record = self.schemas.body(document, body.record);
        for (name, is_many) in body.relationships {
            let schema = json!({"type": "string"});
            let schema = if is_many { json!({"type": "array", "items": schema}) } else { schema };
            if let Some(Value::Object(members)) = record.get_mut("properties") {
                members.entry(name).or_insert(schema);
            }
        }
        endpoint.body = Some(record);
        endpoint
    }
}
