//! What a thread that reads descriptions is asked.

use super::Answer;
use super::parts::parts;
use crate::api::discover::found::is_same;
use crate::api::discover::{DiscoverOptions, Input, find};
use crate::api::{Credential, Credentials, Detour, Transport};
use crate::platform::{HttpClient, SystemClock, is_online};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::rc::Rc;

/// A question: what is there, or is it still the same?
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    /// Where to begin. The text of a document is not part of the JSON.
    pub input: Input,
    /// The address of the page; see [`DiscoverOptions::page_url`].
    pub page_url: Option<String>,
    /// The credentials with their origins.
    pub credentials: Vec<(String, Credential)>,
    /// Origins that are reached through an address of the page's; see
    /// [`Detour`].
    pub through: Vec<(String, String)>,
    /// What was found before, where the question is whether it has changed.
    pub known: Option<Known>,
}

/// What was found of an API before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    /// How the description was; see [`Found::origin`](crate::api::discover::Found).
    pub origin: Value,
    /// Where it was read; `None` where there is none.
    pub document_url: Option<String>,
    /// Whether somebody waits: then an answer that nobody can compare is read
    /// as well.
    pub is_asked: bool,
}

impl Question {
    /// Returns the question without the text of a document.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Plain data can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a question, with the text of the document that came beside it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], document: Option<Vec<u8>>) -> Option<Self> {
        let mut question: Self = serde_json::from_slice(bytes).ok()?;
        if let (Input::Document { text, .. }, Some(document)) = (&mut question.input, document) {
            // Many megabytes are not copied when there is nothing to mend.
            *text = String::from_utf8(document)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        }
        Some(question)
    }
}

/// Answers `question` by calls of `tell`, of which the last is an end.
pub async fn answer(http: &Rc<dyn HttpClient>, question: Question, tell: Rc<dyn Fn(Answer)>) {
    let credentials = Credentials::from(question.credentials);
    let page_url = question.page_url.as_deref().unwrap_or_default();
    let http = &Detour::over(Rc::clone(http), &question.through, page_url);
    if let Some(Known { origin, document_url: Some(url), is_asked }) = &question.known {
        let transport = Transport::new(Rc::clone(http), Rc::new(SystemClock), credentials.clone());
        let told = is_same(&transport, question.page_url.as_deref(), url, origin).await;
        // What does not answer now is not asked for more, unless somebody waits.
        if told == Some(true) || told.is_none() && !is_asked {
            tell(Answer::Same);
            return;
        }
    }
    let (on_progress, on_lists) = (Rc::clone(&tell), Rc::clone(&tell));
    let options = DiscoverOptions {
        page_url: question.page_url,
        credentials,
        is_online: Some(is_online),
        on_progress: Some(Rc::new(move |message| on_progress(Answer::Progress(message)))),
        on_lists: Some(Rc::new(move |api| {
            for part in parts(api) {
                on_lists(Answer::Lists(Box::new(part)));
            }
        })),
    };
    match find(http, &question.input, &options).await {
        Ok(found) => {
            for part in parts(found.api) {
                tell(Answer::Part(Box::new(part)));
            }
            tell(Answer::Found(found.origin));
        }
        Err(error) => tell(Answer::Failed(error)),
    }
}
