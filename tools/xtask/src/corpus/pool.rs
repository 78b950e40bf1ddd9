//! Workers kept busy, and replaced when one crashes or hangs.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};

use serde_json::Value;

use super::{documents::Document, judge::Judgement};
use crate::{Context, Result, console};

/// No document takes longer, or its reading counts as hung. The biggest has 47 MB.
pub(super) const BOUND: Duration = Duration::from_secs(30);

/// What became of one document.
#[derive(Debug)]
pub(super) enum Outcome {
    Read(Box<Judgement>),
    /// It could not be read; the process lived on.
    Refused(String),
    Crashed,
    Hung,
}

/// Reads the documents in `count` processes of `program`, in no particular order.
pub(super) fn run(
    program: &Path,
    documents: &[Document],
    count: usize,
) -> Result<Vec<(String, Outcome)>> {
    let next = Mutex::new(documents.iter());
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| -> Result<()> {
        let threads: Vec<_> = (0..count)
            .map(|_| scope.spawn(|| work(program, &next, &results, documents.len())))
            .collect();
        for thread in threads {
            thread.join().unwrap_or(Ok(()))?;
        }
        Ok(())
    })?;
    console::clear_tick();
    Ok(results.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn work(
    program: &Path,
    next: &Mutex<std::slice::Iter<'_, Document>>,
    results: &Mutex<Vec<(String, Outcome)>>,
    total: usize,
) -> Result<()> {
    let mut worker: Option<Worker> = None;
    loop {
        let document = next.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(document) = document else { return Ok(()) };
        let ready = match &mut worker {
            Some(ready) => ready,
            None => worker.insert(Worker::start(program)?),
        };
        let outcome = ready.read(document);
        if matches!(outcome, Outcome::Crashed | Outcome::Hung) {
            worker = None;
        }
        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
        results.push((document.name.clone(), outcome));
        console::tick(&format!("{} of {total} documents", results.len()));
    }
}

struct Worker {
    child: Child,
    lines: Receiver<String>,
}

impl Worker {
    fn start(program: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["corpus", "--worker"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context(format!("cannot start {}", program.display()))?;
        let (sender, lines) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Ok(Self { child, lines })
    }

    fn read(&mut self, document: &Document) -> Outcome {
        let line = format!("{}\t{}\n", document.name, document.path.display());
        let input = self.child.stdin.as_mut();
        if input.is_none_or(|input| input.write_all(line.as_bytes()).is_err()) {
            return Outcome::Crashed;
        }
        match self.lines.recv_timeout(BOUND) {
            Ok(line) => outcome(&line),
            Err(mpsc::RecvTimeoutError::Timeout) => Outcome::Hung,
            Err(mpsc::RecvTimeoutError::Disconnected) => Outcome::Crashed,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn outcome(line: &str) -> Outcome {
    let value: Value = serde_json::from_str(line).unwrap_or_default();
    match Judgement::from_json(&value) {
        Some(judgement) => Outcome::Read(Box::new(judgement)),
        None => Outcome::Refused(value["failure"].as_str().unwrap_or("no answer").to_owned()),
    }
}
