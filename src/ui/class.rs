//! Class lists.

/// Returns the classes of a part followed by those its caller adds.
///
/// Callers add placement (margins, widths, grid areas); the look of a state goes through data
/// attributes, so a plain `&'static str` is enough and no effect is spent on a class.
pub(super) fn join(own: &str, added: &str) -> String {
    if added.is_empty() { own.to_owned() } else { format!("{own} {added}") }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn nothing_added_leaves_no_blank() {
        assert_eq!(join("flex gap-2", ""), "flex gap-2");
        assert_eq!(join("flex gap-2", "mt-4"), "flex gap-2 mt-4");
    }
}
