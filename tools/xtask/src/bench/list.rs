//! The scenario `list`: from navigation to 25 rows of 10,000.

use super::{
    cdp::Browser,
    subject::Subject,
    visit::{self, Expected, Timing, Weight},
};
use crate::{Result, console};

/// Rows on the page that is measured.
pub(super) const ROWS: usize = 25;
/// How many times slower than this machine's the processor is, by condition.
pub(super) const SLOWDOWNS: [u32; 2] = [1, 4];

/// How often each subject is visited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Visits that count, for each condition.
    pub(super) runs: usize,
    /// Visits before them that do not.
    pub(super) warm_ups: usize,
    /// Visits that measure bytes and memory instead of time.
    pub(super) weighings: usize,
}

/// What was measured of one subject.
#[derive(Debug, Clone, Default)]
pub(super) struct Samples {
    /// The times, for each condition.
    pub(super) timings: [Vec<Timing>; SLOWDOWNS.len()],
    /// The weights.
    pub(super) weights: Vec<Weight>,
}

/// Visits the subjects in turn, and returns what was measured in their order.
///
/// # Errors
/// When a visit does not show the expected rows.
pub(super) fn run(
    browser: &mut Browser,
    subjects: &[Subject],
    rows: &[String],
    plan: Plan,
) -> Result<Vec<Samples>> {
    let mut samples = vec![Samples::default(); subjects.len()];
    for (condition, slowdown) in SLOWDOWNS.into_iter().enumerate() {
        for round in 0..plan.warm_ups + plan.runs {
            for (subject, samples) in subjects.iter().zip(&mut samples) {
                let expected = Expected { url: &subject.url, rows };
                let timing = visit::time(browser, expected, slowdown)?;
                let counts = round >= plan.warm_ups;
                let mark = if counts { "" } else { ", warm-up" };
                console::note(format!(
                    "bench: {}, processor 1/{slowdown}: {:.0} ms{mark}",
                    subject.label, timing.shown
                ));
                if counts {
                    samples.timings[condition].push(timing);
                }
            }
        }
    }
    for _ in 0..plan.weighings {
        for (subject, samples) in subjects.iter().zip(&mut samples) {
            let weight = visit::weigh(browser, Expected { url: &subject.url, rows })?;
            console::note(format!(
                "bench: {}: {} bytes transferred",
                subject.label,
                weight.transferred()
            ));
            samples.weights.push(weight);
        }
    }
    Ok(samples)
}
