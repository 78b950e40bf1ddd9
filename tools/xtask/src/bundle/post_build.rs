//! The hook after trunk's build: chunks in, names by content, links and integrity in the page.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    bindgen::PLACEHOLDER,
    chunks::{LOADER, Loader, without_comments},
    compress, config, digest,
    html::{self, Tag},
    locales, short_names, wasm_opt,
};
use crate::{Context, Error, Result};

const RELOAD: &str = include_str!("../../assets/reload.js");

/// What the hook works on.
#[derive(Debug, Clone)]
pub struct Stage {
    /// The folder that trunk assembled.
    pub folder: PathBuf,
    /// The folder into which `wasm-bindgen` wrote, with the chunks in `split/`.
    pub bindgen: PathBuf,
    /// The name of the application's files before they are hashed.
    pub name: String,
    /// Whether to optimise and compress.
    pub is_release: bool,
    /// The path of the deployment, if it is not the one in the page.
    pub base: Option<String>,
    /// The configuration to deploy instead of the one in `public/`.
    pub config: Option<PathBuf>,
}

/// Finishes a build.
///
/// # Errors
/// When the stage is not what this version of the pipeline expects; nothing is deployed then.
pub fn run(stage: &Stage) -> Result<()> {
    let assets = stage.folder.join("assets");
    fs::create_dir_all(&assets).context(format!("cannot create {}", assets.display()))?;

    let mut names = Names::default();
    stage.name_module(&mut names)?;
    stage.name_file(&mut names, "boot.js", |text| without_comments(&text))?;
    stage.name_file(&mut names, "main.css", |text| text)?;
    if !stage.is_release {
        stage.write_asset(&mut names, "reload.js", without_comments(RELOAD).as_bytes())?;
    }
    let page_path = stage.folder.join("index.html");
    let page = read(&page_path)?;
    let mut policy = None;
    let page = html::rewrite(&page, |tag| {
        if tag
            .get("http-equiv")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("content-security-policy"))
        {
            policy = tag.get("content").map(str::to_owned);
        }
        if let Some(base) = stage.base.as_ref().filter(|_| tag.name() == "base") {
            tag.set("href", base.clone());
        }
        Ok(names.link(tag))
    })?;
    names.check_used()?;
    let policy = policy.ok_or_else(|| Error::new("index.html has no Content-Security-Policy"))?;
    write(&page_path, &page)?;
    // Hosts without a rule for unknown paths show this file, which is the application too.
    write(&stage.folder.join("404.html"), &page)?;
    write(&stage.folder.join("_headers"), &headers(&policy))?;
    if let Some(path) = &stage.config {
        config::install(path, &stage.folder)?;
    }
    if stage.is_release {
        compress::folder(&stage.folder)?;
    }
    Ok(())
}

impl Stage {
    /// Names the JavaScript of wasm-bindgen, its module and the chunks.
    fn name_module(&self, names: &mut Names) -> Result<()> {
        let (script, module) = (format!("{}.js", self.name), format!("{}_bg.wasm", self.name));
        let script_path = self.folder.join(&script);
        let mut glue = self.with_snippets(read(&script_path)?)?;
        let mut modules = vec![self.folder.join(&module)];
        if glue.contains(PLACEHOLDER) {
            return Err(Error::new("the lazy functions were not split off").advise(
                "Trunk must find xtask's own wasm-bindgen: run `eval \"$(cargo xtask env)\"`, or \
                 unset TRUNK_BUILD_FEATURES.",
            ));
        }
        let mut loader = None;
        if glue.contains(LOADER) {
            let split = self.bindgen.join("split");
            let read = Loader::read(&read(&split.join("__wasm_split.js"))?)?;
            for chunk in &read.chunks {
                let (from, to) = (split.join(chunk), self.folder.join(format!("{chunk}.wasm")));
                let from = from.with_file_name(format!("{chunk}.wasm"));
                fs::copy(&from, &to).context(format!("cannot copy {}", from.display()))?;
                modules.push(to);
            }
            loader = Some(read);
        }
        if self.is_release {
            wasm_opt::run(&modules)?;
        }
        let path = &modules[0];
        let mut main = fs::read(path).context(format!("cannot read {}", path.display()))?;
        if self.is_release {
            let short;
            (main, short) = short_names::shorten(&main)?;
            fs::write(path, &main).context(format!("cannot write {}", path.display()))?;
            glue = short_names::rename_in(&glue, &short);
            if let Some(loader) = &mut loader {
                loader.text = short_names::rename_in(&loader.text, &short);
            }
        }
        locales::split(&self.folder.join("locales"), &main)?;
        names.preload(&module, self.move_asset(&modules[0], &self.name)?);
        if let Some(loader) = &mut loader {
            for (chunk, path) in loader.chunks.clone().iter().zip(&modules[1..]) {
                let file = self.move_asset(path, label(chunk))?;
                loader.rename(chunk, &file);
            }
            // The two scripts import each other, so neither can have the other's name in what its
            // own is made of: both are named by their plain-named texts together.
            let key = digest::short(format!("{glue}\0{}", loader.text).as_bytes());
            let (glue_file, loader_file) =
                (format!("{}-{key}.js", self.name), format!("chunks-{key}.js"));
            glue = with_import(&glue, &format!("./{loader_file}"))?;
            let text = loader.text.replace(&format!("./{script}"), &format!("./{glue_file}"));
            self.write_named(names, &script, &glue_file, glue.as_bytes())?;
            self.write_named(names, "chunks.js", &loader_file, text.as_bytes())?;
        } else {
            self.write_asset(names, &script, glue.as_bytes())?;
        }
        remove(&script_path)
    }

    /// Moves the scripts of dependencies to a folder that is named by their content.
    fn with_snippets(&self, glue: String) -> Result<String> {
        let folder = self.folder.join("snippets");
        if !folder.is_dir() {
            return Ok(glue);
        }
        let mut content = Vec::new();
        for file in compress::files(&folder)? {
            content.extend(file.to_string_lossy().bytes());
            content.extend(fs::read(&file).context(format!("cannot read {}", file.display()))?);
        }
        let name = format!("snippets-{}", digest::short(&content));
        let target = self.folder.join("assets").join(&name);
        fs::rename(&folder, &target).context(format!("cannot move {}", folder.display()))?;
        Ok(glue.replace("./snippets/", &format!("./{name}/")))
    }

    fn name_file(
        &self,
        names: &mut Names,
        name: &str,
        edit: impl Fn(String) -> String,
    ) -> Result<()> {
        let path = self.folder.join(name);
        self.write_asset(names, name, edit(read(&path)?).as_bytes())?;
        remove(&path)
    }

    fn move_asset(&self, path: &Path, label: &str) -> Result<String> {
        let content = fs::read(path).context(format!("cannot read {}", path.display()))?;
        let file = format!("{label}-{}.wasm", digest::short(&content));
        self.write_bytes(&file, &content)?;
        remove(path)?;
        Ok(file)
    }

    fn write_asset(&self, names: &mut Names, name: &str, content: &[u8]) -> Result<()> {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let file = format!("{stem}-{}.{extension}", digest::short(content));
        self.write_named(names, name, &file, content)
    }

    fn write_named(&self, names: &mut Names, name: &str, file: &str, content: &[u8]) -> Result<()> {
        self.write_bytes(file, content)?;
        let asset = Asset { file: file.to_owned(), integrity: Some(digest::integrity(content)) };
        names.assets.insert(name.to_owned(), asset);
        Ok(())
    }

    fn write_bytes(&self, file: &str, content: &[u8]) -> Result<()> {
        let path = self.folder.join("assets").join(file);
        fs::write(&path, content).context(format!("cannot write {}", path.display()))
    }
}

struct Asset {
    file: String,
    /// Absent for modules: checking one would hold its compilation back until it is complete.
    integrity: Option<String>,
}

/// The final names of files, by the plain names under which the page links them.
#[derive(Default)]
struct Names {
    assets: BTreeMap<String, Asset>,
    used: Vec<String>,
}

impl Names {
    fn preload(&mut self, name: &str, file: String) {
        self.assets.insert(name.to_owned(), Asset { file, integrity: None });
    }

    /// Points a tag to the final names; returns further tags to put before it.
    fn link(&mut self, tag: &mut Tag) -> String {
        let mut before = String::new();
        for attribute in ["href", "src", "data-js", "data-wasm"] {
            let Some(value) = tag.get(attribute) else { continue };
            let name = value.trim_start_matches("./").trim_start_matches('/').to_owned();
            let Some(asset) = self.assets.get(&name) else { continue };
            tag.set(attribute, format!("assets/{}", asset.file));
            if let Some(integrity) =
                asset.integrity.as_ref().filter(|_| !attribute.starts_with("data-"))
            {
                tag.set("integrity", integrity.clone());
            }
            self.used.push(name);
        }
        if tag.get("rel") == Some("modulepreload") {
            // Imported by the script that this tag is for: one round trip less.
            if let Some(Asset { file, integrity: Some(integrity) }) = self.assets.get("chunks.js") {
                before = format!(
                    r#"<link rel="modulepreload" href="assets/{file}" integrity="{integrity}">"#
                );
                self.used.push("chunks.js".to_owned());
            }
        }
        if tag.get("data-wasm").is_some()
            && let Some(Asset { file, .. }) = self.assets.get("reload.js")
        {
            before = format!(r#"<script type="module" src="assets/{file}"></script>"#);
            self.used.push("reload.js".to_owned());
        }
        before
    }

    fn check_used(&self) -> Result<()> {
        match self.assets.keys().find(|name| !self.used.contains(name)) {
            None => Ok(()),
            Some(name) => Err(Error::new(format!("index.html does not link {name}"))
                .advise("Compare index.html and the patterns in Trunk.toml.")),
        }
    }
}

/// Points the import of the loader to its file.
///
/// Only the import: the same text is also the key of the object that is handed to the module.
fn with_import(glue: &str, file: &str) -> Result<String> {
    for (space, quote) in [("", '"'), ("", '\''), (" ", '"'), (" ", '\'')] {
        let import = format!("from{space}{quote}{LOADER}{quote}");
        if glue.contains(&import) {
            return Ok(glue.replace(&import, &format!("from{space}{quote}{file}{quote}")));
        }
    }
    Err(Error::new("cannot find the import of the chunk loader in the JavaScript")
        .advise("Its form has changed: compare it with bundle/post_build.rs of xtask."))
}

/// Returns the readable part of a chunk's name, which is `split_FUNCTION_HASH` as a rule.
fn label(chunk: &str) -> &str {
    let label = chunk.strip_prefix("split_").unwrap_or(chunk).trim_start_matches('_');
    match label.rsplit_once('_') {
        Some((label, hash)) if hash.len() >= 16 && !label.is_empty() => label,
        _ => label,
    }
}

fn headers(policy: &str) -> String {
    format!(
        "/*\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: same-origin\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).context(format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).context(format!("cannot write {}", path.display()))
}

fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).context(format!("cannot remove {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<meta http-equiv=content-security-policy content="default-src 'none'">
<base href=/><link rel=stylesheet href=/main.css><link rel=modulepreload href=vitrine.js>
<link rel=preload href=vitrine_bg.wasm><script type=module src=boot.js data-js=vitrine.js data-wasm=vitrine_bg.wasm></script>"#;
    const GLUE: &str =
        "import * as a from './__wasm_split.js';const imports={\"./__wasm_split.js\":a};";
    const SPLITTER: &str = "import { initSync } from \"./vitrine.js\";\nload(() => {\n    const src = \
        fetch(new URL(\"./split_lazy_page_15888935222600503268.wasm\", import.meta.url));\n    \
        src.catch(() => {});\n    return async (imports) => \
        (WebAssembly.instantiateStreaming(src, imports));\n}\n, []);\n";

    /// Runs the hook over a small build and returns its folder.
    fn built(test: &str, chunk: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("post-build-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let (folder, split) = (root.join("stage"), root.join("bindgen/split"));
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir_all(&split).unwrap();
        let files = [
            ("index.html", PAGE),
            ("vitrine.js", GLUE),
            ("vitrine_bg.wasm", "main module"),
            ("boot.js", "// why\nstart();\n"),
            ("main.css", "p{}"),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        fs::write(split.join("__wasm_split.js"), SPLITTER).unwrap();
        fs::write(split.join("split_lazy_page_15888935222600503268.wasm"), chunk).unwrap();
        let stage = Stage {
            folder: folder.clone(),
            bindgen: root.join("bindgen"),
            name: "vitrine".to_owned(),
            is_release: false,
            base: Some("/sub/".to_owned()),
            config: None,
        };
        run(&stage).unwrap();
        folder
    }

    fn assets(folder: &Path) -> Vec<String> {
        let files = compress::files(&folder.join("assets")).unwrap();
        files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn every_name_in_the_page_and_the_scripts_exists() {
        let folder = built("links", "chunk");
        let page = read(&folder.join("index.html")).unwrap();
        assert!(page.contains(r#"<base href="/sub/">"#));
        let assets = assets(&folder);
        assert_eq!(assets.len(), 7, "{assets:?}");
        for asset in &assets {
            let is_named = page.contains(asset.as_str())
                || read(
                    &folder
                        .join("assets")
                        .join(assets.iter().find(|name| name.starts_with("chunks-")).unwrap()),
                )
                .unwrap()
                .contains(asset.as_str());
            assert!(is_named, "nothing names {asset}");
        }
        assert!(!page.contains("\"vitrine.js\"") && !page.contains("/main.css"));
        let glue =
            assets.iter().find(|name| name.starts_with("vitrine-") && !name.contains(".wasm"));
        let glue = read(&folder.join("assets").join(glue.unwrap())).unwrap();
        assert!(glue.contains("from './chunks-"), "{glue}");
        assert!(glue.contains("{\"./__wasm_split.js\":a}"), "{glue}");
        assert_eq!(read(&folder.join("404.html")).unwrap(), page);
        assert!(read(&folder.join("_headers")).unwrap().contains("default-src 'none'; frame-"));
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn another_chunk_changes_its_name_and_those_of_its_loaders_only() {
        let (one, two) = (built("one", "chunk"), built("two", "chunk, changed"));
        let (first, second) = (assets(&one), assets(&two));
        let changed: Vec<_> = first
            .iter()
            .filter(|name| !second.contains(name))
            .map(|name| name.rsplit_once('-').unwrap().0)
            .collect();
        assert_eq!(changed, ["chunks", "lazy_page", "vitrine"]);
        for folder in [one, two] {
            fs::remove_dir_all(folder.parent().unwrap()).unwrap();
        }
    }
}
