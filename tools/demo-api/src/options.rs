//! The options of the server, and their command line.

use std::{path::PathBuf, time::Duration};

use crate::{Error, Faults};

/// What the program prints for `--help`.
pub const USAGE: &str = "\
A REST API over a seeded shop and blog, on 127.0.0.1.

Usage: demo-api [OPTIONS]

  --port PORT           port to listen on, 0 for any free one [default: 4010]
  --db PATH             SQLite file, made and seeded when missing [default: demo-api.db]
  --reset               delete that file first
  --latency MS          wait this long before each answer [default: 0]
  --faults SHARE[:SEED[:all]]
                        let this share (0 to 1) of the requests fail: 500, 503, 429 or a dropped
                        connection, in an order fixed by the seed; the document, the login and
                        the events are spared unless `all` is given
  --token-seconds N     how long a login is valid [default: 3600]
  --help                print this";

/// How a server is started.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The port on 127.0.0.1; 0, the default, takes any free one.
    pub port: u16,
    /// The `SQLite` file; `None`, the default, keeps everything in memory.
    pub db: Option<PathBuf>,
    /// Whether an existing file is deleted first.
    pub reset: bool,
    /// How long each answer is held back.
    pub latency: Duration,
    /// Which share of the requests fails, and in which order.
    pub faults: Option<Faults>,
    /// How long a login is valid, one hour by default.
    pub token_lifetime: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            db: None,
            reset: false,
            latency: Duration::ZERO,
            faults: None,
            token_lifetime: Duration::from_hours(1),
        }
    }
}

impl Options {
    /// Reads a command line without the program's name; `None` when help is asked for.
    ///
    /// # Errors
    /// Names the flag that is unknown, lacks its value or has one that cannot be read.
    pub fn from_args(args: impl IntoIterator<Item = String>) -> Result<Option<Self>, Error> {
        let mut options =
            Self { port: 4010, db: Some(PathBuf::from("demo-api.db")), ..Self::default() };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let (flag, inline) = match arg.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (arg, None),
            };
            let mut value = || {
                inline
                    .clone()
                    .or_else(|| args.next())
                    .ok_or_else(|| Error::usage(format!("{flag} needs a value")))
            };
            match flag.as_str() {
                "--help" | "-h" => return Ok(None),
                "--reset" => options.reset = true,
                "--port" => options.port = number(&flag, &value()?)?,
                "--db" => options.db = Some(PathBuf::from(value()?)),
                "--latency" => {
                    options.latency = Duration::from_millis(number(&flag, &value()?)?);
                }
                "--token-seconds" => {
                    options.token_lifetime = Duration::from_secs(number(&flag, &value()?)?);
                }
                "--faults" => options.faults = Some(value()?.parse()?),
                _ => return Err(Error::usage(format!("{flag} is no option of demo-api"))),
            }
        }
        Ok(Some(options))
    }
}

fn number<T: std::str::FromStr>(flag: &str, value: &str) -> Result<T, Error> {
    value.parse().map_err(|_| Error::usage(format!("{flag}: `{value}` is not a fitting number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Options>, Error> {
        Options::from_args(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_flag_is_read_in_both_spellings() {
        let options = read("--port 0 --db=x.db --reset --latency 20 --faults 0.25:7")
            .unwrap()
            .expect("no help was asked for");
        assert_eq!(options.port, 0);
        assert_eq!(options.db, Some(PathBuf::from("x.db")));
        assert!(options.reset);
        assert_eq!(options.latency, Duration::from_millis(20));
        assert_eq!(options.faults, Some("0.25:7".parse().unwrap()));
    }

    #[test]
    fn a_wrong_command_line_names_the_flag() {
        for (line, expected) in [
            ("--port", "--port needs a value"),
            ("--port x", "--port: `x` is not a fitting number"),
            ("--prot 1", "--prot is no option of demo-api"),
        ] {
            let error = read(line).unwrap_err();
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.kind(), crate::ErrorKind::Usage);
        }
        assert_eq!(read("--help").unwrap(), None);
    }
}
