//! A choice that is searched for, from a list that may come from afar.
//!
//! ```text
//! <combobox::Root options=options on_query=search value=chosen on_change=set_chosen busy=busy>
//!     <combobox::Input placeholder="Search customers" />
//!     <combobox::Content>
//!         <combobox::Empty>"No customer has this name."</combobox::Empty>
//!     </combobox::Content>
//! </combobox::Root>
//! ```
//!
//! The caller answers `on_query` by setting `options`, now or later. The focus stays in the input
//! and `aria-activedescendant` names the option that Enter would choose.
//! Source: WAI-ARIA Authoring Practices, combobox with list autocomplete.
//!
//! Attributes: `data-highlighted` on the option under the keyboard or the pointer,
//! `data-state="checked"` on the chosen one.

mod content;
mod context;
mod empty;
mod input;
mod keyboard;
mod root;

#[cfg(test)]
mod tests;

pub use self::{content::Content, context::Choice, empty::Empty, input::Input, root::Root};
