/// Changing what one sponsor has.
pub struct ChangeWords {
    /// The heading.
    pub title: fn(sponsor: &str) -> String,
    /// What a tick means.
    pub lead: &'static str,
    /// Names the list of fields, for screen readers.
    pub legend: &'static str,
    /// Beside a field that the registration left empty.
    pub empty: &'static str,
    /// Beside a field that the settings for all sponsors keep back.
    pub kept_from_all: &'static str,
    /// Above the fields that can't be given here.
    pub not_agreed: &'static str,
    /// Saves.
    pub save: &'static str,
    /// What a field that was seen before means.
    pub seen_before: &'static str,
}

/// Withdrawing from one sponsor.
pub struct WithdrawWords {
    /// The heading.
    pub title: fn(sponsor: &str) -> String,
    /// What will happen, point by point.
    pub will: [&'static str; 3],
    /// What happens to copies where there are some.
    pub copies: &'static str,
    /// Where there are none.
    pub no_copies: &'static str,
    /// The button.
    pub confirm: &'static str,
}

/// Withdrawing from all sponsors.
pub struct WithdrawAllWords {
    /// The heading.
    pub title: &'static str,
    /// What will happen, point by point.
    pub will: [&'static str; 3],
    /// The button.
    pub confirm: &'static str,
}

/// Allowing a sponsor again.
pub struct AllowWords {
    /// The heading.
    pub title: fn(sponsor: &str) -> String,
    /// Before the fields that it then gets.
    pub lead: &'static str,
    /// It would get no field yet.
    pub nothing: &'static str,
    /// The button.
    pub confirm: &'static str,
    /// Why it can't be done now: heading and text.
    pub not_now: (&'static str, &'static str),
}

/// Reporting an improper scan.
pub struct ReportWords {
    /// The heading.
    pub title: fn(sponsor: &str) -> String,
    /// What happens with a report.
    pub lead: &'static str,
    /// Above the reasons.
    pub reason: &'static str,
    /// The reasons.
    pub reasons: ReasonWords,
    /// Names the text.
    pub text: &'static str,
    /// Who reads it.
    pub text_hint: &'static str,
    /// The button.
    pub send: &'static str,
    /// No reason was chosen.
    pub no_reason: &'static str,
    /// The text is too long.
    pub too_long: &'static str,
    /// Too many reports are open.
    pub too_many: &'static str,
}

/// Why a scan was improper.
pub struct ReasonWords {
    /// Nobody asked.
    pub not_asked: &'static str,
    /// Somebody else's badge or wearer.
    pub not_me: &'static str,
    /// Never at that booth.
    pub never_there: &'static str,
    /// Pressed.
    pub pressed: &'static str,
    /// Something else.
    pub other: &'static str,
}

/// A privacy notice.
pub struct NoticeWords {
    /// The heading.
    pub title: fn(version: u32) -> String,
    /// Since when it has been in force.
    pub since: fn(day: &str) -> String,
}
