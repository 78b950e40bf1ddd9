//! The requests of one verification, and what was learned so far.

use crate::api::dialect::{decode_codes, decode_list, encode_list};
use crate::api::discover::cors::CorsName;
use crate::api::discover::evidence::evidence;
use crate::api::discover::probe::{adopt, linked, of_response};
use crate::api::rest::capabilities;
use crate::api::{
    Capabilities, Dialect, Evidence, Field, ListParams, Outcome, Page, PageRequest, Paging,
    Resource, Source, Total, Transport,
};
use crate::platform::{Request, Response};
use crate::record::Record;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use super::{REQUESTS, Verification};

/// The rows that the application asks for at first.
pub(super) const SIZE: u32 = 25;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// The bytes of one answer that are read.
const LIMIT: usize = 4 * 1024 * 1024;

/// The bytes of a refusal that are looked at.
const WORDS: usize = 4 * 1024;

/// What came back.
#[derive(Debug)]
pub(super) enum Answer {
    /// Rows.
    Rows(Page, String),
    /// The server did not want this, or what came was no list; with its own
    /// words.
    Refused(String, String),
    /// Nothing that could tell anything.
    Silent,
}

impl Answer {
    /// Returns which of `names` the server's words name, if this is a refusal.
    pub(super) fn named(&self, names: &[String]) -> Vec<String> {
        let Self::Refused(_, words) = self else { return Vec::new() };
        // The names of members are those of the format, not of fields.
        let spoken = match serde_json::from_str::<Value>(words) {
            Ok(value) => texts(&value).join(" "),
            Err(_) => words.clone(),
        };
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let words: Vec<&str> = spoken.split(|letter: char| !is_word(letter)).collect();
        names.iter().filter(|name| words.contains(&name.as_str())).cloned().collect()
    }

    pub(super) fn url(&self) -> &str {
        match self {
            Self::Rows(_, url) | Self::Refused(url, _) => url,
            Self::Silent => "",
        }
    }
}

/// The course of one verification.
#[derive(Debug)]
pub(super) struct Course<'a> {
    transport: &'a Transport,
    base_url: &'a str,
    requests: Cell<usize>,
    is_over: Cell<bool>,
    /// The resource, whose dialect changes on the way.
    pub(super) resource: Resource,
    /// What it claims to be able to do.
    pub(super) claims: Capabilities,
    /// The rows of the plain list.
    pub(super) rows: Vec<Record>,
    /// The answer that they came in.
    pub(super) plain: Page,
    evidence: Vec<Evidence>,
    /// The answer of the plain list.
    first: RefCell<Option<Response>>,
    /// The headers of the plain list that could be seen.
    pub(super) headers: Vec<(String, String)>,
    /// The headers that could not be seen.
    pub(super) hidden: Vec<CorsName>,
}

impl<'a> Course<'a> {
    /// Asks for the plain list.
    pub(super) async fn begin(
        transport: &'a Transport,
        base_url: &'a str,
        resource: &Resource,
    ) -> Option<Self> {
        let mut course = Self {
            transport,
            base_url,
            requests: Cell::new(0),
            is_over: Cell::new(false),
            resource: resource.clone(),
            claims: capabilities(resource),
            rows: Vec::new(),
            plain: Page::default(),
            evidence: Vec::new(),
            first: RefCell::default(),
            headers: Vec::new(),
            hidden: Vec::new(),
        };
        let mut answer = course.ask(&course.params(1, SIZE)).await;
        if let Answer::Refused(url, _) = &answer
            && course.resource.dialect.paging != Paging::None
        {
            // What refuses its pages may still answer all at once.
            let url = url.clone();
            course.resource.dialect.paging = Paging::None;
            answer = course.ask(&course.params(1, SIZE)).await;
            if matches!(answer, Answer::Rows(..)) {
                course.say(Outcome::Refuted, "paging", "refused", &url);
            }
        }
        let Answer::Rows(mut page, _) = answer else { return None };
        if let Some(response) = course.first.take() {
            course.headers.clone_from(&response.headers);
            if course.complete(&response) {
                page = decode_list(&course.resource, &course.params(1, SIZE), &response).ok()?;
            }
        }
        course.rows.clone_from(&page.records);
        course.plain = page;
        Some(course)
    }

    /// Completes what the description leaves open by the plain answer: its
    /// format, and links to the next page. Returns whether anything changed.
    fn complete(&mut self, response: &Response) -> bool {
        let before = self.resource.dialect.clone();
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        if adopt(&mut self.resource, &body).is_none()
            && self.resource.dialect.paging == Paging::None
            && !self.has_refuted("paging")
            && let Some(sample) = of_response(response, &self.resource.name)
            && let Some((paging, parameter)) = linked(&sample)
        {
            self.resource.dialect.paging = paging;
            if let (Total::None, total) = (&self.resource.dialect.total, sample.total) {
                self.resource.dialect.total = total;
            }
            self.say_of(Outcome::Open, "paging", "link", "", &[("parameter", &parameter)]);
        }
        before != self.resource.dialect
    }

    /// Reads the rows again, once it is known what their numbers stand for.
    pub(super) fn decode(&mut self) {
        let dialect = &self.resource.dialect;
        for row in self.rows.iter_mut().chain(&mut self.plain.records) {
            decode_codes(dialect, Rc::make_mut(&mut row.fields));
        }
    }

    fn has_refuted(&self, subject: &str) -> bool {
        self.evidence.iter().any(|known| known.subject == subject)
    }

    /// Returns the parameters of a page of the plain list.
    #[expect(clippy::unused_self, reason = "it reads as what it is: a page of this course")]
    pub(super) fn params(&self, number: u32, size: u32) -> ListParams {
        let page = PageRequest { number, size, cursor: None };
        ListParams { page, ..ListParams::default() }
    }

    /// Returns the dialect as it is known by now.
    pub(super) fn dialect(&mut self) -> &mut Dialect {
        &mut self.resource.dialect
    }

    /// Asks for a list in the dialect of the resource.
    pub(super) async fn ask(&self, params: &ListParams) -> Answer {
        self.ask_as(&self.resource, params).await
    }

    /// Asks for a list in the dialect of `resource`.
    pub(super) async fn ask_as(&self, resource: &Resource, params: &ListParams) -> Answer {
        let Ok(request) = encode_list(resource, self.base_url, params) else {
            return Answer::Silent;
        };
        let url = request.url.clone();
        match self.send(request).await {
            Some(response) if response.is_success() => {
                match decode_list(resource, params, &response) {
                    Ok(page) => {
                        if self.requests.get() <= 2 && self.rows.is_empty() {
                            self.first.replace(Some(response));
                        }
                        Answer::Rows(page, url)
                    }
                    Err(_) => Answer::Refused(url, String::new()),
                }
            }
            Some(response) => {
                let words = &response.body[..response.body.len().min(WORDS)];
                Answer::Refused(url, String::from_utf8_lossy(words).into_owned())
            }
            None => Answer::Silent,
        }
    }

    /// Sends a request within the budget; `None` where no answer came that
    /// says anything about the request.
    pub(super) async fn send(&self, mut request: Request) -> Option<Response> {
        if self.is_over.get() || self.requests.get() >= REQUESTS {
            return None;
        }
        self.requests.set(self.requests.get() + 1);
        request.limit = Some(LIMIT);
        request.timeout = Some(PATIENCE);
        let response = self.transport.send(request).await.ok()?;
        // Who is asked to wait, or to sign in, asks no more.
        if matches!(response.status, 401 | 429 | 502..=504) {
            self.is_over.set(true);
            return None;
        }
        (!response.is_truncated).then_some(response)
    }

    /// Notes what came of a test; the message is `evidence.<subject>.<how>`.
    pub(super) fn say(&mut self, outcome: Outcome, subject: &str, how: &str, request: &str) {
        self.say_of(outcome, subject, how, request, &[]);
    }

    /// Notes what came of a test, with arguments for the message.
    pub(super) fn say_of(
        &mut self,
        outcome: Outcome,
        subject: &str,
        how: &str,
        request: &str,
        arguments: &[(&'static str, &str)],
    ) {
        let (source, confidence) = match outcome {
            Outcome::Proved => (Source::Verified, 98),
            Outcome::Refuted => (Source::Verified, 95),
            Outcome::Open => (Source::Response, 50),
        };
        let mut reason = evidence(subject, source, confidence, how);
        for (name, value) in arguments {
            reason = reason.with(name, *value);
        }
        reason.outcome = Some(outcome);
        reason.request = (!request.is_empty()).then(|| request.to_owned());
        self.evidence.retain(|known| known.subject != reason.subject);
        self.evidence.push(reason);
    }

    /// Notes that the rows cannot tell.
    pub(super) fn leave_open(&mut self) {
        let claims = [
            ("paging", self.claims.can_page),
            ("sort", !self.claims.sort_fields.is_empty()),
            ("filter", !self.claims.filters.is_empty()),
            ("search", self.claims.can_search),
        ];
        for (subject, is_claimed) in claims {
            if is_claimed {
                self.say(Outcome::Open, subject, "open", "");
            }
        }
    }

    /// Returns whether the description speaks of `subject`.
    pub(super) fn is_described(&self, subject: &str) -> bool {
        self.resource
            .evidence
            .iter()
            .any(|reason| reason.subject == subject && reason.source == Source::Document)
    }

    /// Returns whether `subject` is only what servers of a family do.
    pub(super) fn is_family(&self, subject: &str) -> bool {
        self.resource
            .evidence
            .iter()
            .any(|reason| reason.subject == subject && reason.message.key.ends_with(".family"))
    }

    /// Returns the address that paths are appended to.
    pub(super) fn base_url(&self) -> &str {
        self.base_url
    }

    /// Returns whether a further request may be made.
    pub(super) fn may_ask(&self) -> bool {
        !self.is_over.get() && self.requests.get() < REQUESTS
    }

    pub(super) fn end(self) -> Verification {
        let is_absent = |field: &&Field| self.rows.iter().all(|row| row.get(&field.path).is_none());
        let absent = self.resource.fields.iter().filter(|_| !self.rows.is_empty());
        let absent = absent.filter(is_absent).map(|field| field.name.clone()).collect();
        Verification {
            absent,
            evidence: self.evidence,
            dialect: self.resource.dialect,
            fields: self.resource.fields,
            hidden: self.hidden,
        }
    }
}

/// Returns all texts inside a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(elements) => elements.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
