//! Places of the project on this machine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Context, Error, Result, process};

/// Where the sources, the build output and the shared tools are.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder of `Trunk.toml` and the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or its configuration puts it.
    pub target: PathBuf,
    /// What clones of the project share: `${XDG_CACHE_HOME:-~/.cache}/vitrine`.
    pub cache: PathBuf,
}

impl Workspace {
    /// Finds the project around the running command.
    ///
    /// # Errors
    /// Outside the project, or when cargo cannot read its manifest.
    pub fn locate() -> Result<Self> {
        // Clones may share one target folder, so a path compiled in could name another clone.
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(manifest) => PathBuf::from(manifest),
            None => env::current_dir().context("cannot read the current folder")?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("Trunk.toml").is_file())
            .ok_or_else(|| {
                Error::new(format!("cannot find the project around {}", start.display()))
                    .advise("Run `cargo xtask` inside a clone of the project.")
            })?
            .to_path_buf();
        let target = target_folder(&root)?;
        let cache = match env::var_os("XDG_CACHE_HOME") {
            Some(cache) if !cache.is_empty() => PathBuf::from(cache),
            _ => PathBuf::from(env::var_os("HOME").ok_or_else(|| {
                Error::new("cannot choose a folder for tools")
                    .because("neither XDG_CACHE_HOME nor HOME is set")
                    .advise("Set XDG_CACHE_HOME to a folder that may be written.")
            })?)
            .join(".cache"),
        }
        .join("vitrine");
        Ok(Self { root, target, cache })
    }

    /// Returns the folder of the cargo tools, whose programs are in its `bin`.
    #[must_use]
    pub fn tools(&self) -> PathBuf {
        env::var_os("VITRINE_TOOLS").map_or_else(|| self.cache.join("tools"), PathBuf::from)
    }

    /// Returns the folder that the release build fills.
    #[must_use]
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Returns a folder for what xtask itself generates, and creates it.
    ///
    /// # Errors
    /// When the target folder cannot be written.
    pub fn scratch(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        fs::create_dir_all(&folder).context(format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// Returns the version of a package in `Cargo.lock`.
    ///
    /// # Errors
    /// When the file cannot be read or does not name the package.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let lock = fs::read_to_string(&path).context(format!("cannot read {}", path.display()))?;
        version_in_lock(&lock, package).ok_or_else(|| {
            Error::new(format!("{} does not name {package}", path.display()))
                .advise("Restore Cargo.lock with `git checkout Cargo.lock`.")
        })
    }
}

fn target_folder(root: &Path) -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR") {
        return std::path::absolute(folder).context("cannot read CARGO_TARGET_DIR");
    }
    let metadata = process::output(
        Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root),
    )?;
    let metadata: serde_json::Value =
        serde_json::from_str(&metadata).context("cannot read the output of cargo metadata")?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| Error::new("cargo metadata names no target folder"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_that_of_the_exact_name() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(version_in_lock(lock, "a").as_deref(), Some("2.0.0"));
        assert_eq!(version_in_lock(lock, "c"), None);
    }

    #[test]
    fn the_project_is_found_from_a_member() {
        let workspace = Workspace::locate().unwrap();
        assert!(workspace.root.join("core/Cargo.toml").is_file());
    }
}
