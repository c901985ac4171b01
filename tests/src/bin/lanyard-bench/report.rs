//! The report of the figures, as text and as JSON.

use std::fmt;

use serde::Serialize;

use crate::machine::Machine;
use crate::measure::{Measured, Unit};

/// The results of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) quick: bool,
    pub(crate) parts: Vec<Part>,
}

/// The results of one measurement.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) title: &'static str,
    pub(crate) figures: Vec<Figure>,
    /// Notes for the interpretation of the figures.
    pub(crate) remarks: Vec<String>,
}

/// A figure of Lanyard, with its bounds.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    #[serde(flatten)]
    measured: Measured,
    bounds: Vec<Bound>,
}

/// A figure of the machine without Lanyard.
#[derive(Debug, Serialize)]
struct Bound {
    #[serde(flatten)]
    measured: Measured,
    /// The fraction of the bound that Lanyard reaches, by the medians.
    share: f64,
}

impl Figure {
    pub(crate) fn new(measured: Measured, bounds: impl IntoIterator<Item = Measured>) -> Self {
        let bounds = bounds
            .into_iter()
            .map(|bound| Bound {
                share: match bound.unit {
                    Unit::PerSecond => measured.median / bound.median,
                    Unit::Millis => bound.median / measured.median,
                },
                measured: bound,
            })
            .collect();
        Self { measured, bounds }
    }

    fn all(&self) -> impl Iterator<Item = &Measured> {
        let bounds = self.bounds.iter().map(|bound| &bound.measured);
        std::iter::once(&self.measured).chain(bounds)
    }
}

impl Report {
    /// Describes whether the figures are reliable.
    pub(crate) fn verdict(&self) -> String {
        let figures = self.parts.iter().flat_map(|part| &part.figures);
        let noisy: Vec<&str> = figures
            .flat_map(Figure::all)
            .filter(|measured| measured.noisy)
            .map(|measured| measured.what.as_str())
            .collect();
        let mut verdict = if noisy.is_empty() {
            "A quiet run: no spread of repeats is more than a factor of 1.5.".to_owned()
        } else {
            format!(
                "A noisy run: the repeats spread by more than a factor of 1.5 for: {}.",
                noisy.join("; ")
            )
        };
        if self.quick {
            verdict.push_str(" A quick one too: do not quote it.");
        }
        verdict
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |f: &mut fmt::Formatter<'_>, cells: [&str; 5]| {
            let [what, median, range, p99, share] = cells;
            let line = format!("{what:<50}{median:>13}{range:>28}{p99:>9}{share:>7}");
            writeln!(f, "{}", line.trim_end())
        };
        let p99 = |measured: &Measured| match measured.p99 {
            Some(p99) => number(p99, measured.unit),
            None => String::new(),
        };
        writeln!(f, "{}", self.title)?;
        row(f, ["", "median", "least – most", "p99", "share"])?;
        for Figure { measured, bounds } in &self.figures {
            row(
                f,
                [
                    &measured.what,
                    &median(measured),
                    &range(measured),
                    &p99(measured),
                    "",
                ],
            )?;
            for Bound { measured, share } in bounds {
                row(
                    f,
                    [
                        &format!("  of {}", measured.what),
                        &median(measured),
                        &range(measured),
                        &p99(measured),
                        &format!("{:.0} %", share * 100.0),
                    ],
                )?;
            }
        }
        for remark in &self.remarks {
            writeln!(f, "{remark}")?;
        }
        Ok(())
    }
}

fn median(measured: &Measured) -> String {
    let unit = match measured.unit {
        Unit::PerSecond => "/s",
        Unit::Millis => "ms",
    };
    format!("{} {unit}", number(measured.median, measured.unit))
}

fn range(measured: &Measured) -> String {
    let noise = if measured.noisy { "noisy " } else { "" };
    format!(
        "{noise}{} – {}",
        number(measured.least, measured.unit),
        number(measured.most, measured.unit)
    )
}

fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::PerSecond => in_thousands(&format!("{value:.0}")),
        Unit::Millis => format!("{value:.2}"),
    }
}

/// Formats a number with a comma between groups of three digits.
fn in_thousands(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
