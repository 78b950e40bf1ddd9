//! The `wasm-bindgen` that trunk finds: it splits a module first, then binds its main part.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Context, Error, Result, process, setup};

/// The module from which a function outside the main module is imported until it is split off.
pub const PLACEHOLDER: &str = "__wasm_split_placeholder__";

/// Acts as `wasm-bindgen` with the given arguments.
///
/// # Errors
/// When the splitter or the real `wasm-bindgen` is missing or fails.
pub fn run(arguments: &[String]) -> Result<()> {
    let real = real("wasm-bindgen")?;
    let Some(call) = Call::read(arguments) else {
        return process::run(Command::new(real).args(arguments));
    };
    let module = fs::read(call.module).context(format!("cannot read {}", call.module.display()))?;
    if !module.windows(PLACEHOLDER.len()).any(|bytes| bytes == PLACEHOLDER.as_bytes()) {
        return process::run(Command::new(real).args(arguments));
    }
    let split = call.out_dir.join("split");
    // Chunks of an earlier build would be taken for chunks of this one.
    let _ = fs::remove_dir_all(&split);
    process::run(Command::new(self::real("wasm-split-cli")?).arg(call.module).arg(&split).args([
        "--target",
        "web",
        "--out-name",
        call.out_name,
    ]))?;
    let main = split.join(format!("{}.wasm", call.out_name));
    // The chunks import what only the linker's own exports name.
    process::run(
        Command::new(real)
            .args(arguments.iter().filter(|argument| Path::new(argument) != call.module))
            .args(["--keep-lld-exports", "--no-demangle"])
            .arg(main),
    )
}

/// What trunk asks for: `--out-dir=.. --out-name=.. MODULE` among other options.
struct Call<'a> {
    out_dir: PathBuf,
    out_name: &'a str,
    module: &'a Path,
}

impl<'a> Call<'a> {
    fn read(arguments: &'a [String]) -> Option<Self> {
        let option = |name: &str| arguments.iter().find_map(|argument| argument.strip_prefix(name));
        let module = arguments.iter().find(|argument| !argument.starts_with('-'))?;
        Some(Self {
            out_dir: PathBuf::from(option("--out-dir=")?),
            out_name: option("--out-name=")?,
            module: Path::new(module),
        })
    }
}

/// Returns the first program of that name on `PATH` that is not this one.
fn real(program: &str) -> Result<PathBuf> {
    let this = env::current_exe().and_then(fs::canonicalize).context("cannot find this program")?;
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path)
        .filter(|folder| fs::canonicalize(folder.join(program)).is_ok_and(|found| found != this));
    setup::find(program, folders).ok_or_else(|| {
        Error::new(format!("cannot find {program}")).advise("Run `cargo xtask setup`.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_of_trunk_is_understood() {
        let arguments =
            ["--target=web", "--out-dir=/o", "--out-name=v", "/t/v.wasm", "--no-typescript"]
                .map(str::to_owned);
        let call = Call::read(&arguments).unwrap();
        assert_eq!(
            (call.out_dir, call.out_name, call.module),
            ("/o".into(), "v", Path::new("/t/v.wasm"))
        );
        assert!(Call::read(&["--version".to_owned()]).is_none());
    }
}
