//! The program: its first line, and its end.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

use crate::harness::TemporaryDatabase;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_demo-api"))
}

#[test]
fn a_wrong_flag_is_told_with_the_usage() {
    let output = program().arg("--prot").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("demo-api: --prot is no option"), "{text}");
    assert!(text.contains("Usage: demo-api [OPTIONS]"), "{text}");
}

#[cfg(unix)]
#[test]
fn it_says_where_it_listens_and_stops_when_asked_to() {
    let file = TemporaryDatabase::new();
    let mut child = program()
        .args(["--port", "0", "--db"])
        .arg(file.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("listening on http://");
    let address: std::net::SocketAddr = address.unwrap().parse().unwrap();
    assert!(address.ip().is_loopback() && address.port() != 0, "{line}");
    std::net::TcpStream::connect(address).unwrap();

    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}
