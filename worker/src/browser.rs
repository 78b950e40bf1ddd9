//! Exchange of messages with the page.

use js_sys::{Array, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use vitrine_core::api::discover::exchange::{Answer, Question, answer as give};
use vitrine_core::platform::{HttpClient, Message, WatchedHttp};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = postMessage)]
    fn post(message: &Uint8Array, transfer: &Array);

    // Notes a message that belongs to the model.
    fn keep(message: &Uint8Array);
}

/// Answers a question: its JSON, and the description beside it if it names a
/// file.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "JavaScript calls it")]
pub async fn answer(question: Vec<u8>, document: Option<Vec<u8>>) {
    let question =
        Question::from_bytes(&question, document).expect("the page is of the same build");
    let seen = Cell::new(0);
    let http: Rc<dyn HttpClient> = Rc::new(WatchedHttp::new(move |url, bytes| {
        // What is smaller is here before anybody has read the sentence.
        let megabytes = bytes >> 20;
        if seen.replace(megabytes) < megabytes {
            let message = Message::new("connect.progress.bytes").with("url", url);
            tell(&Answer::Progress(message.with("size", megabytes)));
        }
    }));
    give(&http, question, Rc::new(|answer| tell(&answer))).await;
}

/// Sends a message whose bytes are handed over and not copied.
fn tell(answer: &Answer) {
    let bytes = Uint8Array::from(answer.to_bytes().as_slice());
    if matches!(answer, Answer::Part(_) | Answer::Found(_)) {
        keep(&bytes);
    }
    post(&bytes, &Array::of1(&bytes.buffer()));
}
