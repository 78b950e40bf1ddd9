//! What all requests share.

use std::{collections::HashMap, sync::Arc, time::Duration};

use crate::{
    Error,
    auth::Tokens,
    document,
    events::Hub,
    resource::{RESOURCES, Resource},
    schema::Schemas,
    store::Store,
    validate::Components,
};

/// The state of the server.
#[derive(Debug)]
pub(crate) struct App {
    pub store: Store,
    pub tokens: Tokens,
    pub hub: Hub,
    pub components: Components,
    /// The `OpenAPI` document, written once.
    pub document: String,
    schemas: HashMap<&'static str, Schemas>,
}

impl App {
    pub(crate) fn new(store: Store, lifetime: Duration, hub: Hub) -> Result<Arc<Self>, Error> {
        let tokens = Tokens::new(store.secret()?, lifetime);
        let schemas: HashMap<_, _> =
            RESOURCES.iter().map(|resource| (resource.name, Schemas::of(resource))).collect();
        let components = document::components(&schemas);
        let document = document::write(&components);
        Ok(Arc::new(Self { store, tokens, hub, components, document, schemas }))
    }

    pub(crate) fn schemas(&self, resource: &Resource) -> &Schemas {
        &self.schemas[resource.name]
    }
}
