//! A process that does not outlive its owner.

use std::process::{Child, ChildStdout};

use anyhow::Context as _;

/// A process that does not outlive its owner.
#[derive(Debug)]
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn new(child: Child) -> Self {
        Self(child)
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Its standard output, once.
    pub(crate) fn take_stdout(&mut self) -> anyhow::Result<ChildStdout> {
        self.0
            .stdout
            .take()
            .context("standard output was asked for")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already, and nobody is left to tell.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
