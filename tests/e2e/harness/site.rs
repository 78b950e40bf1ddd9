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
        let folder = fs::read_dir(self.directory.join("assets")).expect("a release has assets");
        let chunks: Vec<String> = folder
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .filter(|name| !name.starts_with("vitrine-"))
            .collect();
        assert!(!chunks.is_empty(), "the release has no chunks: it was built without `split`");
        for chunk in chunks {
            let path = format!("assets/{chunk}");
            if is_lost {
                self.server.hide(&path);
            } else {
                self.server.restore(&path);
            }
        }
    }
}
