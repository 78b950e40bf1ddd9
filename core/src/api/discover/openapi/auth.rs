//! Ways to sign in.

use super::call::Call;
use super::schema::Document;
use super::schemas::Schemas;
use crate::api::discover::words::{compact, words};
use crate::api::{AuthScheme, Login, ParameterPlace};
use crate::platform::Method;
use crate::record::Path;
use serde_json::Value;

/// Returns the schemes in the order of the description.
pub(super) fn schemes(document: Document<'_>) -> Vec<AuthScheme> {
    let root = document.root();
    let declared =
        root.pointer("/components/securitySchemes").or_else(|| root.get("securityDefinitions"));
    let declared = declared.and_then(Value::as_object);
    let mut schemes = Vec::new();
    for (_, scheme) in declared.into_iter().flatten() {
        let scheme = scheme_of(document.resolve(scheme));
        if let Some(scheme) = scheme.filter(|scheme| !schemes.contains(scheme)) {
            schemes.push(scheme);
        }
    }
    schemes
}

fn scheme_of(scheme: &Value) -> Option<AuthScheme> {
    let text = |name: &str| scheme.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = text("name");
    match text("type") {
        "http" if text("scheme").eq_ignore_ascii_case("basic") => Some(AuthScheme::Basic),
        "basic" => Some(AuthScheme::Basic),
        "http" | "oauth2" | "openIdConnect" => Some(AuthScheme::Bearer),
        "apiKey" if text("in") == "query" => {
            Some(AuthScheme::ApiKey { name: name.to_owned(), place: ParameterPlace::Query })
        }
        "apiKey" if text("in") == "header" => {
            // Swagger 2.0 has no other way to say bearer.
            let is_bearer = name.eq_ignore_ascii_case("authorization")
                && text("description").to_lowercase().contains("bearer");
            Some(if is_bearer {
                AuthScheme::Bearer
            } else {
                AuthScheme::ApiKey { name: name.to_owned(), place: ParameterPlace::Header }
            })
        }
        _ => None,
    }
}

/// Finds the call that takes a password and answers with a token; returns its
/// position as well.
pub(super) fn login<'a>(
    document: Document<'a>,
    schemas: &mut Schemas<'a>,
    calls: &[Call<'a>],
) -> Option<(usize, Login)> {
    let posts = calls.iter().enumerate().filter(|(_, call)| call.method == Method::Post);
    let candidates = posts.filter_map(|(position, call)| {
        let names = call.body_names(document);
        names.iter().find(|name| compact(name).contains("password"))?;
        let last = call.path.rsplit('/').find(|part| !part.is_empty() && !part.contains('{'));
        let path_words = words(last.unwrap_or_default());
        let has = |known: &[&str]| path_words.iter().any(|word| known.contains(&word.as_str()));
        let is_named = has(&[
            "login",
            "signin",
            "sign",
            "token",
            "auth",
            "authenticate",
            "session",
            "sessions",
            "authentication",
        ]);
        // Registering takes a password and may answer with a token, too.
        let is_other = has(&["register", "signup", "up", "reset", "change", "password", "refresh"]);
        let token = call.answer.and_then(|answer| token(document, answer));
        let score = u8::from(is_named) * 2 + u8::from(token.is_some());
        (score > 0 && !is_other).then_some((score, position, call, token))
    });
    let (_, position, call, token) =
        candidates.max_by_key(|(score, position, ..)| (*score, usize::MAX - position))?;
    Some((position, Login { endpoint: call.endpoint(document, schemas, &[]), token }))
}

/// Finds the token in an answer, at most one object deep.
fn token(document: Document<'_>, answer: &Value) -> Option<Path> {
    const NAMES: [&str; 8] = [
        "accesstoken",
        "token",
        "jwt",
        "idtoken",
        "authtoken",
        "bearertoken",
        "sessiontoken",
        "apitoken",
    ];
    let shape = document.shape(answer);
    let find = |shape: &super::schema::Shape<'_>| {
        NAMES.iter().find_map(|wanted| {
            let mut names = shape.properties.iter().map(|(name, _)| *name);
            names.find(|name| compact(name) == *wanted).map(str::to_owned)
        })
    };
    if let Some(name) = find(&shape) {
        return Some(Path::root().child(name));
    }
    shape.properties.iter().find_map(|(outer, schema)| {
        find(&document.shape(schema)).map(|name| Path::root().child(*outer).child(name))
    })
}
