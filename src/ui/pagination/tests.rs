//! Which steps are open on which page.

use leptos::prelude::*;

use super::{First, Last, Next, Previous, Root};

/// Returns whether First, Previous, Next and Last are open.
fn open_steps(page: u64, pages: Option<u64>, has_next: bool) -> Vec<bool> {
    Owner::new().with(|| {
        let html = view! {
            <Root label="Pages" page pages has_next on_page=|_| ()>
                <First label="First" />
                <Previous label="Previous" />
                <Next label="Next" />
                <Last label="Last" />
            </Root>
        }
        .to_html();
        html.split("<button")
            .skip(1)
            .map(|button| !button[..button.find('>').unwrap()].contains("\" disabled"))
            .collect()
    })
}

#[test]
fn the_first_page_has_no_way_back() {
    assert_eq!(open_steps(1, Some(3), true), [false, false, true, true]);
}

#[test]
fn a_page_in_the_middle_leads_everywhere() {
    assert_eq!(open_steps(2, Some(3), true), [true, true, true, true]);
}

#[test]
fn the_last_page_has_no_way_on() {
    assert_eq!(open_steps(3, Some(3), false), [true, true, false, false]);
}

#[test]
fn without_a_total_the_list_says_whether_more_follows() {
    assert_eq!(open_steps(2, None, true), [true, true, true, false]);
    assert_eq!(open_steps(2, None, false), [true, true, false, false]);
}

#[test]
fn an_empty_list_leads_nowhere() {
    assert_eq!(open_steps(1, Some(0), false), [false; 4]);
}
