//! What was understood of an API, why, and what a person says instead.
//!
//! # Model
//! A [`Subject`](subject::Subject) is one choice of a resource, such as its
//! paging. Its [`Standing`](standing::Standing) says what holds and for which
//! reason; a [`Choice`](choice::Choice) has the alternatives, each shown by the
//! request it would make. A correction is a member of the overlay, so taking
//! it back is taking that member away.

mod catalogue;
mod choice;
mod choices;
mod correction;
mod detail;
mod example;
mod fields;
mod files;
mod issues;
mod memory;
mod news;
mod page;
mod resources;
mod standing;
mod subject;

pub use page::{UnderstoodPage, UnderstoodPageProps};
