//! Queries that grow page by page.
//!
//! # Model
//! The data of an infinite query is its [`Pages`], in order, with the parameter
//! that each was fetched with. [`InfiniteOptions`] say what the first parameter
//! is and how the pages so far lead to the next and the previous one. An
//! [`InfiniteObserver`] adds pages at either end.
//!
//! # Invariants
//! - There is one fetch per query, whichever way it goes: asking for a page
//!   drops a refetch under way, as the refetch would know nothing of the page.
//! - A refetch goes from the first page on and asks the fresh pages for the
//!   next parameter, so that rows that moved appear once. With
//!   [`PageRefetch::Visible`] the pages in sight alone are fetched, with the
//!   parameters they had.
//! - A try that follows a failure goes on with the page that failed.
//! - No more than `max_pages` are held; the other end makes room.
//! - A page that is equal keeps its allocation.

mod fetch;
mod observer;
mod options;

pub use observer::InfiniteObserver;
pub use options::{
    InfiniteOptions, PageDirection, PageFetcher, PageParam, PageRefetch, PageRequest, Pages,
};
