//! json-server 0.17.4 over generated data.

use std::{env, fs, path::PathBuf, process::Command, time::Duration};

use serde_json::{Value, json};
use xtask::{
    http,
    process::{self, Guard},
};

use super::shop_data;
use crate::scratch;

/// A running json-server; it ends, and its data goes, when this value is dropped.
#[derive(Debug)]
pub(crate) struct JsonServer {
    url: String,
    folder: PathBuf,
    server: Option<Guard>,
}

impl JsonServer {
    /// Starts it over the data of [`shop_data`].
    pub(crate) fn start() -> Self {
        let folder = scratch::folder("json-server");
        let data = folder.join("db.json");
        fs::write(&data, shop_data::shop().to_string()).expect("the data can be written");
        let script = env::var_os("VITRINE_JSON_SERVER").expect(
            "VITRINE_JSON_SERVER names json-server: run the journeys by `cargo xtask test e2e`",
        );
        let port = process::free_port().expect("a port is free");
        let mut server = Guard::spawn(
            "json-server",
            Command::new("node")
                .arg(script)
                .args(["--host", "127.0.0.1", "--quiet", "--port", &port.to_string()])
                .arg(&data)
                // It looks for its configuration file in the current folder.
                .current_dir(&folder),
        )
        .expect("json-server starts");
        let url = format!("http://127.0.0.1:{port}");
        http::wait_until_up(&format!("{url}/categories"), Duration::from_mins(1), || {
            assert_eq!(server.finished()?, None, "json-server ended");
            Ok(())
        })
        .expect("json-server answers");
        Self { url, folder, server: Some(server) }
    }

    /// Returns the base address, which is all that anybody knows of it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the entry for `config.json`.
    pub(crate) fn config(&self) -> Value {
        json!([{ "name": "Store", "url": self.url }])
    }

    /// Asks for `path` without the application.
    pub(crate) fn get(&self, path: &str) -> Value {
        let answer = http::get(&format!("{}{path}", self.url), &[]).expect("json-server answers");
        serde_json::from_slice(&answer.body).unwrap_or(Value::Null)
    }
}

impl Drop for JsonServer {
    fn drop(&mut self) {
        drop(self.server.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}
