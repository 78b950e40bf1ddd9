//! When an origin is spared.

use super::harness::cases;
use crate::query::{Breaker, BreakerState};

use BreakerState::{Closed, HalfOpen, Open};

/// What a breaker is told.
enum Step {
    Admitted(u64),
    Refused(u64, u64),
    Succeeds,
    Fails(u64),
    Opens(u64),
    Abandoned(u64),
}

use Step::{Abandoned, Admitted, Fails, Opens, Refused, Succeeds};

/// Plays steps on a breaker that opens after three failures for 100 ms.
fn plays(steps: &[Step], expected: BreakerState) {
    let mut breaker = Breaker::new(3, 100);
    for step in steps {
        match step {
            Admitted(now) => assert_eq!(breaker.admit(*now), Ok(())),
            Refused(now, until) => assert_eq!(breaker.admit(*now), Err(*until)),
            Succeeds => breaker.succeed(),
            Fails(now) => assert!(!breaker.fail(*now)),
            Opens(now) => assert!(breaker.fail(*now)),
            Abandoned(now) => breaker.abandon(*now),
        }
    }
    assert_eq!(breaker.state(), expected);
}

cases! { plays:
    a_breaker_begins_closed(&[], Closed { failures: 0 });
    a_closed_breaker_admits_many(&[Admitted(0), Admitted(0), Admitted(0)], Closed { failures: 0 });
    failures_are_counted(&[Fails(1), Fails(2)], Closed { failures: 2 });
    a_success_forgets_failures(&[Fails(1), Fails(2), Succeeds], Closed { failures: 0 });
    failures_not_one_after_the_other_do_not_open(
        &[Fails(1), Fails(2), Succeeds, Fails(3), Fails(4)], Closed { failures: 2 });
    the_third_failure_opens(&[Fails(1), Fails(2), Opens(3)], Open { until: 103 });
    an_open_breaker_refuses(&[Fails(1), Fails(2), Opens(3), Refused(50, 103)], Open { until: 103 });
    an_open_breaker_refuses_to_the_last_moment(
        &[Fails(1), Fails(2), Opens(3), Refused(102, 103)], Open { until: 103 });
    an_open_breaker_admits_one_after_its_time(
        &[Fails(1), Fails(2), Opens(3), Admitted(103)], HalfOpen);
    a_half_open_breaker_refuses_a_second(
        &[Fails(1), Fails(2), Opens(3), Admitted(103), Refused(104, 104)], HalfOpen);
    a_try_that_succeeds_closes(
        &[Fails(1), Fails(2), Opens(3), Admitted(103), Succeeds], Closed { failures: 0 });
    a_try_that_fails_opens_again(
        &[Fails(1), Fails(2), Opens(3), Admitted(103), Opens(110)], Open { until: 210 });
    a_try_that_is_dropped_lets_the_next_one_find_out(
        &[Fails(1), Fails(2), Opens(3), Admitted(103), Abandoned(105), Admitted(105)], HalfOpen);
    late_failures_do_not_prolong(&[Fails(1), Fails(2), Opens(3), Fails(90)], Open { until: 103 });
    a_late_success_closes(&[Fails(1), Fails(2), Opens(3), Succeeds], Closed { failures: 0 });
    a_dropped_try_of_a_closed_breaker_says_nothing(&[Fails(1), Abandoned(2)], Closed { failures: 1 });
}

#[test]
fn a_breaker_opens_after_one_failure_at_least() {
    let mut breaker = Breaker::new(0, 5);
    assert!(breaker.admit(0).is_ok());
    assert!(breaker.fail(0));
}
