//! Ways to sign in.

use super::call::Call;
use super::schema::Document;
use super::schemas::Schemas;
use crate::api::discover::words::{compact, words};
use crate::api::transport::prefixed;
use crate::api::{AuthScheme, Login, ParameterPlace, challenged};
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
        "basic" => Some(AuthScheme::Basic),
        "http" => match challenged(text("scheme")).pop() {
            Some(scheme) => Some(scheme),
            None => Some(AuthScheme::Bearer),
        },
        "oauth2" | "openIdConnect" => Some(AuthScheme::Bearer),
        "apiKey" if text("in") == "query" => {
            Some(AuthScheme::ApiKey { name: name.to_owned(), place: ParameterPlace::Query })
        }
        "apiKey" if text("in") == "header" => {
            let key =
                || AuthScheme::ApiKey { name: name.to_owned(), place: ParameterPlace::Header };
            let is_common = name.eq_ignore_ascii_case("authorization");
            // Swagger 2.0 has no other way to say bearer.
            let prefix = is_common.then(|| prefix(text("description"))).flatten();
            Some(prefix.as_deref().map_or_else(key, prefixed))
        }
        _ => None,
    }
}

/// Returns the word before a token, where the description of its header tells
/// one: in quotes behind "prefix", before a placeholder, or `Bearer` anywhere.
fn prefix(description: &str) -> Option<String> {
    let is_word = |word: &&str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_quote = |sign: char| "\"'`".contains(sign);
    let quoted = description.split_once("prefix").and_then(|(_, rest)| rest.split(is_quote).nth(1));
    let shown = || {
        let (_, rest) = description.split_once("Authorization:")?;
        let (word, token) = rest.trim_start().split_once(' ')?;
        token.trim_start().starts_with(['<', '{', '[', '$', '"']).then_some(word)
    };
    let found = quoted.map(str::trim).filter(is_word).or_else(|| shown().filter(is_word));
    let is_bearer = description.to_lowercase().contains("bearer");
    found.map(str::to_owned).or_else(|| is_bearer.then(|| "Bearer".to_owned()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(scheme: &Value, expected: Option<AuthScheme>) {
        assert_eq!(scheme_of(scheme), expected, "{scheme}");
    }

    fn word(prefix: &str) -> Option<AuthScheme> {
        Some(AuthScheme::Prefixed { prefix: prefix.to_owned() })
    }

    #[test]
    fn the_word_before_a_token_stands_in_its_description() {
        let header = |description: &str| {
            json!({"type": "apiKey", "in": "header", "name": "Authorization",
                "description": description})
        };
        check(&header("Token-based authentication with required prefix \"Token\""), word("Token"));
        check(&header("Send `Authorization: ApiKey <key>`."), word("ApiKey"));
        check(&header("A bearer token"), Some(AuthScheme::Bearer));
        check(&header("Use the prefix 'Bearer'."), Some(AuthScheme::Bearer));
        let place = ParameterPlace::Header;
        let key = Some(AuthScheme::ApiKey { name: "Authorization".to_owned(), place });
        check(&header("Authorization: YOUR_KEY"), key.clone());
        check(&header("The key, without a prefix."), key);
    }

    #[test]
    fn schemes_of_http_are_words_too() {
        check(&json!({"type": "http", "scheme": "Token"}), word("Token"));
        check(&json!({"type": "http", "scheme": "BASIC"}), Some(AuthScheme::Basic));
        check(&json!({"type": "http", "scheme": "bearer"}), Some(AuthScheme::Bearer));
    }
}
