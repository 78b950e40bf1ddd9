//! The worker that reads APIs.
//!
//! It answers one question and is ended with the [`Reader`], by which an answer
//! that nobody waits for any more is given up as well.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::JsValue;
use web_sys::Worker;

#[wasm_bindgen]
extern "C" {
    // The boot script knows the name of the worker's file.
    #[wasm_bindgen(js_namespace = vitrine, js_name = reader, catch)]
    fn start_worker() -> Result<Worker, JsValue>;
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
        #[cfg(target_arch = "wasm32")]
        let worker = start_worker().ok();
        #[cfg(not(target_arch = "wasm32"))]
        let worker = None;
        Self { worker }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.terminate();
        }
    }
}
