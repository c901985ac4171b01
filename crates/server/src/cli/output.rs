//! Printing results: as text for people, or as JSON for programs.

use anyhow::Context;
use serde::Serialize;

/// How results are printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Prints a result: as JSON for programs, or as the text for people.
    pub(crate) fn print(
        self,
        value: &impl Serialize,
        text: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        use std::io::Write;
        let shown = if self.json {
            serde_json::to_string_pretty(value).context("cannot write the result as JSON")?
        } else {
            text()
        };
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{}", shown.trim_end())
            .and_then(|()| stdout.flush())
            .context("cannot print the result")
    }
}

/// Formats a time for people, in UTC, to the second.
pub(crate) fn shown(time: protocol::UnixMillis) -> String {
    jiff::Timestamp::from_millisecond(time.0).map_or_else(
        |_| "a time out of range".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
    )
}
