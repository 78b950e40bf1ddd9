//! The nine verbs over HTTP.

use super::capabilities::{capabilities, is_refuted};
use crate::api::dialect::{
    decode_count, decode_delete, decode_list, decode_many, decode_one, decode_write, encode_count,
    encode_create, encode_delete, encode_list, encode_many, encode_one, encode_update, set_total,
    within,
};
use crate::api::{
    Api, Capabilities, DataProvider, Error, ErrorKind, Filter, FilterOperator, ListParams, Page,
    Paging, Resource, Result, Transport, UpdateVerb, Write,
};
use crate::platform::together;
use crate::record::{Identifier, Path, Record};
use async_trait::async_trait;
use serde_json::Value;
use std::borrow::Cow;
use std::rc::Rc;

/// The most keys in the address of one request.
const KEYS_AT_ONCE: usize = 50;
/// The most requests of one verb that run at the same time.
const REQUESTS_AT_ONCE: usize = 4;

/// Reads and writes an [`Api`] in the dialects of its resources.
#[derive(Debug, Clone)]
pub struct RestProvider {
    api: Rc<Api>,
    transport: Transport,
    /// Resources below parents that were chosen.
    placed: Vec<Rc<Resource>>,
}

impl RestProvider {
    /// Returns a provider for `api`.
    #[must_use]
    pub fn new(api: Rc<Api>, transport: Transport) -> Self {
        Self { api, transport, placed: Vec::new() }
    }

    /// Returns a provider of the same API in which the resource called `name`
    /// stands below the given parents, by parameter of its paths and key.
    #[must_use]
    pub fn within(&self, name: &str, parents: &[(String, String)]) -> Self {
        let mut provider = self.clone();
        if let Some(resource) = self.api.resource(name) {
            let placed = within(resource, parents);
            provider.placed.retain(|known| known.name != name);
            provider.placed.push(Rc::new(placed));
        }
        provider
    }

    /// Returns what is known of the API.
    #[must_use]
    pub fn api(&self) -> &Rc<Api> {
        &self.api
    }

    /// Returns the transport with its credentials.
    #[must_use]
    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    fn resource(&self, name: &str) -> Result<&Resource> {
        if let Some(placed) = self.placed.iter().find(|placed| placed.name == name) {
            return Ok(placed);
        }
        let missing = || Error::new(ErrorKind::NotFound, format!("resource {name}"));
        self.api.resource(name).ok_or_else(missing)
    }

    /// Returns those of the records that exist, by a request for each.
    async fn get_each(
        &self,
        resource: &Resource,
        identifiers: &[Identifier],
    ) -> Result<Vec<Record>> {
        let requests = identifiers.iter().map(|one| self.get_one(&resource.name, one)).collect();
        let results = together(REQUESTS_AT_ONCE, requests).await;
        let is_there = |result: &Result<Record>| {
            !result.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound)
        };
        results.into_iter().filter(is_there).collect()
    }

    /// Returns the record after a write, read again where the answer to the
    /// write does not hold it.
    async fn settle(
        &self,
        resource: &Resource,
        answer: Option<Record>,
        identifier: Option<&Identifier>,
    ) -> Result<Option<Record>> {
        if let Some(record) = answer.as_ref().filter(|record| is_whole(resource, record)) {
            return Ok(Some(record.clone()));
        }
        let told = answer.as_ref().and_then(|record| record.identifier.as_ref());
        match identifier.or(told) {
            Some(identifier) if resource.item.is_some() => {
                self.get_one(&resource.name, identifier).await.map(Some)
            }
            _ => Ok(answer),
        }
    }
}

#[async_trait(?Send)]
impl DataProvider for RestProvider {
    async fn get_list(&self, resource: &str, params: &ListParams) -> Result<Page> {
        let resource = self.resource(resource)?;
        let request = encode_list(resource, &self.api.base_url, params)?;
        let operation = format!("get_list {}", resource.name);
        let rows = self.transport.exchange(request, &operation);
        let Some(count) = encode_count(resource, &self.api.base_url, params)? else {
            return decode_list(resource, params, &rows.await?);
        };
        let (rows, count) = futures::join!(rows, self.transport.send(count));
        let mut page = decode_list(resource, params, &rows?)?;
        // A list is worth showing without its number of rows.
        if let Some(total) = count.ok().and_then(|count| decode_count(resource, &count)) {
            set_total(&mut page, resource, params, total);
        }
        Ok(page)
    }

    async fn get_one(&self, resource: &str, identifier: &Identifier) -> Result<Record> {
        let resource = self.resource(resource)?;
        let request = encode_one(resource, &self.api.base_url, identifier)?;
        let operation = format!("get_one {}/{identifier}", resource.name);
        let response = self.transport.exchange(request, &operation).await?;
        decode_one(resource, identifier, &response)
    }

    async fn get_many(&self, resource: &str, identifiers: &[Identifier]) -> Result<Vec<Record>> {
        let resource = self.resource(resource)?;
        let is_each = is_refuted(resource, "many");
        let operation = format!("get_many {}", resource.name);
        let size = keys_at_once(&resource.dialect.paging);
        let mut records = Vec::with_capacity(identifiers.len());
        for identifiers in identifiers.chunks(size) {
            let request = encode_many(resource, &self.api.base_url, identifiers);
            let Some(request) = request.filter(|_| !is_each) else {
                records.extend(self.get_each(resource, identifiers).await?);
                continue;
            };
            let response = self.transport.exchange(request, &operation).await?;
            let rows = decode_many(resource, &response)?;
            // A server that ignores the parameter answers with other rows.
            records.extend(rows.into_iter().filter(|record| {
                record.identifier.as_ref().is_some_and(|known| identifiers.contains(known))
            }));
        }
        Ok(records)
    }

    async fn get_many_reference(
        &self,
        resource: &str,
        field: &str,
        target: &Identifier,
        params: &ListParams,
    ) -> Result<Page> {
        let mut params = params.clone();
        params.filter.push(Filter {
            field: field.to_owned(),
            operator: FilterOperator::Eq,
            value: target.as_str().to_owned(),
        });
        self.get_list(resource, &params).await
    }

    async fn create(&self, resource: &str, data: &Value) -> Result<Record> {
        let resource = self.resource(resource)?;
        let operation = format!("create {}", resource.name);
        let request = encode_create(resource, &self.api.base_url, data)?;
        let response = self.transport.exchange(request, &operation).await?;
        let answer = decode_write(resource, &operation, &response)?;
        let record = self.settle(resource, answer, None).await?;
        Ok(record.unwrap_or_else(|| Record::new(resource.identifier(data), data.clone())))
    }

    async fn update(&self, resource: &str, write: &Write) -> Result<Record> {
        let resource = self.resource(resource)?;
        let operation = format!("update {}/{}", resource.name, write.identifier);
        let is_whole =
            matches!(resource.dialect.update, UpdateVerb::Put | UpdateVerb::PutCollection);
        let mut write = Cow::Borrowed(write);
        if is_whole && write.previous.is_none() && resource.item.is_some() {
            let previous = self.get_one(&resource.name, &write.identifier).await?;
            write.to_mut().previous = Some(previous);
        }
        let request = encode_update(resource, &self.api.base_url, &write)?;
        let response = self.transport.exchange(request, &operation).await?;
        let answer = decode_write(resource, &operation, &response)?;
        let record = self.settle(resource, answer, Some(&write.identifier)).await?;
        Ok(record.unwrap_or_else(|| patched(&write)))
    }

    async fn update_many(&self, resource: &str, writes: &[Write]) -> Vec<Result<Record>> {
        let requests = writes.iter().map(|write| self.update(resource, write)).collect();
        together(REQUESTS_AT_ONCE, requests).await
    }

    async fn delete(&self, resource: &str, write: &Write) -> Result<()> {
        let resource = self.resource(resource)?;
        let operation = format!("delete {}/{}", resource.name, write.identifier);
        let request = encode_delete(resource, &self.api.base_url, write)?;
        let response = self.transport.exchange(request, &operation).await?;
        decode_delete(&operation, &response)
    }

    async fn delete_many(&self, resource: &str, writes: &[Write]) -> Vec<Result<()>> {
        let requests = writes.iter().map(|write| self.delete(resource, write)).collect();
        together(REQUESTS_AT_ONCE, requests).await
    }

    fn capabilities(&self, resource: &str) -> Capabilities {
        self.resource(resource).map(capabilities).unwrap_or_default()
    }
}

fn keys_at_once(paging: &Paging) -> usize {
    let limit = paging.size().1.and_then(|limit| usize::try_from(limit).ok());
    limit.unwrap_or(KEYS_AT_ONCE).clamp(1, KEYS_AT_ONCE)
}

/// Tells a record from an answer that only names it.
fn is_whole(resource: &Resource, record: &Record) -> bool {
    let known = resource.fields.iter().filter(|field| record.get(&field.path).is_some()).count();
    let is_named = resource.is_single() || record.get(&resource.key).is_some();
    is_named && (known > 1 || resource.fields.len() <= 1)
}

/// Returns the record as the write should have left it, for APIs where it
/// cannot be read again.
fn patched(write: &Write) -> Record {
    let mut fields = write.previous.as_ref().map_or(Value::Null, |record| (*record.fields).clone());
    for (name, value) in write.changes.as_object().into_iter().flatten() {
        Path::root().child(name).set(&mut fields, value.clone());
    }
    Record::new(Some(write.identifier.clone()), fields)
}
