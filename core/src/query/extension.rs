//! Room for what only some programs use.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// One value of each type, made when first asked for.
///
/// Optional parts keep their state here, so that a program that calls none of
/// them carries neither their code nor their fields.
#[derive(Default)]
pub(super) struct Extensions(RefCell<Vec<Rc<dyn Any>>>);

impl Extensions {
    pub(super) fn get<T: 'static>(&self) -> Option<Rc<T>> {
        let all = self.0.borrow();
        all.iter().find_map(|held| Rc::clone(held).downcast().ok())
    }

    pub(super) fn get_or<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        if let Some(held) = self.get() {
            return held;
        }
        let value = Rc::new(make());
        let erased: Rc<dyn Any> = value.clone();
        self.0.borrow_mut().push(erased);
        value
    }

    /// Puts a value in the place of the one of its type.
    pub(super) fn set<T: 'static>(&self, value: T) -> Rc<T> {
        self.take::<T>();
        self.get_or(|| value)
    }

    pub(super) fn take<T: 'static>(&self) -> Option<Rc<T>> {
        let mut all = self.0.borrow_mut();
        let place = all.iter().position(|held| held.is::<T>())?;
        let removed = all.remove(place);
        drop(all);
        removed.downcast().ok()
    }
}
