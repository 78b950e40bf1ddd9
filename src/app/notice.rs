//! Short notes about what was done.

use super::locale::{t, t_with};
use crate::ui::toast::{self, Toast, Toaster, use_toaster};
use crate::ui::tone::Tone;
use leptos::prelude::*;

use crate::ui::view::Content;

/// Gives the application a place for its notes, which is read aloud.
#[component]
pub fn NoticeProvider(
    /// The application.
    children: Content,
) -> impl IntoView {
    let owner = Owner::current().expect("a component has an owner");
    provide_context(Home(owner));
    view! {
        <toast::Provider label=t("notice.region") close_label=t("notice.close")>
            {children.view()}
        </toast::Provider>
    }
}

/// What lives as long as the notes do, which is longer than a page.
#[derive(Debug, Clone)]
struct Home(Owner);

/// A handle to the place for notes.
#[derive(Debug, Clone, Copy)]
pub struct Notices {
    toaster: Toaster,
    home: StoredValue<Home>,
}

impl Notices {
    /// Returns the place of the application.
    ///
    /// # Panics
    /// Panics outside of [`NoticeProvider`].
    #[must_use]
    pub fn expect() -> Self {
        let toaster = use_toaster();
        let home = use_context().expect("a toaster stands within the provider of notices");
        Self { toaster, home: StoredValue::new(home) }
    }

    /// Says that a record was saved; `label` may be empty.
    pub fn saved(self, label: &str, is_new: bool) {
        if is_new {
            self.done("notice.created", "notice.created.unnamed", label);
        } else {
            self.done("notice.updated", "notice.updated.unnamed", label);
        }
    }

    /// Says that a record was deleted; `label` may be empty.
    pub fn deleted(self, label: &str) {
        self.done("notice.deleted", "notice.deleted.unnamed", label);
    }

    /// Says that a form whose page was left could not be saved.
    pub fn not_saved(self) {
        self.toaster.show(Toast::new(t("notice.not_saved")).with_tone(Tone::Danger));
    }

    /// Says that what was typed is gone, and offers to bring it back.
    pub fn discarded(self, undo: impl Fn() + 'static) {
        self.home.get_value().0.with(|| {
            let undo = StoredValue::new_local(undo);
            let run = Callback::new(move |()| undo.with_value(|undo| undo()));
            self.toaster.show(Toast::new(t("notice.discarded")).with_action(t("notice.undo"), run));
        });
    }

    fn done(self, key: &str, unnamed: &str, label: &str) {
        let text = if label.is_empty() { t(unnamed) } else { t_with(key, &[("label", label)]) };
        self.toaster.show(Toast::new(text).with_tone(Tone::Success));
    }
}
