//! The result of a command that decides the program's exit status.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did all of its work.
    Fine,
    /// It did not do all of its work, and has printed what failed.
    Failed,
}
