//! The simulator of the query layer, for as many seeds as there is time for.
//!
//! `cargo xtask simulate --seeds N` runs it optimized. It ends at the first seed
//! that breaks a rule; `--from SEED --seeds 1 --trace` shows what happens in it.

#![expect(clippy::print_stdout, reason = "what it prints is its result")]

use std::process::ExitCode;
use std::time::Instant;
use vitrine_core::query::simulate::{Fault, FaultCounts, Planted, Simulation};

#[derive(Default)]
struct Wishes {
    seeds: u64,
    from: u64,
    steps: Option<usize>,
    is_traced: bool,
    is_planted: bool,
}

fn main() -> ExitCode {
    let Some(wishes) = read(std::env::args().skip(1)) else {
        println!("usage: simulate [--seeds N] [--from SEED] [--steps N] [--trace] [--planted]");
        return ExitCode::FAILURE;
    };
    if wishes.is_planted { planted(&wishes) } else { simulate(&wishes) }
}

fn read(mut arguments: impl Iterator<Item = String>) -> Option<Wishes> {
    let mut wishes = Wishes { seeds: 1_000, ..Wishes::default() };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seeds" => wishes.seeds = arguments.next()?.parse().ok()?,
            "--from" => wishes.from = arguments.next()?.parse().ok()?,
            "--steps" => wishes.steps = Some(arguments.next()?.parse().ok()?),
            "--trace" => wishes.is_traced = true,
            "--planted" => wishes.is_planted = true,
            _ => return None,
        }
    }
    Some(wishes)
}

fn of(seed: u64, wishes: &Wishes) -> Simulation {
    let simulation = Simulation::new(seed);
    let simulation = match wishes.steps {
        Some(steps) => simulation.with_steps(steps),
        None => simulation,
    };
    if wishes.is_traced { simulation.with_trace() } else { simulation }
}

fn simulate(wishes: &Wishes) -> ExitCode {
    let (start, mut faults, mut requests) = (Instant::now(), FaultCounts::default(), 0);
    let mut violation = None;
    let mut done = 0;
    for seed in wishes.from..wishes.from.saturating_add(wishes.seeds) {
        let report = of(seed, wishes).run();
        faults.add(&report.faults);
        requests += report.requests;
        done += 1;
        report.trace.iter().for_each(|line| println!("{line}"));
        if let Some(text) = report.violation {
            violation = Some((seed, text));
            break;
        }
    }
    println!("{done} seeds, {requests} requests, {} faults:", faults.total());
    for fault in Fault::ALL {
        println!("  {:>10} {fault:?}", faults.of(fault));
    }
    println!("in {:.1} s", start.elapsed().as_secs_f64());
    let Some((seed, text)) = violation else {
        println!("no violation");
        return ExitCode::SUCCESS;
    };
    println!("VIOLATION in seed {seed}: {text}");
    println!("again, with what happens: cargo xtask simulate --from {seed} --seeds 1 --trace");
    ExitCode::FAILURE
}

/// Says for each planted bug which seed finds it.
fn planted(wishes: &Wishes) -> ExitCode {
    let mut missed = 0;
    for bug in Planted::ALL {
        let planted = bug.plant();
        let mut seeds = wishes.from..wishes.from.saturating_add(wishes.seeds);
        let found = seeds.find_map(|seed| Some((seed, of(seed, wishes).run().violation?)));
        drop(planted);
        if let Some((seed, text)) = found {
            println!("{bug:?}: seed {seed}: {text}");
        } else {
            missed += 1;
            println!("{bug:?}: not found in {} seeds", wishes.seeds);
        }
    }
    println!("{missed} of {} bugs were not found", Planted::ALL.len());
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
