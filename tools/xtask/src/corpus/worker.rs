//! One process that reads one document after another.

use std::{
    fs,
    io::{self, BufRead, Write},
    path::Path,
    rc::Rc,
    time::Instant,
};

use futures::{FutureExt, future, future::LocalBoxFuture};
use serde_json::Value;
use vitrine_core::api::Api;
use vitrine_core::api::discover::{DiscoverOptions, Input, discover};
use vitrine_core::platform::{HttpClient, HttpError, HttpErrorKind, Request, Response};

use super::{
    expectation::{self, Expectations},
    judge::{Judgement, judge},
};
use crate::{Context, Result, Workspace};

/// Reads `name<tab>path` from each line of the standard input, and answers each with a line.
pub(super) fn run() -> Result<()> {
    let workspace = Workspace::locate()?;
    let expectations = expectation::read(&workspace.root.join("tests/corpus"))?;
    for line in io::stdin().lock().lines() {
        let line = line.context("cannot read the standard input")?;
        let Some((name, path)) = line.split_once('\t') else { continue };
        let answer = match judgement(name, Path::new(path), &expectations) {
            Ok(judgement) => judgement.to_json(),
            Err(why) => serde_json::json!({"document": name, "failure": why}),
        };
        let mut output = io::stdout().lock();
        writeln!(output, "{answer}").and_then(|()| output.flush()).context("cannot answer")?;
    }
    Ok(())
}

fn judgement(name: &str, path: &Path, expectations: &Expectations) -> Result<Judgement, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let bytes = text.len();
    let start = Instant::now();
    let api = understand(&text, name);
    let time = start.elapsed();
    let api = api?;
    let model_bytes = serde_json::to_vec(&api).map_err(|error| error.to_string())?.len();
    let root: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    drop(text);
    let expectation = expectations.get(name).cloned().unwrap_or_default();
    let judgement = judge(&root, &api, &expectation);
    Ok(Judgement { document: name.to_owned(), bytes, model_bytes, time, ..judgement })
}

/// A network without servers: a document of the corpus is judged by itself.
#[derive(Debug)]
struct Offline;

impl HttpClient for Offline {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let error = HttpError::new(HttpErrorKind::Network, request.url);
        future::ready(Err(error)).boxed_local()
    }
}

/// Reads a document like the application reads a picked file; one without paths gives nothing.
fn understand(text: &str, name: &str) -> Result<Api, String> {
    let http: Rc<dyn HttpClient> = Rc::new(Offline);
    let input = Input::Document { text: text.to_owned(), name: Some(name.to_owned()), url: None };
    let options = DiscoverOptions::default();
    match futures::executor::block_on(discover(&http, &input, &options)) {
        Ok(api) => Ok(api),
        Err(_) if is_empty(text) => Ok(Api::default()),
        Err(error) => Err(error.to_string()),
    }
}

/// Returns whether the document describes no path at all, which is rightly an error.
fn is_empty(text: &str) -> bool {
    let root: Option<Value> = serde_json::from_str(text).ok();
    let paths = root.as_ref().and_then(|root| root.get("paths")?.as_object());
    paths.is_none_or(serde_json::Map::is_empty)
}
