//! json-server over the data set.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use super::data;
use crate::{Context, Error, Result, http, process, process::Guard, setup::Tools};

/// A running json-server; it ends when this value is dropped.
#[derive(Debug)]
pub(super) struct Backend {
    _server: Guard,
    /// Its address, without a slash at the end.
    pub(super) url: String,
    /// Its version.
    pub(super) version: String,
    /// The names of the products on the first page.
    pub(super) first_rows: Vec<String>,
}

impl Backend {
    /// Writes the data set to `folder` and serves it.
    ///
    /// # Errors
    /// When json-server does not start or does not list the products.
    pub(super) fn start(folder: &Path, tools: &Tools, rows: usize) -> Result<Self> {
        let data = data::generate();
        // json-server also serves `public/` and reads `json-server.json` of its current folder.
        let home = folder.join("json-server");
        fs::create_dir_all(&home).context(format!("cannot create {}", home.display()))?;
        let file = home.join("data.json");
        fs::write(&file, data.to_string()).context(format!("cannot write {}", file.display()))?;
        let package = tools.node_modules.join("json-server");
        let port = process::free_port()?;
        let mut server = Guard::spawn(
            "json-server",
            Command::new("node")
                .arg(package.join("lib/cli/bin.js"))
                .args(["--host", "127.0.0.1", "--port", &port.to_string(), "--quiet"])
                .arg(&file)
                .current_dir(&home)
                .stdout(Stdio::null()),
        )?;
        let url = format!("http://127.0.0.1:{port}");
        http::wait_until_up(&url, Duration::from_mins(1), || match server.finished()? {
            Some(status) => Err(Error::new("json-server has ended").because(status)),
            None => Ok(()),
        })?;
        let list = http::get(&format!("{url}/products?_page=1&_limit=1"), &[])?;
        if list.header("x-total-count") != Some(&data::PRODUCTS.to_string()) {
            return Err(Error::new(format!("{url} does not list the products")).because(format!(
                "status {}: {}",
                list.status,
                list.text()
            )));
        }
        let version = package_version(&package)?;
        let first_rows = data::first_names(&data, rows);
        Ok(Self { _server: server, url, version, first_rows })
    }
}

/// Returns the version of an installed package of npm.
///
/// # Errors
/// When its `package.json` cannot be read.
pub(super) fn package_version(package: &Path) -> Result<String> {
    let path = package.join("package.json");
    let failed = || format!("cannot read {}", path.display());
    let text = fs::read_to_string(&path).context(failed())?;
    let json: Value = serde_json::from_str(&text).context(failed())?;
    json["version"].as_str().map(str::to_owned).ok_or_else(|| Error::new(failed()))
}
