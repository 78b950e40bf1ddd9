//! What the shop sells, category by category.

mod assortment;
mod books;
mod clothing;
mod electronics;
mod home;
mod other;

pub(crate) use assortment::{ASSORTMENTS, Assortment};
