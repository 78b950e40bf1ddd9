//! Entries of a list in the order of the document.

use web_sys::{Element, HtmlElement, wasm_bindgen::JsCast};

/// A move among entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    First,
    Last,
    Next,
    Previous,
    /// Ten entries on.
    PageDown,
    /// Ten entries back.
    PageUp,
}

/// Whether the entry after the last one is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    Stop,
    Wrap,
}

impl Move {
    /// Returns the move that a key stands for in a vertical list.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "Home" => Self::First,
            "End" => Self::Last,
            "ArrowDown" => Self::Next,
            "ArrowUp" => Self::Previous,
            "PageDown" => Self::PageDown,
            "PageUp" => Self::PageUp,
            _ => return None,
        })
    }

    /// Returns the place that the move leads to among `count` entries.
    pub(super) fn apply(self, count: usize, current: Option<usize>, ends: Ends) -> Option<usize> {
        const PAGE: usize = 10;
        let last = count.checked_sub(1)?;
        Some(match (self, current) {
            (Self::First, _) | (Self::Next | Self::PageDown | Self::PageUp, None) => 0,
            (Self::Last, _) | (Self::Previous, None) => last,
            (Self::Next, Some(at)) if at >= last => match ends {
                Ends::Stop => last,
                Ends::Wrap => 0,
            },
            (Self::Next, Some(at)) => at + 1,
            (Self::Previous, Some(0)) => match ends {
                Ends::Stop => 0,
                Ends::Wrap => last,
            },
            (Self::Previous, Some(at)) => at - 1,
            (Self::PageDown, Some(at)) => (at + PAGE).min(last),
            (Self::PageUp, Some(at)) => at.saturating_sub(PAGE),
        })
    }
}

/// Returns the entries below `root` that match `selector`.
///
/// The document is asked each time: entries come and go, and a counter would remember an order
/// that is no longer theirs.
pub(super) fn entries(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(nodes) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..nodes.length()).filter_map(|at| nodes.item(at)?.dyn_into().ok()).collect()
}

/// Returns what the entries say.
pub(super) fn labels(entries: &[HtmlElement]) -> Vec<String> {
    entries.iter().map(|entry| entry.text_content().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Ends, Move};

    #[test]
    fn an_empty_list_leads_nowhere() {
        assert_eq!(Move::Next.apply(0, None, Ends::Wrap), None);
    }

    #[test]
    fn ends_stop_or_wrap() {
        assert_eq!(Move::Next.apply(3, Some(2), Ends::Stop), Some(2));
        assert_eq!(Move::Next.apply(3, Some(2), Ends::Wrap), Some(0));
        assert_eq!(Move::Previous.apply(3, Some(0), Ends::Stop), Some(0));
        assert_eq!(Move::Previous.apply(3, Some(0), Ends::Wrap), Some(2));
    }

    #[test]
    fn from_nowhere_down_leads_to_the_first_and_up_to_the_last() {
        assert_eq!(Move::Next.apply(3, None, Ends::Stop), Some(0));
        assert_eq!(Move::Previous.apply(3, None, Ends::Stop), Some(2));
    }

    #[test]
    fn a_page_is_ten_entries_and_never_leaves_the_list() {
        assert_eq!(Move::PageDown.apply(30, Some(3), Ends::Stop), Some(13));
        assert_eq!(Move::PageDown.apply(12, Some(3), Ends::Stop), Some(11));
        assert_eq!(Move::PageUp.apply(12, Some(3), Ends::Stop), Some(0));
    }
}
