//! The page that has nothing to show, and what to do next.
//!
//! ```text
//! <empty_state::Root glyph=Glyph::Inbox>
//!     <empty_state::Title>..</empty_state::Title>
//!     <empty_state::Text>..</empty_state::Text>
//!     <empty_state::Actions>..</empty_state::Actions>
//! </empty_state::Root>
//! ```

mod actions;
mod root;
mod text;
mod title;

pub use self::{actions::Actions, root::Root, text::Text, title::Title};
