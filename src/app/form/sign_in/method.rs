//! The ways to sign in that an API offers.

use crate::app::locale::{t, t_with};
use serde_json::{Value, json};
use vitrine_core::api::{Api, AuthScheme, Credential, ParameterPlace};
use vitrine_core::form::FormSpec;
use vitrine_core::schema::Schema;

/// One way to sign in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Method {
    /// An operation of the API takes what its schema says.
    Login(Value),
    /// The credential is given by hand.
    Scheme(AuthScheme),
    /// A key whose header nothing is known of.
    AnyKey,
}

/// Returns the ways that an API describes, the most convenient first.
pub(super) fn methods(api: &Api) -> Vec<Method> {
    let login = api.login.as_ref().map(|login| login.endpoint.body.as_ref());
    let login =
        login.map(|body| Method::Login(body.map_or_else(login_body, |body| api.expand(body))));
    let schemes = api.auth.iter().cloned().map(Method::Scheme);
    login.into_iter().chain(schemes).collect()
}

/// Returns the ways of an API that describes none: every one may be the right
/// one, those that its refusal names come first.
pub(super) fn any_method(challenged: &[AuthScheme]) -> Vec<Method> {
    let mut methods: Vec<Method> = challenged.iter().cloned().map(Method::Scheme).collect();
    let has_token = methods.iter().any(Method::is_token);
    for method in
        [Method::Scheme(AuthScheme::Bearer), Method::Scheme(AuthScheme::Basic), Method::AnyKey]
    {
        // The word before a token can be changed.
        if !methods.contains(&method) && !(has_token && method.is_token()) {
            methods.push(method);
        }
    }
    methods
}

/// What a login operation takes that does not say so.
fn login_body() -> Value {
    json!({
        "type": "object",
        "required": ["username", "password"],
        "properties": { "username": { "type": "string" }, "password": { "type": "string" } }
    })
}

impl Method {
    fn is_token(&self) -> bool {
        matches!(self, Self::Scheme(AuthScheme::Bearer | AuthScheme::Prefixed { .. }))
    }

    /// Returns the name of the way.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Login(_) => t("sign_in.method.login"),
            Self::Scheme(AuthScheme::Bearer | AuthScheme::Prefixed { .. }) => {
                t("sign_in.method.bearer")
            }
            Self::Scheme(AuthScheme::Basic) => t("sign_in.method.basic"),
            Self::Scheme(AuthScheme::ApiKey { name, .. }) => {
                t_with("sign_in.method.named_key", &[("name", name)])
            }
            Self::Scheme(_) | Self::AnyKey => t("sign_in.method.key"),
        }
    }

    /// Returns what is asked for.
    pub(super) fn spec(&self) -> FormSpec {
        let secret = |label: &str| json!({ "type": "string", "format": "password", "title": t(label), "minLength": 1 });
        let text = |label: &str| json!({ "type": "string", "title": t(label), "minLength": 1 });
        let token = |prefix: &str| {
            let prefix = json!({
                "type": "string", "title": t("sign_in.prefix"), "default": prefix,
                "description": t("sign_in.prefix.help")
            });
            json!({
                "required": ["secret"],
                "properties": { "secret": secret("sign_in.token"), "prefix": prefix }
            })
        };
        let schema = match self {
            Self::Login(body) => body.clone(),
            Self::Scheme(AuthScheme::Basic) => json!({
                "required": ["name", "secret"],
                "properties": { "name": text("sign_in.name"), "secret": secret("sign_in.password") }
            }),
            Self::Scheme(AuthScheme::Bearer) => token("Bearer"),
            Self::Scheme(AuthScheme::Prefixed { prefix }) => token(prefix),
            Self::Scheme(_) => json!({
                "required": ["secret"], "properties": { "secret": secret("sign_in.key") }
            }),
            Self::AnyKey => json!({
                "required": ["name", "secret"],
                "properties": { "name": text("sign_in.header"), "secret": secret("sign_in.key") }
            }),
        };
        FormSpec::from_schema(Schema::new(schema), &|_| None)
    }

    /// Returns the credential that was given by hand; `None` where an operation
    /// has to be asked for it.
    pub(super) fn credential(&self, data: &Value) -> Option<Credential> {
        let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
        match self {
            Self::Login(_) => None,
            Self::Scheme(_) if self.is_token() => {
                let (prefix, secret) = (text("prefix").trim(), text("secret").trim());
                let scheme = match prefix {
                    "Bearer" => AuthScheme::Bearer,
                    // Some take the token alone.
                    "" => AuthScheme::ApiKey {
                        name: "Authorization".to_owned(),
                        place: ParameterPlace::Header,
                    },
                    prefix => AuthScheme::Prefixed { prefix: prefix.to_owned() },
                };
                Some(Credential::from_scheme(&scheme, "", secret))
            }
            Self::Scheme(scheme) => {
                Some(Credential::from_scheme(scheme, text("name"), text("secret").trim()))
            }
            Self::AnyKey => {
                let name = text("name").trim().to_owned();
                let scheme = AuthScheme::ApiKey { name, place: ParameterPlace::Header };
                Some(Credential::from_scheme(&scheme, "", text("secret").trim()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::form::Widget;
    use vitrine_core::record::Path;

    #[test]
    fn an_api_that_says_nothing_offers_every_way() {
        assert!(methods(&Api::default()).is_empty());
        assert_eq!(any_method(&[]).len(), 3);
        let api = Api { auth: vec![AuthScheme::Basic], ..Api::default() };
        assert_eq!(methods(&api), [Method::Scheme(AuthScheme::Basic)]);
    }

    #[test]
    fn the_ways_that_a_refusal_names_come_first() {
        let token = AuthScheme::Prefixed { prefix: "Token".into() };
        let expected =
            [Method::Scheme(token.clone()), Method::Scheme(AuthScheme::Basic), Method::AnyKey];
        assert_eq!(any_method(&[token]), expected);
        assert_eq!(any_method(&[AuthScheme::Basic])[0], Method::Scheme(AuthScheme::Basic));
    }

    #[test]
    fn secrets_are_asked_for_as_secrets() {
        for method in any_method(&[]) {
            let spec = method.spec();
            assert_eq!(spec.find(&Path::field("secret")).unwrap().widget, Widget::Password);
        }
        let spec = Method::Login(login_body()).spec();
        assert_eq!(spec.find(&Path::field("password")).unwrap().widget, Widget::Password);
    }

    #[test]
    fn what_was_typed_becomes_the_credential() {
        let data = json!({ "name": "X-Key", "secret": " abc ", "prefix": "Bearer" });
        let key = |name: &str, key: &str| {
            let place = ParameterPlace::Header;
            Some(Credential::ApiKey { name: name.into(), place, key: key.into() })
        };
        assert!(Method::AnyKey.credential(&data) == key("X-Key", "abc"));
        let bearer = Method::Scheme(AuthScheme::Bearer);
        assert!(bearer.credential(&data) == Some(Credential::Bearer { token: "abc".into() }));
        let other = json!({ "secret": "abc", "prefix": "Token " });
        assert!(bearer.credential(&other) == key("Authorization", "Token abc"));
        let bare = json!({ "secret": "abc" });
        assert!(bearer.credential(&bare) == key("Authorization", "abc"));
        assert!(Method::Login(login_body()).credential(&data).is_none());
    }
}
