//! Prints headings, sentences, tables and progress to the terminal.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// The interval between two progress messages.
const PROGRESS_EVERY: Duration = Duration::from_secs(1);

/// Prints the heading of a part of the demo.
pub(crate) fn part(title: &str) {
    if std::io::stdout().is_terminal() {
        println!("\n\x1b[1m{title}\x1b[0m");
    } else {
        println!("\n{title}");
    }
}

/// Prints an indented line.
pub(crate) fn say(text: &str) {
    println!("  {text}");
}

/// Prints a table whose first row is the heading.
pub(crate) fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide - width(cell))))
            .collect();
        println!("  {}", cells.join("  ").trim_end());
        if number == 0 {
            let rules: Vec<String> = widths.iter().map(|wide| "─".repeat(*wide)).collect();
            println!("  {}", rules.join("  "));
        }
    }
}

/// The width of a text in terminal columns. East Asian wide characters take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|letter| match letter {
            '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => 0,
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{1faff}' => 2,
            _ => 1,
        })
        .sum()
}

/// A progress message for a step that takes more than a second. It is erased when dropped.
pub(crate) struct Progress {
    what: String,
    total: usize,
    last: Instant,
    shown: bool,
}

impl Progress {
    /// Starts the progress. Nothing is shown within the first second.
    pub(crate) fn new(what: &str, total: usize) -> Self {
        Self {
            what: what.to_owned(),
            total,
            last: Instant::now(),
            shown: false,
        }
    }

    /// Shows that this many are done.
    pub(crate) fn at(&mut self, done: usize) {
        if self.last.elapsed() < PROGRESS_EVERY {
            return;
        }
        self.last = Instant::now();
        self.shown = true;
        let mut stderr = std::io::stderr().lock();
        let end = if stderr.is_terminal() { "\r" } else { "\n" };
        // A progress message that can't be written is not worth a failure.
        let _ = write!(stderr, "  {} … {done} of {}{end}", self.what, self.total);
        let _ = stderr.flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let mut stderr = std::io::stderr().lock();
        if self.shown && stderr.is_terminal() {
            let _ = write!(stderr, "\r{}\r", " ".repeat(self.what.chars().count() + 30));
            let _ = stderr.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns_and_combining_marks_none() {
        assert_eq!(width("Ada"), 3);
        assert_eq!(width("山田"), 4);
        assert_eq!(width("e\u{301}"), 1);
    }
}
