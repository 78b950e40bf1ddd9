//! The words for the products of one category.

use super::{books, clothing, electronics, home, other};

/// The words for the products of one category.
#[derive(Debug)]
pub(crate) struct Assortment {
    pub name: &'static str,
    pub description: &'static str,
    /// Templates of product names.
    pub names: &'static [&'static str],
    pub brands: &'static [&'static str],
    pub qualities: &'static [&'static str],
    /// What it is, and its lowest and highest price in euros.
    pub nouns: &'static [(&'static str, i64, i64)],
    /// What tells apart products of the same name.
    pub variants: &'static [&'static str],
    pub sentences: &'static [&'static str],
    pub details: &'static [&'static str],
}

/// The categories in the order of their ids.
pub(crate) static ASSORTMENTS: [Assortment; 5] =
    [electronics::GOODS, clothing::GOODS, books::GOODS, home::GOODS, other::GOODS];
