//! `IndexedDB`.

use super::request::{Connection, Request, factory, failed, keys_from};
use super::{
    Database, DatabaseChange, DatabaseError, DatabaseErrorKind, DatabaseFuture, Durability,
};
use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The browser's database of a name.
///
/// It is opened by the first operation, and again after it was closed: another
/// tab removes it, or the person cleans up.
#[derive(Clone)]
pub struct BrowserDatabase {
    inner: Rc<Inner>,
}

struct Inner {
    name: String,
    version: u32,
    stores: &'static [&'static str],
    opening: RefCell<Option<Opening>>,
}

type Opening = Shared<LocalBoxFuture<'static, Result<Rc<Open>, DatabaseError>>>;

/// An open connection with its listeners.
struct Open {
    connection: Connection,
    _on_close: Closure<dyn FnMut()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.connection.close();
    }
}

impl BrowserDatabase {
    /// Returns the database called `name` with these object stores. A higher
    /// `version` than the one on the device adds the stores that are missing.
    #[must_use]
    pub fn new(name: impl Into<String>, version: u32, stores: &'static [&'static str]) -> Self {
        let opening = RefCell::default();
        Self { inner: Rc::new(Inner { name: name.into(), version, stores, opening }) }
    }

    async fn open(&self, operation: &'static str) -> Result<Rc<Open>, DatabaseError> {
        let opening = self.inner.opening.borrow().clone();
        let opening = opening.unwrap_or_else(|| {
            let inner = Rc::clone(&self.inner);
            let opening = async move { open(&inner, operation).await }.boxed_local().shared();
            *self.inner.opening.borrow_mut() = Some(opening.clone());
            opening
        });
        let opened = opening.await;
        if opened.is_err() {
            self.inner.opening.take();
        }
        opened
    }
}

async fn open(inner: &Rc<Inner>, operation: &'static str) -> Result<Rc<Open>, DatabaseError> {
    let missing = || DatabaseError::new(DatabaseErrorKind::Missing, operation);
    let request = factory().ok_or_else(missing)?;
    let request =
        request.open(&inner.name, inner.version).map_err(|error| failed(&error, operation))?;
    let (stores, upgraded) = (inner.stores, request.clone());
    let on_upgrade = Closure::<dyn FnMut()>::new(move || {
        let Ok(connection) = upgraded.result() else { return };
        for store in stores {
            // One that is there already says so by an error.
            let _ = connection.unchecked_ref::<Connection>().create_store(store);
        }
    });
    request.set_onupgradeneeded(on_upgrade.as_ref().unchecked_ref());
    let connection: Connection = request.outcome(operation).await?.unchecked_into();
    let weak: Weak<Inner> = Rc::downgrade(inner);
    let closing = connection.clone();
    let on_close = Closure::<dyn FnMut()>::new(move || {
        closing.close();
        let Some(inner) = weak.upgrade() else { return };
        // The listener is part of what is let go, so it goes a turn later.
        let ended = inner.opening.take();
        wasm_bindgen_futures::spawn_local(async move { drop(ended) });
    });
    connection.set_onversionchange(on_close.as_ref().unchecked_ref());
    connection.set_onclose(on_close.as_ref().unchecked_ref());
    Ok(Rc::new(Open { connection, _on_close: on_close }))
}

impl Database for BrowserDatabase {
    fn get(&self, store: &'static str, keys: Vec<String>) -> DatabaseFuture<Vec<Option<Vec<u8>>>> {
        let this = self.clone();
        Box::pin(async move {
            let open = this.open("get").await?;
            let requests = requests(&open, store, |store| {
                keys.iter().map(|key| store.get(key)).collect::<Result<Vec<_>, _>>()
            })
            .map_err(|error| failed(&error, "get"))?;
            let mut found = Vec::with_capacity(requests.len());
            for outcome in outcomes(&requests, "get").await? {
                found.push(outcome.is_object().then(|| bytes(&outcome)));
            }
            Ok(found)
        })
    }

    fn entries(&self, store: &'static str, prefix: &str) -> DatabaseFuture<Vec<(String, Vec<u8>)>> {
        let (this, prefix) = (self.clone(), prefix.to_owned());
        Box::pin(async move {
            let open = this.open("entries").await?;
            let requests = requests(&open, store, |store| {
                let range = keys_from(&prefix);
                Ok(vec![store.get_all_keys(&range)?, store.get_all(&range)?])
            })
            .map_err(|error| failed(&error, "entries"))?;
            let outcomes = outcomes(&requests, "entries").await?;
            let [keys, values] = outcomes.as_slice() else { return Ok(Vec::new()) };
            let (keys, values) = (Array::from(keys), Array::from(values));
            let pairs = keys.iter().zip(values.iter());
            Ok(pairs.filter_map(|(key, value)| Some((key.as_string()?, bytes(&value)))).collect())
        })
    }

    fn write(&self, changes: Vec<DatabaseChange>, durability: Durability) -> DatabaseFuture<()> {
        let this = self.clone();
        Box::pin(async move {
            if changes.is_empty() {
                return Ok(());
            }
            let open = this.open("write").await?;
            let completion = write(&open, &changes, durability);
            completion.map_err(|error| failed(&error, "write"))?.await
        })
    }

    fn wipe(&self) -> DatabaseFuture<()> {
        let this = self.clone();
        Box::pin(async move {
            let ended = this.inner.opening.take();
            if let Some(Ok(open)) = ended.as_ref().and_then(Shared::peek) {
                open.connection.close();
            }
            drop(ended);
            let missing = || DatabaseError::new(DatabaseErrorKind::Missing, "wipe");
            let request = factory().ok_or_else(missing)?.delete(&this.inner.name);
            request.map_err(|error| failed(&error, "wipe"))?.outcome("wipe").await.map(|_| ())
        })
    }
}

/// Asks for several things of one store in one transaction.
fn requests(
    open: &Open,
    store: &'static str,
    ask: impl FnOnce(&super::request::ObjectStore) -> Result<Vec<Request>, JsValue>,
) -> Result<Vec<Request>, JsValue> {
    let stores = Array::of1(&store.into());
    let transaction = open.connection.begin(&stores, "readonly", "default")?;
    ask(&transaction.store(store)?)
}

async fn outcomes(
    requests: &[Request],
    operation: &'static str,
) -> Result<Vec<JsValue>, DatabaseError> {
    // All listen before the first is awaited, or the events of the others would be missed.
    let outcomes = requests.iter().map(|request| request.outcome(operation));
    futures::future::try_join_all(outcomes).await
}

fn write(
    open: &Open,
    changes: &[DatabaseChange],
    durability: Durability,
) -> Result<impl Future<Output = Result<(), DatabaseError>> + use<>, JsValue> {
    let stores = Array::new();
    for change in changes {
        let store = JsValue::from(change.store());
        if !stores.includes(&store, 0) {
            stores.push(&store);
        }
    }
    let durability = match durability {
        Durability::Relaxed => "relaxed",
        Durability::Strict => "strict",
    };
    let transaction = open.connection.begin(&stores, "readwrite", durability)?;
    for change in changes {
        let store = transaction.store(change.store())?;
        match change {
            DatabaseChange::Put { key, value, .. } => {
                store.put(&Uint8Array::from(value.as_slice()), key)?;
            }
            DatabaseChange::Delete { key, .. } => drop(store.delete(&key.into())?),
            DatabaseChange::DeletePrefix { prefix, .. } => drop(store.delete(&keys_from(prefix))?),
        }
    }
    Ok(transaction.completion("write"))
}

fn bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

impl fmt::Debug for BrowserDatabase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("BrowserDatabase").field(&self.inner.name).finish()
    }
}
