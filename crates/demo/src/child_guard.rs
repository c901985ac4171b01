//! A guard that kills a child process when it is dropped.

use std::process::{Child, ChildStdout};

use anyhow::Context as _;

/// A child process that is killed when the guard is dropped.
#[derive(Debug)]
pub(crate) struct ChildGuard(Child);

impl ChildGuard {
    pub(crate) fn new(child: Child) -> Self {
        Self(child)
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Takes the standard output of the process, which must be piped. Works once.
    pub(crate) fn take_stdout(&mut self) -> anyhow::Result<ChildStdout> {
        self.0
            .stdout
            .take()
            .context("standard output was asked for")
    }
}

impl Drop for ChildGuard {
    fn drop(&mut self) {
        // Both fail if the process has ended already, and an error can't be returned from here.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
