//! Atoms whose values can leave the process as JSON.

use super::config::{HasFront, Spec};
use super::{Atom, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::fmt;
use std::rc::Rc;

type Decode = dyn Fn(Value) -> Option<Rc<dyn Any>>;

/// An atom that can be written as JSON and read again, under its label.
#[derive(Clone)]
pub(super) struct Port {
    pub(super) spec: Rc<dyn Spec>,
    encode: fn(&dyn Any) -> Option<Value>,
    decode: Rc<Decode>,
}

impl Port {
    pub(super) fn new<T>(atom: &Atom<T>) -> Option<Self>
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
    {
        Self::migrating(atom, |value| serde_json::from_value(value).ok())
    }

    /// Returns a port that reads by `decode`.
    pub(super) fn migrating<T>(
        atom: &Atom<T>,
        decode: impl Fn(Value) -> Option<T> + 'static,
    ) -> Option<Self>
    where
        T: Clone + PartialEq + Serialize + 'static,
    {
        Some(Self {
            spec: atom.front().header.spec()?,
            encode: |value| serde_json::to_value(value.downcast_ref::<T>()?).ok(),
            decode: Rc::new(move |value| decode(value).map(|value| Rc::new(value) as Rc<dyn Any>)),
        })
    }

    pub(super) fn label(&self) -> &str {
        &self.spec.header().label
    }

    pub(super) fn encode(&self, value: &dyn Any) -> Option<Value> {
        (self.encode)(value)
    }

    /// Returns the present value.
    pub(super) fn read(&self, store: &Store) -> Option<Value> {
        store.inner.node(self.spec.header());
        self.encode(self.spec.snapshot(&store.inner)?.as_ref())
    }

    /// Returns the value that was written as JSON.
    pub(super) fn decode(&self, value: Value) -> Option<Rc<dyn Any>> {
        (self.decode)(value)
    }

    /// Sets the atom; returns whether the value could be read.
    pub(super) fn write(&self, store: &Store, value: Value) -> bool {
        let decoded = self.decode(value);
        if let Some(value) = &decoded {
            self.spec.restore(&store.inner, value.as_ref());
        }
        decoded.is_some()
    }
}

/// Atoms whose values can be written as JSON, each under its label.
///
/// Of several atoms with the same label the last one counts.
#[derive(Clone, Default)]
pub struct AtomRegistry {
    ports: Vec<Port>,
}

impl AtomRegistry {
    /// Returns a registry of no atoms.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an atom.
    #[must_use]
    pub fn with<T>(mut self, atom: &Atom<T>) -> Self
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
    {
        if let Some(port) = Port::new(atom) {
            self.ports.retain(|other| other.label() != port.label());
            self.ports.push(port);
        }
        self
    }

    pub(super) fn find(&self, label: &str) -> Option<&Port> {
        self.ports.iter().find(|port| port.label() == label)
    }

    pub(super) fn find_spec(&self, spec: &Rc<dyn Spec>) -> Option<&Port> {
        self.ports.iter().find(|port| Rc::ptr_eq(&port.spec, spec))
    }

    pub(super) fn ports(&self) -> &[Port] {
        &self.ports
    }
}

impl fmt::Debug for AtomRegistry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.ports.iter().map(Port::label)).finish()
    }
}
