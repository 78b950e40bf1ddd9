//! Order statistics of a few samples.

/// The middle and the ends of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Summary {
    /// The middle value, or the mean of the two middle ones.
    pub(super) median: f64,
    /// The smallest value.
    pub(super) least: f64,
    /// The largest value.
    pub(super) most: f64,
}

impl Summary {
    /// Returns the summary of a sample; nothing of an empty one.
    pub(super) fn of(sample: &[f64]) -> Option<Self> {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        Some(Self { median, least, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sample: &[f64], expected: (f64, f64, f64)) {
        let Summary { median, least, most } = Summary::of(sample).unwrap();
        assert_eq!((median, least, most), expected);
    }

    #[test]
    fn an_odd_sample_has_a_middle() {
        check(&[3.0, 1.0, 20.0], (3.0, 1.0, 20.0));
    }

    #[test]
    fn an_even_sample_has_two() {
        check(&[4.0, 1.0, 2.0, 3.0], (2.5, 1.0, 4.0));
    }

    #[test]
    fn an_empty_sample_has_no_summary() {
        assert_eq!(Summary::of(&[]), None);
    }
}
