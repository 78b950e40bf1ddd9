//! The parts of `IndexedDB` that are used, and their events as promises.

use super::{DatabaseError, DatabaseErrorKind};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = IDBFactory)]
    pub(super) type Factory;
    #[wasm_bindgen(method, catch)]
    pub(super) fn open(this: &Factory, name: &str, version: u32) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteDatabase)]
    pub(super) fn delete(this: &Factory, name: &str) -> Result<Request, JsValue>;

    #[wasm_bindgen(js_name = IDBRequest)]
    #[derive(Debug, Clone)]
    pub(super) type Request;
    #[wasm_bindgen(method, catch, getter)]
    pub(super) fn result(this: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, getter)]
    fn error(this: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onsuccess(this: &Request, listener: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onerror(this: &Request, listener: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onblocked(this: &Request, listener: &Function);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onupgradeneeded(this: &Request, listener: &Function);

    #[wasm_bindgen(js_name = IDBDatabase)]
    #[derive(Debug, Clone)]
    pub(super) type Connection;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    pub(super) fn create_store(this: &Connection, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Connection,
        stores: &Array,
        mode: &str,
        options: &JsValue,
    ) -> Result<Transaction, JsValue>;
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &Connection);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onversionchange(this: &Connection, listener: &Function);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onclose(this: &Connection, listener: &Function);

    #[wasm_bindgen(js_name = IDBTransaction)]
    pub(super) type Transaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    pub(super) fn store(this: &Transaction, name: &str) -> Result<ObjectStore, JsValue>;
    #[wasm_bindgen(method, getter, js_name = error)]
    fn failure(this: &Transaction) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_oncomplete(this: &Transaction, listener: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onabort(this: &Transaction, listener: &Function);

    #[wasm_bindgen(js_name = IDBObjectStore)]
    pub(super) type ObjectStore;
    #[wasm_bindgen(method, catch)]
    pub(super) fn get(this: &ObjectStore, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn put(this: &ObjectStore, value: &JsValue, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn delete(this: &ObjectStore, keys: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    pub(super) fn get_all(this: &ObjectStore, keys: &JsValue) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    pub(super) fn get_all_keys(this: &ObjectStore, keys: &JsValue) -> Result<Request, JsValue>;

    #[wasm_bindgen(js_name = IDBKeyRange)]
    type KeyRange;
    #[wasm_bindgen(static_method_of = KeyRange, js_class = "IDBKeyRange")]
    fn bound(lower: &str, upper: &str) -> KeyRange;
}

/// Returns the databases of the page or the worker this runs in.
pub(super) fn factory() -> Option<Factory> {
    // Reading it throws where storage is forbidden.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?;
    factory.is_object().then(|| factory.unchecked_into())
}

/// Returns the keys that begin with `prefix`.
pub(super) fn keys_from(prefix: &str) -> JsValue {
    // Keys are compared by code units, of which U+FFFF is the last.
    KeyRange::bound(prefix, &format!("{prefix}\u{ffff}")).into()
}

impl Connection {
    pub(super) fn begin(
        &self,
        stores: &Array,
        mode: &str,
        durability: &str,
    ) -> Result<Transaction, JsValue> {
        let options = js_sys::Object::new();
        Reflect::set(&options, &"durability".into(), &durability.into())?;
        self.transaction(stores, mode, &options)
    }
}

impl Request {
    /// Waits for the request; fails when it is blocked, too.
    pub(super) async fn outcome(&self, operation: &'static str) -> Result<JsValue, DatabaseError> {
        let ended = Promise::new(&mut |resolve, reject| {
            self.set_onsuccess(&resolve);
            self.set_onerror(&reject);
            self.set_onblocked(&reject);
        });
        if JsFuture::from(ended).await.is_ok() {
            return self.result().map_err(|error| failed(&error, operation));
        }
        // A request that is not done yet throws here: it is blocked.
        match self.error() {
            Ok(error) => Err(failed(&error, operation)),
            Err(_) => Err(DatabaseError::new(DatabaseErrorKind::Blocked, operation)),
        }
    }
}

impl Transaction {
    /// Waits until what was asked for is kept; call before the first wait.
    pub(super) fn completion(
        self,
        operation: &'static str,
    ) -> impl Future<Output = Result<(), DatabaseError>> {
        let ended = Promise::new(&mut |resolve, reject| {
            self.set_oncomplete(&resolve);
            self.set_onabort(&reject);
        });
        async move {
            let ended = JsFuture::from(ended).await;
            ended.map(|_| ()).map_err(|_| failed(&self.failure(), operation))
        }
    }
}

/// Returns the error that the browser's `error` stands for.
pub(super) fn failed(error: &JsValue, operation: &'static str) -> DatabaseError {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    let kind = match name.as_deref() {
        Some("QuotaExceededError") => DatabaseErrorKind::Full,
        Some("SecurityError") => DatabaseErrorKind::Missing,
        Some("VersionError") => DatabaseErrorKind::Blocked,
        Some("InvalidStateError" | "AbortError") => DatabaseErrorKind::Closed,
        _ => DatabaseErrorKind::Broken,
    };
    DatabaseError::new(kind, operation)
}
