//! A question to the worker that reads APIs.

use super::Workspace;
use super::connection::Connection;
use super::reader::Reader;
use vitrine_core::api::discover::exchange::{Known, Question, Received};
use vitrine_core::api::discover::{DiscoverError, Found};

/// The description of an API that is no address.
#[derive(Debug, Clone)]
pub(super) enum Document {
    /// What the device kept.
    Text(String),
    /// What a person picked; the worker reads it.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only a worker reads it"))]
    File(web_sys::File),
}

/// What was found, with the bytes of its model as JSON.
pub(super) type Answered = Result<Option<(Box<Found>, usize)>, DiscoverError>;

/// Returns what to ask about a connection: all there is to know or, with what
/// is `known`, whether that has changed.
pub(super) fn question(
    workspace: Workspace,
    connection: &Connection,
    known: Option<Known>,
) -> Question {
    let page_url = super::store::page_url();
    let input = connection.input(page_url.as_deref());
    let credentials = workspace.credentials().entries();
    Question { input, page_url, credentials, through: workspace.through(), known }
}

/// Asks, and has `watch` see what comes before the answer.
#[cfg(target_arch = "wasm32")]
pub(super) async fn ask(
    _workspace: Workspace,
    reader: &Reader,
    question: Question,
    document: Option<Document>,
    mut watch: impl AsyncFnMut(Received),
) -> Answered {
    use futures::StreamExt;
    use futures::channel::mpsc;
    use js_sys::{Array, Uint8Array};
    use vitrine_core::api::discover::DiscoverErrorKind;
    use vitrine_core::api::discover::exchange::Reception;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    let interrupted = || DiscoverError::new(DiscoverErrorKind::Interrupted, "");
    let worker = reader.worker.as_ref().ok_or_else(interrupted)?;
    let (sender, mut messages) = mpsc::unbounded();
    let failures = sender.clone();
    // A message is taken as soon as it is there, so each is a task of its own
    // and none of them a long one.
    let on_message =
        Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            let bytes = event.data().unchecked_into::<Uint8Array>().to_vec();
            let _ = sender.unbounded_send(Ok(bytes));
        });
    let on_error =
        Closure::<dyn FnMut(web_sys::ErrorEvent)>::new(move |event: web_sys::ErrorEvent| {
            // A script that did not arrive is an event without words.
            let words = js_sys::Reflect::get(&event, &"message".into()).ok();
            let words = words.and_then(|words| words.as_string()).unwrap_or_default();
            let _ = failures.unbounded_send(Err(words));
        });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    // It may have failed before anybody listened.
    if js_sys::Reflect::get(worker, &"hasFailed".into()).is_ok_and(|failed| failed.is_truthy()) {
        return Err(interrupted());
    }
    let asked = Uint8Array::from(question.to_bytes().as_slice());
    let message = Array::of2(&asked, &document.and_then(blob).into());
    worker.post_message(&message).map_err(|_| interrupted())?;
    let mut reception = Reception::default();
    while let Some(message) = messages.next().await {
        let bytes = message.map_err(|words| interrupted().with_detail(words))?;
        match reception.take(&bytes) {
            Received::End(end) => {
                return end.map(|found| found.map(|found| (found, reception.size())));
            }
            other => watch(other).await,
        }
    }
    Err(interrupted())
}

/// Hands a document to the worker: a file as it is, which copies nothing.
#[cfg(target_arch = "wasm32")]
fn blob(document: Document) -> Option<web_sys::Blob> {
    match document {
        Document::File(file) => Some(file.into()),
        Document::Text(text) => {
            let parts = js_sys::Array::of1(&text.into());
            web_sys::Blob::new_with_str_sequence(&parts).ok()
        }
    }
}

/// Asks in this thread, where there are no workers.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn ask(
    workspace: Workspace,
    _reader: &Reader,
    question: Question,
    document: Option<Document>,
    mut watch: impl AsyncFnMut(Received),
) -> Answered {
    use std::cell::RefCell;
    use std::rc::Rc;
    use vitrine_core::api::discover::exchange::{Answer, Reception, answer};

    let text = document.and_then(|document| match document {
        Document::Text(text) => Some(text.into_bytes()),
        Document::File(_) => None,
    });
    let question = Question::from_bytes(&question.to_bytes(), text).expect("it was just written");
    let messages = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&messages);
    let tell = Rc::new(move |answer: Answer| kept.borrow_mut().push(answer.to_bytes()));
    answer(&workspace.http(), question, tell).await;
    let mut reception = Reception::default();
    for bytes in messages.take() {
        match reception.take(&bytes) {
            Received::End(end) => {
                return end.map(|found| found.map(|found| (found, reception.size())));
            }
            other => watch(other).await,
        }
    }
    unreachable!("every exchange has an end")
}
