//! A choice from a list that opens over the page.
//!
//! ```text
//! <select::Root value=value on_change=set_value>
//!     <select::Trigger>
//!         <select::Value text=chosen placeholder="Choose a state" />
//!     </select::Trigger>
//!     <select::Content>
//!         <select::Group>
//!             <select::Label>"Open"</select::Label>
//!             <select::Item value="new">"New" <select::ItemIndicator /></select::Item>
//!         </select::Group>
//!     </select::Content>
//! </select::Root>
//! ```
//!
//! Keys are those of a select-only combobox: the focus stays on the trigger, and
//! `aria-activedescendant` names the entry that Enter would choose.
//! Source: WAI-ARIA Authoring Practices, combobox.
//!
//! Attributes: `data-state="open|closed"` on the trigger, `data-highlighted` on the entry under
//! the keyboard or the pointer, `data-state="checked"` on the chosen one.

mod content;
mod context;
mod group;
mod item;
mod keyboard;
mod root;
mod trigger;
mod value;

#[cfg(test)]
mod tests;

pub use self::{
    content::Content,
    group::{Group, Label},
    item::{Item, ItemIndicator},
    root::Root,
    trigger::Trigger,
    value::Value,
};
