//! The program that serves the demo API.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the address is this program's output, and a failed start is told on stderr"
)]

use std::process::ExitCode;

use demo_api::{Error, Options, USAGE};
use tokio::signal;

#[tokio::main]
async fn main() -> ExitCode {
    let options = match Options::from_args(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("demo-api: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo-api: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Error> {
    let server = demo_api::serve(options).await?;
    println!("listening on {}", server.url());
    asked_to_stop().await;
    server.shutdown().await;
    Ok(())
}

/// Waits for Ctrl-C or, where there is one, the signal that process managers send.
async fn asked_to_stop() {
    #[cfg(unix)]
    if let Ok(mut terminate) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = signal::ctrl_c() => {}
        }
        return;
    }
    let _ = signal::ctrl_c().await;
}
