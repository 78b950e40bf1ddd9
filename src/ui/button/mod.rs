//! Buttons, and links that look like them.

mod icon_button;
mod link;
mod plain;
mod style;

pub(super) use self::style::square_classes;
pub use self::{
    icon_button::IconButton,
    link::ButtonLink,
    plain::Button,
    style::{Size, Variant, classes},
};
