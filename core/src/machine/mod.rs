//! Statecharts.
