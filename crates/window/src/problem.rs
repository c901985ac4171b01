//! Errors as the screens get them.

use serde::Serialize;
use ts_rs::TS;

/// Why something was not done. The screens go by `code`; `message` is for those codes that they have no
/// words of their own for, and for logs. Nothing in it is personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Problem {
    /// A stable word.
    pub code: String,
    /// What happened and what to do, in English.
    pub message: String,
    /// What it is about, where the words need it: an event's short name, seconds to wait, a file.
    pub about: Option<String>,
}
