//! Repeated measurements: medians, and the spread of the repeats.

use std::time::{Duration, Instant};

use serde::Serialize;

/// The ratio of the slowest to the fastest repeat above which a run counts as noisy.
const NOISY: f64 = 1.5;

/// The number of repeats and their size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// The number of repeats that count, after one warm-up.
    pub(crate) repeats: usize,
    quick: bool,
}

impl Effort {
    /// Returns the effort of a quick run or of a full run.
    pub(crate) const fn of(quick: bool) -> Self {
        Self {
            repeats: if quick { 3 } else { 7 },
            quick,
        }
    }

    /// Returns the effort with three repeats, for long measurements.
    pub(crate) const fn of_three(self) -> Self {
        Self { repeats: 3, ..self }
    }

    /// Returns a count, which is smaller in a quick run.
    pub(crate) const fn count(self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Unit {
    /// A rate: more is better.
    #[serde(rename = "per second")]
    PerSecond,
    /// A time: less is better.
    #[serde(rename = "milliseconds")]
    Millis,
}

/// A figure that was measured several times.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measured {
    /// The figure's name.
    pub(crate) what: String,
    /// The figure's unit.
    pub(crate) unit: Unit,
    /// Of the repeats.
    pub(crate) median: f64,
    /// Of the repeats.
    pub(crate) least: f64,
    /// Of the repeats.
    pub(crate) most: f64,
    /// The percentile of all single times, if they were taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p99: Option<f64>,
    /// The number of repeats.
    pub(crate) repeats: usize,
    /// Whether the spread of the repeats is too large for a reliable figure.
    pub(crate) noisy: bool,
}

impl Measured {
    /// Summarises one rate per repeat.
    pub(crate) fn rates(what: impl Into<String>, rates: &[f64]) -> Self {
        Self::of(what.into(), Unit::PerSecond, rates, None)
    }

    /// Summarises the single times of each repeat.
    pub(crate) fn times(what: impl Into<String>, repeats: &[Vec<Duration>]) -> Self {
        let millis = |times: &[Duration]| -> Vec<f64> {
            times.iter().map(|time| time.as_secs_f64() * 1e3).collect()
        };
        let medians: Vec<f64> = repeats
            .iter()
            .map(|times| percentile(&millis(times), 50))
            .collect();
        let p99 = percentile(&millis(&repeats.concat()), 99);
        Self::of(what.into(), Unit::Millis, &medians, Some(p99))
    }

    fn of(what: String, unit: Unit, samples: &[f64], p99: Option<f64>) -> Self {
        let (least, most) = (percentile(samples, 0), percentile(samples, 100));
        Self {
            what,
            unit,
            median: percentile(samples, 50),
            least,
            most,
            p99,
            repeats: samples.len(),
            noisy: most > least * NOISY,
        }
    }
}

/// Returns the nearest-rank percentile of the samples; NaN if there are none.
fn percentile(samples: &[f64], per_cent: usize) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// Runs `count` steps, and returns their rate per second.
pub(crate) fn rate(count: usize, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let start = Instant::now();
    work()?;
    // Counts are far below 2^53.
    Ok(count as f64 / start.elapsed().as_secs_f64())
}

/// A function that measures a rate.
pub(crate) type Trial<'a> = (&'a str, Box<dyn FnMut() -> anyhow::Result<f64> + 'a>);

/// Runs the trials in turn, so that a temporary slow-down of the machine affects all of them. A repeat is a number of turns
/// of each trial; the first repeat is a warm-up and does not count.
pub(crate) fn in_turn<const N: usize>(
    effort: Effort,
    turns: usize,
    mut trials: [Trial<'_>; N],
) -> anyhow::Result<[Measured; N]> {
    let mut rates: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for round in 0..=effort.repeats {
        let mut repeat: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
        for _ in 0..turns {
            for ((_, trial), repeat) in trials.iter_mut().zip(&mut repeat) {
                repeat.push(trial()?);
            }
        }
        if round > 0 {
            for (rates, repeat) in rates.iter_mut().zip(&repeat) {
                rates.push(overall(repeat));
            }
        }
    }
    Ok(std::array::from_fn(|place| {
        Measured::rates(trials[place].0, &rates[place])
    }))
}

/// Returns the rate of several turns with the same number of steps, which is the harmonic mean of their rates.
fn overall(rates: &[f64]) -> f64 {
    let time: f64 = rates.iter().map(|rate| rate.recip()).sum();
    // There are few turns.
    rates.len() as f64 / time
}
