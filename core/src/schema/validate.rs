//! Judging a value, or one field of it.

use super::judge::Judge;
use super::{Schema, Violation};
use crate::record::Path;
use serde_json::Value;

impl Schema {
    /// Returns what is wrong with `instance`, in the order of the document.
    #[must_use]
    pub fn validate(&self, instance: &Value) -> Vec<Violation> {
        Judge::new(self, None).judge(instance)
    }

    /// Returns what is wrong with the one value at `path` of `instance` and with
    /// what is in it: those of [`Schema::validate`] that lie there.
    ///
    /// What lies beside the path is judged only as far as it decides what holds
    /// for the value, as the other members of an `if` do.
    ///
    /// ```
    /// use serde_json::json;
    /// use vitrine_core::{record::Path, schema::Schema};
    /// let schema = Schema::new(json!({
    ///     "properties": { "price": { "minimum": 0 }, "name": { "minLength": 1 } },
    /// }));
    /// let record = json!({ "price": -1, "name": "" });
    /// assert_eq!(schema.validate_at(&record, &Path::from("name")).len(), 1);
    /// ```
    #[must_use]
    pub fn validate_at(&self, instance: &Value, path: &Path) -> Vec<Violation> {
        let mut violations = Judge::new(self, Some(path)).judge(instance);
        violations.retain(|violation| violation.path.starts_with(path));
        violations
    }
}
