//! Shapes of state, run inside the module so that no operation crosses its border.
//!
//! The peers' files in `page/` build the same shapes; a case of equal name has an equal checksum on
//! every side, and the page refuses to report times when it has not.

mod atoms;
mod queries;
mod records;

use wasm_bindgen::prelude::wasm_bindgen;

/// A case that was built and can be run.
#[wasm_bindgen]
pub struct Case {
    run: Box<dyn FnMut(&[u8]) -> f64>,
    check: Box<dyn FnMut() -> f64>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Case")
    }
}

#[wasm_bindgen]
impl Case {
    /// Does the work that is measured, and returns its checksum. `body` is an answer that arrives
    /// meanwhile, empty where the case has none.
    pub fn run(&mut self, body: &[u8]) -> f64 {
        (self.run)(body)
    }

    /// Returns the checksum of what the work has left behind; zero where nothing is to be added to
    /// the checksum of the run.
    pub fn check(&mut self) -> f64 {
        (self.check)()
    }
}

impl Case {
    fn new(run: impl FnMut(&[u8]) -> f64 + 'static) -> Self {
        Self { run: Box::new(run), check: Box::new(|| 0.0) }
    }

    fn checked(self, check: impl FnMut() -> f64 + 'static) -> Self {
        Self { check: Box::new(check), ..self }
    }
}

/// Builds the case of that name, from the body of an answer that came before where it has one;
/// nothing when there is no such case, or the body is not what it takes.
#[wasm_bindgen]
#[must_use]
pub fn prepare(name: &str, before: &[u8]) -> Option<Case> {
    let atoms = atoms::prepare(name).map(|mut run| Case::new(move |_| run()));
    atoms.or_else(|| queries::prepare(name)).or_else(|| records::prepare(name, before))
}

/// Returns a count as a checksum.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    fn check(name: &str, bodies: [&str; 2], expected: (u32, u32)) {
        let [before, after] = bodies.map(str::as_bytes);
        let mut case = super::prepare(name, before).expect("a case");
        let found = (case.run(after), case.check());
        let expected = (f64::from(expected.0), f64::from(expected.1));
        assert_eq!(
            (found.0.to_bits(), found.1.to_bits()),
            (expected.0.to_bits(), expected.1.to_bits()),
            "{name}: {found:?}"
        );
    }

    #[test]
    fn a_case_has_the_checksum_that_arithmetic_gives_it() {
        // Each set makes the 100 sides `value + side`, for 1,000 values from 1.
        check("diamond", [""; 2], ((1..=1000).map(|value| 100 * value + 4950).sum(), 0));
        check("set-get", [""; 2], ((1..=1000).sum(), 0));
        check("key-set-get", [""; 2], ((1..=1000).sum(), 0));
        check("notify", [""; 2], (1000 * (1..=10).sum::<u32>(), 10));
        check("one-entity", [""; 2], (1000 * (1..=10).sum::<u32>(), 1000 * 10));
    }

    #[test]
    fn a_prefix_invalidates_its_own_queries_only() {
        check("invalidate", [""; 2], (10, 5000));
    }

    #[test]
    fn what_was_cleared_is_gone() {
        check("build-clear", [""; 2], (9999, 0));
    }

    #[test]
    fn a_list_that_is_fetched_again_tells_of_the_changed_row() {
        let body = |price: u32| format!(r#"[{{"id":1,"price":2}},{{"id":2,"price":{price}}}]"#);
        // The price is told; afterwards the prices are 2 and 9, and one row has been kept.
        check("one-row", [&body(3), &body(9)], (9, 2 + 9 + 1));
    }

    #[test]
    fn there_is_no_case_of_another_name_or_body() {
        assert!(super::prepare("circle", b"").is_none());
        assert!(super::prepare("one-row", b"no rows").is_none());
    }
}
