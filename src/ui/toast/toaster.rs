//! The queue of toasts.

use std::time::Duration;

use leptos::{
    html,
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};

use super::list::item;
use crate::ui::{tone::Tone, view::Mounted};

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

#[derive(Debug)]
pub(super) struct Shown {
    pub(super) id: ToastId,
    pub(super) toast: Toast,
    timer: Option<TimeoutHandle>,
    /// Its elements and what lives as long as they do; natively there are none.
    view: Option<(Mounted, Owner)>,
}

/// Shows toasts: a copyable handle.
#[derive(Clone, Copy, Debug)]
pub struct Toaster {
    pub(super) shown: StoredValue<Vec<Shown>, LocalStorage>,
    /// The element that the toasts stand in.
    pub(super) region: NodeRef<html::Section>,
    pub(super) close_label: Signal<String>,
    /// Toasts live longer than what shows them, such as a page.
    owner: StoredValue<Option<Owner>, LocalStorage>,
    next: StoredValue<u64>,
    is_paused: StoredValue<bool>,
}

impl Toaster {
    pub(super) fn new(close_label: Signal<String>) -> Self {
        Self {
            shown: StoredValue::new_local(Vec::new()),
            region: NodeRef::new(),
            close_label,
            owner: StoredValue::new_local(Owner::current()),
            next: StoredValue::new(0),
            is_paused: StoredValue::new(false),
        }
    }

    /// Shows a toast and returns its name.
    pub fn show(self, toast: Toast) -> ToastId {
        let id = ToastId(self.next.get_value());
        self.next.set_value(id.0 + 1);
        let timer = if self.is_paused.get_value() { None } else { self.start(id, &toast) };
        let oldest = self.shown.with_value(|shown| {
            let oldest = shown.iter().find(|shown| shown.toast.stay.is_some());
            oldest.or(shown.first()).filter(|_| shown.len() >= LIMIT).map(|shown| shown.id)
        });
        if let Some(oldest) = oldest {
            self.dismiss(oldest);
        }
        let view = self.mount(id, &toast);
        self.shown.update_value(|shown| shown.push(Shown { id, toast, timer, view }));
        id
    }

    /// Puts the elements of a toast behind those that are there.
    fn mount(self, id: ToastId, toast: &Toast) -> Option<(Mounted, Owner)> {
        let region = self.region.get_untracked()?;
        let owner = self.owner.with_value(|owner| owner.as_ref().map(Owner::child))?;
        let mut view = owner.with(|| item(self, id, toast).build());
        view.mount(&region, None);
        Some((view, owner))
    }

    /// Takes a toast away; nothing happens when it has left already.
    pub fn dismiss(self, id: ToastId) {
        // A timer may fire after the application was disposed of.
        let left = self.shown.try_update_value(|shown| {
            let at = shown.iter().position(|shown| shown.id == id)?;
            Some(shown.remove(at))
        });
        let Some(left) = left.flatten() else { return };
        stop(&left);
        if let Some((mut view, owner)) = left.view {
            view.unmount();
            // It may be a click on the toast that made it leave, and its listener still runs.
            leptos::task::spawn_local(async move { drop((view, owner)) });
        }
    }

    /// Keeps every toast while someone reads or reaches for one.
    pub(super) fn pause(self) {
        self.is_paused.set_value(true);
        self.shown.update_value(|shown| {
            for shown in shown {
                stop(shown);
                shown.timer = None;
            }
        });
    }

    /// Gives every toast its full time again.
    pub(super) fn resume(self) {
        self.is_paused.set_value(false);
        self.shown.update_value(|shown| {
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
