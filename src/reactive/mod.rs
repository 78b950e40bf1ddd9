//! The bridge between the core and the views.
