//! Which toasts are shown.

use leptos::prelude::*;

use super::{Toast, Toaster};
use crate::ui::{toast, tone::Tone};

fn texts(toaster: Toaster) -> Vec<String> {
    toaster
        .shown
        .with_value(|shown| shown.iter().map(|shown| shown.toast.text.get_untracked()).collect())
}

#[test]
fn the_oldest_toast_makes_room_and_a_danger_stays() {
    Owner::new().with(|| {
        let toaster = Toaster::new(Signal::stored(String::new()));
        toaster.show(Toast::new("failed").with_tone(Tone::Danger));
        for text in ["one", "two", "three", "four"] {
            toaster.show(Toast::new(text));
        }
        assert_eq!(texts(toaster), ["failed", "two", "three", "four"]);
    });
}

#[test]
fn a_toast_can_be_dismissed_twice() {
    Owner::new().with(|| {
        let toaster = Toaster::new(Signal::stored(String::new()));
        let id = toaster.show(Toast::new("saved"));
        toaster.dismiss(id);
        toaster.dismiss(id);
        assert_eq!(texts(toaster), Vec::<String>::new());
    });
}

#[test]
fn the_region_is_there_before_any_toast() {
    let html = Owner::new().with(|| {
        view! {
            <toast::Provider label="Notifications" close_label="Dismiss">
                <main></main>
            </toast::Provider>
        }
        .to_html()
    });
    assert!(html.contains("aria-live=\"polite\""), "{html}");
    assert!(html.contains("aria-label=\"Notifications\""), "{html}");
}
