//! A list of steps that opens from a button.
//!
//! ```text
//! <menu::Root>
//!     <menu::Trigger label="More" glyph=Glyph::More />
//!     <menu::Content>
//!         <menu::Item on_select=edit>"Edit"</menu::Item>
//!         <menu::Separator />
//!         <menu::Item tone=Tone::Danger on_select=delete>"Delete"</menu::Item>
//!     </menu::Content>
//! </menu::Root>
//! ```
//!
//! The focus is on the items while it is open and goes back to the trigger after.
//! Source: WAI-ARIA Authoring Practices, menu button.
//!
//! Attributes: `data-state="open|closed"` on the trigger.

mod content;
mod context;
mod item;
mod root;
mod separator;
mod trigger;

#[cfg(test)]
mod tests;

pub use self::{content::Content, item::Item, root::Root, separator::Separator, trigger::Trigger};
