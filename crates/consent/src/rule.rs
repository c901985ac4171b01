//! The consent rule.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{FieldSet, ReportId, ScanId};
use serde::{Deserialize, Serialize};

use crate::fact::{Act, Fact};

/// What a sponsor may see of an attendee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// No accepted scan ever: the sponsor does not learn that the attendee exists.
    Never,
    /// There was something to see, and there is no more: a tombstone without any personal data.
    Withheld(Withheld),
    /// These fields; there may be none left.
    Shown(FieldSet),
}

impl Decision {
    /// The fields that may leave.
    #[must_use]
    pub const fn fields(self) -> FieldSet {
        match self {
            Self::Never | Self::Withheld(_) => FieldSet::NONE,
            Self::Shown(fields) => fields,
        }
    }
}

/// Why a lead is withheld. Where several hold, the first in this order is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// The attendee has had their data erased.
    Erased,
    /// The attendee asked not to be scanned.
    DoNotScan,
    /// A report was upheld.
    ReportUpheld,
    /// A report is being looked into.
    Reported,
    /// The attendee withdrew.
    Withdrawn,
    /// The booth has undone every scan.
    Voided,
}

impl Withheld {
    /// The name used in JSON and CSV.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::DoNotScan => "do_not_scan",
            Self::ReportUpheld => "report_upheld",
            Self::Reported => "reported",
            Self::Withdrawn => "withdrawn",
            Self::Voided => "voided",
        }
    }
}

/// Decides what a sponsor sees of an attendee, given the fields that the event allows and all that
/// has happened between the two.
///
/// ```text
/// nothing, unless there is an accepted, not voided scan
/// nothing, if erased, marked do-not-scan, withdrawn, or a report is open or upheld
/// else     allowed ∩ what the attendee shares ∩ (fields consented at the scans, less narrowed ones)
/// ```
///
/// A narrowing counts even where its scan was voided or never came: what an attendee takes away stays
/// away, and no act gives it back. `Allow` lifts the withdrawals and upheld reports before
/// it; a report that is still open it does not lift.
#[must_use]
pub fn decide(allowed: FieldSet, facts: &[Fact]) -> Decision {
    let scans = Scans::of(facts);
    if scans.accepted == 0 {
        return Decision::Never;
    }
    let standing = Standing::of(facts);
    match standing.withheld(scans.live == 0) {
        Some(why) => Decision::Withheld(why),
        None => Decision::Shown(
            allowed
                .intersection(standing.shared_with_all)
                .intersection(standing.shared_with_sponsor)
                .intersection(scans.consented.difference(scans.narrowed)),
        ),
    }
}

/// The fields agreed to at the booth: what the scans that were not voided gave, less what was narrowed.
/// No setting gives a sponsor more, and a setting that took nothing away would give it these.
#[must_use]
pub fn agreed(facts: &[Fact]) -> FieldSet {
    let scans = Scans::of(facts);
    scans.consented.difference(scans.narrowed)
}

/// Since when a lead has been withheld without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithheldSince {
    /// Before anything was done at the backend: the booth has undone every scan.
    Scans,
    /// The act of this number.
    Act(u64),
}

/// Finds the act since which [`decide`] withholds without a break; nothing where it does not withhold
/// now. It goes through the acts once, so that a long history costs no more than its length.
#[must_use]
pub fn withheld_since(facts: &[Fact]) -> Option<WithheldSince> {
    let scans = Scans::of(facts);
    if scans.accepted == 0 {
        return None;
    }
    let all_voided = scans.live == 0;
    let mut standing = Standing::new();
    let mut since = all_voided.then_some(WithheldSince::Scans);
    for (number, act) in in_order(facts) {
        standing.take(act);
        since = match standing.withheld(all_voided) {
            Some(_) => since.or(Some(WithheldSince::Act(number))),
            None => None,
        };
    }
    since
}

/// What was done at the backend, by the numbers it gave.
fn in_order(facts: &[Fact]) -> Vec<(u64, Act)> {
    let mut acts: Vec<(u64, Act)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Done { number, act } => Some((*number, *act)),
            Fact::Scan { .. } | Fact::Narrow { .. } | Fact::Void { .. } => None,
        })
        .collect();
    acts.sort_by_key(|(number, _)| *number);
    acts
}

/// What the device records say.
struct Scans {
    accepted: usize,
    live: usize,
    consented: FieldSet,
    narrowed: FieldSet,
}

impl Scans {
    fn of(facts: &[Fact]) -> Self {
        let voided: BTreeSet<ScanId> = facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Void { scan } => Some(*scan),
                Fact::Scan { .. } | Fact::Narrow { .. } | Fact::Done { .. } => None,
            })
            .collect();
        let mut scans = Self {
            accepted: 0,
            live: 0,
            consented: FieldSet::NONE,
            narrowed: FieldSet::NONE,
        };
        for fact in facts {
            match *fact {
                Fact::Scan {
                    scan,
                    fields,
                    accepted: true,
                } => {
                    scans.accepted += 1;
                    if !voided.contains(&scan) {
                        scans.live += 1;
                        scans.consented = scans.consented.union(fields);
                    }
                }
                Fact::Narrow { removed, .. } => scans.narrowed = scans.narrowed.union(removed),
                Fact::Scan {
                    accepted: false, ..
                }
                | Fact::Void { .. }
                | Fact::Done { .. } => {}
            }
        }
        scans
    }
}

/// What was done at the backend, taken in the order of the numbers it gave.
struct Standing {
    erased: bool,
    do_not_scan: bool,
    withdrawn: bool,
    reports: BTreeMap<ReportId, Report>,
    shared_with_all: FieldSet,
    shared_with_sponsor: FieldSet,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Report {
    Open,
    Upheld,
    Lifted,
}

impl Standing {
    const fn new() -> Self {
        Self {
            erased: false,
            do_not_scan: false,
            withdrawn: false,
            reports: BTreeMap::new(),
            shared_with_all: FieldSet::ALL,
            shared_with_sponsor: FieldSet::ALL,
        }
    }

    fn of(facts: &[Fact]) -> Self {
        let mut standing = Self::new();
        for (_, act) in in_order(facts) {
            standing.take(act);
        }
        standing
    }

    fn take(&mut self, act: Act) {
        match act {
            Act::ShareWithAll(fields) => self.shared_with_all = fields,
            Act::ShareWithSponsor(fields) => self.shared_with_sponsor = fields,
            Act::DoNotScan(wish) => self.do_not_scan = wish,
            Act::Withdraw => self.withdrawn = true,
            Act::Allow => {
                self.withdrawn = false;
                for report in self.reports.values_mut() {
                    if *report == Report::Upheld {
                        *report = Report::Lifted;
                    }
                }
            }
            Act::Report(report) => {
                self.reports.insert(report, Report::Open);
            }
            Act::Uphold(report) => {
                self.reports.insert(report, Report::Upheld);
            }
            Act::Dismiss(report) => {
                self.reports.insert(report, Report::Lifted);
            }
            Act::Erase => self.erased = true,
        }
    }

    fn withheld(&self, all_voided: bool) -> Option<Withheld> {
        let reported = |state| self.reports.values().any(|report| *report == state);
        [
            (self.erased, Withheld::Erased),
            (self.do_not_scan, Withheld::DoNotScan),
            (reported(Report::Upheld), Withheld::ReportUpheld),
            (reported(Report::Open), Withheld::Reported),
            (self.withdrawn, Withheld::Withdrawn),
            (all_voided, Withheld::Voided),
        ]
        .into_iter()
        .find_map(|(holds, why)| holds.then_some(why))
    }
}
