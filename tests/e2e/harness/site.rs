//! The release, served as a host would, with a configuration of its own.

use std::{env, fs, path::PathBuf};

use serde_json::{Value, json};
use xtask::static_server::{Options, StaticServer};

/// A deployment of the application.
#[derive(Debug)]
pub(crate) struct Site {
    server: StaticServer,
    directory: PathBuf,
}

impl Site {
    /// Serves the release with the given APIs in `config.json`.
    pub(crate) fn start(apis: &Value) -> Self {
        let directory = PathBuf::from(env::var_os("VITRINE_DIST").expect(
            "VITRINE_DIST names the release to test: run the journeys by `cargo xtask test e2e`",
        ));
        let options = Options { directory: directory.clone(), base: "/".to_owned(), port: 0 };
        let server = StaticServer::start(options).expect("the release can be served");
        server.replace("config.json", json!({ "apis": apis }).to_string());
        Self { server, directory }
    }

    /// Returns an address of the application; `path` starts with a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url().trim_end_matches('/'))
    }

    /// Serves `content` from now on as the file `name` beside the application.
    pub(crate) fn serve(&self, name: &str, content: &str) {
        self.server.replace(name, content.to_owned());
    }

    /// Takes the lazy chunks away, or puts them back.
    pub(crate) fn lose_chunks(&self, is_lost: bool) {
        self.lose(is_lost, |name, ending| ending == "wasm" && !name.starts_with("vitrine-"));
    }

    /// Takes the application's first module away, or puts it back.
    pub(crate) fn lose_module(&self, is_lost: bool) {
        self.lose(is_lost, |name, ending| ending == "wasm" && name.starts_with("vitrine-"));
    }

    /// Takes the script of the worker away, or puts it back.
    pub(crate) fn lose_worker(&self, is_lost: bool) {
        self.lose(is_lost, |name, ending| ending == "js" && name.starts_with("start-"));
    }

    fn lose(&self, is_lost: bool, is_meant: impl Fn(&str, &str) -> bool) {
        let folder = fs::read_dir(self.directory.join("assets")).expect("a release has assets");
        let files: Vec<String> = folder
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|file| {
                file.rsplit_once('.').is_some_and(|(name, ending)| is_meant(name, ending))
            })
            .collect();
        assert!(!files.is_empty(), "the release has no such files: was it built without `split`?");
        for file in files {
            let path = format!("assets/{file}");
            if is_lost {
                self.server.hide(&path);
            } else {
                self.server.restore(&path);
            }
        }
    }
}
