//! Who may call what, for every command of the table.

use serde_json::{Value, json};
use window::Role;
use window::command_table::COMMANDS;

use crate::backend::{Backend, badge};
use crate::screens::Screens;

/// A request that each command understands. A command that is missing here fails the tests.
fn request(command: &str, screens: &Screens) -> Value {
    let device = screens.overview().enrolments[0].device.to_string();
    let scan = "00000000000000000000000000000001";
    match command {
        "about_program" | "overview" | "retry_open" | "network_returned" | "stop_scanning"
        | "cameras" | "controls" | "lock" | "touched" | "sync_now" | "enter_kiosk" | "storage"
        | "diagnostics" => json!({}),
        "unlock" => json!({ "pin": "0000" }),
        "start_scanning" => json!({ "look_for": "badges" }),
        "scan_text" => json!({ "text": badge(9, "Eve"), "typed_by": "scanner" }),
        "share" => json!({ "sheet": 1, "fields": ["email"] }),
        "decline" => json!({ "sheet": 1 }),
        "choose_camera" => json!({ "id": "x" }),
        "set_torch" => json!({ "on": true }),
        "set_zoom" => json!({ "value": 2.0 }),
        "terms" | "choose_enrolment" | "export_bundle" => json!({ "device": device }),
        "scan_detail" => json!({ "scan": scan }),
        "add_note" => {
            json!({ "scan": scan, "text": "x", "rating": null, "tags": [], "answers": [] })
        }
        "narrow_scan" => json!({ "scan": scan, "remove": ["email"] }),
        "void_scan" => json!({ "scan": scan, "reason": "" }),
        "enrol" => json!({ "code": "x", "label": "x" }),
        "scans" => json!({ "text": "", "show": "all", "before": null, "limit": 10 }),
        "set_operator" => json!({ "name": "Ana" }),
        "set_preferences" => json!({ "preferences": {} }),
        "set_pin" => json!({ "current": "0000", "new": null }),
        other => panic!("what does {other} ask?"),
    }
}

/// What becomes of each command: its name, its role, and the code of the problem, if there is one.
fn outcomes(screens: &Screens) -> Vec<(&'static str, Role, Option<String>)> {
    COMMANDS
        .iter()
        // This one changes the state that the others are tried in.
        .filter(|row| row.name != "lock")
        .map(|row| {
            let answer = screens.ask(row.name, request(row.name, screens));
            (row.name, row.role, answer.err().map(|problem| problem.code))
        })
        .collect()
}

#[test]
fn locked_screens_answer_what_anybody_may_ask_and_nothing_else() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    screens.set_pin("1234");
    screens.ask("lock", json!({})).unwrap();
    let records = screens
        .enrolment(screens.overview().enrolments[0].device)
        .sync
        .scans;
    for (command, role, problem) in outcomes(&screens) {
        let is_refused = problem.as_deref() == Some("locked");
        assert_eq!(is_refused, role != Role::Anyone, "{command}: {problem:?}");
    }
    assert_eq!(screens.refused("lock", json!({})), "locked");
    assert_eq!(screens.window.view_frame(0).unwrap_err().code, "locked");
    let pushed = screens.window.push_frame(1, 1, vec![0]);
    assert_eq!(pushed.unwrap_err().code, "locked");
    let after = screens.overview();
    assert_eq!(after.enrolments[0].sync.scans, records);
    assert_eq!(after.operator, None);
}

#[test]
fn a_kiosk_answers_nothing_of_the_operators() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    screens.set_pin("1234");
    screens.ask("enter_kiosk", json!({})).unwrap();
    for (command, role, problem) in outcomes(&screens) {
        let is_refused = problem.as_deref() == Some("kiosk");
        // The scan that is asked about was decided on by nobody.
        let closed = matches!(role, Role::Operator | Role::OneScan);
        assert_eq!(is_refused, closed, "{command}: {problem:?}");
    }
}

#[test]
fn open_screens_refuse_nothing_for_its_role() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    for (command, _, problem) in outcomes(&screens) {
        let problem = problem.unwrap_or_default();
        assert!(
            !["locked", "kiosk"].contains(&problem.as_str()),
            "{command}"
        );
        assert_ne!(problem, "bad_request", "{command}");
        assert_ne!(problem, "unknown_command", "{command}");
    }
}

#[test]
fn a_command_about_one_scan_has_the_role_for_it() {
    let text = window::bindings::bindings();
    for row in COMMANDS {
        let head = format!("export type {} = ", row.request);
        let start = text.find(&head).unwrap();
        let declared = text[start..].split(";\n").next().unwrap();
        let is_about_one = declared.contains("scan: string");
        assert_eq!(row.role == Role::OneScan, is_about_one, "{}", row.name);
    }
}
