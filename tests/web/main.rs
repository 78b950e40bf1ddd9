//! Behavior of the components in a browser.
