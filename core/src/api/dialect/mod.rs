//! Requests and answers in the dialect of a resource.
//!
//! # Invariants
//! Everything here is a pure function of a [`Resource`](super::Resource): no
//! request is sent, no state is kept. What an API does differently is data in
//! its [`Dialect`](super::Dialect).

mod body;
pub mod catalogue;
mod code;
mod decode;
mod encode;
mod failure;
mod filter;
mod naming;
mod operation;
mod paging;
mod parts;
mod path;
mod rows;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use code::decode_codes;
pub(crate) use decode::next_link;
pub use decode::{
    decode_count, decode_delete, decode_list, decode_many, decode_one, decode_write, set_total,
};
pub use encode::{encode_count, encode_list, encode_many, encode_one};
pub use failure::decode_error;
pub use filter::filter_operators;
pub use operation::{CALL_BODY, CallForm, call_form, encode_call, encode_operation};
pub use path::{path_parameters, within};
pub use rows::rows_at;
pub use write::{encode_create, encode_delete, encode_update};
