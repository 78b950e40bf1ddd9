//! The queue of toasts.

use std::time::Duration;

use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};

use crate::ui::tone::Tone;

/// How long a toast stays: time to notice it, read it and reach its action.
const STAY: Duration = Duration::from_secs(8);

/// More than this many at once would cover the page; the oldest that may leave makes room.
const LIMIT: usize = 4;

/// A short note.
#[derive(Clone, Debug)]
pub struct Toast {
    pub(super) text: Signal<String>,
    pub(super) tone: Tone,
    pub(super) action: Option<Action>,
    pub(super) stay: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Action {
    pub(super) label: Signal<String>,
    pub(super) run: Callback<()>,
}

impl Toast {
    /// Builds a neutral note that stays for 8 seconds.
    #[must_use]
    pub fn new(text: impl Into<Signal<String>>) -> Self {
        Self { text: text.into(), tone: Tone::Neutral, action: None, stay: Some(STAY) }
    }

    /// Says what the note means; one of a danger stays until it is dismissed.
    #[must_use]
    pub fn with_tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        if tone == Tone::Danger {
            self.stay = None;
        }
        self
    }

    /// Offers one step, such as taking back; the toast leaves when it is taken.
    #[must_use]
    pub fn with_action(
        mut self,
        label: impl Into<Signal<String>>,
        run: impl Into<Callback<()>>,
    ) -> Self {
        self.action = Some(Action { label: label.into(), run: run.into() });
        self
    }

    /// Says how long it stays; nothing is until it is dismissed.
    #[must_use]
    pub fn with_stay(mut self, stay: Option<Duration>) -> Self {
        self.stay = stay;
        self
    }
}

/// Names a toast on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ToastId(u64);

#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) id: ToastId,
    pub(super) toast: Toast,
    timer: Option<TimeoutHandle>,
}

/// Shows toasts: a copyable handle.
#[derive(Clone, Copy, Debug)]
pub struct Toaster {
    pub(super) shown: RwSignal<Vec<Shown>>,
    next: StoredValue<u64>,
    is_paused: StoredValue<bool>,
}

impl Toaster {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            is_paused: StoredValue::new(false),
        }
    }

    /// Shows a toast and returns its name.
    pub fn show(self, toast: Toast) -> ToastId {
        let id = ToastId(self.next.get_value());
        self.next.set_value(id.0 + 1);
        let timer = if self.is_paused.get_value() { None } else { self.start(id, &toast) };
        self.shown.update(|shown| {
            if shown.len() >= LIMIT {
                let oldest = shown.iter().position(|shown| shown.toast.stay.is_some());
                stop(&shown.remove(oldest.unwrap_or(0)));
            }
            shown.push(Shown { id, toast, timer });
        });
        id
    }

    /// Takes a toast away; nothing happens when it has left already.
    pub fn dismiss(self, id: ToastId) {
        // A timer may fire after the application was disposed of.
        self.shown.try_update(|shown| {
            if let Some(at) = shown.iter().position(|shown| shown.id == id) {
                stop(&shown.remove(at));
            }
        });
    }

    /// Keeps every toast while someone reads or reaches for one.
    pub(super) fn pause(self) {
        self.is_paused.set_value(true);
        self.shown.update_untracked(|shown| {
            for shown in shown {
                stop(shown);
                shown.timer = None;
            }
        });
    }

    /// Gives every toast its full time again.
    pub(super) fn resume(self) {
        self.is_paused.set_value(false);
        self.shown.update_untracked(|shown| {
            for shown in shown {
                stop(shown);
                shown.timer = self.start(shown.id, &shown.toast);
            }
        });
    }

    fn start(self, id: ToastId, toast: &Toast) -> Option<TimeoutHandle> {
        let stay = toast.stay?;
        // Natively there is no window and no one to wait for.
        if cfg!(target_arch = "wasm32") {
            set_timeout_with_handle(move || self.dismiss(id), stay).ok()
        } else {
            None
        }
    }
}

fn stop(shown: &Shown) {
    if let Some(timer) = &shown.timer {
        timer.clear();
    }
}

/// Returns the toaster of the application.
///
/// # Panics
/// When the caller stands outside of `toast::Provider`.
#[must_use]
#[track_caller]
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(|| panic!("use_toaster must be called within toast::Provider"))
}
