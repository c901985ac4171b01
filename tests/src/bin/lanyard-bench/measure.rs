//! Repeats, medians, and how far the repeats are apart.

use std::time::{Duration, Instant};

use serde::Serialize;

/// A run is noisy where its slowest and fastest repeat are further apart than this.
const NOISY: f64 = 1.5;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Repeats that count, after one that warms up and does not.
    pub(crate) repeats: usize,
    quick: bool,
}

impl Effort {
    /// For a look, or for figures.
    pub(crate) const fn of(quick: bool) -> Self {
        Self {
            repeats: if quick { 3 } else { 7 },
            quick,
        }
    }

    /// The same with three repeats, for what takes long.
    pub(crate) const fn of_three(self) -> Self {
        Self { repeats: 3, ..self }
    }

    /// A count that is smaller in a quick run.
    pub(crate) const fn count(self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Unit {
    /// A rate: more is better.
    #[serde(rename = "per second")]
    PerSecond,
    /// A time: less is better.
    #[serde(rename = "milliseconds")]
    Millis,
}

/// Something that was measured several times.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measured {
    /// What.
    pub(crate) what: String,
    /// In what.
    pub(crate) unit: Unit,
    /// Of the repeats.
    pub(crate) median: f64,
    /// Of the repeats.
    pub(crate) least: f64,
    /// Of the repeats.
    pub(crate) most: f64,
    /// Of all single times, where each was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p99: Option<f64>,
    /// How many repeats.
    pub(crate) repeats: usize,
    /// Whether the repeats are too far apart to be relied on.
    pub(crate) noisy: bool,
}

impl Measured {
    /// One rate of each repeat.
    pub(crate) fn rates(what: impl Into<String>, rates: &[f64]) -> Self {
        Self::of(what.into(), Unit::PerSecond, rates, None)
    }

    /// All times of each repeat.
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

/// The smallest sample that so many per cent of them do not exceed; of none, not a number.
fn percentile(samples: &[f64], per_cent: usize) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// How often a second `count` steps were done, of which this does all.
pub(crate) fn rate(count: usize, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let start = Instant::now();
    work()?;
    // Counts are far below 2^53.
    Ok(count as f64 / start.elapsed().as_secs_f64())
}

/// Something that gives a rate each time it is asked.
pub(crate) type Trial<'a> = (&'a str, Box<dyn FnMut() -> anyhow::Result<f64> + 'a>);

/// Runs the trials in turn, so that what slows the machine for a while slows them all. A repeat is so
/// many turns of each; the first one warms up and does not count.
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

/// The rate of several turns of as many steps each: their harmonic mean.
fn overall(rates: &[f64]) -> f64 {
    let time: f64 = rates.iter().map(|rate| rate.recip()).sum();
    // Turns are few.
    rates.len() as f64 / time
}
