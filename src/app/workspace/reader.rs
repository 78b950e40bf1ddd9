//! The worker that reads APIs.
//!
//! It answers one question and is ended with the [`Reader`], by which an answer
//! that nobody waits for any more is given up as well. Models that are too large
//! for the storage of the page are kept by it: reading and writing them there
//! takes none of the page's time.

use super::connection::Connection;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Worker;

#[wasm_bindgen]
extern "C" {
    // The boot script knows the name of the worker's file.
    #[wasm_bindgen(js_namespace = vitrine, js_name = reader, catch)]
    fn start_worker(task: &str) -> Result<Worker, JsValue>;
}

/// A worker that waits for its question.
#[derive(Debug)]
pub(super) struct Reader {
    /// Absent where none can be started.
    pub(super) worker: Option<Worker>,
}

impl Reader {
    /// Starts a worker; it loads while its question is being made up.
    pub(super) fn start() -> Self {
        Self::named("find")
    }

    /// Starts a worker that answers with the model it has kept, if it has.
    pub(super) fn replaying(connection: &Connection) -> Self {
        if connection.is_stored {
            Self::named(&format!("replay {}", connection.slug))
        } else {
            Self::start()
        }
    }

    /// Has the worker drop what it has kept; it ends by itself.
    pub(super) fn forget(slug: &str) {
        Self::named(&format!("forget {slug}")).worker.take();
    }

    /// Has the worker keep the model of its answer; it ends by itself.
    pub(super) fn keep(mut self, slug: &str) {
        if let Some(worker) = self.worker.take() {
            let order = js_sys::Array::of2(&"keep".into(), &slug.into());
            worker.set_onerror(None);
            // A worker that hears nothing any more keeps nothing.
            let _ = worker.post_message(&order);
        }
    }

    #[cfg(target_arch = "wasm32")]
    fn named(task: &str) -> Self {
        Self { worker: start_worker(task).ok() }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn named(_task: &str) -> Self {
        Self { worker: None }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.terminate();
        }
    }
}
