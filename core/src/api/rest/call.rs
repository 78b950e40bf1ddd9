//! Calling what serves no collection.

use super::RestProvider;
use crate::api::dialect::{CallForm, decode_delete, encode_call};
use crate::api::{Endpoint, Result};
use crate::platform::Response;
use serde_json::Value;

impl RestProvider {
    /// Calls `endpoint` and returns its answer; `known` are parameters of its
    /// path, `data` is what `form` asked for.
    ///
    /// # Errors
    /// When a value is missing, no answer comes, or its status says so.
    pub async fn call(
        &self,
        endpoint: &Endpoint,
        known: &[(String, String)],
        form: &CallForm,
        data: &Value,
    ) -> Result<Response> {
        let operation = format!("{} {}", endpoint.method.as_str(), endpoint.path);
        let request = encode_call(endpoint, &self.api().base_url, known, form, data)?;
        let response = self.transport().exchange(request, &operation).await?;
        decode_delete(&operation, &response)?;
        Ok(response)
    }
}
