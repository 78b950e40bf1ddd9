//! The page that could not be shown: what happened, why, and what to do.
//!
//! ```text
//! <error_state::Root>
//!     <error_state::Title>..</error_state::Title>
//!     <error_state::Text>..</error_state::Text>
//!     <error_state::Actions>..</error_state::Actions>
//!     <error_state::Detail label=..>..</error_state::Detail>
//! </error_state::Root>
//! ```

mod detail;
mod root;

pub use self::{detail::Detail, root::Root};
pub use super::empty_state::{Actions, Text, Title};
