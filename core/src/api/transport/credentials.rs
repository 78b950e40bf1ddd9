//! Credentials, bound to the origin they were given for.

use crate::api::address::{encode, origin};
use crate::api::{AuthScheme, ParameterPlace};
use crate::platform::Request;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

/// What proves who asks. It is never printed, and serialized only to hand it
/// to another thread of the same page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Credential {
    /// A token in `Authorization: Bearer ...`.
    Bearer {
        /// The token.
        token: String,
    },
    /// User name and password.
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: String,
    },
    /// A key under a name.
    ApiKey {
        /// The name of the header or parameter.
        name: String,
        /// Where it is sent.
        place: ParameterPlace,
        /// The key.
        key: String,
    },
}

impl Credential {
    /// Returns the credential of `scheme` made of what a person typed; `name`
    /// is the user name for Basic and of no use otherwise.
    #[must_use]
    pub fn from_scheme(scheme: &AuthScheme, name: &str, secret: &str) -> Self {
        match scheme {
            AuthScheme::Bearer => Self::Bearer { token: secret.to_owned() },
            AuthScheme::Prefixed { prefix } => Self::ApiKey {
                name: "Authorization".to_owned(),
                place: ParameterPlace::Header,
                key: format!("{prefix} {secret}"),
            },
            AuthScheme::Basic => {
                Self::Basic { username: name.to_owned(), password: secret.to_owned() }
            }
            AuthScheme::ApiKey { name, place } => {
                Self::ApiKey { name: name.clone(), place: *place, key: secret.to_owned() }
            }
        }
    }

    fn apply(&self, mut request: Request) -> Request {
        request.is_private = true;
        match self {
            Self::Bearer { token } => {
                request.with_header("Authorization", format!("Bearer {token}"))
            }
            Self::Basic { username, password } => {
                let pair = base64(format!("{username}:{password}").as_bytes());
                request.with_header("Authorization", format!("Basic {pair}"))
            }
            Self::ApiKey { name, place: ParameterPlace::Query, key } => {
                let separator = if request.url.contains('?') { '&' } else { '?' };
                request.url = format!("{}{separator}{}={}", request.url, encode(name), encode(key));
                request
            }
            Self::ApiKey { name, key, .. } => request.with_header(name.clone(), key.clone()),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Bearer { .. } => "Bearer(..)",
            Self::Basic { .. } => "Basic(..)",
            Self::ApiKey { .. } => "ApiKey(..)",
        })
    }
}

/// The credentials of this run, one for each origin, in memory only.
///
/// Cloning is cheap and shares them.
#[derive(Clone, Default)]
pub struct Credentials {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: RefCell<Vec<(String, Credential)>>,
    version: Cell<u64>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Credentials(version {})", self.inner.version.get())
    }
}

impl Credentials {
    /// Returns an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps `credential` for the origin of `url`, in place of another one.
    pub fn set(&self, url: &str, credential: Credential) {
        let origin = origin(url);
        let mut entries = self.inner.entries.borrow_mut();
        entries.retain(|(key, _)| key != origin);
        entries.push((origin.to_owned(), credential));
        self.inner.version.set(self.inner.version.get() + 1);
    }

    /// Forgets the credential of the origin of `url`.
    pub fn clear(&self, url: &str) {
        let origin = origin(url);
        self.inner.entries.borrow_mut().retain(|(key, _)| key != origin);
        self.inner.version.set(self.inner.version.get() + 1);
    }

    /// Returns the credential of the origin of `url`.
    #[must_use]
    pub fn get(&self, url: &str) -> Option<Credential> {
        let origin = origin(url);
        let entries = self.inner.entries.borrow();
        entries.iter().find(|(key, _)| key == origin).map(|(_, credential)| credential.clone())
    }

    /// Returns all credentials with their origins.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, Credential)> {
        self.inner.entries.borrow().clone()
    }

    /// Returns a number that grows with every change.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.inner.version.get()
    }

    /// Returns `request` with the credential of its origin, if there is one.
    pub(crate) fn apply(&self, request: Request) -> Request {
        match self.get(&request.url) {
            Some(credential) => credential.apply(request),
            None => request,
        }
    }
}

impl From<Vec<(String, Credential)>> for Credentials {
    fn from(entries: Vec<(String, Credential)>) -> Self {
        Self { inner: Rc::new(Inner { entries: RefCell::new(entries), version: Cell::new(0) }) }
    }
}

/// Source: RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let sextet = bits >> (18 - 6 * position) & 63;
            text.push(if position <= chunk.len() { char::from(ALPHABET[sextet]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_goes_to_its_own_origin_only() {
        let credentials = Credentials::new();
        credentials.set("https://a.org/v1", Credential::Bearer { token: "secret".into() });
        let ours = credentials.apply(Request::get("https://a.org/v2/pets"));
        assert!(ours.is_private);
        assert_eq!(ours.headers, [("Authorization".to_owned(), "Bearer secret".to_owned())]);
        for other in ["https://a.org.evil.org/", "http://a.org/", "https://a.org:8443/", "/v1"] {
            assert!(credentials.apply(Request::get(other)).headers.is_empty(), "{other}");
        }
    }

    #[test]
    fn a_change_moves_the_version_and_clearing_forgets() {
        let credentials = Credentials::new();
        let shared = credentials.clone();
        shared.set("https://a.org", Credential::Bearer { token: "x".into() });
        assert_eq!(credentials.version(), 1);
        credentials.clear("https://a.org/pets");
        assert_eq!((shared.version(), shared.get("https://a.org")), (2, None));
    }

    #[test]
    fn no_secret_is_printed() {
        let credentials = Credentials::new();
        let credential = Credential::Basic { username: "ann".into(), password: "hunter2".into() };
        let printed = format!("{credential:?}");
        credentials.set("https://a.org", credential);
        let request = credentials.apply(Request::get("https://a.org/x"));
        let printed = format!("{printed}{credentials:?}{request:?}");
        assert!(!printed.contains("hunter2") && !printed.contains("ann"), "{printed}");
    }

    #[test]
    fn a_key_can_stand_in_the_query() {
        let credential = Credential::from_scheme(
            &AuthScheme::ApiKey { name: "api_key".into(), place: ParameterPlace::Query },
            "",
            "a&b",
        );
        assert_eq!(credential.apply(Request::get("/x?y=1")).url, "/x?y=1&api_key=a%26b");
    }

    #[test]
    fn a_token_can_stand_behind_another_word() {
        let scheme = AuthScheme::Prefixed { prefix: "Token".into() };
        let request = Credential::from_scheme(&scheme, "", "abc").apply(Request::get("/x"));
        assert_eq!(request.headers, [("Authorization".to_owned(), "Token abc".to_owned())]);
    }

    #[test]
    fn base64_pads_to_four() {
        assert_eq!(base64(b"a:b"), "YTpi");
        assert_eq!(base64(b"ab"), "YWI=");
        assert_eq!(base64(b"a"), "YQ==");
        assert_eq!(base64(b""), "");
    }
}
