//! A sponsor's card, as its template reads it.

use consent::Withheld;
use protocol::FieldSet;

use super::super::Page;
use super::super::organiser::names::Names;
use super::listed;
use crate::dashboard::{CardScan, SponsorCard};
use crate::reports::{Report, ReportReason, Standing};
use crate::words::Words;

pub(super) struct Card<'a> {
    page: &'a Page,
    card: &'a SponsorCard,
    reports: Vec<&'a Report>,
}

/// How a card stands: the pill's colour and word.
struct Pill {
    colour: &'static str,
    word: &'static str,
}

impl<'a> Card<'a> {
    pub(super) fn new(page: &'a Page, card: &'a SponsorCard, reports: &'a [Report]) -> Self {
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

    pub(super) fn name(&self) -> &str {
        &self.card.name
    }

    pub(super) fn path(&self) -> String {
        format!("/me/sponsors/{}", self.card.sponsor)
    }

    pub(super) fn is_shared(&self) -> bool {
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
            // Nobody who is erased is signed in.
            Some(Withheld::Voided | Withheld::Erased) => ("", states.voided.0),
        };
        Pill { colour, word }
    }

    pub(super) fn colour(&self) -> &'static str {
        self.pill().colour
    }

    pub(super) fn word(&self) -> &'static str {
        self.pill().word
    }

    /// Why the sponsor sees nothing, since when, and until when.
    pub(super) fn explained(&self) -> Option<String> {
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
    pub(super) fn copies(&self) -> String {
        let words = &self.page.words.attendee.dashboard.card;
        match &self.card.disclosed {
            None => words.no_copy.to_owned(),
            Some(disclosed) => match disclosed.deletion_acknowledged_at {
                Some(at) => (words.deleted)(&self.page.moment(&at.0)),
                None => words.to_delete.to_owned(),
            },
        }
    }

    pub(super) fn gets(&self) -> String {
        listed(self.page.words, self.card.fields)
    }

    pub(super) fn not_gets(&self) -> String {
        listed(self.page.words, FieldSet::ALL.difference(self.card.fields))
    }

    pub(super) fn seen(&self) -> String {
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

    pub(super) fn exported(&self) -> String {
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
    pub(super) fn scans(&self) -> Vec<ScanLine> {
        self.card
            .scans
            .iter()
            .rev()
            .map(|scan| ScanLine::new(self.page, scan))
            .collect()
    }

    pub(super) fn has_receipt(&self) -> bool {
        !self.card.scans.is_empty()
    }

    pub(super) fn can_allow(&self) -> bool {
        self.card.if_allowed.is_some()
    }

    pub(super) fn reports(&self) -> Vec<ReportLine<'a>> {
        self.reports
            .iter()
            .rev()
            .map(|report| ReportLine::new(self.page, report))
            .collect()
    }
}

/// A scan in words.
pub(super) struct ScanLine {
    pub(super) text: String,
    pub(super) how: &'static str,
    pub(super) notice: String,
    pub(super) notice_path: String,
    pub(super) is_voided: bool,
}

impl ScanLine {
    fn new(page: &Page, scan: &CardScan) -> Self {
        let words = &page.words.attendee.dashboard.card;
        let moment = page.moment(&scan.scanned_at.0);
        Self {
            text: (words.scan)(&moment, &super::isolated(&scan.device)),
            how: if scan.given == "confirmed" {
                words.confirmed
            } else {
                words.handover
            },
            notice: (words.notice)(scan.notice),
            notice_path: format!("/me/notices/{}", scan.notice),
            is_voided: scan.voided,
        }
    }
}

/// A report in words.
pub(super) struct ReportLine<'a> {
    pub(super) made: String,
    pub(super) colour: &'static str,
    pub(super) news: &'static str,
    pub(super) text: &'a str,
    pub(super) decision: &'a str,
    pub(super) next: &'static str,
    /// When it was decided, and by whom; empty while it is open.
    pub(super) decided: String,
}

impl<'a> ReportLine<'a> {
    fn new(page: &Page, report: &'a Report) -> Self {
        let words = &page.words.attendee.dashboard.report;
        let reason = reason_words(page.words, report.reason);
        let (colour, news, decision, next) = match &report.standing {
            Standing::Open => ("amber", words.open, "", ""),
            Standing::Upheld(it) => ("green", words.upheld, it.decision.as_str(), ""),
            Standing::Dismissed(it) => (
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
                .standing
                .decided()
                .map_or_else(String::new, |it| page.words.decided(page, it)),
        }
    }
}

pub(super) fn reason_words(words: &Words, reason: ReportReason) -> &'static str {
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
