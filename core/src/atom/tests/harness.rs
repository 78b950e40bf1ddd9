//! What most scenarios need.

use crate::atom::{Atom, Derived, Error, Readable, Reader, Store, Subscription};
use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::rc::Rc;

/// Counts how often `atom` is heard of.
pub(super) fn count<R: Readable>(store: &Store, atom: &R) -> (Subscription, Rc<Cell<usize>>) {
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    (store.sub(atom, move || counter.set(counter.get() + 1)), heard)
}

/// Returns a derived atom that counts its runs.
pub(super) fn counted<T: Clone + PartialEq + 'static>(
    label: &'static str,
    read: impl Fn(&Reader<'_>) -> Result<T, Error> + 'static,
) -> (Derived<T>, Rc<Cell<usize>>) {
    let runs = Rc::new(Cell::new(0));
    let counter = Rc::clone(&runs);
    let derived = Derived::new(label, move |reader| {
        counter.set(counter.get() + 1);
        read(reader)
    });
    (derived, runs)
}

/// Returns `source` plus `by`, as an atom.
pub(super) fn plus<R: Readable<Value = i32> + Clone + 'static>(
    source: &R,
    by: i32,
) -> Derived<i32> {
    Derived::map("plus", source, move |value| value + by)
}

/// Returns the sum of two atoms, as an atom.
pub(super) fn sum<A, B>(left: &A, right: &B) -> Derived<i32>
where
    A: Readable<Value = i32> + Clone + 'static,
    B: Readable<Value = i32> + Clone + 'static,
{
    let (left, right) = (left.clone(), right.clone());
    Derived::new("sum", move |reader| Ok(reader.get(&left)? + reader.get(&right)?))
}

/// Lines in the order in which they were written.
#[derive(Clone, Default)]
pub(super) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(super) fn write(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    /// Returns the lines so far, and forgets them.
    pub(super) fn take(&self) -> Vec<String> {
        self.0.take()
    }

    /// Writes the value of `atom` whenever it changes.
    pub(super) fn listen<R>(&self, store: &Store, atom: &R) -> Subscription
    where
        R: Readable + Clone + 'static,
        R::Value: Debug,
    {
        let (log, inside, atom_inside) = (self.clone(), store.clone(), atom.clone());
        store.sub(atom, move || {
            log.write(format!("{} {:?}", atom_inside.label(), inside.get(&atom_inside)));
        })
    }
}

/// Returns an atom with this default.
pub(super) fn number(default: i32) -> Atom<i32> {
    Atom::new("number", default)
}
