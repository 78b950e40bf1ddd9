//! Why an API that is known does not answer.

use super::fetch::{Fetcher, refusal};
use super::{DiscoverError, DiscoverErrorKind, DiscoverOptions};
use crate::platform::HttpClient;
use std::rc::Rc;

/// What got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Something was read.
    Read,
    /// Something was changed, which takes a verb or a header that browsers ask
    /// for permission first.
    Write,
}

/// Looks for the reason why no answer came from `url`, by at most three `GET`
/// requests; `None` when it answers now.
pub async fn diagnose(
    http: &Rc<dyn HttpClient>,
    url: &str,
    attempt: Attempt,
    options: &DiscoverOptions,
) -> Option<DiscoverError> {
    let fetcher = Fetcher::new(http, options);
    if fetcher.is_mixed(url) {
        return Some(DiscoverError::new(DiscoverErrorKind::MixedContent, url));
    }
    match (fetcher.glance(url).await, attempt) {
        (Err(error), _) => Some(error),
        // A list that was not meant may be nowhere, which does not matter.
        (Ok(_), Attempt::Write) => Some(DiscoverError::new(DiscoverErrorKind::Preflight, url)),
        (Ok(answer), Attempt::Read) => {
            refusal(url, &answer).filter(DiscoverError::needs_credentials)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::fake::{Fake, answer, no_answer};
    use crate::api::{Credential, Credentials};
    use crate::platform::Request;
    use futures::executor::block_on;

    const URL: &str = "https://a.org/lamps";

    fn check(
        server: impl Fn(&Request) -> bool + 'static,
        attempt: Attempt,
        options: &DiscoverOptions,
        expected: Option<DiscoverErrorKind>,
    ) {
        let fake =
            Fake::new(
                move |request| {
                    if server(request) { Ok(answer(200, "[]")) } else { Err(no_answer()) }
                },
            );
        let found = block_on(diagnose(&fake.client(), URL, attempt, options));
        assert_eq!(found.map(|error| error.kind()), expected);
        assert!(fake.log.borrow().iter().all(|line| line.starts_with("GET ")));
        assert!(fake.log.borrow().len() <= 3);
    }

    fn with_key() -> DiscoverOptions {
        let credentials = Credentials::new();
        credentials.set(URL, Credential::Bearer { token: "k".into() });
        DiscoverOptions { credentials, ..DiscoverOptions::default() }
    }

    #[test]
    fn only_an_opaque_request_gets_through_to_a_closed_api() {
        let options = DiscoverOptions::default();
        let closed = |request: &Request| request.is_opaque;
        check(closed, Attempt::Read, &options, Some(DiscoverErrorKind::Cors));
        check(|_| false, Attempt::Read, &options, Some(DiscoverErrorKind::Unreachable));
        check(|_| true, Attempt::Read, &options, None);
    }

    #[test]
    fn an_api_that_lets_nobody_send_a_credential_is_told_apart() {
        let is_plain =
            |request: &Request| !request.headers.iter().any(|(name, _)| name == "Authorization");
        check(is_plain, Attempt::Read, &with_key(), Some(DiscoverErrorKind::Preflight));
        check(|it| it.is_opaque, Attempt::Read, &with_key(), Some(DiscoverErrorKind::Cors));
    }

    #[test]
    fn what_can_be_read_but_not_changed_refuses_the_change() {
        let options = DiscoverOptions::default();
        check(|_| true, Attempt::Write, &options, Some(DiscoverErrorKind::Preflight));
    }

    #[test]
    fn without_a_connection_nothing_else_is_suspected() {
        let options = DiscoverOptions { is_online: Some(|| false), ..DiscoverOptions::default() };
        check(|_| false, Attempt::Read, &options, Some(DiscoverErrorKind::Offline));
    }

    #[test]
    fn an_insecure_api_is_not_asked_by_a_secure_page() {
        let page_url = Some("https://app.org/".to_owned());
        let options = DiscoverOptions { page_url, ..DiscoverOptions::default() };
        let fake = Fake::new(|_| Err(no_answer()));
        let found = block_on(diagnose(&fake.client(), "http://a.org/", Attempt::Read, &options));
        assert_eq!(found.map(|error| error.kind()), Some(DiscoverErrorKind::MixedContent));
        assert!(fake.log.borrow().is_empty());
    }
}
