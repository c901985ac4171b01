//! Counts and times of what was read, as tables and as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;

use crate::readers::Look;

/// The name of the column that counts what any other reader reads.
pub(crate) const UNION: &str = "all peers";

/// The results of all readers on the pictures of a class.
#[derive(Debug, Serialize)]
pub(crate) struct Class {
    pub(crate) title: String,
    /// Codes in the pictures.
    pub(crate) codes: usize,
    pub(crate) readers: BTreeMap<String, Score>,
}

/// The results of one reader.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Score {
    /// Codes that were read correctly.
    pub(crate) right: usize,
    /// Texts that are in no code of the picture: false reads.
    pub(crate) wrong: usize,
    #[serde(serialize_with = "as_percentiles")]
    pub(crate) millis: Vec<f64>,
}

#[derive(Serialize)]
struct Percentiles {
    median: f64,
    p95: f64,
    p99: f64,
    most: f64,
}

fn as_percentiles<S: serde::Serializer>(millis: &[f64], out: S) -> Result<S::Ok, S::Error> {
    let of = |per_cent| percentile(millis, per_cent);
    Percentiles {
        median: of(50),
        p95: of(95),
        p99: of(99),
        most: of(100),
    }
    .serialize(out)
}

impl Class {
    pub(crate) fn new(title: String) -> Self {
        Self {
            title,
            codes: 0,
            readers: BTreeMap::new(),
        }
    }

    /// Counts what each reader read in a picture with these codes; `same` tells whether a text is that of a code.
    pub(crate) fn count(
        &mut self,
        codes: &[String],
        looks: &BTreeMap<String, Look>,
        peers: &[&str],
        same: impl Fn(&str, &str) -> bool,
    ) {
        self.codes += codes.len();
        let mut by_peers = BTreeSet::new();
        for (name, look) in looks {
            let score = self.readers.entry(name.clone()).or_default();
            score.millis.push(look.millis);
            for (place, code) in codes.iter().enumerate() {
                if look.texts.iter().any(|text| same(text, code)) {
                    score.right += 1;
                    if peers.contains(&name.as_str()) {
                        by_peers.insert(place);
                    }
                }
            }
            let wrong = look
                .texts
                .iter()
                .filter(|text| !codes.iter().any(|code| same(text, code)));
            score.wrong += wrong.count();
        }
        self.readers.entry(UNION.into()).or_default().right += by_peers.len();
    }
}

/// The sum of several classes.
pub(crate) fn sum(classes: &[Class]) -> Class {
    let mut sum = Class::new("all".into());
    for class in classes {
        sum.codes += class.codes;
        for (name, score) in &class.readers {
            let all = sum.readers.entry(name.clone()).or_default();
            all.right += score.right;
            all.wrong += score.wrong;
            all.millis.extend(&score.millis);
        }
    }
    sum
}

/// A table of the counts, with classes as rows and readers as columns.
pub(crate) fn table(classes: &[Class], names: &[&str]) -> String {
    let mut text = format!("{:<12}{:>7}", "", "codes");
    for name in names {
        let _ = write!(text, "{name:>14}");
    }
    for class in classes {
        let _ = write!(text, "\n{:<12}{:>7}", class.title, class.codes);
        for name in names {
            let score = class.readers.get(*name);
            let cell = score.map_or(String::new(), |score| {
                let wrong = if score.wrong > 0 {
                    format!(" !{}", score.wrong)
                } else {
                    String::new()
                };
                format!("{}{wrong}", score.right)
            });
            let _ = write!(text, "{cell:>14}");
        }
    }
    text
}

/// A table of the CPU time a picture: median, 95th and 99th percentile.
pub(crate) fn times(classes: &[Class], names: &[&str]) -> String {
    let mut text = format!("{:<19}", "");
    for name in names.iter().filter(|name| **name != UNION) {
        let _ = write!(text, "{name:>20}");
    }
    for class in classes {
        let _ = write!(text, "\n{:<19}", class.title);
        for name in names.iter().filter(|name| **name != UNION) {
            let cell = class.readers.get(*name).map_or(String::new(), |score| {
                let of = |per_cent| percentile(&score.millis, per_cent);
                format!("{:.1} {:.1} {:.1}", of(50), of(95), of(99))
            });
            let _ = write!(text, "{cell:>20}");
        }
    }
    text
}

/// The smallest sample that so many per cent of the samples do not exceed; NaN without samples.
pub(crate) fn percentile(samples: &[f64], per_cent: usize) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}
