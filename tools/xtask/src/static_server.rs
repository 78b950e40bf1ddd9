//! Static file server that behaves like a good host: base path, history fallback, Brotli, caching.

use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    Error, Result,
    server::{Reply, Request, Server},
};

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder with `index.html`.
    pub directory: PathBuf,
    /// The path before every file, `/` or such as `/sub/`.
    pub base: String,
    /// The port on 127.0.0.1; 0 chooses a free one.
    pub port: u16,
}

/// One answer of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The path that was asked for, with its base and without its query.
    pub path: String,
    /// The status code.
    pub status: u16,
    /// Bytes of the body as they were sent.
    pub bytes: u64,
    /// Whether the body was sent compressed.
    pub is_brotli: bool,
}

/// A running server; it stops when this value is dropped.
#[derive(Debug)]
pub struct StaticServer {
    server: Server,
    site: Arc<Site>,
}

impl StaticServer {
    /// Starts to serve.
    ///
    /// # Errors
    /// When the folder has no `index.html` or the port is taken.
    pub fn start(options: Options) -> Result<Self> {
        let directory = options.directory.canonicalize().unwrap_or(options.directory);
        if !directory.join("index.html").is_file() {
            return Err(Error::new(format!("{} has no index.html", directory.display()))
                .advise("Run `cargo xtask build` first."));
        }
        let base = format!("/{}/", options.base.trim_matches('/')).replace("//", "/");
        let site = Arc::new(Site {
            directory,
            base,
            replaced: Mutex::default(),
            transfers: Mutex::default(),
        });
        let server = Server::start(options.port, {
            let site = Arc::clone(&site);
            move |request| site.answer(request)
        })?;
        Ok(Self { server, site })
    }

    /// Returns the address of the application, with a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}", self.server.address(), self.site.base)
    }

    /// Serves `content` from now on in the place of a file, such as another `config.json`.
    pub fn replace(&self, path: &str, content: impl Into<Vec<u8>>) {
        self.site.replaced().insert(path.to_owned(), Some(content.into()));
    }

    /// Answers 404 for a file from now on, as a host does once a newer deployment took it away.
    pub fn hide(&self, path: &str) {
        self.site.replaced().insert(path.to_owned(), None);
    }

    /// Serves a file again as it is in the folder.
    pub fn restore(&self, path: &str) {
        self.site.replaced().remove(path);
    }

    /// Returns what has been sent so far, in order.
    #[must_use]
    pub fn transfers(&self) -> Vec<Transfer> {
        self.site.transfers().clone()
    }
}

#[derive(Debug)]
struct Site {
    directory: PathBuf,
    base: String,
    /// What is served in the place of files, by path; nothing for one that is hidden.
    replaced: Mutex<BTreeMap<String, Option<Vec<u8>>>>,
    transfers: Mutex<Vec<Transfer>>,
}

impl Site {
    fn replaced(&self) -> MutexGuard<'_, BTreeMap<String, Option<Vec<u8>>>> {
        self.replaced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn transfers(&self) -> MutexGuard<'_, Vec<Transfer>> {
        self.transfers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request) -> Reply {
        let mut reply = self.find(request).unwrap_or_else(|status| Reply {
            status,
            headers: vec![("content-type", "text/plain".to_owned())],
            body: format!("{status}\n").into_bytes(),
        });
        reply.headers.push(("x-content-type-options", "nosniff".to_owned()));
        // The log comes first: who has the answer can already see its entry.
        self.transfers().push(Transfer {
            path: request.path.clone(),
            status: reply.status,
            bytes: reply.body.len() as u64,
            is_brotli: reply.headers.iter().any(|(name, _)| *name == "content-encoding"),
        });
        reply
    }

    fn find(&self, request: &Request) -> Result<Reply, u16> {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Err(405);
        }
        let inside = request.path.strip_prefix(&self.base).ok_or(404_u16)?;
        let replaced = self.replaced().get(inside).cloned();
        if let Some(body) = replaced {
            let body = body.ok_or(404_u16)?;
            let headers = vec![
                ("content-type", content_type(Path::new(inside)).to_owned()),
                ("cache-control", "no-store".to_owned()),
            ];
            return Ok(Reply { status: 200, headers, body });
        }
        let mut file = self.file(inside);
        if file.is_none() && request.header("accept").contains("text/html") {
            // A path of the application itself: history routing starts it from its one page. A
            // script or a chunk that is missing stays missing, or its error would be obscure.
            file = Some(self.directory.join("index.html"));
        }
        let file = file.ok_or(404_u16)?;
        let mut codings = request.header("accept-encoding").split(',');
        let takes_brotli = codings.any(|coding| coding.trim().starts_with("br"));
        let compressed = PathBuf::from(format!("{}.br", file.display()));
        let is_brotli = takes_brotli && compressed.is_file();
        let body = fs::read(if is_brotli { &compressed } else { &file }).map_err(|_| 404_u16)?;
        let mut headers = vec![
            ("content-type", content_type(&file).to_owned()),
            ("cache-control", cache_control(inside).to_owned()),
            ("vary", "Accept-Encoding".to_owned()),
        ];
        if is_brotli {
            headers.push(("content-encoding", "br".to_owned()));
        }
        Ok(Reply { status: 200, headers, body })
    }

    fn file(&self, inside: &str) -> Option<PathBuf> {
        let inside = percent_decoded(inside)?;
        let inside = Path::new(if inside.is_empty() { "index.html" } else { &inside });
        let is_plain = inside.components().all(|part| matches!(part, Component::Normal(_)));
        let file = self.directory.join(inside);
        (is_plain && file.is_file()).then_some(file)
    }
}

/// Returns how long a file may be kept: what is named by its content, for ever.
#[must_use]
pub fn cache_control(path: &str) -> &'static str {
    if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "yaml" | "yml" => "application/yaml",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http;

    fn site(base: &str) -> (StaticServer, PathBuf) {
        let name = format!("static-server-{}-{}", std::process::id(), base.len());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(directory.join("assets")).unwrap();
        fs::write(directory.join("index.html"), "the page").unwrap();
        fs::write(directory.join("assets/app-1.js"), "plain").unwrap();
        fs::write(directory.join("assets/app-1.js.br"), "small").unwrap();
        let options = Options { directory: directory.clone(), base: base.to_owned(), port: 0 };
        (StaticServer::start(options).unwrap(), directory)
    }

    #[test]
    fn it_behaves_like_a_host() {
        let (server, directory) = site("/sub/");
        let url = |path: &str| server.url().replace("/sub/", path);
        let page = [("accept", "text/html")];

        assert_eq!(http::get(&url("/sub/"), &[]).unwrap().text(), "the page");
        assert_eq!(
            http::get(&url("/sub/demo/products/1.5?x=1"), &page).unwrap().text(),
            "the page"
        );
        assert_eq!(http::get(&url("/sub/assets/gone.wasm"), &[]).unwrap().status, 404);
        assert_eq!(http::get(&url("/other"), &page).unwrap().status, 404);
        assert_eq!(http::get(&url("/sub/%2e%2e/secret"), &[]).unwrap().status, 404);

        let plain = http::get(&url("/sub/assets/app-1.js"), &[]).unwrap();
        assert_eq!(plain.text(), "plain");
        assert!(plain.header("cache-control").unwrap().contains("immutable"));
        let packed =
            http::get(&url("/sub/assets/app-1.js"), &[("accept-encoding", "gzip, br")]).unwrap();
        assert_eq!(
            (packed.text().as_str(), packed.header("content-encoding")),
            ("small", Some("br"))
        );

        let last = server.transfers().pop().unwrap();
        assert_eq!((last.bytes, last.is_brotli), (5, true));
        server.replace("config.json", "{}");
        let config = http::get(&url("/sub/config.json"), &[]).unwrap();
        assert_eq!(
            (config.text().as_str(), config.header("content-type")),
            ("{}", Some("application/json"))
        );
        server.hide("assets/app-1.js");
        assert_eq!(http::get(&url("/sub/assets/app-1.js"), &page).unwrap().status, 404);
        server.restore("assets/app-1.js");
        assert_eq!(http::get(&url("/sub/assets/app-1.js"), &[]).unwrap().status, 200);
        drop(server);
        fs::remove_dir_all(directory).unwrap();
    }
}
