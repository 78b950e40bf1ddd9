//! Views that share one place.
//!
//! ```text
//! <tabs::Root value=value on_change=set_value>
//!     <tabs::List label="Views">
//!         <tabs::Tab value="fields">"Fields"</tabs::Tab>
//!         <tabs::Tab value="json">"JSON"</tabs::Tab>
//!     </tabs::List>
//!     <tabs::Panel value="fields">..</tabs::Panel>
//!     <tabs::Panel value="json">..</tabs::Panel>
//! </tabs::Root>
//! ```
//!
//! Source: WAI-ARIA Authoring Practices, tabs with automatic activation.
//!
//! Attributes: `data-state="active|inactive"` on tabs.

mod context;
mod list;
mod panel;
mod root;
mod tab;

#[cfg(test)]
mod tests;

pub use self::{list::List, panel::Panel, root::Root, tab::Tab};
