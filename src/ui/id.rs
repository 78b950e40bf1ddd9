//! Identifiers of elements that refer to each other.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// Returns an identifier that no other element of this page has.
pub(super) fn unique(prefix: &str) -> String {
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::unique;

    #[test]
    fn two_identifiers_differ() {
        assert_ne!(unique("field"), unique("field"));
    }
}
