//! Folders of static files, as they are deployed for a measurement.

use std::{fs, path::Path};

use crate::{Context, Result, bundle::compress};

/// Copies a folder to a place that is emptied first.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).context(format!("cannot empty {}", to.display()))?;
    }
    for file in compress::files(from)? {
        let relative = file.strip_prefix(from).expect("the file was found below this folder");
        let target = to.join(relative);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).context(format!("cannot create {}", parent.display()))?;
        }
        fs::copy(&file, &target).context(format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}

/// Writes one file as the build would, compressed or not, leaving all others as they are.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let fresh = folder.with_extension("fresh");
    fs::create_dir_all(&fresh).context(format!("cannot create {}", fresh.display()))?;
    fs::write(fresh.join(name), text).context(format!("cannot write {name}"))?;
    compress::folder(&fresh)?;
    let old = folder.join(format!("{name}.br"));
    if old.is_file() {
        fs::remove_file(&old).context(format!("cannot remove {}", old.display()))?;
    }
    for file in compress::files(&fresh)? {
        let target = folder.join(file.file_name().expect("a found file has a name"));
        fs::rename(&file, &target).context(format!("cannot write {}", target.display()))?;
    }
    fs::remove_dir(&fresh).context(format!("cannot remove {}", fresh.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_leaves_no_old_compressed_form() {
        let root = std::env::temp_dir().join(format!("bench-site-{}", std::process::id()));
        let (from, to) = (root.join("from"), root.join("to"));
        fs::create_dir_all(from.join("assets")).unwrap();
        fs::write(from.join("assets/a.js"), "script").unwrap();
        for name in ["index.html", "config.json"] {
            fs::write(from.join(name), "old").unwrap();
            fs::write(from.join(format!("{name}.br")), "old").unwrap();
        }
        copy(&from, &to).unwrap();
        for name in ["index.html", "config.json"] {
            write(&to, name, "new").unwrap();
            assert_eq!(fs::read_to_string(to.join(name)).unwrap(), "new");
        }
        assert_eq!(fs::read_to_string(to.join("assets/a.js")).unwrap(), "script");
        assert_ne!(fs::read(to.join("index.html.br")).unwrap(), b"old");
        // The build leaves this one as it is, so that it can be edited where it is deployed.
        assert!(!to.join("config.json.br").exists());
        fs::remove_dir_all(root).unwrap();
    }
}
