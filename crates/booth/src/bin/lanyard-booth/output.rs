//! Result lines on standard output, sentences for people on standard error.

use std::io::{self, Write};

use serde::Serialize;

/// The output of a command. Once the reader of standard output has hung up, nothing more is written
/// there, and the work goes on: a scan must not be lost because a pipe closed.
pub(crate) struct Output {
    json: bool,
    quiet: bool,
    closed: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self {
            json,
            quiet: false,
            closed: false,
        }
    }

    /// Says no sentence from here on, except of failures.
    pub(crate) const fn be_quiet(&mut self) {
        self.quiet = true;
    }

    /// Whether lines are JSON.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Whether the reader of standard output has hung up.
    pub(crate) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// One result: `object` as a line of JSON, or `line`. It is out when this returns.
    pub(crate) fn result(&mut self, object: &impl Serialize, line: &str) {
        if self.json {
            let json = serde_json::to_string(object).expect("results are plain maps and lists");
            self.line(&json);
        } else {
            self.line(line);
        }
    }

    /// Writes one line, with or without `--json`.
    pub(crate) fn line(&mut self, line: &str) {
        if self.closed {
            return;
        }
        let mut out = io::stdout().lock();
        if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
            self.closed = true;
        }
    }

    /// A sentence for the person at the screen.
    pub(crate) fn sentence(&self, sentence: &str) {
        if !self.quiet {
            self.failure(sentence);
        }
    }

    /// A sentence that must be seen.
    #[allow(clippy::unused_self, reason = "it is one of the ways out")]
    pub(crate) fn failure(&self, sentence: &str) {
        alarm(sentence);
    }
}

/// Writes a sentence that must be seen to standard error. Any thread may call it.
pub(crate) fn alarm(sentence: &str) {
    // If standard error is closed, there is nowhere else to write.
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}

/// Text from outside as it may be shown on a terminal: control characters, which could move the cursor
/// or hide what was written, become a replacement mark.
pub(crate) fn shown(text: &str) -> String {
    text.chars()
        .map(|letter| {
            let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if letter.is_control() || turns {
                char::REPLACEMENT_CHARACTER
            } else {
                letter
            }
        })
        .collect()
}

/// Rows with their columns under each other. Widths are counted in characters.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        longest.max(headings[column].chars().count())
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .map(|(cell, &width)| format!("{cell:width$}"))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    std::iter::once(line(&mut headings.iter().copied()))
        .chain(
            rows.iter()
                .map(|row| line(&mut row.iter().map(String::as_str))),
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [
            vec!["1".into(), "Ada".into()],
            vec!["10".into(), String::new()],
        ];
        assert_eq!(table(&["no", "name"], &rows), ["no  name", "1   Ada", "10"]);
    }

    #[test]
    fn what_would_move_the_cursor_is_not_shown() {
        assert_eq!(
            shown("a\u{1b}[2Jb\u{202e}c\n"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}"
        );
    }
}
