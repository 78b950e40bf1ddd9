//! The sums over many documents, and the documents that cost most.

use std::{collections::BTreeMap, fmt::Write, time::Duration};

use serde_json::{Value, json};

use super::{
    judge::{Judgement, Verdict},
    pool::Outcome,
};

/// What the figures must reach, in percent: listed, item, 60 % and 95 % of the columns.
const GOALS: [f64; 4] = [98.0, 98.0, 97.0, 95.0];
/// What share of the pairs may be overruled by hand, in percent.
const OVERRULED: f64 = 2.0;

/// The sums.
#[derive(Debug, Default)]
pub(super) struct Report {
    judgements: Vec<Judgement>,
    refused: Vec<(String, String)>,
    broken: Vec<(String, &'static str)>,
}

/// Pairs by what is right of them.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    pairs: u32,
    listed: u32,
    item: u32,
    /// Those whose rows have known columns.
    columned: u32,
    most: u32,
    nearly_all: u32,
}

impl Sums {
    fn add(&mut self, verdict: &Verdict) {
        self.pairs += 1;
        self.listed += u32::from(verdict.is_listed);
        self.item += u32::from(verdict.is_item_right);
        if let Some(share) = verdict.columns {
            self.columned += 1;
            self.most += u32::from(share >= 0.6);
            self.nearly_all += u32::from(share >= 0.95);
        }
    }

    fn percent(self) -> [f64; 4] {
        let share = |part: u32, all: u32| {
            if all == 0 { 100.0 } else { f64::from(part) * 100.0 / f64::from(all) }
        };
        [
            share(self.listed, self.pairs),
            share(self.item, self.pairs),
            share(self.most, self.columned),
            share(self.nearly_all, self.columned),
        ]
    }
}

impl Verdict {
    fn is_wrong(&self) -> bool {
        !self.is_item_right || self.columns.is_some_and(|share| share < 0.95)
    }
}

impl Report {
    pub(super) fn new(outcomes: Vec<(String, Outcome)>) -> Self {
        let mut report = Self::default();
        for (name, outcome) in outcomes {
            match outcome {
                Outcome::Read(judgement) => report.judgements.push(*judgement),
                Outcome::Refused(why) => report.refused.push((name, why)),
                Outcome::Crashed => report.broken.push((name, "crashed")),
                Outcome::Hung => report.broken.push((name, "hung")),
            }
        }
        report.judgements.sort_by(|one, other| one.document.cmp(&other.document));
        report
    }

    fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        self.judgements.iter().flat_map(|it| &it.verdicts).for_each(|verdict| sums.add(verdict));
        sums
    }

    /// Returns the means over the providers: four of them have half of all documents.
    fn by_provider(&self) -> [f64; 4] {
        let mut providers: BTreeMap<&str, Sums> = BTreeMap::new();
        for judgement in self.judgements.iter().filter(|it| !it.verdicts.is_empty()) {
            let name = judgement.document.split('/').next().unwrap_or_default();
            let sums = providers.entry(name).or_default();
            judgement.verdicts.iter().for_each(|verdict| sums.add(verdict));
        }
        let count = f64::from(small(providers.len()).max(1));
        let mut means = [0.0; 4];
        for sums in providers.values() {
            for (mean, share) in means.iter_mut().zip(sums.percent()) {
                *mean += share / count;
            }
        }
        means
    }

    /// Returns what keeps the goals from being reached.
    pub(super) fn shortfalls(&self) -> Vec<String> {
        let mut found: Vec<String> =
            self.broken.iter().map(|(name, how)| format!("{name} {how}")).collect();
        found.extend(self.refused.iter().map(|(name, why)| format!("{name}: {why}")));
        for ((name, reached), goal) in NAMES.iter().zip(self.sums().percent()).zip(GOALS) {
            if reached < goal {
                found.push(format!("{name}: {reached:.2} % of {goal} %"));
            }
        }
        let overrides: u32 = self.judgements.iter().map(|it| small(it.overrides)).sum();
        if f64::from(overrides) * 100.0 > f64::from(self.sums().pairs) * OVERRULED {
            found.push(format!("{overrides} pairs are overruled by hand"));
        }
        for judgement in &self.judgements {
            for mistake in &judgement.mistakes {
                let place = format!("{} {}", judgement.document, mistake.list);
                found.push(format!("{place}: {}", mistake.what));
            }
        }
        found
    }

    /// Returns the figures for the terminal, with the `worst` documents.
    pub(super) fn to_text(&self, worst: usize) -> String {
        let sums = self.sums();
        let mut text = String::new();
        let read = self.judgements.len();
        let _ = writeln!(
            text,
            "{read} documents read, {} refused, {} crashed or hung",
            self.refused.len(),
            self.broken.len()
        );
        let counts = [
            (sums.listed, sums.pairs),
            (sums.item, sums.pairs),
            (sums.most, sums.columned),
            (sums.nearly_all, sums.columned),
        ];
        let means = self.by_provider();
        for ((((name, reached), goal), (part, all)), mean) in
            NAMES.iter().zip(sums.percent()).zip(GOALS).zip(counts).zip(means)
        {
            let _ = writeln!(
                text,
                "{name:<36} {reached:>6.2} %  goal {goal} %  {part}/{all}; by provider {mean:.2} %"
            );
        }
        let total = |of: fn(&Judgement) -> usize| self.judgements.iter().map(of).sum::<usize>();
        let _ = writeln!(
            text,
            "operations that can be called        {} of {}",
            total(|it| it.operations.1),
            total(|it| it.operations.0)
        );
        let _ = writeln!(
            text,
            "expectations by hand                 {} lists, {} mistakes; {} overrides",
            total(|it| it.expectations),
            total(|it| it.mistakes.len()),
            total(|it| it.overrides)
        );
        let time: Duration = self.judgements.iter().map(|it| it.time).sum();
        let _ = writeln!(
            text,
            "{} MB read in {:.1} s; models {} MB",
            total(|it| it.bytes) / 1_000_000,
            time.as_secs_f64(),
            total(|it| it.model_bytes) / 1_000_000
        );
        let mut slow: Vec<&Judgement> = self.judgements.iter().collect();
        slow.sort_by_key(|it| std::cmp::Reverse(it.time));
        for judgement in slow.iter().take(4) {
            let _ = writeln!(
                text,
                "  {:.2} s, model {} kB of {} kB: {}",
                judgement.time.as_secs_f64(),
                judgement.model_bytes / 1000,
                judgement.bytes / 1000,
                judgement.document
            );
        }
        self.worst(&mut text, worst);
        text
    }

    fn worst(&self, text: &mut String, count: usize) {
        let mut worst: Vec<(usize, &Judgement)> = self
            .judgements
            .iter()
            .map(|judgement| {
                (judgement.verdicts.iter().filter(|it| it.is_wrong()).count(), judgement)
            })
            .filter(|(wrong, _)| *wrong > 0)
            .collect();
        worst.sort_by_key(|(wrong, judgement)| (std::cmp::Reverse(*wrong), &judgement.document));
        for (wrong, judgement) in worst.into_iter().take(count) {
            let pairs = judgement.verdicts.len();
            let _ = writeln!(text, "  {wrong:>4} of {pairs:>4} wrong: {}", judgement.document);
        }
    }

    /// Returns everything, wrong pairs one by one.
    pub(super) fn to_json(&self) -> Value {
        let documents = self.judgements.iter().map(|judgement| {
            let wrong = judgement.verdicts.iter().filter(|it| it.is_wrong()).map(|it| {
                json!({"list": it.list, "listed": it.is_listed, "item": it.is_item_right,
                    "columns": it.columns, "note": it.note})
            });
            json!({
                "document": judgement.document,
                "pairs": judgement.verdicts.len(),
                "wrong": wrong.collect::<Vec<_>>(),
                "resources": judgement.resources,
                "operations": judgement.operations,
                "bytes": judgement.bytes,
                "model_bytes": judgement.model_bytes,
                "seconds": judgement.time.as_secs_f64(),
            })
        });
        let figures: BTreeMap<&str, f64> = NAMES.into_iter().zip(self.sums().percent()).collect();
        json!({"figures": figures, "documents": documents.collect::<Vec<_>>(),
            "refused": self.refused, "broken": self.broken})
    }
}

const NAMES: [&str; 4] = [
    "pairs listed",
    "item path right",
    "at least 60 % of the columns right",
    "at least 95 % of the columns right",
];

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(verdicts: Vec<Verdict>) -> (String, Outcome) {
        let judgement = Judgement { document: "a".into(), verdicts, ..Judgement::default() };
        ("a".into(), Outcome::Read(Box::new(judgement)))
    }

    fn is_near(found: [f64; 4], expected: [f64; 4]) -> bool {
        found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9)
    }

    fn verdict(is_right: bool, columns: Option<f64>) -> Verdict {
        Verdict { is_listed: is_right, is_item_right: is_right, columns, ..Verdict::default() }
    }

    #[test]
    fn shares_are_of_the_pairs_they_can_be_told_of() {
        let report = Report::new(vec![judged(vec![
            verdict(true, Some(1.0)),
            verdict(true, Some(0.7)),
            verdict(true, None),
            verdict(false, Some(0.0)),
        ])]);
        let expected = [75.0, 75.0, 200.0 / 3.0, 100.0 / 3.0];
        assert!(is_near(report.sums().percent(), expected));
        assert_eq!(report.shortfalls().len(), 4);
    }

    #[test]
    fn a_provider_counts_once() {
        let of = |document: &str, verdicts: Vec<Verdict>| {
            let judgement =
                Judgement { document: document.into(), verdicts, ..Judgement::default() };
            (document.to_owned(), Outcome::Read(Box::new(judgement)))
        };
        let right = || verdict(true, Some(1.0));
        let report = Report::new(vec![
            of("a/1", vec![right(), right()]),
            of("a/2", vec![right()]),
            of("b", vec![verdict(false, Some(0.0))]),
            of("c", Vec::new()),
        ]);
        assert!(is_near(report.by_provider(), [50.0; 4]));
    }

    #[test]
    fn a_crash_is_a_shortfall() {
        let report = Report::new(vec![("x".into(), Outcome::Hung), judged(Vec::new())]);
        assert_eq!(report.shortfalls(), ["x hung"]);
        assert!(report.to_text(3).contains("1 crashed or hung"));
    }
}
