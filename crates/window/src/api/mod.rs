//! The types that cross between the screens and the device. What the screens send is untrusted until it
//! is parsed.
//!
//! Times are milliseconds since 1970 (UTC) by the device's clock; ids are lower-case hexadecimal.

mod annotate;
mod camera;
mod device;
mod enrolment;
mod scan;
mod settings;
mod sync;

pub use crate::problem::Problem;
pub use annotate::{AddNote, NarrowScan, NoteView, ScanDetailOf, ScanView, VoidScan, VoidView};
pub use camera::{
    CameraChoice, CameraKind, CameraList, CameraState, Cameras, ChooseCamera, Controls, ControlsOf,
    SetTorch, SetZoom, StartScanning, StopScanning, ViewHeader, Zoom,
};
pub use device::{
    About, AboutProgram, CameraOwner, Event, LockState, Overview, OverviewOf, RetryOpen,
};
pub use enrolment::{ChooseEnrolment, Enrol, EnrolmentState, EnrolmentView, TermsOf, TermsView};
pub use scan::{
    Decision, Decline, Done, Outcome, RecordState, ScanPage, ScanRow, ScanText, Scans, Share,
    ShowScans, TypedBy,
};
pub use settings::{
    Contrast, Diagnostics, DiagnosticsOf, EnterKiosk, Language, Lock, NetworkReturned, Preferences,
    SetOperator, SetPin, SetPreferences, StorageOf, StorageView, Theme, Touched, Unlock,
};
pub use sync::{EndOfDayView, ExportBundle, Exported, Network, SyncNow, SyncView};
