//! What the device may keep.

use vitrine_core::atom::{Atom, persisted};

thread_local! {
    static KEEPS: Atom<bool> = persisted("vitrine.keep", 1, true);
}

/// Returns the atom that says whether answers are kept on the device.
#[must_use]
pub fn keeps_on_device() -> Atom<bool> {
    KEEPS.with(Clone::clone)
}
