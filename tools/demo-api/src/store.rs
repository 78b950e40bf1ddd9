//! The database: one `SQLite` connection, migrated and seeded.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::{Error, problem::Problem, seed};

/// The migrations in order; `PRAGMA user_version` counts those that have run.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_shop_and_blog.sql"),
    include_str!("../migrations/0002_product_ratings.sql"),
];

/// A handle on the database. One connection is enough: the longest query takes milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Store(Arc<Mutex<Connection>>);

impl Store {
    /// Opens the database, in memory without a path, and brings its schema and data up to date.
    pub(crate) fn open(path: Option<&Path>, is_reset: bool) -> Result<Self, Error> {
        let Some(path) = path else {
            let connection = Connection::open_in_memory()
                .map_err(|error| Error::database("open a database in memory", error))?;
            return Self::prepare(connection).map_err(|error| match error {
                Preparation::Outdated => Error::usage("a new database cannot be outdated"),
                Preparation::Failed(error) => Error::database("seed the database", error),
            });
        };
        let context = |verb: &str| format!("{verb} the database {}", path.display());
        if is_reset {
            remove(path).map_err(|error| Error::file(context("reset"), error))?;
        }
        let open =
            || Connection::open(path).map_err(|error| Error::database(context("open"), error));
        match Self::prepare(open()?) {
            Ok(store) => Ok(store),
            Err(Preparation::Failed(error)) => Err(Error::database(context("prepare"), error)),
            Err(Preparation::Outdated) => {
                // Demo data of another version is worth nothing, a mixture of two would mislead.
                remove(path).map_err(|error| Error::file(context("replace"), error))?;
                Self::prepare(open()?).map_err(|error| match error {
                    Preparation::Outdated => {
                        Error::usage(format!("{} is being changed by others", path.display()))
                    }
                    Preparation::Failed(error) => Error::database(context("seed"), error),
                })
            }
        }
    }

    fn prepare(mut connection: Connection) -> Result<Self, Preparation> {
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
             PRAGMA foreign_keys = ON;",
        )?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done: u16 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let Some(missing) = MIGRATIONS.get(usize::from(done)..) else {
            return Err(Preparation::Outdated);
        };
        for (number, migration) in (done + 1..).zip(missing) {
            transaction.execute_batch(migration)?;
            transaction.execute_batch(&format!("PRAGMA user_version = {number}"))?;
        }
        match seed_version(&transaction)? {
            Some(version) if version == seed::VERSION => {}
            Some(_) => return Err(Preparation::Outdated),
            None => {
                seed::fill(&transaction)?;
                transaction.execute(
                    "INSERT INTO meta (name, value) VALUES ('seed', ?1), ('secret', randomblob(32))",
                    [seed::VERSION.as_bytes()],
                )?;
            }
        }
        transaction.commit()?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Returns the secret that tokens are signed with; it lives as long as the database.
    pub(crate) fn secret(&self) -> Result<Vec<u8>, Error> {
        self.connection()
            .query_row("SELECT value FROM meta WHERE name = 'secret'", [], |row| row.get(0))
            .map_err(|error| Error::database("read the secret", error))
    }

    /// Runs a query away from the threads that serve connections.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = self.clone();
        blocking(move || query(&store.connection())).await
    }

    /// Runs a change in a transaction, which an error undoes.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = self.clone();
        blocking(move || {
            let mut connection = store.connection();
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
        .await
    }

    /// A panic in another request has rolled its transaction back, so its poison says nothing.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs slow work on a thread that may wait.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        Err(Problem::new(status, format!("The request failed: {error}.")))
    })
}

/// Why a database is not ready.
enum Preparation {
    /// It was made by another version of this program.
    Outdated,
    Failed(rusqlite::Error),
}

impl From<rusqlite::Error> for Preparation {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error)
    }
}

fn seed_version(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection
        .query_row("SELECT CAST(value AS TEXT) FROM meta WHERE name = 'seed'", [], |row| row.get(0))
        .optional()
}

/// Deletes a database with the files that its journal leaves beside it.
fn remove(path: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
