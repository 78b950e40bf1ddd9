//! Who is asking: signing in, and the token that says so afterwards.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

use crate::{model::Credentials, password, problem::Problem, read, resource::Resource, timestamp};

/// Somebody who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Principal {
    pub id: i64,
    pub is_admin: bool,
}

/// Makes and reads tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA256.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    secret: Vec<u8>,
    lifetime: Duration,
}

impl Tokens {
    pub(crate) fn new(secret: Vec<u8>, lifetime: Duration) -> Self {
        Self { secret, lifetime }
    }

    /// Returns for how many seconds a new token is valid.
    pub(crate) fn lifetime(&self) -> i64 {
        i64::try_from(self.lifetime.as_secs()).unwrap_or(i64::MAX / 2)
    }

    pub(crate) fn issue(&self, principal: Principal) -> String {
        let now = timestamp::unix_now();
        let claims = json!({
            "sub": principal.id.to_string(),
            "role": if principal.is_admin { "admin" } else { "customer" },
            "iat": now,
            "exp": now + self.lifetime(),
        });
        let head = BASE64.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
        let message = format!("{head}.{}", BASE64.encode(claims.to_string()));
        let signature = password::sign(message.as_bytes(), &self.secret);
        format!("{message}.{}", BASE64.encode(signature))
    }

    /// Reads the `Authorization` header; `None` when there is none.
    ///
    /// # Errors
    /// 401 when there is one that is no valid token: a client that sent it wants to know.
    pub(crate) fn principal(&self, headers: &HeaderMap) -> Result<Option<Principal>, Problem> {
        let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
        let token = value.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        let token = token.ok_or_else(|| Problem::unauthorized("A bearer token is needed."))?;
        let claims = self
            .claims(token)
            .ok_or_else(|| Problem::unauthorized("The token is not one of this server."))?;
        if claims["exp"].as_i64().is_none_or(|end| end <= timestamp::unix_now()) {
            return Err(Problem::unauthorized("The token has expired."));
        }
        let id = claims["sub"].as_str().and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| Problem::unauthorized("The token names nobody."))?;
        Ok(Some(Principal { id, is_admin: claims["role"] == "admin" }))
    }

    /// The algorithm is fixed, so the token's own word on it (RFC 8725, 3.1) is not looked at.
    fn claims(&self, token: &str) -> Option<Value> {
        let (message, signature) = token.rsplit_once('.')?;
        let signature = BASE64.decode(signature).ok()?;
        if !password::is_signed(message.as_bytes(), &signature, &self.secret) {
            return None;
        }
        let claims = BASE64.decode(message.split_once('.')?.1).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

/// Checks an address and a password, and returns whose they are.
pub(crate) fn sign_in(
    connection: &Connection,
    credentials: &Credentials,
    base: &str,
) -> Result<(Principal, Value), Problem> {
    let found = connection
        .prepare_cached("SELECT id, role = 'admin', password_hash FROM user WHERE email = ?")?
        .query_row([credentials.email.trim()], |row| {
            let principal = Principal { id: row.get(0)?, is_admin: row.get(1)? };
            Ok((principal, row.get::<_, String>(2)?))
        })
        .optional()?;
    let refused = || Problem::unauthorized("The e-mail address or the password is wrong.");
    let Some((principal, stored)) = found else {
        // An unknown address has to take as long as a wrong password.
        let _ = password::hash(&credentials.password, b"nobody");
        return Err(refused());
    };
    if !password::verify(&credentials.password, &stored) {
        return Err(refused());
    }
    let users = Resource::by_name("users").expect("users are one of the collections");
    let user = read::item(connection, users, principal.id, base)?.ok_or_else(refused)?;
    Ok((principal, user))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        let value = value.parse().expect("it is a header value");
        HeaderMap::from_iter([(header::AUTHORIZATION, value)])
    }

    #[test]
    fn a_token_says_who_it_was_issued_to_until_it_expires() {
        let tokens = Tokens::new(b"secret".to_vec(), Duration::from_mins(1));
        let admin = Principal { id: 7, is_admin: true };
        let header = headers(&format!("Bearer {}", tokens.issue(admin)));
        assert_eq!(tokens.principal(&header).unwrap(), Some(admin));
        assert_eq!(tokens.principal(&HeaderMap::new()).unwrap(), None);

        let expired = Tokens::new(b"secret".to_vec(), Duration::ZERO).issue(admin);
        tokens.principal(&headers(&format!("Bearer {expired}"))).unwrap_err();
        let foreign = Tokens::new(b"other".to_vec(), Duration::from_mins(1)).issue(admin);
        tokens.principal(&headers(&format!("Bearer {foreign}"))).unwrap_err();
        tokens.principal(&headers("Basic eDp5")).unwrap_err();
    }
}
