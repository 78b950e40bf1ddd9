//! The deployed `config.json` and the API documents it names beside itself.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use serde_json::Value;

use crate::{Context, Error, Result};

/// Copies a configuration into `folder`, with each file that it names by a relative address.
///
/// # Errors
/// When the configuration is not JSON of the expected shape, or a file is missing.
pub fn install(config: &Path, folder: &Path) -> Result<()> {
    let text = fs::read_to_string(config).context(format!("cannot read {}", config.display()))?;
    let json: Value =
        serde_json::from_str(&text).context(format!("cannot read {}", config.display()))?;
    let apis = json["apis"].as_array().ok_or_else(|| {
        Error::new(format!("{} names no APIs", config.display()))
            .advise(r#"It has the shape {"apis": [{"name": "...", "url": "..."}]}."#)
    })?;
    let target = folder.join("config.json");
    fs::write(&target, &text).context(format!("cannot write {}", target.display()))?;
    for file in apis.iter().filter_map(|api| relative(api["url"].as_str()?)) {
        let from = config.parent().unwrap_or(Path::new("")).join(&file);
        let to = folder.join(&file);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).context(format!("cannot create {}", parent.display()))?;
        }
        // A document in `public/` is there already, copied by trunk.
        if from.is_file() || !to.is_file() {
            fs::copy(&from, &to).context(format!("cannot copy {}", from.display()))?;
        }
    }
    Ok(())
}

fn relative(url: &str) -> Option<PathBuf> {
    let path = Path::new(url);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (!url.is_empty() && !url.contains(':') && is_plain).then(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_beside_the_configuration_are_copied() {
        assert_eq!(relative("apis/shop.json"), Some(PathBuf::from("apis/shop.json")));
        for url in ["", "http://localhost/openapi.json", "/openapi.json", "../secret.json"] {
            assert_eq!(relative(url), None, "{url}");
        }
    }
}
