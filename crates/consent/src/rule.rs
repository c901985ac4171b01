//! The consent rule, evaluated over facts.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{FieldSet, ReportId, ScanId};
use serde::{Deserialize, Serialize};

use crate::fact::{ConsentAction, Fact};

/// The result of the consent rule: what a sponsor may see of an attendee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// There was never an accepted scan. The sponsor does not learn that the attendee exists.
    Never,
    /// A lead existed and is withheld. The sponsor sees a tombstone without personal data.
    Withheld(Withheld),
    /// The sponsor sees these fields; the set may be empty.
    Shown(FieldSet),
}

impl Decision {
    /// Returns the fields that the sponsor may see.
    #[must_use]
    pub const fn fields(self) -> FieldSet {
        match self {
            Self::Never | Self::Withheld(_) => FieldSet::NONE,
            Self::Shown(fields) => fields,
        }
    }
}

/// The reason why a lead is withheld. If several apply, the first in this order is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// The attendee's data was erased.
    Erased,
    /// The attendee asked not to be scanned.
    DoNotScan,
    /// The organiser upheld a report.
    ReportUpheld,
    /// A report is open.
    Reported,
    /// The attendee withdrew consent.
    Withdrawn,
    /// The booth has voided every scan.
    Voided,
}

impl Withheld {
    /// Returns the name that is used in JSON and CSV.
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

/// Decides what a sponsor sees of an attendee, from the fields that the event allows and all facts between the two.
///
/// ```text
/// nothing, unless there is an accepted scan that is not voided
/// nothing, if erased, do-not-scan, withdrawn, or a report is open or upheld
/// else     allowed ∩ shared by the attendee's settings ∩ (consented at scans − narrowed)
/// ```
///
/// A narrowing counts even if its scan was voided or never arrived: a removed field stays removed, and no action restores
/// it. `Allow` lifts earlier withdrawals and upheld reports, but not a report that is still open.
#[must_use]
pub fn decide(allowed: FieldSet, facts: &[Fact]) -> Decision {
    let scans = Scans::of(facts);
    if scans.accepted == 0 {
        return Decision::Never;
    }
    let state = BackendState::of(facts);
    match state.withheld(scans.live == 0) {
        Some(why) => Decision::Withheld(why),
        None => Decision::Shown(
            allowed
                .intersection(state.shared_with_all)
                .intersection(state.shared_with_sponsor)
                .intersection(scans.consented.difference(scans.narrowed)),
        ),
    }
}

/// Returns the fields that were agreed to at the booth: those of the scans that were not voided, without narrowed ones.
/// They are the most that any setting of the attendee can share.
#[must_use]
pub fn agreed(facts: &[Fact]) -> FieldSet {
    let scans = Scans::of(facts);
    scans.consented.difference(scans.narrowed)
}

/// The start of the current, unbroken withholding of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithheldSince {
    /// The lead was withheld before the first action at the backend, because the booth has voided every scan.
    Scans,
    /// The lead has been withheld since the action with this number.
    Action(u64),
}

/// Finds the action since which [`decide`] withholds the lead without a break; `None` if the lead is not withheld now. The
/// cost is linear in the number of actions.
#[must_use]
pub fn withheld_since(facts: &[Fact]) -> Option<WithheldSince> {
    let scans = Scans::of(facts);
    if scans.accepted == 0 {
        return None;
    }
    let all_voided = scans.live == 0;
    let mut state = BackendState::new();
    let mut since = all_voided.then_some(WithheldSince::Scans);
    for (number, action) in in_order(facts) {
        state.apply(action);
        since = match state.withheld(all_voided) {
            Some(_) => since.or(Some(WithheldSince::Action(number))),
            None => None,
        };
    }
    since
}

/// Returns the actions at the backend, sorted by their numbers.
fn in_order(facts: &[Fact]) -> Vec<(u64, ConsentAction)> {
    let mut acts: Vec<(u64, ConsentAction)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Action { number, action } => Some((*number, *action)),
            Fact::Scan { .. } | Fact::Narrow { .. } | Fact::Void { .. } => None,
        })
        .collect();
    acts.sort_by_key(|(number, _)| *number);
    acts
}

/// The facts from device records, summarised.
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
                Fact::Scan { .. } | Fact::Narrow { .. } | Fact::Action { .. } => None,
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
                | Fact::Action { .. } => {}
            }
        }
        scans
    }
}

/// The state after the actions at the backend, applied in the order of their numbers.
struct BackendState {
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

impl BackendState {
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
        let mut state = Self::new();
        for (_, action) in in_order(facts) {
            state.apply(action);
        }
        state
    }

    fn apply(&mut self, action: ConsentAction) {
        match action {
            ConsentAction::ShareWithAll(fields) => self.shared_with_all = fields,
            ConsentAction::ShareWithSponsor(fields) => self.shared_with_sponsor = fields,
            ConsentAction::DoNotScan(wish) => self.do_not_scan = wish,
            ConsentAction::Withdraw => self.withdrawn = true,
            ConsentAction::Allow => {
                self.withdrawn = false;
                for report in self.reports.values_mut() {
                    if *report == Report::Upheld {
                        *report = Report::Lifted;
                    }
                }
            }
            ConsentAction::Report(report) => {
                self.reports.insert(report, Report::Open);
            }
            ConsentAction::Uphold(report) => {
                self.reports.insert(report, Report::Upheld);
            }
            ConsentAction::Dismiss(report) => {
                self.reports.insert(report, Report::Lifted);
            }
            ConsentAction::Erase => self.erased = true,
        }
    }

    fn withheld(&self, all_voided: bool) -> Option<Withheld> {
        let reported = |wanted| self.reports.values().any(|report| *report == wanted);
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
