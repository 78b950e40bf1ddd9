//! Web streams as Rust streams, without exports of its own.
//!
//! Leptos brings `server_fn`, and that brings the crate `wasm-streams`, whose exported classes stay
//! in every module although Vitrine has no server functions: a linker cannot drop an export. It
//! costs 6 kB of the first transfer. This crate takes its place with the part that `server_fn`
//! calls, built on what browsers have, so that all of it is dropped where nobody calls it.

use futures::{Stream, StreamExt, stream};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStreamDefaultReader, TransformStream};

/// A stream of the browser that is read.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Wraps a stream of the browser.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Makes a stream of the browser whose chunks come from `source`; its first error ends it.
    ///
    /// # Panics
    /// Where the browser knows no transform streams.
    #[must_use]
    pub fn from_stream(source: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        let pipe = TransformStream::new().expect("the browser has transform streams");
        let writer = pipe.writable().get_writer().expect("a new stream has no writer");
        spawn_local(async move {
            let mut source = Box::pin(source);
            while let Some(chunk) = source.next().await {
                let end = match chunk {
                    Ok(chunk) => JsFuture::from(writer.write_with_chunk(&chunk)).await.err(),
                    Err(error) => Some(error),
                };
                if let Some(error) = end {
                    let _ = JsFuture::from(writer.abort_with_reason(&error)).await;
                    return;
                }
            }
            let _ = JsFuture::from(writer.close()).await;
        });
        Self(pipe.readable())
    }

    /// Returns the stream of the browser.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Returns the chunks; a failed read is the last item.
    ///
    /// # Panics
    /// When somebody else reads the stream already.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> + 'static {
        let reader = self.0.get_reader().unchecked_into::<ReadableStreamDefaultReader>();
        stream::unfold(Some(reader), |reader| async move {
            let reader = reader?;
            let result = match JsFuture::from(reader.read()).await {
                Ok(result) => result,
                Err(error) => return Some((Err(error), None)),
            };
            let is_done = Reflect::get(&result, &"done".into()).is_ok_and(|done| done.is_truthy());
            if is_done {
                return None;
            }
            Some((Reflect::get(&result, &"value".into()), Some(reader)))
        })
    }
}
