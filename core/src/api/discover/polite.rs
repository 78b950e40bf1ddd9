//! A client that leaves a server alone once it is asked to.
//!
//! Discovery asks at places where there may be nothing, so it does not wait and
//! come back: what was read until then is what there is to show.

use crate::api::address::origin;
use crate::platform::{HttpClient, HttpError, Request, Response};
use futures::future::LocalBoxFuture;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// The status by which a server asks for fewer requests.
///
/// Source: RFC 6585, section 4.
const TOO_MANY: u16 = 429;

/// Answers in the place of servers that answered so before.
pub(super) struct Polite {
    inner: Rc<dyn HttpClient>,
    /// The origins that are left alone, each with its answer.
    limited: Rc<RefCell<Vec<(String, Response)>>>,
}

impl Polite {
    pub(super) fn over(inner: &Rc<dyn HttpClient>) -> Rc<Self> {
        Rc::new(Self { inner: Rc::clone(inner), limited: Rc::default() })
    }

    /// Returns the servers that asked for fewer requests.
    pub(super) fn limited(&self) -> Vec<String> {
        self.limited.borrow().iter().map(|(origin, _)| origin.clone()).collect()
    }
}

impl fmt::Debug for Polite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Polite").finish_non_exhaustive()
    }
}

impl HttpClient for Polite {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let own = origin(&request.url).to_owned();
        let known = self.limited.borrow().iter().find(|(limited, _)| *limited == own).cloned();
        if let Some((_, answer)) = known {
            return Box::pin(async move { Ok(Response { url: request.url, ..answer }) });
        }
        let (answer, limited) = (self.inner.send(request), Rc::clone(&self.limited));
        Box::pin(async move {
            let response = answer.await?;
            let is_new = !limited.borrow().iter().any(|(known, _)| *known == own);
            if response.status == TOO_MANY && is_new {
                limited.borrow_mut().push((own, response.clone()));
            }
            Ok(response)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::api::discover::{DiscoverOptions, Input, discover};
    use crate::api::fake::{Fake, answer};
    use futures::executor::block_on;
    use std::cell::Cell;

    fn server(free: usize) -> Fake {
        let asked = Cell::new(0);
        Fake::new(move |request| {
            asked.set(asked.get() + 1);
            let body = match request.url.split(".test").last() {
                _ if asked.get() > free => return Ok(answer(429, "{}")),
                Some("/" | "") => {
                    r#"{"lamps": "http://a.test/lamps", "rooms": "http://a.test/rooms", "halls": "http://a.test/halls"}"#
                }
                Some("/lamps" | "/rooms" | "/halls") => {
                    r#"[{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 3, "name": "c"}]"#
                }
                _ => return Ok(answer(404, "{}")),
            };
            Ok(answer(200, body))
        })
    }

    fn asked(server: &Fake) -> usize {
        server.log.borrow().len()
    }

    #[test]
    fn a_server_that_asks_for_fewer_requests_gets_no_more() {
        let input = Input::Url("http://a.test/".to_owned());
        let unlimited = server(usize::MAX);
        let options = DiscoverOptions::default();
        let api = block_on(discover(&unlimited.client(), &input, &options)).unwrap();
        assert!(!api.issues.iter().any(|it| it.message.key == "issue.rate_limited"));
        let needed = asked(&unlimited);
        let lamps = unlimited.log.borrow().iter().position(|it| it.ends_with("/lamps")).unwrap();
        // Two are on their way at the same time.
        let limited = server(lamps + 1);
        let api = block_on(discover(&limited.client(), &input, &options)).unwrap();
        assert!(needed > lamps + 3, "{needed} requests are too few to tell");
        let asked_until = asked(&limited);
        assert!(asked_until <= lamps + 3, "{asked_until} requests, of which {lamps} were needed");
        assert_eq!(api.resources.len(), 1);
        assert!(api.issues.iter().any(|it| it.message.key == "issue.rate_limited"));
        let closed = server(0);
        let error = block_on(discover(&closed.client(), &input, &options)).unwrap_err();
        assert_eq!((error.status(), asked(&closed)), (Some(429), 1));
    }
}
