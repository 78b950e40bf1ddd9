//! What a 401 says about how to sign in.

use crate::api::AuthScheme;

/// Schemes in which something is computed of each request.
const COMPUTED: [&str; 7] = ["digest", "negotiate", "ntlm", "hoba", "mutual", "hawk", "dpop"];

/// Returns the ways to sign in that a `WWW-Authenticate` header names, those
/// that can be used here, in its order.
///
/// ```
/// use vitrine_core::api::{AuthScheme, challenged};
/// let token = AuthScheme::Prefixed { prefix: "Token".into() };
/// assert_eq!(challenged("Token realm=\"a, b\", Basic"), [token, AuthScheme::Basic]);
/// ```
///
/// Source: RFC 9110, section 11.6.1.
#[must_use]
pub fn challenged(header: &str) -> Vec<AuthScheme> {
    let mut schemes = Vec::new();
    for part in parts(header) {
        let word = part.split_whitespace().next().unwrap_or_default();
        let is_scheme = word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if !is_scheme || COMPUTED.contains(&word.to_ascii_lowercase().as_str()) {
            continue;
        }
        let scheme = prefixed(word);
        if !schemes.contains(&scheme) {
            schemes.push(scheme);
        }
    }
    schemes
}

/// Returns the scheme of `Authorization: <word> ...`.
pub(crate) fn prefixed(word: &str) -> AuthScheme {
    if word.eq_ignore_ascii_case("bearer") {
        AuthScheme::Bearer
    } else if word.eq_ignore_ascii_case("basic") {
        AuthScheme::Basic
    } else {
        AuthScheme::Prefixed { prefix: word.to_owned() }
    }
}

/// Splits at the commas outside of quotes.
fn parts(header: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let parts = header.split(move |sign: char| {
        is_quoted ^= sign == '"';
        sign == ',' && !is_quoted
    });
    parts.map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: &[AuthScheme]) {
        assert_eq!(challenged(header), expected, "{header}");
    }

    #[test]
    fn parameters_are_no_schemes() {
        let header = r#"Bearer realm="api", error="invalid_token", error_description="a, b""#;
        check(header, &[AuthScheme::Bearer]);
        check(r#"realm="x""#, &[]);
        check("", &[]);
    }

    #[test]
    fn several_challenges_keep_their_order_and_computed_ones_are_left_out() {
        let token = AuthScheme::Prefixed { prefix: "ApiKey".into() };
        check("Negotiate, ApiKey, basic realm=\"a\"", &[token, AuthScheme::Basic]);
        check("Digest realm=\"a\", nonce=\"b\"", &[]);
    }
}
