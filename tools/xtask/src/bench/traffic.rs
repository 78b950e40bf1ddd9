//! Requests of a page and its workers, from the browser's events.

use std::collections::BTreeMap;

use serde_json::Value;

use super::cdp::Event;

/// What was transferred for each request.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    /// Address and bytes by the browser's id of a request, which no two sessions share.
    requests: BTreeMap<String, (String, u64)>,
}

impl Traffic {
    /// Takes note of an event; those of other domains are ignored.
    pub(super) fn record(&mut self, event: &Event) {
        let params = &event.params;
        let Some(id) = params["requestId"].as_str() else { return };
        let is_known =
            event.method == "Network.requestWillBeSent" || self.requests.contains_key(id);
        if !is_known {
            return;
        }
        let (url, bytes) = self.requests.entry(id.to_owned()).or_default();
        match event.method.as_str() {
            "Network.requestWillBeSent" => {
                // A redirect keeps the id: what its first answer took is kept too.
                *bytes += whole(&params["redirectResponse"]["encodedDataLength"]);
                params["request"]["url"].as_str().unwrap_or_default().clone_into(url);
            }
            // What has come of a request that is cut off later was transferred as well.
            "Network.dataReceived" => *bytes += whole(&params["encodedDataLength"]),
            "Network.loadingFinished" => *bytes = whole(&params["encodedDataLength"]).max(*bytes),
            _ => {}
        }
    }

    /// Returns the bytes of each request, and whether it went to the origin of `page`.
    pub(super) fn by_origin(&self, page: &str) -> impl Iterator<Item = (bool, u64)> {
        let own = origin(page).to_owned();
        self.requests
            .values()
            // `data:` and `blob:` addresses are no traffic.
            .filter(|(url, _)| url.starts_with("http"))
            .map(move |(url, bytes)| (origin(url) == own, *bytes))
    }
}

/// Returns a number of the protocol, which writes sizes and counts as floating-point numbers.
pub(super) fn whole(value: &Value) -> u64 {
    let number = value.as_f64().unwrap_or_default().max(0.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rounded size that is not negative and far below 2^53"
    )]
    let whole = number as u64;
    whole
}

fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAGE: &str = "http://127.0.0.1:1/#/products";

    fn check(events: &[(&str, &str, Value)], expected: &[(bool, u64)]) {
        let mut traffic = Traffic::default();
        for (session, method, params) in events {
            let (session, method) = ((*session).to_owned(), format!("Network.{method}"));
            traffic.record(&Event { session, method, params: params.clone() });
        }
        assert_eq!(traffic.by_origin(PAGE).collect::<Vec<_>>(), expected);
    }

    fn sent(id: &str, url: &str) -> Value {
        json!({ "requestId": id, "request": { "url": url } })
    }

    #[test]
    fn the_application_and_the_api_are_told_apart() {
        check(
            &[
                ("", "requestWillBeSent", sent("a", "http://127.0.0.1:1/app.js")),
                ("", "requestWillBeSent", sent("b", "http://127.0.0.1:12/products?x")),
                ("", "loadingFinished", json!({ "requestId": "a", "encodedDataLength": 10.0 })),
                ("", "loadingFinished", json!({ "requestId": "b", "encodedDataLength": 20 })),
            ],
            &[(true, 10), (false, 20)],
        );
    }

    #[test]
    fn a_request_that_two_sessions_report_counts_once() {
        check(
            &[
                ("page", "requestWillBeSent", sent("a", "http://127.0.0.1:1/worker.js")),
                ("worker", "requestWillBeSent", sent("a", "http://127.0.0.1:1/worker.js")),
                ("page", "loadingFinished", json!({ "requestId": "a", "encodedDataLength": 10 })),
                ("worker", "loadingFinished", json!({ "requestId": "a", "encodedDataLength": 10 })),
            ],
            &[(true, 10)],
        );
    }

    #[test]
    fn what_came_before_a_request_was_cut_off_counts() {
        check(
            &[
                ("", "requestWillBeSent", sent("a", "http://127.0.0.1:1/big.wasm")),
                ("", "dataReceived", json!({ "requestId": "a", "encodedDataLength": 7 })),
                ("", "loadingFailed", json!({ "requestId": "a" })),
            ],
            &[(true, 7)],
        );
    }

    #[test]
    fn an_address_with_its_content_in_it_is_no_traffic() {
        check(&[("", "requestWillBeSent", sent("a", "data:text/plain,x"))], &[]);
    }
}
