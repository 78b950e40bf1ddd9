//! A provider that asks for credentials and repeats what was refused.

use super::SignIn;
use async_trait::async_trait;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::dialect::CallForm;
use vitrine_core::api::{
    AuthScheme, Capabilities, DataProvider, Endpoint, Error, ErrorKind, ListParams, Page, Resource,
    RestProvider, Result, Write,
};
use vitrine_core::platform::Response;
use vitrine_core::record::{Identifier, Record};

/// Wraps a provider: a 401 opens the sign-in dialog, and the request is made
/// again once somebody has signed in.
#[derive(Debug, Clone)]
pub struct Guarded {
    pub(super) inner: Rc<RestProvider>,
    pub(super) sign_in: SignIn,
}

impl Guarded {
    /// Returns the same provider for `resource` below its parents.
    pub(super) fn within(mut self, resource: &Resource) -> Self {
        if !resource.within.is_empty() {
            self.inner = Rc::new(self.inner.within(&resource.name, &resource.within));
        }
        self
    }

    /// Calls an operation; `data` is what `form` asked for.
    ///
    /// # Errors
    /// When the API refuses.
    pub async fn call(
        &self,
        endpoint: &Endpoint,
        known: &[(String, String)],
        form: &CallForm,
        data: &Value,
    ) -> Result<Response> {
        self.again(async || self.inner.call(endpoint, known, form, data).await).await
    }

    /// Returns the ways to sign in that a list names when nobody asks for it.
    pub async fn challenged(&self) -> Vec<AuthScheme> {
        self.inner.challenged().await
    }

    async fn again<T>(&self, run: impl AsyncFn() -> Result<T>) -> Result<T> {
        match run().await {
            Err(error) if needs_credentials(&error) && self.sign_in.ask().await => run().await,
            other => other,
        }
    }
}

fn needs_credentials(error: &Error) -> bool {
    error.kind() == ErrorKind::Unauthorized
}

#[async_trait(?Send)]
impl DataProvider for Guarded {
    async fn get_list(&self, resource: &str, params: &ListParams) -> Result<Page> {
        self.again(async || self.inner.get_list(resource, params).await).await
    }

    async fn get_one(&self, resource: &str, identifier: &Identifier) -> Result<Record> {
        self.again(async || self.inner.get_one(resource, identifier).await).await
    }

    async fn get_many(&self, resource: &str, identifiers: &[Identifier]) -> Result<Vec<Record>> {
        // Labels are a comfort: they never open a dialog by themselves.
        self.inner.get_many(resource, identifiers).await
    }

    async fn get_many_reference(
        &self,
        resource: &str,
        field: &str,
        target: &Identifier,
        params: &ListParams,
    ) -> Result<Page> {
        self.again(async || self.inner.get_many_reference(resource, field, target, params).await)
            .await
    }

    async fn create(&self, resource: &str, data: &Value) -> Result<Record> {
        self.again(async || self.inner.create(resource, data).await).await
    }

    async fn update(&self, resource: &str, write: &Write) -> Result<Record> {
        self.again(async || self.inner.update(resource, write).await).await
    }

    async fn update_many(&self, resource: &str, writes: &[Write]) -> Vec<Result<Record>> {
        let mut results = self.inner.update_many(resource, writes).await;
        let is_refused = results.iter().any(|r| r.as_ref().is_err_and(needs_credentials));
        if is_refused && self.sign_in.ask().await {
            for (result, write) in results.iter_mut().zip(writes) {
                if result.as_ref().is_err_and(needs_credentials) {
                    *result = self.inner.update(resource, write).await;
                }
            }
        }
        results
    }

    async fn delete(&self, resource: &str, write: &Write) -> Result<()> {
        self.again(async || self.inner.delete(resource, write).await).await
    }

    async fn delete_many(&self, resource: &str, writes: &[Write]) -> Vec<Result<()>> {
        let mut results = self.inner.delete_many(resource, writes).await;
        let is_refused = results.iter().any(|r| r.as_ref().is_err_and(needs_credentials));
        if is_refused && self.sign_in.ask().await {
            for (result, write) in results.iter_mut().zip(writes) {
                if result.as_ref().is_err_and(needs_credentials) {
                    *result = self.inner.delete(resource, write).await;
                }
            }
        }
        results
    }

    fn capabilities(&self, resource: &str) -> Capabilities {
        self.inner.capabilities(resource)
    }
}
