//! What may lie behind an answer that did not come.
//!
//! A browser tells a page neither why a connection failed nor what an answer
//! said that the page may not read. What is likely depends on the address.

use super::DiscoverErrorKind;
use super::host::{host_name, is_local, is_private};
use crate::api::address::origin;
use crate::platform::Message;

/// Returns what may lie behind an error of this kind about `url`, the
/// likeliest first.
pub(super) fn causes(kind: DiscoverErrorKind, url: &str) -> Vec<Message> {
    let host = host_name(url);
    let is_https = url.starts_with("https:");
    let is_number = host.starts_with('[') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_name = !is_number && !is_local(host);
    let mut causes = Vec::new();
    let mut add = |key: &'static str, is_possible: bool| {
        if is_possible {
            let message = Message::new(key).with("url", url).with("host", host);
            causes.push(message.with("origin", origin(url)));
        }
    };
    match kind {
        DiscoverErrorKind::Unreachable => {
            add("connect.cause.not_running", is_private(host));
            add("connect.cause.name", is_name);
            add("connect.cause.certificate", is_https);
            add("connect.cause.secure_only", !is_https && is_name);
            add("connect.cause.down", !is_private(host));
            add("connect.cause.blocked", !is_local(host));
        }
        DiscoverErrorKind::LocalNetwork => {
            add("connect.cause.permission", true);
            add("connect.cause.not_running", true);
            add("connect.cause.certificate", is_https);
        }
        DiscoverErrorKind::Timeout => {
            add("connect.cause.slow", true);
            add("connect.cause.firewall", true);
        }
        DiscoverErrorKind::Cors => {
            add("connect.cause.no_headers", true);
            add("connect.cause.closed", true);
            add("connect.cause.redirect", true);
        }
        DiscoverErrorKind::Preflight => {
            add("connect.cause.options", true);
            add("connect.cause.header", true);
        }
        _ => {}
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: DiscoverErrorKind, url: &str, expected: &[&str]) {
        let causes = causes(kind, url);
        let keys: Vec<&str> =
            causes.iter().map(|cause| cause.key.trim_start_matches("connect.cause.")).collect();
        assert_eq!(keys, expected, "{url}");
    }

    #[test]
    fn what_is_likely_depends_on_the_address() {
        let silent = DiscoverErrorKind::Unreachable;
        check(silent, "http://localhost:3000", &["not_running"]);
        check(silent, "http://10.0.0.7/api", &["not_running", "blocked"]);
        check(silent, "https://8.8.8.8/api", &["certificate", "down", "blocked"]);
        let of_name = ["name", "certificate", "down", "blocked"];
        check(silent, "https://api.shop.org/v1", &of_name);
        check(silent, "http://api.shop.org", &["name", "secure_only", "down", "blocked"]);
    }

    #[test]
    fn what_a_server_said_itself_needs_no_guess() {
        check(DiscoverErrorKind::NotFound, "https://a.org", &[]);
        check(DiscoverErrorKind::Offline, "https://a.org", &[]);
    }
}
