/// What the organiser’s mails say.
pub(crate) struct Mails {
    pub(crate) staff_subject: fn(event: &str) -> String,
    pub(crate) staff_text: fn(event: &str, role: &str, url: &str) -> String,
    pub(crate) owner_subject: fn(sponsor: &str, event: &str) -> String,
    pub(crate) owner_text: fn(sponsor: &str, event: &str, url: &str) -> String,
    pub(crate) report_subject: fn(event: &str) -> String,
    pub(crate) upheld_text: fn(sponsor: &str, reason: &str, url: &str) -> String,
    pub(crate) dismissed_text: fn(sponsor: &str, reason: &str, url: &str) -> String,
    pub(crate) sponsor_subject: fn(event: &str) -> String,
    pub(crate) sponsor_upheld: fn(lead: &str, url: &str) -> String,
    pub(crate) sponsor_dismissed: fn(lead: &str, url: &str) -> String,
}
