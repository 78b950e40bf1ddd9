//! Chance.

use std::cell::Cell;
use std::fmt;

/// Draws numbers by chance.
pub trait Random: fmt::Debug {
    /// Returns a number from 0, inclusive, to 1, exclusive.
    fn unit(&self) -> f64;
}

/// The randomness of the browser. Natively it draws the same numbers in every
/// process: nothing that runs there may depend on chance.
#[derive(Debug, Default)]
pub struct SystemRandom {
    #[cfg(not(target_arch = "wasm32"))]
    seeded: SeededRandom,
}

impl Random for SystemRandom {
    fn unit(&self) -> f64 {
        #[cfg(target_arch = "wasm32")]
        return js_sys::Math::random();
        #[cfg(not(target_arch = "wasm32"))]
        self.seeded.unit()
    }
}

/// Numbers that look like chance and follow from a seed, for tests and the
/// simulator.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators" (`SplitMix64`), 2014.
///
/// ```
/// use vitrine_core::platform::{Random, SeededRandom};
/// let (one, same) = (SeededRandom::new(7), SeededRandom::new(7));
/// assert_eq!(one.unit().to_bits(), same.unit().to_bits());
/// assert!(one.below(6) < 6);
/// ```
#[derive(Debug, Default)]
pub struct SeededRandom(Cell<u64>);

impl SeededRandom {
    /// Returns the source of the numbers that follow from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// Returns any 64 bits.
    pub fn bits(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `limit`; zero for a limit of zero.
    pub fn below(&self, limit: u64) -> u64 {
        self.bits().checked_rem(limit).unwrap_or(0)
    }
}

impl Random for SeededRandom {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit into the mantissa")]
    fn unit(&self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_in_their_range_and_spread_over_it() {
        let random = SeededRandom::new(1);
        let numbers: Vec<f64> = (0..1_000).map(|_| random.unit()).collect();
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
        let mean = numbers.iter().sum::<f64>() / 1_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }

    #[test]
    fn another_seed_draws_other_numbers() {
        assert_ne!(SeededRandom::new(1).bits(), SeededRandom::new(2).bits());
        assert_eq!(SeededRandom::new(3).below(0), 0);
    }
}
