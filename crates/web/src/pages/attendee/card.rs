//! A sponsor's card, as its template reads it.

use crate::paths;
use consent::Withheld;
use protocol::{FieldSet, SponsorId};

use crate::pages::attendee::fields::listed;
use crate::pages::layout::Page;
use crate::pages::names::Names;
use backend::privacy::dashboard::{CardScan, SponsorCard};
use backend::privacy::reports::{Report, ReportReason, ReportState};
use backend_text::Words;

pub(crate) struct Card<'a> {
    page: &'a Page,
    card: &'a SponsorCard,
    reports: Vec<&'a Report>,
}

/// A card's state: the colour and the word of its pill.
struct Pill {
    colour: &'static str,
    word: &'static str,
}

impl<'a> Card<'a> {
    pub(crate) fn new(page: &'a Page, card: &'a SponsorCard, reports: &'a [Report]) -> Self {
        let reports = reports
            .iter()
            .filter(|report| report.sponsor == card.sponsor)
            .collect();
        Self {
            page,
            card,
            reports,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.card.name
    }

    pub(crate) fn sponsor(&self) -> &SponsorId {
        &self.card.sponsor
    }

    pub(crate) fn is_shared(&self) -> bool {
        self.card.reason.is_none()
    }

    fn pill(&self) -> Pill {
        let states = &self.page.words.attendee.dashboard.card.states;
        let (colour, word) = match self.card.reason {
            None if self.card.fields.is_empty() => ("", states.nothing),
            None => ("blue", states.shared),
            Some(Withheld::Withdrawn) => ("amber", states.withdrawn.0),
            Some(Withheld::Reported) => ("amber", states.reported.0),
            Some(Withheld::ReportUpheld) => ("green", states.upheld.0),
            Some(Withheld::DoNotScan) => ("violet", states.do_not_scan.0),
            // An erased attendee has no session.
            Some(Withheld::Voided | Withheld::Erased) => ("", states.voided.0),
        };
        Pill { colour, word }
    }

    pub(crate) fn colour(&self) -> &'static str {
        self.pill().colour
    }

    pub(crate) fn word(&self) -> &'static str {
        self.pill().word
    }

    /// Why the sponsor sees nothing, since when, and until when.
    pub(crate) fn explained(&self) -> Option<String> {
        let states = &self.page.words.attendee.dashboard.card.states;
        let explain = match self.card.reason? {
            Withheld::Withdrawn => states.withdrawn.1,
            Withheld::Reported => states.reported.1,
            Withheld::ReportUpheld => states.upheld.1,
            Withheld::DoNotScan => states.do_not_scan.1,
            Withheld::Voided | Withheld::Erased => states.voided.1,
        };
        let since = self.card.since.map_or_else(
            || self.page.words.shell.never.to_owned(),
            |since| self.page.moment(&since.0),
        );
        Some(explain(&since))
    }

    /// What becomes of the copies that the sponsor may have.
    pub(crate) fn copies(&self) -> String {
        let words = &self.page.words.attendee.dashboard.card;
        match &self.card.disclosed {
            None => words.no_copy.to_owned(),
            Some(disclosed) => match disclosed.deletion_acknowledged_at {
                Some(at) => (words.deleted)(&self.page.moment(&at.0)),
                None => words.to_delete.to_owned(),
            },
        }
    }

    pub(crate) fn gets(&self) -> String {
        listed(self.page.words, self.card.fields)
    }

    pub(crate) fn not_gets(&self) -> String {
        listed(self.page.words, FieldSet::ALL.difference(self.card.fields))
    }

    pub(crate) fn seen(&self) -> String {
        let words = &self.page.words.attendee.dashboard.card;
        let Some(disclosed) = &self.card.disclosed else {
            return words.not_seen.to_owned();
        };
        let first = self.page.moment(&disclosed.first_seen_at.0);
        let last = self.page.moment(&disclosed.last_seen_at.0);
        if first == last {
            (words.seen_once)(&first)
        } else {
            (words.seen_between)(&first, &last)
        }
    }

    pub(crate) fn exported(&self) -> String {
        let at = self.card.disclosed.as_ref().and_then(|it| it.exported_at);
        at.map_or_else(
            || {
                self.page
                    .words
                    .attendee
                    .dashboard
                    .card
                    .not_exported
                    .to_owned()
            },
            |at| self.page.moment(&at.0),
        )
    }

    /// The latest scan, and the ones before it.
    pub(crate) fn scans(&self) -> Vec<ScanLine> {
        self.card
            .scans
            .iter()
            .rev()
            .map(|scan| ScanLine::new(self.page, scan))
            .collect()
    }

    pub(crate) fn has_receipt(&self) -> bool {
        !self.card.scans.is_empty()
    }

    pub(crate) fn can_allow(&self) -> bool {
        self.card.if_allowed.is_some()
    }

    pub(crate) fn reports(&self) -> Vec<ReportLine<'a>> {
        self.reports
            .iter()
            .rev()
            .map(|report| ReportLine::new(self.page, report))
            .collect()
    }
}

/// A scan in words.
pub(crate) struct ScanLine {
    pub(crate) text: String,
    pub(crate) how: &'static str,
    pub(crate) notice: String,
    pub(crate) notice_path: String,
    pub(crate) is_voided: bool,
}

impl ScanLine {
    fn new(page: &Page, scan: &CardScan) -> Self {
        let words = &page.words.attendee.dashboard.card;
        let moment = page.moment(&scan.scanned_at.0);
        Self {
            text: (words.scan)(&moment, &backend_text::isolated(&scan.device)),
            how: if scan.given == "confirmed" {
                words.confirmed
            } else {
                words.handover
            },
            notice: (words.notice)(scan.notice),
            notice_path: paths::ME_NOTICE.with(scan.notice),
            is_voided: scan.voided,
        }
    }
}

/// A report in words.
pub(crate) struct ReportLine<'a> {
    pub(crate) made: String,
    pub(crate) colour: &'static str,
    pub(crate) news: &'static str,
    pub(crate) text: &'a str,
    pub(crate) decision: &'a str,
    pub(crate) next: &'static str,
    /// The time of the decision and the role that decided; empty while the report is open.
    pub(crate) decided: String,
}

impl<'a> ReportLine<'a> {
    fn new(page: &Page, report: &'a Report) -> Self {
        let words = &page.words.attendee.dashboard.report;
        let reason = reason_words(page.words, report.reason);
        let (colour, news, decision, next) = match &report.state {
            ReportState::Open => ("amber", words.open, "", ""),
            ReportState::Upheld(it) => ("green", words.upheld, it.decision.as_str(), ""),
            ReportState::Dismissed(it) => (
                "",
                words.dismissed,
                it.decision.as_str(),
                words.dismissed_next,
            ),
        };
        Self {
            made: (words.made)(&page.moment(&report.opened), reason),
            colour,
            news,
            text: &report.text,
            decision,
            next,
            decided: report
                .state
                .decided()
                .map_or_else(String::new, |it| page.words.decided(page, it)),
        }
    }
}

pub(crate) fn reason_words(words: &Words, reason: ReportReason) -> &'static str {
    // The catalogues are statics, which the reference alone does not say.
    let reasons = &words.attendee.report.reasons;
    match reason {
        ReportReason::NotAsked => reasons.not_asked,
        ReportReason::NotMe => reasons.not_me,
        ReportReason::NeverThere => reasons.never_there,
        ReportReason::Pressed => reasons.pressed,
        ReportReason::Other => reasons.other,
    }
}
