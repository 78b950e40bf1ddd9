//! Tools from crates.io, built once into a folder that all clones share.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{SPLITTER, TRUNK, on_path, rust, step};
use crate::{Error, Result, console, process};

/// A program that `cargo install` builds.
pub(super) struct Tool {
    /// The package on crates.io.
    package: &'static str,
    /// Its version, exactly.
    version: String,
    /// The programs of it that are used.
    programs: &'static [&'static str],
    features: &'static [&'static str],
    /// The oldest rustc that compiles it.
    rustc: (u32, u32, u32),
    /// Whether `--version` tells the version; otherwise cargo's own list of what it installed does.
    tells_version: bool,
}

/// Returns the tools, given the version of wasm-bindgen that `Cargo.lock` names.
pub(super) fn all(bindgen: &str) -> [Tool; 3] {
    [
        Tool {
            package: "wasm_split_cli_support",
            version: SPLITTER.to_owned(),
            programs: &["wasm-split-cli"],
            features: &["--features", "build-binary"],
            rustc: (1, 88, 0),
            tells_version: false,
        },
        Tool {
            package: "wasm-bindgen-cli",
            version: bindgen.to_owned(),
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            features: &[],
            rustc: (1, 86, 0),
            tells_version: true,
        },
        Tool {
            package: "trunk",
            version: TRUNK.to_owned(),
            programs: &["trunk"],
            // Without the check for updates; Rustls spares OpenSSL's headers.
            features: &["--no-default-features", "--features", "rustls"],
            rustc: (1, 96, 1),
            tells_version: true,
        },
    ]
}

/// Returns the folder that holds the tool's programs, after installing it if it is nowhere.
pub(super) fn ensure(root: &Path, tool: &Tool) -> Result<PathBuf> {
    let shared = root.join("bin");
    if fits(&shared, tool) {
        return Ok(shared);
    }
    let elsewhere = on_path(tool.programs[0]).and_then(|path| Some(path.parent()?.to_path_buf()));
    if let Some(folder) = elsewhere.filter(|folder| fits(folder, tool)) {
        return Ok(folder);
    }
    install(root, tool)?;
    if fits(&shared, tool) {
        return Ok(shared);
    }
    Err(Error::new(format!("{} {} was installed but does not run", tool.package, tool.version))
        .advise(format!("Delete {} and try again.", root.display())))
}

fn fits(folder: &Path, tool: &Tool) -> bool {
    if !tool.programs.iter().all(|program| folder.join(program).is_file()) {
        return false;
    }
    if tool.tells_version {
        let version = process::output(Command::new(folder.join(tool.programs[0])).arg("--version"));
        return version.is_ok_and(|text| text.split_whitespace().any(|word| word == tool.version));
    }
    let list = folder.parent().map(|root| root.join(".crates.toml"));
    let entry = format!("\"{} {} (", tool.package, tool.version);
    list.and_then(|list| fs::read_to_string(list).ok()).is_some_and(|list| list.contains(&entry))
}

fn install(root: &Path, tool: &Tool) -> Result<()> {
    let what = format!("building {} {}", tool.package, tool.version);
    let advice = format!(
        "Look at the last lines above. Without a network, copy {0} from a machine that has it; \
         with one, `cargo install {1} --version {2}` shows the whole output.",
        root.join("bin").display(),
        tool.package,
        tool.version
    );
    let attempt = |is_locked: bool| -> Result<()> {
        let mut command = rust::cargo_at_least(tool.rustc)?;
        command
            .args(["install", tool.package, "--version", &tool.version, "--force", "--root"])
            .arg(root)
            .args(tool.features)
            .args(is_locked.then_some("--locked"))
            .env("CARGO_TARGET_DIR", root.join("build"))
            // The tools run for seconds; their own profiles would compile for many minutes.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
            .env("CARGO_PROFILE_RELEASE_PANIC", "unwind")
            .env("CARGO_PROFILE_RELEASE_STRIP", "true");
        step::run(&what, &mut command, &advice)
    };
    let result = attempt(true).or_else(|error| {
        // A registry mirror can lag behind one version that the tool's own lock file names.
        console::note(format!("{error}\nsetup: trying again with the versions the registry has"));
        attempt(false)
    });
    // Kept until here because the tools share dependencies; several hundred megabytes.
    let _ = fs::remove_dir_all(root.join("build"));
    result
}
