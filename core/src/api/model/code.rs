//! Values that stand for others.

use serde::{Deserialize, Serialize};

/// What a number stands for. Records hold what is meant; requests and answers
/// hold the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// 0 for false and 1 for true.
    Flag,
    /// The seconds since 1970 for a moment.
    Seconds,
    /// The milliseconds since 1970 for a moment.
    Milliseconds,
}
