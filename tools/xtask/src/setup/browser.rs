//! Chromium and its driver.

use std::{env, path::PathBuf, process::Command};

use super::{on_path, step};
use crate::{Error, Result};

/// Programs by which the tests run the application.
#[derive(Debug, Clone)]
pub struct Browser {
    /// The browser.
    pub chromium: PathBuf,
    /// Its `WebDriver` server, of the same version.
    pub driver: PathBuf,
}

/// Finds the browser and its driver, or installs both where that is allowed.
pub(super) fn ensure() -> Result<Browser> {
    if let Some(browser) = found() {
        return Ok(browser);
    }
    if !nix::unistd::geteuid().is_root() || on_path("apt-get").is_none() {
        return Err(Error::new("Chromium and chromedriver are not both on PATH")
            .because("only root can install them, and only where there is apt")
            .advise(
                "Run `sudo apt-get install chromium chromium-driver`; elsewhere install Chrome \
                 and the chromedriver of the same version, or set CHROMIUM and CHROMEDRIVER.",
            ));
    }
    let advice = "Run `apt-get install chromium chromium-driver` and see what it says.";
    step::run("reading the package lists", Command::new("apt-get").arg("update"), advice)?;
    step::run(
        "installing Chromium and its driver",
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
        advice,
    )?;
    found().ok_or_else(|| {
        Error::new("Chromium was installed but is not on PATH")
            .advise("Set CHROMIUM and CHROMEDRIVER to the two programs.")
    })
}

fn found() -> Option<Browser> {
    let chosen = |variable: &str, names: &[&str]| {
        env::var_os(variable)
            .map(PathBuf::from)
            .or_else(|| names.iter().find_map(|name| on_path(name)))
    };
    Some(Browser {
        chromium: chosen("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?,
        driver: chosen("CHROMEDRIVER", &["chromedriver"])?,
    })
}
