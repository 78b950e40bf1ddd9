//! Dropping long chains without recursion.
//!
//! A read function owns the handles of the atoms it reads, so dropping the
//! last atom of a chain would drop its predecessor inside itself, and so on
//! until the stack is used up. What is buried here is dropped one by one.

use std::any::Any;
use std::cell::{Cell, RefCell};

thread_local! {
    static GRAVES: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
    static IS_DIGGING: Cell<bool> = const { Cell::new(false) };
}

/// Drops `remains`, after whatever is being dropped at the moment.
pub(super) fn bury<T: 'static>(remains: T) {
    // While the thread ends its locals may be gone; then `remains` is dropped
    // right here, which is what burying comes to.
    let _ = GRAVES.try_with(|graves| graves.borrow_mut().push(Box::new(remains)));
    if IS_DIGGING.try_with(|is_digging| is_digging.replace(true)).unwrap_or(true) {
        return;
    }
    while let Ok(Some(next)) = GRAVES.try_with(|graves| graves.borrow_mut().pop()) {
        drop(next);
    }
    let _ = IS_DIGGING.try_with(|is_digging| is_digging.set(false));
}
