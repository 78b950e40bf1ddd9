//! One record, from the cache.

use super::record_key;
use crate::app::session::Session;
use crate::reactive::{QueryHandle, use_query};
use futures::FutureExt;
use std::rc::Rc;
use vitrine_core::api::{DataProvider, Resource};
use vitrine_core::record::{Identifier, Record};

/// Reads a record and keeps it fresh while the calling view lives.
#[must_use]
pub fn use_record(
    session: Session,
    resource: &Rc<Resource>,
    identifier: &Identifier,
) -> QueryHandle<Record> {
    let (resource, identifier) = (Rc::clone(resource), identifier.clone());
    use_query(&session.query(), move || {
        let key = record_key(&resource, &identifier);
        let (provider, references) = (session.reader_of(&resource), session.references());
        let (resource, identifier) = (resource.name.clone(), identifier.clone());
        let fetch = move || {
            let (provider, references) = (provider.clone(), references.clone());
            let (resource, identifier) = (resource.clone(), identifier.clone());
            async move {
                let record = provider.get_one(&resource, &identifier).await?;
                references.put(&resource, std::slice::from_ref(&record));
                Ok::<_, vitrine_core::api::Error>(record)
            }
            .boxed_local()
        };
        (key, fetch)
    })
}
