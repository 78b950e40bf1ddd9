//! The contrast of the design tokens, computed.
//!
//! Source: WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (parts of controls, 3:1), with the relative
//! luminance that its glossary defines.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Returns the colors of the block that opens with `selector`, by token.
fn theme(selector: &str) -> HashMap<&'static str, f64> {
    let block = TOKENS.split(&format!("{selector} {{")).nth(1).expect("the block is there");
    block[..block.find('}').expect("the block ends")]
        .split(';')
        .filter_map(|declaration| declaration.trim().strip_prefix("--")?.split_once(": #"))
        .filter(|(_, digits)| digits.len() == 6)
        .map(|(name, digits)| (name, luminance(digits)))
        .collect()
}

fn luminance(digits: &str) -> f64 {
    let channel = |at: usize| {
        let byte = u8::from_str_radix(&digits[at..at + 2], 16).expect("a color is hexadecimal");
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[track_caller]
fn check(selector: &str) {
    let theme = theme(selector);
    let check = |front: &str, ground: &str, least: f64| {
        let (front_light, ground_light) = (theme[front], theme[ground]);
        let ratio = (front_light.max(ground_light) + 0.05) / (front_light.min(ground_light) + 0.05);
        assert!(ratio >= least, "{front} on {ground} in {selector}: {ratio:.2} < {least}");
    };
    let grounds =
        ["surface", "surface-raised", "surface-sunken", "surface-hover", "surface-selected"];
    for ground in grounds {
        for front in ["text", "text-muted", "text-faint", "accent", "danger", "warning", "success"]
        {
            check(front, ground, 4.5);
        }
        check("focus", ground, 3.0);
    }
    for ground in ["surface", "surface-raised", "surface-sunken"] {
        check("line-control", ground, 3.0);
    }
    for tone in ["accent", "danger", "warning", "success"] {
        check(tone, &format!("{tone}-soft"), 4.5);
        check("text", &format!("{tone}-soft"), 4.5);
    }
    for tone in ["accent", "danger"] {
        check(&format!("{tone}-contrast"), tone, 4.5);
        check(&format!("{tone}-contrast"), &format!("{tone}-hover"), 4.5);
    }
}

#[test]
fn the_light_theme_can_be_read() {
    check(":root");
}

#[test]
fn the_dark_theme_can_be_read() {
    check(":root[data-theme=\"dark\"]");
}

#[test]
fn the_system_s_dark_theme_is_the_chosen_dark_theme() {
    let chosen = theme(":root[data-theme=\"dark\"]");
    let system = theme(":root:not([data-theme=\"light\"])");
    assert_eq!(chosen, system);
}
