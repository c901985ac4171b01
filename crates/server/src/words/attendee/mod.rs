//! The attendee's pages and mails.

mod dashboard;
mod data;
mod mail;
mod sharing;
mod sponsor;

pub(super) use dashboard::{CardWords, DashboardWords, Done, ReportNews, States};
pub(super) use data::{DataWords, EraseWords};
pub(super) use mail::DigestWords;
pub(super) use sharing::SharingWords;
pub(super) use sponsor::{
    AllowWords, ChangeWords, NoticeWords, ReasonWords, ReportWords, WithdrawAllWords, WithdrawWords,
};

/// What the attendee's pages say.
pub struct AttendeeWords {
    /// Who has what.
    pub dashboard: DashboardWords,
    /// Changing what one sponsor has.
    pub change: ChangeWords,
    /// Withdrawing from one sponsor.
    pub withdraw: WithdrawWords,
    /// Withdrawing from all sponsors.
    pub withdraw_all: WithdrawAllWords,
    /// Allowing a sponsor again.
    pub allow: AllowWords,
    /// Reporting an improper scan.
    pub report: ReportWords,
    /// A privacy notice.
    pub notice: NoticeWords,
    /// What holds for all sponsors.
    pub sharing: SharingWords,
    /// Downloading and erasing.
    pub data: DataWords,
    /// Erasing.
    pub erase: EraseWords,
    /// The mail about new sponsors.
    pub digest: DigestWords,
    /// Goes back to the list of sponsors without doing anything.
    pub cancel: &'static str,
}
