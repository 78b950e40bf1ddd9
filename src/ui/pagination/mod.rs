//! Steps through the pages of a list, with or without a known total.
//!
//! ```text
//! <pagination::Root label="Pages" page=page pages=pages has_next=has_next on_page=go>
//!     <pagination::First label="First page" />
//!     <pagination::Previous label="Previous page" />
//!     <pagination::Status>"Page 2 of 9"</pagination::Status>
//!     <pagination::Next label="Next page" />
//!     <pagination::Last label="Last page" />
//! </pagination::Root>
//! ```

mod context;
mod root;
mod status;
mod step;

#[cfg(test)]
mod tests;

pub use self::{
    root::Root,
    status::Status,
    step::{First, Last, Next, Previous},
};
