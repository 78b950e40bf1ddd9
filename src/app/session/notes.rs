//! What was found out about an open API and is not part of its model.

use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;
use vitrine_core::api::discover::Drift;
use vitrine_core::api::{Api, Evidence};
use vitrine_core::platform::Message;

/// A description that is another one than before.
#[derive(Debug, Clone)]
pub struct News {
    /// What is understood of it.
    pub api: Rc<Api>,
    /// How it is, to be compared with on a later visit.
    pub origin: Value,
    /// What is different.
    pub drift: Drift,
    /// Whether what is understood is too large to be kept by the page.
    pub is_large: bool,
}

/// What came of testing a person's choices, and news of the description.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    checks: Vec<(String, Vec<Evidence>)>,
    news: Option<News>,
    progress: Option<Message>,
}

impl Notes {
    /// Returns what came of testing a person's choice.
    #[must_use]
    pub fn check(&self, resource: &str, subject: &str) -> Option<Evidence> {
        let inner = self.inner.borrow();
        let (_, reasons) = inner.checks.iter().find(|(name, _)| name == resource)?;
        reasons.iter().find(|reason| reason.subject == subject).cloned()
    }

    /// Keeps what came of testing the choices of a person for a resource.
    pub fn put_checks(&self, resource: &str, reasons: Vec<Evidence>) {
        let mut inner = self.inner.borrow_mut();
        inner.checks.retain(|(name, _)| name != resource);
        inner.checks.push((resource.to_owned(), reasons));
    }

    /// Adds what came of using the choices of a person for a resource.
    pub fn add_checks(&self, resource: &str, reasons: Vec<Evidence>) {
        let mut inner = self.inner.borrow_mut();
        let known = inner.checks.iter_mut().find(|(name, _)| name == resource);
        match known {
            Some((_, known)) => {
                known.retain(|old| !reasons.iter().any(|new| new.subject == old.subject));
                known.extend(reasons);
            }
            None if reasons.is_empty() => {}
            None => inner.checks.push((resource.to_owned(), reasons)),
        }
    }

    /// Forgets what came of testing choices that are other ones now.
    pub fn forget_checks(&self, resource: &str) {
        self.inner.borrow_mut().checks.retain(|(name, _)| name != resource);
    }

    /// Returns how far the reading of the API is, as long as not all of it is
    /// known.
    #[must_use]
    pub fn progress(&self) -> Option<Message> {
        self.inner.borrow().progress.clone()
    }

    /// Says how far the reading of the API is.
    pub fn put_progress(&self, progress: Option<Message>) {
        self.inner.borrow_mut().progress = progress;
    }

    /// Returns whether the description is another one than before.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.inner.borrow().news.is_some()
    }

    /// Returns what is different in the description.
    #[must_use]
    pub fn drift(&self) -> Option<Drift> {
        self.inner.borrow().news.as_ref().map(|news| news.drift.clone())
    }

    /// Keeps a description that is another one than before.
    pub fn put_news(&self, news: News) {
        self.inner.borrow_mut().news = Some(news);
    }

    /// Takes the news out.
    #[must_use]
    pub fn take_news(&self) -> Option<News> {
        self.inner.borrow_mut().news.take()
    }
}
