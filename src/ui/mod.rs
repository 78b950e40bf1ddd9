//! Compound components.
//!
//! Headless in behavior as Base UI is (<https://base-ui.com>), dressed with the tokens of
//! `style/tokens.css`, and spoken to as parts: `<dialog::Root><dialog::Content>..`.
//!
//! # Model
//! A component is a folder and a part is a file. `Root` holds what the parts share and provides it
//! to them; states show as `data-*` and `aria-*` attributes. Values come in as signals and leave
//! through callbacks, so a page, a form or a machine stays their only owner.
//!
//! # Invariants
//! - No sentence lives here: every text comes from the caller.
//! - No attribute `style` and no inner HTML: both fail under the content security policy.
//! - Directions are those of the text (start, end), never left and right.

#![allow(
    clippy::must_use_candidate,
    reason = "the components are called by `view!`, which uses what they return"
)]
#![allow(
    unreachable_pub,
    reason = "`#[component]` makes a public props type beside each part, which is not re-exported"
)]

pub mod badge;
pub mod button;
pub mod callout;
pub mod checkbox;
mod class;
mod collection;
pub mod combobox;
#[cfg(test)]
mod contrast;
pub mod dialog;
pub mod empty_state;
pub mod error_state;
pub mod field;
pub mod file_drop;
pub mod icon;
mod id;
pub mod input;
pub mod kbd;
pub mod menu;
pub mod native_select;
mod observe;
pub mod pagination;
mod popover;
pub mod progress;
mod scroll;
pub mod select;
pub mod skeleton;
pub mod spinner;
pub mod switch;
pub mod table;
pub mod tabs;
pub mod textarea;
pub mod toast;
pub mod tone;
mod typeahead;
pub mod view;
pub mod visually_hidden;
