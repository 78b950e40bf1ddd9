//! Answers that the boot script has asked for while the module was on its way.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use js_sys::{Array, Promise, Uint8Array};
use vitrine_core::platform::{BrowserHttp, HttpClient, HttpError, Method, Request, Response};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Returns the answer to a request that is on its way, if it is the same one, and takes note of
    /// the page's first request for the next visit.
    #[wasm_bindgen(js_namespace = vitrine, catch)]
    fn take(url: &str, headers: &Array, is_private: bool) -> Result<Option<Promise>, JsValue>;
}

/// The browser's `fetch`, which sends no request a second time that the boot
/// script has sent.
#[derive(Debug)]
pub(super) struct Early;

impl HttpClient for Early {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        if request.method != Method::Get || request.is_opaque {
            return BrowserHttp.send(request);
        }
        let header = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
        let headers = request.headers.iter().map(header).collect::<Array>();
        // Without a boot script, as in tests, nothing is on its way.
        let answer = take(&request.url, &headers, request.is_private).ok().flatten();
        let Some(answer) = answer else { return BrowserHttp.send(request) };
        async move {
            match JsFuture::from(answer).await.ok().and_then(|parts| read(&parts, request.limit)) {
                Some(response) => Ok(response),
                None => BrowserHttp.send(request).await,
            }
        }
        .boxed_local()
    }
}

/// Reads status, address, headers and body; `None` where the request failed.
fn read(parts: &JsValue, limit: Option<usize>) -> Option<Response> {
    let parts: &Array = parts.dyn_ref()?;
    let header = |pair: JsValue| {
        let pair = Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    let mut body = parts.get(3).dyn_ref::<Uint8Array>()?.to_vec();
    let is_truncated = limit.is_some_and(|limit| body.len() > limit);
    body.truncate(limit.unwrap_or(usize::MAX));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a status is small"
    )]
    let status = parts.get(0).as_f64()? as u16;
    Some(Response {
        status,
        url: parts.get(1).as_string()?,
        headers: Array::from(&parts.get(2)).iter().filter_map(header).collect(),
        body,
        is_truncated,
    })
}
