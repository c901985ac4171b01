//! What the device is enrolled for.

use protocol::{ConsentMode, DeviceId, EventSlug, Field, Question, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SyncView;

/// Enrols the device with a one-time code. Waits for the backend. Answered with the new enrolment.
#[derive(Clone, Deserialize, TS)]
pub struct Enrol {
    /// The code, as seen by the camera or typed.
    pub code: String,
    /// What the device is to be called on the sponsor's page.
    pub label: String,
}

/// Makes this the enrolment that scans go to. A sheet that waits for an attendee's answer is closed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChooseEnrolment {
    /// The enrolment.
    #[ts(type = "string")]
    pub device: DeviceId,
}

/// What the event and the sponsor have agreed on.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TermsOf {
    /// The enrolment.
    #[ts(type = "string")]
    pub device: DeviceId,
}

/// What the event and the sponsor have agreed on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TermsView {
    /// The enrolment.
    #[ts(type = "string")]
    pub device: DeviceId,
    /// The privacy notice's version.
    pub notice_version: u32,
    /// The privacy notice.
    pub notice: String,
    /// The fields that the event lets sponsors have.
    #[ts(type = "Array<Field>")]
    pub allowed_fields: Vec<Field>,
    /// How consent is given.
    #[ts(type = "ConsentMode")]
    pub consent_mode: ConsentMode,
    /// Whether codes without Lanyard's seal are taken; the backend checks them.
    pub foreign_codes: bool,
    /// The event's qualifier questions.
    #[ts(type = "Array<Question>")]
    pub questions: Vec<Question>,
}

/// One enrolment.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EnrolmentView {
    /// The device's id under it.
    #[ts(type = "string")]
    pub device: DeviceId,
    /// The event's short name.
    #[ts(type = "string")]
    pub event: EventSlug,
    /// The event's full name.
    pub event_name: String,
    /// The sponsor's name.
    pub sponsor_name: String,
    /// The backend's host, where attendees can change their mind.
    pub server: String,
    /// How consent is given.
    #[ts(type = "ConsentMode")]
    pub consent_mode: ConsentMode,
    /// Whether it may be scanned for.
    pub state: EnrolmentState,
    /// From then on nothing new is scanned.
    #[ts(type = "number")]
    pub expires: UnixMillis,
    /// Whether scans go to it.
    pub chosen: bool,
    /// How its records stand.
    pub sync: SyncView,
}

/// Whether an enrolment may be scanned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentState {
    /// Yes.
    Active,
    /// No: the sponsor or the organiser has revoked the device.
    Revoked,
    /// No: it has run out, or the device's clock is wrong.
    Expired,
}
