//! The demo API over a database of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

use serde_json::{Value, json};
use xtask::{http, process::Guard};

use crate::scratch;

/// A running demo API; it ends, and its database goes, when this value is dropped.
#[derive(Debug)]
pub(crate) struct DemoApi {
    url: String,
    folder: PathBuf,
    server: Option<Guard>,
}

impl DemoApi {
    /// Starts it over a copy of the seeded database.
    pub(crate) fn start() -> Self {
        let folder = scratch::folder("demo-api");
        let database = folder.join("demo.db");
        fs::copy(seeded(), &database).expect("the seeded database can be copied");
        let (server, url) = serve(&database);
        Self { url, folder, server: Some(server) }
    }

    /// Returns the address of the API, without a slash at its end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the address of its `OpenAPI` document.
    pub(crate) fn document(&self) -> String {
        format!("{}/openapi.json", self.url)
    }

    /// Returns the entry for `config.json`.
    pub(crate) fn config(&self) -> Value {
        json!([{ "name": "Demo", "url": self.document() }])
    }

    /// Asks for `path` without the application.
    pub(crate) fn get(&self, path: &str) -> Value {
        let answer = http::get(&format!("{}{path}", self.url), &[]).expect("the demo API answers");
        serde_json::from_slice(&answer.body).unwrap_or(Value::Null)
    }

    /// Returns the status with which `path` is answered.
    pub(crate) fn status(&self, path: &str) -> u16 {
        http::get(&format!("{}{path}", self.url), &[]).expect("the demo API answers").status
    }
}

impl Drop for DemoApi {
    fn drop(&mut self) {
        drop(self.server.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Returns a database with the demo data, made once in a run: seeding takes longer than copying.
fn seeded() -> &'static Path {
    static SEEDED: OnceLock<PathBuf> = OnceLock::new();
    SEEDED.get_or_init(|| {
        let database = scratch::folder("seeded").join("demo.db");
        // A server that ends in order leaves everything in the one file.
        let (server, url) = serve(&database);
        http::wait_until_up(&format!("{url}/categories"), Duration::from_mins(1), || Ok(()))
            .expect("the demo API answers");
        drop(server);
        database
    })
}

fn serve(database: &Path) -> (Guard, String) {
    let program = env::var_os("VITRINE_DEMO_API")
        .expect("VITRINE_DEMO_API names the demo API: run the journeys by `cargo xtask test e2e`");
    let mut server = Guard::spawn_reading(
        "demo-api",
        Command::new(program).args(["--port", "0", "--db"]).arg(database),
    )
    .expect("the demo API starts");
    let url = server
        .wait_for_line("listening on ", Duration::from_mins(2))
        .expect("the demo API tells its address");
    (server, url)
}
