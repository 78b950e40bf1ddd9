//! Shapes of state, run inside the module so that no operation crosses its border.
//!
//! `page/jotai.js` and `page/alien.js` build the same shapes; a case of equal name has an equal
//! checksum on every side, and the page refuses to report times when it has not.

mod atoms;

use wasm_bindgen::prelude::wasm_bindgen;

/// A case that was built and can be run.
#[wasm_bindgen]
pub struct Case {
    run: Box<dyn FnMut() -> f64>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Case")
    }
}

#[wasm_bindgen]
impl Case {
    /// Does the work that is measured, and returns its checksum.
    pub fn run(&mut self) -> f64 {
        (self.run)()
    }
}

/// Builds the case of that name; nothing when there is none.
#[wasm_bindgen]
#[must_use]
pub fn prepare(name: &str) -> Option<Case> {
    atoms::prepare(name).map(|run| Case { run })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_case_has_the_checksum_that_arithmetic_gives_it() {
        // Each set makes the 100 sides `value + side`, for 1,000 values from 1.
        let sum: u32 = (1..=1000).map(|value| 100 * value + 4950).sum();
        let mut case = super::prepare("diamond").expect("a case");
        assert_eq!(case.run().to_bits(), f64::from(sum).to_bits());
        assert!(super::prepare("circle").is_none());
    }
}
