//! The screens' bindings to the types and commands of this crate, in TypeScript.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use crate::api;
use crate::command_table::COMMANDS;

const HEAD: &str = "\
// Generated from crates/window by `cargo run --package window --example write_bindings`.
// A test fails when it is stale; do not edit.
";

/// The protocol's own types as they are in JSON. A test serialises each and compares.
const PROTOCOL: &str = r#"
export type Field = "first_name" | "last_name" | "email" | "job_title" | "employer" | "region" | "country";
export const FIELDS: readonly Field[] = ["first_name", "last_name", "email", "job_title", "employer", "region", "country"];
export type ConsentMode = "handover" | "confirm";
export type ConsentGiven = "handover" | "confirmed";
export type ReadMethod = "camera" | "hardware_scanner" | "manual";
export type Question = { id: number; text: string; kind: QuestionKind };
export type QuestionKind = "text" | { choice: Array<string> } | "yes_no" | { scale: number };
export type QuestionAnswer = { question: number; answer: Answer };
export type Answer = { text: string } | { choice: number } | { yes_no: boolean } | { scale: number };
"#;

macro_rules! declarations {
    ($out:ident, $config:ident: $($name:ident),* $(,)?) => {
        $(let _ = writeln!($out, "export {}", <api::$name as TS>::decl(&$config));)*
    };
}

/// The whole file of bindings.
#[must_use]
pub fn bindings() -> String {
    let config = Config::default();
    let mut out = format!("{HEAD}{PROTOCOL}\n");
    declarations!(out, config:
        Problem, About, AboutProgram, CameraOwner, OverviewOf, Overview, LockState, RetryOpen, Event,
        Enrol, ChooseEnrolment, TermsOf, TermsView, EnrolmentView, EnrolmentState,
        ScanText, TypedBy, Share, Decline, Done, Decision, Outcome, Scans, ShowScans, ScanPage, ScanRow,
        RecordState, ScanDetailOf, AddNote, NarrowScan, VoidScan, ScanView, NoteView, VoidView,
        StartScanning, StopScanning, Cameras, CameraList, CameraChoice, CameraKind, ChooseCamera,
        ViewHeader, ControlsOf, Controls, SetTorch, SetZoom, Zoom, CameraState, SyncNow, SyncView, Network,
        EndOfDayView, ExportBundle, Exported, Preferences, Language, Theme, Contrast, SetPreferences,
        SetOperator, SetPin, Lock, Touched, NetworkReturned, EnterKiosk, Unlock, StorageOf, StorageView, DiagnosticsOf, Diagnostics,
    );
    out.push_str("\n/** Every command: what is asked, and what is answered. */\nexport interface Commands {\n");
    for row in COMMANDS {
        let _ = writeln!(
            out,
            "  {}: {{ request: {}; answer: {} }};",
            row.name, row.request, row.answer
        );
    }
    out.push_str("}\n");
    out
}

/// The names of all commands, one a line. The window's access list is made from it.
#[must_use]
pub fn command_names() -> String {
    COMMANDS
        .iter()
        .map(|row| format!("{}\n", row.name))
        .collect()
}
