//! A conversation that the page waits for.
//!
//! ```text
//! <dialog::Root open=is_open>
//!     <dialog::Content>
//!         <dialog::Title>"Delete 3 records?"</dialog::Title>
//!         <dialog::Description>"This cannot be undone."</dialog::Description>
//!         <dialog::Footer>
//!             <Button on:click=close>"Keep"</Button>
//!         </dialog::Footer>
//!         <dialog::Close label="Close" />
//!     </dialog::Content>
//! </dialog::Root>
//! ```
//!
//! The browser's own modal dialog: it keeps the focus inside, makes the rest inert, closes on
//! Escape and gives the focus back. What is inside exists only while it is open.

mod close;
mod content;
mod context;
mod footer;
mod root;
mod text;

pub use self::{
    close::Close,
    content::Content,
    context::Kind,
    footer::Footer,
    root::Root,
    text::{Description, Title},
};
