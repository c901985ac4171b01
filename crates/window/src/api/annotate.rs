//! One scan, and what is said about it afterwards.

use protocol::{ConsentGiven, Field, QuestionAnswer, ReadMethod, ScanId, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RecordState, ScanRow, TermsView};

/// One scan and everything about it. Answered with a [`ScanView`].
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ScanDetailOf {
    /// The scan.
    #[ts(type = "string")]
    pub scan: ScanId,
}

/// Adds a note by the operator who holds the device. Answered with a [`ScanView`].
#[derive(Clone, Deserialize, TS)]
pub struct AddNote {
    /// The scan.
    #[ts(type = "string")]
    pub scan: ScanId,
    /// Free text; may be empty.
    pub text: String,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Short words for sorting.
    pub tags: Vec<String>,
    /// Answers to the event's qualifier questions.
    #[ts(type = "Array<QuestionAnswer>")]
    pub answers: Vec<QuestionAnswer>,
}

/// Takes fields away, as the attendee wishes. Answered with a [`ScanView`].
#[derive(Debug, Clone, Deserialize, TS)]
pub struct NarrowScan {
    /// The scan.
    #[ts(type = "string")]
    pub scan: ScanId,
    /// What the sponsor must not get.
    #[ts(type = "Array<Field>")]
    pub remove: Vec<Field>,
}

/// Takes the scan back. Answered with a [`ScanView`].
#[derive(Clone, Deserialize, TS)]
pub struct VoidScan {
    /// The scan.
    #[ts(type = "string")]
    pub scan: ScanId,
    /// Why.
    pub reason: String,
}

/// One scan and everything about it.
#[derive(Clone, PartialEq, Serialize, TS)]
pub struct ScanView {
    /// As the list shows it.
    pub row: ScanRow,
    /// The sponsor it was made for.
    pub sponsor_name: String,
    /// How the code was read.
    #[ts(type = "ReadMethod")]
    pub method: ReadMethod,
    /// How consent was given.
    #[ts(type = "ConsentGiven")]
    pub given: ConsentGiven,
    /// The version of the notice that was in force.
    pub notice_version: u32,
    /// What the sponsor gets, if the backend and the attendee's own settings agree.
    #[ts(type = "Array<Field>")]
    pub fields: Vec<Field>,
    /// What was taken away on this device.
    #[ts(type = "Array<Field>")]
    pub removed: Vec<Field>,
    /// The notes, the oldest first.
    pub notes: Vec<NoteView>,
    /// How it was taken back, if it was.
    pub void: Option<VoidView>,
    /// What the event asks and allows under the scan's own enrolment.
    pub terms: TermsView,
}

/// One note, as it was signed.
#[derive(Clone, PartialEq, Serialize, TS)]
pub struct NoteView {
    /// When, by the device's clock.
    #[ts(type = "number")]
    pub at: UnixMillis,
    /// Who wrote it; may be empty.
    pub operator: String,
    /// Free text; may be empty.
    pub text: String,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Short words for sorting.
    pub tags: Vec<String>,
    /// Answers to the event's questions.
    #[ts(type = "Array<QuestionAnswer>")]
    pub answers: Vec<QuestionAnswer>,
    /// What the backend has said of it.
    pub state: RecordState,
}

/// A scan taken back, as it was signed.
#[derive(Clone, PartialEq, Serialize, TS)]
pub struct VoidView {
    /// When, by the device's clock.
    #[ts(type = "number")]
    pub at: UnixMillis,
    /// Why; may be empty.
    pub reason: String,
    /// What the backend has said of it.
    pub state: RecordState,
}
