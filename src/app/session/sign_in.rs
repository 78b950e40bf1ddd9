//! Asking for credentials when the API wants them.

use futures::channel::oneshot;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Whether credentials are being asked for, and who waits for them.
#[derive(Debug, Clone, Copy)]
pub struct SignIn {
    /// Whether the dialog is open.
    pub is_open: RwSignal<bool>,
    /// Whether credentials are held.
    pub is_signed_in: RwSignal<bool>,
    waiting: StoredValue<Rc<RefCell<Vec<oneshot::Sender<bool>>>>, LocalStorage>,
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            is_open: RwSignal::new(false),
            is_signed_in: RwSignal::new(false),
            waiting: StoredValue::new_local(Rc::default()),
        }
    }
}

impl SignIn {
    /// Opens the dialog; returns whether somebody signed in.
    ///
    /// Requests that are refused at the same time share one dialog.
    pub async fn ask(self) -> bool {
        let (sender, receiver) = oneshot::channel();
        self.waiting.with_value(|waiting| waiting.borrow_mut().push(sender));
        self.is_open.set(true);
        receiver.await.unwrap_or(false)
    }

    /// Closes the dialog and tells those who wait.
    pub fn finish(self, is_signed_in: bool) {
        self.is_open.set(false);
        if is_signed_in {
            self.is_signed_in.set(true);
        }
        let waiting = self.waiting.with_value(|waiting| std::mem::take(&mut *waiting.borrow_mut()));
        for sender in waiting {
            // Whoever stopped waiting has no use for the answer.
            let _ = sender.send(is_signed_in);
        }
    }
}
