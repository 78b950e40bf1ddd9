//! Icons: one stroke on a 16 by 16 grid, in the color of the text beside them.

mod glyph;
mod svg;

pub use self::{glyph::Glyph, svg::Icon};
