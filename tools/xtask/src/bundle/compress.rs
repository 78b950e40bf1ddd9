//! Brotli files beside what compresses well.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{Context, Result};

const EXTENSIONS: [&str; 8] = ["html", "css", "js", "json", "svg", "wasm", "webmanifest", "txt"];

/// Meant to be edited where it is deployed: its compressed twin would go on showing the old one.
const EDITED: &str = "config.json";

/// Writes `NAME.br` beside every file below `folder` that a browser would ask for compressed.
///
/// # Errors
/// When a file cannot be read or written.
pub fn folder(folder: &Path) -> Result<()> {
    for file in files(folder)? {
        let extension = file.extension().and_then(|extension| extension.to_str());
        let is_edited = file.file_name().is_some_and(|name| name == EDITED);
        if !is_edited && extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
            let failed = || format!("cannot compress {}", file.display());
            let plain = fs::read(&file).context(failed())?;
            let packed = brotli(&plain).context(failed())?;
            fs::write(format!("{}.br", file.display()), packed).context(failed())?;
        }
    }
    Ok(())
}

/// Returns every file below a folder, in the order of their names.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = || format!("cannot read {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).context(failed())? {
        let path = entry.context(failed())?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    {
        // Quality 11 and a window of 16 MB: done once, read for ever.
        let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 11, 24);
        writer.write_all(plain)?;
        writer.flush()?;
    }
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let plain = "to be or not to be, ".repeat(100);
        let packed = brotli(plain.as_bytes()).unwrap();
        assert!(packed.len() < 100, "{} bytes", packed.len());
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.as_bytes());
    }
}
