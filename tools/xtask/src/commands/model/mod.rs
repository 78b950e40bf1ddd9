//! `cargo xtask model SPEC_OR_URL`: what is understood of an API, as JSON.

mod first;

use std::{
    fs,
    io::{self, Read, Write},
    process::Command,
    rc::Rc,
};

use lexopt::{Arg, Parser, ValueExt};
use vitrine_core::api::discover::{DiscoverOptions, Input, discover};
use vitrine_core::platform::{HttpClient, Message, NativeHttp};

use crate::{Error, Result, Workspace, console, corpus, process};

/// The bytes of a description that is a large one.
const LARGE: u64 = 4 * 1024 * 1024;

/// Prints the model of the API that the argument names: an address, the path of a description or
/// `-`.
///
/// The JSON is that of [`vitrine_core::api::Api`], the form in which `config.json` carries it, with
/// the first request of each list, `first`, which the page can send before the application runs.
///
/// A large description is read by a program that is built for speed: what this one takes for it
/// says nothing of the product.
pub(super) fn run(mut arguments: Parser) -> Result<()> {
    let mut source = None;
    let mut is_fast = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("fast") => is_fast = true,
            Arg::Value(value) if source.is_none() => source = Some(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let source = source.ok_or_else(|| {
        Error::new("there is no API to read").advise(
            "Name one: cargo xtask model SPEC_OR_URL, where `-` reads the description from \
             standard input.",
        )
    })?;
    if !is_fast && fs::metadata(&source).is_ok_and(|file| file.len() > LARGE) {
        let program = corpus::build(&Workspace::locate()?)?;
        return process::run(Command::new(program).args(["model", "--fast", &source]));
    }
    console::line(understand(&source)?);
    Ok(())
}

/// Returns the model of the API at `source` as indented JSON.
///
/// # Errors
/// When the API cannot be understood.
pub fn understand(source: &str) -> Result<String> {
    model(source).map_err(|error| Error::new(format!("cannot understand {source}")).because(error))
}

fn model(source: &str) -> Result<String, Box<dyn std::error::Error>> {
    let http: Rc<dyn HttpClient> = Rc::new(NativeHttp);
    let options = DiscoverOptions { on_progress: Some(Rc::new(report)), ..Default::default() };
    let input = input(source)?;
    let api = futures::executor::block_on(discover(&http, &input, &options))?;
    let mut model = serde_json::to_value(&api)?;
    first::add(&mut model, &api);
    Ok(serde_json::to_string_pretty(&model)?)
}

pub(super) fn input(source: &str) -> Result<Input, Box<dyn std::error::Error>> {
    if source.starts_with("http://") || source.starts_with("https://") {
        return Ok(Input::Url(source.to_owned()));
    }
    let text = if source == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text)?;
        text
    } else {
        fs::read_to_string(source).map_err(|error| format!("cannot read {source}: {error}"))?
    };
    Ok(Input::Document { text, name: Some(source.to_owned()), url: None })
}

/// Shows on standard error what is being done, so that a slow server is no riddle.
#[expect(clippy::needless_pass_by_value, reason = "the signature is that of the callback")]
fn report(message: Message) {
    let arguments = message.arguments.iter().map(|(_, value)| value.as_str());
    let step = message.key.rsplit('.').next().unwrap_or_default();
    let line = [step].into_iter().chain(arguments).collect::<Vec<_>>().join(" ");
    // Progress that cannot be shown is not worth failing for.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
