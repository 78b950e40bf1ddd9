//! A database in memory that fails when told to.

use super::{
    Database, DatabaseChange, DatabaseError, DatabaseErrorKind, DatabaseFuture, Durability,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// What several [`MemoryDatabase`]s of one name share, as tabs share a disk.
///
/// ```
/// use futures::executor::block_on;
/// use vitrine_core::platform::{
///     DatabaseChange, Database, DatabaseErrorKind, Disk, Durability, MemoryDatabase,
/// };
///
/// let disk = Disk::default();
/// let (tab, other) = (MemoryDatabase::on(&disk), MemoryDatabase::on(&disk));
/// let put = |key: &str| DatabaseChange::Put { store: "rows", key: key.into(), value: b"1".to_vec() };
/// block_on(tab.write(vec![put("a"), put("b")], Durability::Relaxed)).unwrap();
/// assert_eq!(block_on(other.entries("rows", "")).unwrap().len(), 2);
///
/// disk.fail_at(0, DatabaseErrorKind::Full);
/// let error = block_on(tab.write(vec![put("c")], Durability::Relaxed)).unwrap_err();
/// assert_eq!(error.kind(), DatabaseErrorKind::Full);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Disk {
    inner: Rc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    stores: RefCell<BTreeMap<&'static str, BTreeMap<String, Vec<u8>>>>,
    operations: Cell<u64>,
    fault: Cell<Option<(u64, DatabaseErrorKind)>>,
    outage: Cell<Option<DatabaseErrorKind>>,
    capacity: Cell<Option<usize>>,
}

impl Disk {
    /// Makes the operation after the next `skipped` ones fail, once.
    pub fn fail_at(&self, skipped: u64, kind: DatabaseErrorKind) {
        self.inner.fault.set(Some((self.inner.operations.get() + skipped, kind)));
    }

    /// Makes all operations fail from now on; `None` makes them work again.
    pub fn fail_always(&self, kind: Option<DatabaseErrorKind>) {
        self.inner.outage.set(kind);
    }

    /// Sets how many bytes of keys and values there is room for.
    pub fn set_capacity(&self, bytes: Option<usize>) {
        self.inner.capacity.set(bytes);
    }

    /// Returns how many operations there have been, failed ones included.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.inner.operations.get()
    }

    /// Returns what an object store holds, in the order of the keys; this is no
    /// operation, and never fails.
    #[must_use]
    pub fn kept(&self, store: &str) -> Vec<(String, Vec<u8>)> {
        let stores = self.inner.stores.borrow();
        let entries = stores.get(store).into_iter().flatten();
        entries.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Returns how many bytes the keys and values take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let stores = self.inner.stores.borrow();
        let of_store = |entries: &BTreeMap<String, Vec<u8>>| {
            entries.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>()
        };
        stores.values().map(of_store).sum()
    }
}

impl Inner {
    /// Counts an operation; fails if it is its turn to fail.
    fn begin(&self, operation: &'static str) -> Result<(), DatabaseError> {
        let number = self.operations.get();
        self.operations.set(number + 1);
        if let Some(kind) = self.outage.get() {
            return Err(DatabaseError::new(kind, operation));
        }
        match self.fault.get() {
            Some((at, kind)) if at == number => {
                self.fault.set(None);
                Err(DatabaseError::new(kind, operation))
            }
            _ => Ok(()),
        }
    }
}

/// A handle on a [`Disk`], as a tab has one.
///
/// An operation takes effect in the second turn of its future, so that what
/// runs beside it can come between.
#[derive(Debug, Clone, Default)]
pub struct MemoryDatabase {
    disk: Disk,
}

impl MemoryDatabase {
    /// Returns a handle on `disk`.
    #[must_use]
    pub fn on(disk: &Disk) -> Self {
        Self { disk: disk.clone() }
    }

    fn operation<T: 'static>(
        &self,
        name: &'static str,
        run: impl FnOnce(&Inner) -> Result<T, DatabaseError> + 'static,
    ) -> DatabaseFuture<T> {
        let disk = self.disk.clone();
        Box::pin(async move {
            next_turn().await;
            disk.inner.begin(name)?;
            run(&disk.inner)
        })
    }
}

impl Database for MemoryDatabase {
    fn get(&self, store: &'static str, keys: Vec<String>) -> DatabaseFuture<Vec<Option<Vec<u8>>>> {
        self.operation("get", move |inner| {
            let stores = inner.stores.borrow();
            let entries = stores.get(store);
            Ok(keys.iter().map(|key| entries?.get(key).cloned()).collect())
        })
    }

    fn entries(&self, store: &'static str, prefix: &str) -> DatabaseFuture<Vec<(String, Vec<u8>)>> {
        let prefix = prefix.to_owned();
        self.operation("entries", move |inner| {
            let stores = inner.stores.borrow();
            let Some(entries) = stores.get(store) else { return Ok(Vec::new()) };
            let found = entries.range(prefix.clone()..);
            let found = found.take_while(|(key, _)| key.starts_with(&prefix));
            Ok(found.map(|(key, value)| (key.clone(), value.clone())).collect())
        })
    }

    fn write(&self, changes: Vec<DatabaseChange>, _durability: Durability) -> DatabaseFuture<()> {
        self.operation("write", move |inner| {
            let before = inner.stores.borrow().clone();
            for change in changes {
                apply(&mut inner.stores.borrow_mut(), change);
            }
            let disk_bytes = |stores: &BTreeMap<&str, BTreeMap<String, Vec<u8>>>| {
                let entries = stores.values().flatten();
                entries.map(|(key, value)| key.len() + value.len()).sum::<usize>()
            };
            let bytes = disk_bytes(&inner.stores.borrow());
            if inner.capacity.get().is_some_and(|capacity| bytes > capacity) {
                *inner.stores.borrow_mut() = before;
                return Err(DatabaseError::new(DatabaseErrorKind::Full, "write"));
            }
            Ok(())
        })
    }

    fn wipe(&self) -> DatabaseFuture<()> {
        self.operation("wipe", |inner| {
            inner.stores.borrow_mut().clear();
            Ok(())
        })
    }
}

fn apply(stores: &mut BTreeMap<&'static str, BTreeMap<String, Vec<u8>>>, change: DatabaseChange) {
    let entries = stores.entry(change.store()).or_default();
    match change {
        DatabaseChange::Put { key, value, .. } => drop(entries.insert(key, value)),
        DatabaseChange::Delete { key, .. } => drop(entries.remove(&key)),
        DatabaseChange::DeletePrefix { prefix, .. } => {
            entries.retain(|key, _| !key.starts_with(&prefix));
        }
    }
}

/// Is ready when it is polled for the second time.
async fn next_turn() {
    let mut is_second = false;
    poll_fn(|context| {
        if is_second {
            return Poll::Ready(());
        }
        is_second = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;

    fn put(key: &str, value: &str) -> DatabaseChange {
        DatabaseChange::Put { store: "rows", key: key.to_owned(), value: value.as_bytes().to_vec() }
    }

    fn keys(database: &MemoryDatabase, prefix: &str) -> Vec<String> {
        let entries = block_on(database.entries("rows", prefix)).unwrap();
        entries.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn a_prefix_names_the_keys_that_begin_with_it() {
        let database = MemoryDatabase::default();
        let changes = vec![put("a", "1"), put("a/1", "2"), put("a/2", "3"), put("b", "4")];
        block_on(database.write(changes, Durability::Strict)).unwrap();
        assert_eq!(keys(&database, "a/"), ["a/1", "a/2"]);
        let gone = DatabaseChange::DeletePrefix { store: "rows", prefix: "a/".to_owned() };
        block_on(database.write(vec![gone], Durability::Strict)).unwrap();
        assert_eq!(keys(&database, ""), ["a", "b"]);
    }

    #[test]
    fn a_write_that_does_not_fit_changes_nothing() {
        let disk = Disk::default();
        let database = MemoryDatabase::on(&disk);
        disk.set_capacity(Some(6));
        block_on(database.write(vec![put("a", "12")], Durability::Relaxed)).unwrap();
        let changes = vec![put("a", "1"), put("b", "12345")];
        let error = block_on(database.write(changes, Durability::Relaxed)).unwrap_err();
        assert_eq!(error.kind(), DatabaseErrorKind::Full);
        assert_eq!(error.to_string(), "write: no room is left");
        let kept = block_on(database.get("rows", vec!["a".to_owned(), "b".to_owned()])).unwrap();
        assert_eq!(kept, [Some(b"12".to_vec()), None]);
    }

    #[test]
    fn a_dropped_write_never_happened() {
        let database = MemoryDatabase::default();
        drop(database.write(vec![put("a", "1")], Durability::Relaxed));
        assert!(keys(&database, "").is_empty());
    }

    #[test]
    fn only_the_planned_operation_fails() {
        let disk = Disk::default();
        let database = MemoryDatabase::on(&disk);
        disk.fail_at(1, DatabaseErrorKind::Closed);
        assert!(block_on(database.wipe()).is_ok());
        assert!(block_on(database.wipe()).unwrap_err().is_retryable());
        assert!(block_on(database.wipe()).is_ok());
        disk.fail_always(Some(DatabaseErrorKind::Missing));
        assert!(block_on(database.wipe()).is_err());
        assert_eq!(disk.operations(), 4);
    }
}
