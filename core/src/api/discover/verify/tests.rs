//! Verification against servers in the test.
