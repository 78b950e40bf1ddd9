//! The products' pictures: drawn from their number, so that none has to be shipped or fetched.

use crate::random::Random;

/// Returns an SVG of a few plain shapes on a tinted ground, always the same for the same number.
pub(crate) fn draw(number: u64) -> String {
    let mut random = Random::new(number.wrapping_mul(0x9e37_79b9));
    let hue = random.between(0, 359);
    let mut shapes = String::new();
    for layer in 0..4 {
        let shade = format!("hsl({} 45% {}%)", (hue + layer * 24) % 360, 74 - layer * 12);
        let (x, y) = (random.between(40, 280), random.between(40, 200));
        let size = random.between(30, 90);
        let figure = match random.below(3) {
            0 => format!(r#"<circle cx="{x}" cy="{y}" r="{size}" fill="{shade}"/>"#),
            1 => {
                let (left, top, radius) = (x - size, y - size / 2, size / 5);
                let width = size * 2;
                format!(
                    r#"<rect x="{left}" y="{top}" width="{width}" height="{size}" rx="{radius}" fill="{shade}"/>"#
                )
            }
            _ => {
                let (left, right, top, bottom) = (x - size, x + size, y - size, y + size / 2);
                format!(
                    r#"<path d="M{x} {top} L{right} {bottom} L{left} {bottom} Z" fill="{shade}"/>"#
                )
            }
        };
        shapes.push_str(&figure);
    }
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="320" height="240"><rect width="320" height="240" fill="hsl({hue} 40% 92%)"/>{shapes}</svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_always_has_the_same_picture_and_no_other_has_it() {
        assert_eq!(draw(17), draw(17));
        assert_ne!(draw(17), draw(18));
        assert!(draw(1).ends_with("</svg>"));
    }
}
