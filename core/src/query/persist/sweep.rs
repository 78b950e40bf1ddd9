//! Keeping within the bound.

use super::format::{KeptList, NAME_SEPARATOR};
use super::vault::{QUERIES, RECORDS, Vault};
use crate::platform::DatabaseChange;
use crate::record::Identifier;
use std::collections::BTreeSet;

impl Vault {
    /// Forgets what may not be read any more, and the oldest of what is more
    /// than `bytes`. The records of a list stay as long as the list does.
    pub(super) async fn sweep(&self, bytes: usize) -> Option<()> {
        let queries = self.watched(self.options.database.entries(QUERIES, "")).await?;
        let records = self.watched(self.options.database.entries(RECORDS, "")).await?;
        let mut gone = Vec::new();
        let mut delete = |store: &'static str, key: &str| {
            gone.push(DatabaseChange::Delete { store, key: key.to_owned() });
        };
        let mut lists: Vec<_> = Vec::new();
        for (key, value) in &queries {
            match self.current(value) {
                Some((header, text)) => lists.push((header.at, key, value.len(), text)),
                None => delete(QUERIES, key),
            }
        }
        lists.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        let size = |key: &str| {
            let place = records.binary_search_by(|(other, _)| other.as_str().cmp(key)).ok()?;
            Some(records[place].0.len() + records[place].1.len())
        };
        let (mut used, mut is_full, mut named) = (0, false, BTreeSet::new());
        for (_, key, length, text) in lists {
            let rows = KeptList::read(text).map(|list| list.record_names()).unwrap_or_default();
            let new = rows.iter().filter(|name| !named.contains(*name));
            let cost = key.len() + length + new.filter_map(|name| size(name)).sum::<usize>();
            // What is older goes first, even if it would still fit.
            is_full |= used + cost > bytes;
            if is_full {
                delete(QUERIES, key);
                continue;
            }
            used += cost;
            named.extend(rows);
        }
        let mut rest: Vec<_> = Vec::new();
        for (key, value) in &records {
            match self.current(value) {
                None => delete(RECORDS, key),
                Some(_) if named.contains(key) => {}
                Some((header, _)) => rest.push((header.at, key, key.len() + value.len())),
            }
        }
        rest.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        for (_, key, cost) in rest {
            is_full |= used + cost > bytes;
            if is_full {
                delete(RECORDS, key);
                if let Some((resource, identifier)) = key.split_once(NAME_SEPARATOR)
                    && let Some(entity) = self.entities.find(resource, &Identifier::new(identifier))
                {
                    entity.mark_evicted();
                }
            } else {
                used += cost;
            }
        }
        let evicted = gone.len();
        if evicted > 0 {
            let written = self.options.database.write(gone, crate::platform::Durability::Relaxed);
            self.watched(written).await?;
        }
        self.used.set(used);
        self.count(|counts| counts.evictions += evicted as u64);
        Some(())
    }
}
