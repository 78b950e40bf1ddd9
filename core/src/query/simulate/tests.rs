//! Some seeds, and the bugs that they find.

use super::{Fault, FaultCounts, Planted, Simulation};

#[test]
fn a_few_hundred_schedules_end_with_what_the_server_has() {
    let mut faults = FaultCounts::default();
    for seed in 0..200 {
        let report = Simulation::new(seed).run();
        assert_eq!(report.violation, None, "seed {seed} reproduces this");
        faults.add(&report.faults);
    }
    for fault in Fault::ALL {
        assert!(faults.of(fault) > 0, "{fault:?} was never injected");
    }
}

#[test]
fn a_seed_is_a_schedule() {
    let run = || Simulation::new(3).with_trace().run();
    let (one, other) = (run(), run());
    assert!(!one.trace.is_empty());
    assert_eq!(one.trace, other.trace);
    assert_eq!((one.faults, one.requests), (other.faults, other.requests));
    assert_ne!(one.trace, Simulation::new(4).with_trace().run().trace);
}

#[test]
fn every_planted_bug_is_found() {
    const SEEDS: u64 = 300;
    let mut missed = Vec::new();
    for bug in Planted::ALL {
        let planted = bug.plant();
        let found = (0..SEEDS).find(|seed| Simulation::new(*seed).run().violation.is_some());
        drop(planted);
        match found {
            Some(seed) => println!("{bug:?}: seed {seed}"),
            None => missed.push(bug),
        }
    }
    assert_eq!(missed, [], "{SEEDS} seeds do not find these");
}

#[test]
fn a_bug_that_was_taken_out_is_gone() {
    let planted = Planted::PlaceIsKept.plant();
    assert!((0..20).any(|seed| Simulation::new(seed).run().violation.is_some()));
    drop(planted);
    assert!((0..20).all(|seed| Simulation::new(seed).run().violation.is_none()));
}
