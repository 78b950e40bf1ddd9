//! The shapes that the API takes and gives.
//!
//! These types exist for their schemas: what a request may say is read from here by the
//! validation, and written from here into the document. The schema of a whole record also yields
//! those of its create and update requests, see `schema`.

mod blog;
mod protocol;
mod shop;

pub use blog::{Comment, Post, Publication};
pub use protocol::{
    Action, ChangeEvent, Credentials, FieldError, Pagination, ProblemDetails, Session,
};
pub use shop::{
    Category, Order, OrderItem, OrderStatus, PaymentMethod, Product, Review, Role, ShippingAddress,
    User,
};
