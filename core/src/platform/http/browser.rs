//! Requests by the browser's `fetch`.

use super::{HttpClient, HttpError, HttpErrorKind, Request, Response};
use futures::FutureExt;
use futures::future::{Either, LocalBoxFuture, select};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestInit, RequestMode,
    Response as WebResponse,
};

#[wasm_bindgen]
extern "C" {
    // That of the window or of the worker this runs in.
    fn fetch(url: &str, init: &RequestInit) -> Promise;
}

/// The browser's `fetch`.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserHttp;

impl HttpClient for BrowserHttp {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        send(request, None)
    }
}

/// Is told how many bytes of the answer from an address have come.
type Watch = Rc<dyn Fn(&str, usize)>;

/// The browser's `fetch`, with somebody who is told how far each answer is.
#[derive(Clone)]
pub struct WatchedHttp {
    watch: Watch,
}

impl WatchedHttp {
    /// Returns a client that calls `watch` with the address and the bytes that
    /// have come of its answer, whenever some more have.
    pub fn new(watch: impl Fn(&str, usize) + 'static) -> Self {
        Self { watch: Rc::new(watch) }
    }
}

impl fmt::Debug for WatchedHttp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WatchedHttp")
    }
}

impl HttpClient for WatchedHttp {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        send(request, Some(Rc::clone(&self.watch)))
    }
}

fn send(
    request: Request,
    watch: Option<Watch>,
) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
    async move {
        let timeout = request.timeout;
        let exchange = exchange(request, watch).boxed_local();
        let Some(timeout) = timeout else { return exchange.await };
        match select(exchange, gloo_timers::future::sleep(timeout).boxed_local()).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(HttpError::new(HttpErrorKind::Timeout, "timed out")),
        }
    }
    .boxed_local()
}

/// Aborts the request when the future that awaits it is dropped.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn exchange(request: Request, watch: Option<Watch>) -> Result<Response, HttpError> {
    let controller = AbortController::new().map_err(|error| failure(&error))?;
    let guard = AbortOnDrop(controller);
    let promise = start(&request, &guard.0).map_err(|error| failure(&error))?;
    let response: WebResponse = JsFuture::from(promise)
        .await
        .map_err(|error| failure(&error))?
        .dyn_into()
        .map_err(|error| failure(&error))?;
    let (body, is_truncated) = read(&response, request.limit, watch).await?;
    let headers = headers(&response.headers());
    Ok(Response { status: response.status(), url: response.url(), headers, body, is_truncated })
}

fn start(request: &Request, controller: &AbortController) -> Result<Promise, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_signal(Some(&controller.signal()));
    if request.is_opaque {
        init.set_mode(RequestMode::NoCors);
    }
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    Ok(fetch(&request.url, &init))
}

/// Reads the body, and of it no more than `limit` bytes.
async fn read(
    response: &WebResponse,
    limit: Option<usize>,
    watch: Option<Watch>,
) -> Result<(Vec<u8>, bool), HttpError> {
    let Some(limit) = limit else {
        let promise = response.array_buffer().map_err(|error| failure(&error))?;
        let buffer = JsFuture::from(promise).await.map_err(|error| failure(&error))?;
        return Ok((Uint8Array::new(&buffer).to_vec(), false));
    };
    let Some(stream) = response.body() else { return Ok((Vec::new(), false)) };
    let reader: ReadableStreamDefaultReader =
        stream.get_reader().dyn_into().map_err(|error| failure(&error))?;
    let mut body = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|error| failure(&error))?;
        let is_done = Reflect::get(&step, &"done".into()).is_ok_and(|done| done.is_truthy());
        if is_done {
            return Ok((body, false));
        }
        let chunk = Reflect::get(&step, &"value".into()).map_err(|error| failure(&error))?;
        body.extend(Uint8Array::new(&chunk).to_vec());
        if let Some(watch) = &watch {
            watch(&response.url(), body.len());
        }
        if body.len() > limit {
            body.truncate(limit);
            // The rest is of no interest; a refusal to cancel changes nothing.
            let _ = reader.cancel();
            return Ok((body, true));
        }
    }
}

fn headers(headers: &Headers) -> Vec<(String, String)> {
    let pairs = js_sys::try_iter(headers).ok().flatten();
    let pairs = pairs.into_iter().flatten().filter_map(Result::ok);
    pairs
        .filter_map(|pair| {
            let pair = Array::from(&pair);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

fn failure(error: &JsValue) -> HttpError {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    let text = text.or_else(|| error.as_string()).unwrap_or_default();
    let is_url = text.contains("parse URL") || text.contains("not a valid URL");
    let kind = if is_url { HttpErrorKind::InvalidUrl } else { HttpErrorKind::Network };
    HttpError::new(kind, text)
}
