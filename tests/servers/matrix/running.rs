//! Servers as processes.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use serde_json::Value;
use xtask::{
    http,
    process::{self, Guard},
};

/// A running server; it ends, and its data goes, when this value is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    /// The address of the server, without a slash at its end.
    pub(crate) url: String,
    folder: PathBuf,
    server: Option<Guard>,
}

/// Where a server runs.
pub(crate) struct Place<'a> {
    pub(crate) port: u16,
    /// An empty folder for what it writes.
    pub(crate) folder: &'a Path,
    /// The file with the rows, as JSON.
    pub(crate) data: &'a Path,
}

impl Running {
    /// Starts the server of `command` over `data`, and waits until `path` is answered.
    pub(crate) fn start(
        name: &str,
        data: &Value,
        path: &str,
        command: impl FnOnce(&Place<'_>) -> Command,
    ) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("servers")
            .join(format!("{}-{count}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let file = folder.join("data.json");
        fs::write(&file, data.to_string()).expect("the data can be written");
        let port = process::free_port().expect("a port is free");
        let mut command = command(&Place { port, folder: &folder, data: &file });
        let mut server =
            Guard::spawn(name, command.current_dir(&folder)).expect("the server starts");
        let url = format!("http://127.0.0.1:{port}");
        http::wait_until_up(&format!("{url}{path}"), Duration::from_mins(3), || {
            assert_eq!(server.finished()?, None, "{name} ended");
            Ok(())
        })
        .expect("the server answers");
        Self { url, folder, server: Some(server) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.server.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Returns a program or folder that `cargo xtask test servers` names.
pub(crate) fn named(variable: &str) -> PathBuf {
    let value = env::var_os(variable);
    PathBuf::from(value.unwrap_or_else(|| {
        panic!("{variable} is not set: run these tests by `cargo xtask test servers`")
    }))
}

/// Returns a file beside the tests.
pub(crate) fn program(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/servers/programs");
    root.join(name)
}
