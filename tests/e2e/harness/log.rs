//! The judgement over what the browser wrote into its log.

use serde_json::Value;

/// Returns the entries that no journey may leave behind, in words.
///
/// Errors are: a call of `console.error`, an exception that nobody caught (a panic is both), a
/// report of the Content-Security-Policy, and a request that failed. The browser itself writes a
/// line for each refused or failed request, which is none of the application's; such a line is let
/// through when it contains one of `expected`. So is the boot script's exception about a download
/// that failed, which it explains on the page.
pub(super) fn failures(entries: &[Value], expected: &[String]) -> Vec<String> {
    let is_failure = |entry: &&Value| {
        let message = entry["message"].as_str().unwrap_or_default();
        let source = entry["source"].as_str().unwrap_or_default();
        let is_policy = source == "security" || message.contains("Content Security Policy");
        let is_by_browser = source == "network"
            || message.contains("blocked by CORS policy")
            || message.contains("Uncaught Unreachable: ");
        let is_expected = is_by_browser && expected.iter().any(|part| message.contains(part));
        is_policy || (entry["level"] == "SEVERE" && !is_expected)
    };
    let words = |entry: &Value| {
        let part = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        format!("{} {}: {}", part("level"), part("source"), part("message"))
    };
    entries.iter().filter(is_failure).map(words).collect()
}

#[test]
fn only_the_browsers_own_line_for_an_expected_refusal_is_let_through() {
    let entry = |level: &str, source: &str, message: &str| serde_json::json!({ "level": level, "source": source, "message": message });
    let refused = "http://127.0.0.1/a - Failed to load resource: the server responded with a \
                   status of 422 (Unprocessable Content)";
    let expected = ["status of 422".to_owned()];
    let check = |entry: Value, count: usize| {
        assert_eq!(failures(std::slice::from_ref(&entry), &expected).len(), count, "{entry}");
    };
    check(entry("SEVERE", "network", refused), 0);
    check(entry("SEVERE", "network", &refused.replace("422", "500")), 1);
    check(entry("SEVERE", "console-api", "status of 422"), 1);
    check(entry("SEVERE", "javascript", "Uncaught RuntimeError: unreachable"), 1);
    check(entry("INFO", "security", "Refused to apply inline style"), 1);
    check(entry("INFO", "console-api", "a note"), 0);
}
