//! Signing in by an operation of the API.

use super::RestProvider;
use crate::api::dialect::{decode_delete, encode_operation};
use crate::api::{AuthScheme, Credential, Error, ErrorKind, Login, Result};
use serde_json::Value;

impl RestProvider {
    /// Calls the login operation with `data` and returns the credential that
    /// it answers; keeping it is up to the caller.
    ///
    /// # Errors
    /// When there is no such operation, it refuses, or no token is found.
    pub async fn sign_in(&self, data: &Value) -> Result<Credential> {
        let operation = "sign_in";
        let login = self.api().login.as_ref();
        let login = login.ok_or_else(|| Error::new(ErrorKind::Unsupported, operation))?;
        let request = encode_operation(&login.endpoint, &self.api().base_url, data)?;
        let response = self.transport().exchange(request, operation).await?;
        decode_delete(operation, &response)?;
        let body: Value = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        let token = token(login, &body).ok_or_else(|| {
            Error::new(ErrorKind::Unreadable, operation).with_status(response.status)
        })?;
        let scheme = self.api().auth.iter().find(|scheme| **scheme == AuthScheme::Bearer);
        let scheme = scheme.or_else(|| {
            self.api().auth.iter().find(|scheme| matches!(scheme, AuthScheme::ApiKey { .. }))
        });
        Ok(Credential::from_scheme(scheme.unwrap_or(&AuthScheme::Bearer), "", &token))
    }
}

fn token(login: &Login, body: &Value) -> Option<String> {
    const NAMES: [&str; 9] = [
        "access_token",
        "accessToken",
        "token",
        "jwt",
        "id_token",
        "idToken",
        "auth_token",
        "authToken",
        "key",
    ];
    if let Some(Value::String(token)) = login.token.as_ref().and_then(|path| path.get(body)) {
        return Some(token.clone());
    }
    let inner = body.as_object().into_iter().flatten().map(|(_, inner)| inner);
    let token = [body]
        .into_iter()
        .chain(inner)
        .find_map(|object| NAMES.iter().find_map(|name| object.get(*name)?.as_str()));
    token.or_else(|| body.as_str()).map(str::to_owned)
}
