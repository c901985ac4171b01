/// Who has what.
pub struct DashboardWords {
    /// The page's name in the browser.
    pub title: &'static str,
    /// The opening sentence.
    pub count: fn(usize) -> String,
    /// How many of them are still to confirm a deletion.
    pub unconfirmed: fn(usize) -> String,
    /// Nobody has scanned the badge yet: heading.
    pub empty: &'static str,
    /// What will stand here, and what can be set before.
    pub empty_next: &'static str,
    /// Leads to the settings for all sponsors.
    pub to_sharing: &'static str,
    /// The attendee asks not to be scanned.
    pub do_not_scan: (&'static str, &'static str),
    /// What was just done, by its stable word.
    pub done: Done,
    /// A sponsor's card.
    pub card: CardWords,
    /// What became of reports.
    pub report: ReportNews,
    /// Withdraws from all sponsors.
    pub withdraw_all: &'static str,
}

/// What was just done.
pub struct Done {
    /// Fields were taken away or given back.
    pub changed: &'static str,
    /// Consent was withdrawn from one sponsor.
    pub withdrawn: &'static str,
    /// Consent was withdrawn from all sponsors.
    pub withdrawn_all: &'static str,
    /// A sponsor was allowed again.
    pub allowed: &'static str,
    /// A scan was reported.
    pub reported: &'static str,
}

/// A sponsor's card.
pub struct CardWords {
    /// How it stands.
    pub states: States,
    /// Before the fields that the sponsor gets.
    pub gets: &'static str,
    /// It gets no field.
    pub gets_nothing: &'static str,
    /// Before the fields that it does not get.
    pub not_gets: &'static str,
    /// Before when and by which device the badge was scanned.
    pub scanned: &'static str,
    /// A scan: when, and what the device is called.
    pub scan: fn(moment: &str, device: &str) -> String,
    /// After a scan that the booth took back.
    pub undone: &'static str,
    /// How consent was given: by holding the badge out.
    pub handover: &'static str,
    /// By a tap.
    pub confirmed: &'static str,
    /// Links to the notice in force at the scan.
    pub notice: fn(version: u32) -> String,
    /// Before whether the sponsor has looked.
    pub seen: &'static str,
    /// It has: when first and last.
    pub seen_between: fn(first: &str, last: &str) -> String,
    /// It has, once.
    pub seen_once: fn(moment: &str) -> String,
    /// It has not.
    pub not_seen: &'static str,
    /// Before whether it has taken data out.
    pub exported: &'static str,
    /// It has not.
    pub not_exported: &'static str,
    /// Opens the rest of the scans.
    pub all_scans: fn(usize) -> String,
    /// The verbs.
    pub change: &'static str,
    /// Withdraws.
    pub withdraw: &'static str,
    /// Reports.
    pub report: &'static str,
    /// Allows again.
    pub allow: &'static str,
    /// Downloads the consent receipt.
    pub receipt: &'static str,
    /// What happens now: the heading.
    pub now: &'static str,
    /// The sponsor never looked, so it has no copy.
    pub no_copy: &'static str,
    /// It has copies, and was told to delete them.
    pub to_delete: &'static str,
    /// It said that its copies are deleted.
    pub deleted: fn(moment: &str) -> String,
}

/// How a sponsor's card stands: a short word, and what it means.
pub struct States {
    /// It gets fields.
    pub shared: &'static str,
    /// It may, but all fields are taken away.
    pub nothing: &'static str,
    /// Withdrawn.
    pub withdrawn: (&'static str, fn(moment: &str) -> String),
    /// A report is open.
    pub reported: (&'static str, fn(moment: &str) -> String),
    /// A report was upheld.
    pub upheld: (&'static str, fn(moment: &str) -> String),
    /// The attendee asks not to be scanned.
    pub do_not_scan: (&'static str, fn(moment: &str) -> String),
    /// The booth took all scans back.
    pub voided: (&'static str, fn(moment: &str) -> String),
}

/// What became of a report.
pub struct ReportNews {
    /// Above a sponsor's reports.
    pub title: &'static str,
    /// A report: when, and why.
    pub made: fn(moment: &str, reason: &str) -> String,
    /// Being looked into.
    pub open: &'static str,
    /// What the organisers decided: they agreed.
    pub upheld: &'static str,
    /// They did not.
    pub dismissed: &'static str,
    /// Before their reason.
    pub decision: &'static str,
    /// Before the attendee's own words.
    pub yours: &'static str,
    /// What a dismissed report leaves to do.
    pub dismissed_next: &'static str,
}
