//! Signing in by an operation of the API.

use super::RestProvider;
use crate::api::dialect::{decode_delete, encode_list, encode_operation};
use crate::api::transport::prefixed;
use crate::api::{
    AuthScheme, Credential, Credentials, Error, ErrorKind, ListParams, Login, Resource, Result,
    challenged,
};
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
        let scheme = match self.described_scheme() {
            Some(scheme) => scheme,
            None => self.tried_scheme(&token).await,
        };
        Ok(Credential::from_scheme(&scheme, "", &token))
    }

    /// Returns the ways to sign in that a list names when nobody asks for it,
    /// by one safe request.
    pub async fn challenged(&self) -> Vec<AuthScheme> {
        self.refused(None).await.map(|header| challenged(&header)).unwrap_or_default()
    }

    /// Returns how the description says that tokens are sent.
    fn described_scheme(&self) -> Option<AuthScheme> {
        let auth = || self.api().auth.iter();
        let is_token =
            |it: &&AuthScheme| matches!(it, AuthScheme::Bearer | AuthScheme::Prefixed { .. });
        let is_key = |it: &&AuthScheme| matches!(it, AuthScheme::ApiKey { .. });
        auth().find(is_token).or_else(|| auth().find(is_key)).cloned()
    }

    /// Finds out how a token is sent: by what a list answers nobody, else by
    /// whether it answers the token. At most three requests, none but `GET`.
    async fn tried_scheme(&self, token: &str) -> AuthScheme {
        let nobody = self.refused(None).await;
        let Some(header) = nobody else { return AuthScheme::Bearer };
        let is_token =
            |it: &AuthScheme| matches!(it, AuthScheme::Bearer | AuthScheme::Prefixed { .. });
        if let Some(scheme) = challenged(&header).into_iter().find(is_token) {
            return scheme;
        }
        // To pages of other origins the header is mostly invisible.
        for word in ["Bearer", "Token"] {
            let scheme = prefixed(word);
            let credential = Credential::from_scheme(&scheme, "", token);
            if self.refused(Some(credential)).await.is_none() {
                return scheme;
            }
        }
        AuthScheme::Bearer
    }

    /// Asks for a list that wants to know who asks; returns its challenge when
    /// it refuses, an empty one where that cannot be seen.
    async fn refused(&self, credential: Option<Credential>) -> Option<String> {
        let lists = || {
            let resources = self.api().resources.iter().filter(|it| it.parents.is_empty());
            resources.filter(|it| it.list.is_some())
        };
        let is_closed = |it: &&Resource| it.list.as_ref().is_some_and(|list| list.needs_auth);
        let resource = lists().find(is_closed).or_else(|| lists().next())?;
        let mut request =
            encode_list(resource, &self.api().base_url, &ListParams::default()).ok()?;
        request.limit = Some(0);
        let credentials = Credentials::new();
        if let Some(credential) = credential {
            credentials.set(&self.api().base_url, credential);
        }
        let transport = self.transport().with_credentials(credentials);
        // A refusal that does not let this page read it looks like no answer.
        let Ok(response) = transport.send(request).await else { return Some(String::new()) };
        let header = response.header("www-authenticate").unwrap_or_default();
        matches!(response.status, 401 | 403).then(|| header.to_owned())
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
