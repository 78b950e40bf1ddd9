//! What was typed and not saved, kept in the tab.

use crate::app::route::{Collection, Place};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use vitrine_core::form::Draft;
use vitrine_core::platform::{KeyValue, percent};
use vitrine_core::record::Identifier;

/// A draft and the version of the record that it was typed over.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct KeptDraft {
    pub(super) draft: Draft,
    /// With it, saving an old draft cannot undo what others did since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
}

/// The place of one form's draft.
#[derive(Debug, Clone)]
pub(super) struct DraftPlace {
    storage: Rc<dyn KeyValue>,
    key: String,
}

impl DraftPlace {
    /// Returns the place for a record of `collection`, or for a new one.
    pub(super) fn new(
        storage: Rc<dyn KeyValue>,
        collection: &Collection,
        identifier: Option<&Identifier>,
    ) -> Self {
        let collection = Place::List(collection.clone()).href("/");
        // No encoded key contains a question mark.
        let record = identifier.map_or_else(|| "?new".into(), |key| percent::encode(key.as_str()));
        Self { storage, key: format!("vitrine.draft{collection}/{record}") }
    }

    /// Returns what was kept.
    pub(super) fn read(&self) -> Option<KeptDraft> {
        let kept: KeptDraft = serde_json::from_str(&self.storage.get(&self.key)?).ok()?;
        (!kept.draft.is_empty()).then_some(kept)
    }

    /// Keeps `draft`; an empty one is forgotten.
    pub(super) fn write(&self, kept: &KeptDraft) {
        if kept.draft.is_empty() {
            self.storage.remove(&self.key);
            return;
        }
        if let Ok(text) = serde_json::to_string(kept) {
            // A tab whose storage is full keeps what it kept before.
            let _ = self.storage.set(&self.key, &text);
        }
    }

    /// Forgets what was kept.
    pub(super) fn remove(&self) {
        self.storage.remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vitrine_core::platform::MemoryStorage;
    use vitrine_core::record::Path;

    fn kept() -> KeptDraft {
        let values = vec![(Path::field("name"), json!("Lamp"))];
        KeptDraft { draft: Draft { values, ..Draft::default() }, etag: Some("\"1\"".into()) }
    }

    fn products(shelf: Option<&str>) -> Collection {
        let parents = shelf.map(|key| ("shelf".to_owned(), key.to_owned())).into_iter().collect();
        Collection { api: "shop".into(), resource: "products".into(), parents }
    }

    #[test]
    fn a_draft_comes_back_until_it_is_removed() {
        let storage: Rc<dyn KeyValue> = Rc::new(MemoryStorage::default());
        let place = DraftPlace::new(storage, &products(None), Some(&Identifier::new("7")));
        place.write(&kept());
        assert_eq!(place.read(), Some(kept()));
        place.remove();
        assert_eq!(place.read(), None);
    }

    #[test]
    fn each_record_has_its_own_place() {
        let storage: Rc<dyn KeyValue> = Rc::new(MemoryStorage::default());
        let place =
            |key: Option<&Identifier>| DraftPlace::new(Rc::clone(&storage), &products(None), key);
        place(None).write(&kept());
        assert_eq!(place(Some(&Identifier::new("new"))).read(), None);
        assert_eq!(place(Some(&Identifier::new("?new"))).read(), None);
        assert_eq!(DraftPlace::new(Rc::clone(&storage), &products(Some("7")), None).read(), None);
        assert_eq!(place(None).read(), Some(kept()));
    }

    #[test]
    fn an_empty_draft_is_forgotten() {
        let storage: Rc<dyn KeyValue> = Rc::new(MemoryStorage::default());
        let place = DraftPlace::new(storage, &products(None), None);
        place.write(&kept());
        place.write(&KeptDraft::default());
        assert_eq!(place.read(), None);
    }
}
