//! Several enrolments on one device: a switch attributes nothing to the wrong one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use protocol::ConsentMode;
use serde_json::json;
use window::api::{Event, Outcome, StartScanning};

use crate::backend::{Backend, badge};
use crate::screens::Screens;

#[test]
fn a_second_enrolment_is_not_scanned_for_until_it_is_chosen() {
    let backend = Backend::start();
    let (screens, first) = Screens::enrolled(&backend);
    let second = screens.enrol(&backend, 2, "Other Ltd");
    assert!(!second.chosen && screens.enrolment(first).chosen);
    assert_eq!(screens.scan(&badge(1, "Ada")).device, first);
    screens
        .ask("choose_enrolment", json!({ "device": second.device }))
        .unwrap();
    assert_eq!(screens.scan(&badge(1, "Ada")).device, second.device);
    let screens = screens.restart();
    assert!(screens.enrolment(second.device).chosen);
    assert_eq!(screens.scan(&badge(2, "Ben")).device, second.device);
}

#[test]
fn a_sheet_closes_when_another_enrolment_is_chosen() {
    let backend = Backend::start();
    backend.state().consent_mode = ConsentMode::Confirm;
    let (screens, _) = Screens::enrolled(&backend);
    let second = screens.enrol(&backend, 2, "Other Ltd").device;
    let sheet = screens.asked(&badge(1, "Ada"));
    screens
        .ask("choose_enrolment", json!({ "device": second }))
        .unwrap();
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share), "sheet_gone");
    assert_eq!(screens.records(), 0);
}

#[test]
fn a_list_is_of_the_chosen_enrolment_and_a_note_goes_to_its_scans_own() {
    let backend = Backend::start();
    let (screens, first) = Screens::enrolled(&backend);
    let scan = screens.saved(&badge(1, "Ada"));
    let second = screens.enrol(&backend, 2, "Other Ltd").device;
    screens
        .ask("choose_enrolment", json!({ "device": second }))
        .unwrap();
    let list = json!({ "text": "", "show": "all", "before": null, "limit": 10 });
    assert_eq!(screens.ask("scans", list).unwrap()["matching"], 0);
    let note = json!({ "scan": scan, "text": "x", "rating": null, "tags": [], "answers": [] });
    let view = screens.ask("add_note", note).unwrap();
    assert_eq!(view["sponsor_name"], "Example Corp");
    assert_eq!(view["terms"]["device"], json!(first));
    screens.until(|overview| overview.enrolments[0].sync.accepted == 2);
    assert_eq!((backend.kept(first), backend.kept(second)), (2, 0));
}

/// Tells another thread to end, also when this one fails.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn scans_made_while_others_switch_are_stored_where_their_decision_says() {
    let backend = Backend::start();
    let (screens, first) = Screens::enrolled(&backend);
    let second = screens.enrol(&backend, 2, "Other Ltd").device;
    let over = AtomicBool::new(false);
    let decisions = thread::scope(|scope| {
        scope.spawn(|| {
            for device in [second, first].into_iter().cycle() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                screens
                    .ask("choose_enrolment", json!({ "device": device }))
                    .unwrap();
            }
        });
        let _over = Over(&over);
        let shown = screens.scanning(StartScanning::Badges);
        let one = |number| {
            let text = badge(number, "Ada");
            if number % 2 == 0 {
                shown.decision(&text)
            } else {
                screens.scan(&text)
            }
        };
        (0..20).map(one).collect::<Vec<_>>()
    });
    let mut numbers: Vec<_> = decisions.iter().map(|decision| decision.number).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), decisions.len());
    for decision in &decisions {
        let Outcome::Saved { scan, .. } = &decision.outcome else {
            panic!("{decision:?}")
        };
        let view = screens.ask("scan_detail", json!({ "scan": scan })).unwrap();
        assert_eq!(view["terms"]["device"], json!(decision.device));
    }
}

#[test]
fn a_sheet_is_never_of_another_enrolment_than_the_chosen_one() {
    let backend = Backend::start();
    backend.state().consent_mode = ConsentMode::Confirm;
    let (screens, first) = Screens::enrolled(&backend);
    let second = screens.enrol(&backend, 2, "Other Ltd").device;
    thread::scope(|scope| {
        let switching = scope.spawn(|| {
            for device in [second, first].into_iter().cycle().take(60) {
                screens
                    .ask("choose_enrolment", json!({ "device": device }))
                    .unwrap();
            }
        });
        let mut number = 0;
        while !switching.is_finished() {
            number += 1;
            let decision = screens.scan(&badge(number, "Ada"));
            match decision.outcome {
                Outcome::Ask { sheet, .. } => {
                    let share = json!({ "sheet": sheet, "fields": ["email"] });
                    match screens.ask("share", share) {
                        Ok(shared) => {
                            assert_eq!(shared["device"], json!(decision.device));
                            let scan = &shared["outcome"]["scan"];
                            let view = screens.ask("scan_detail", json!({ "scan": scan })).unwrap();
                            assert_eq!(view["terms"]["device"], json!(decision.device));
                        }
                        Err(problem) => assert_eq!(problem.code, "sheet_gone"),
                    }
                }
                Outcome::Refused { reason } => assert_eq!(reason.code, "enrolment_changed"),
                other => panic!("{other:?}"),
            }
        }
    });
}

#[test]
fn the_next_enrolment_takes_the_place_of_one_that_has_run_out() {
    let backend = Backend::start();
    let (screens, first) = Screens::enrolled(&backend);
    screens.clock.go(31 * 86_400_000);
    let decision = screens.scan(&badge(1, "Ada"));
    assert!(
        matches!(&decision.outcome, Outcome::Refused { reason } if reason.code == "enrolment_expired")
    );
    backend.state().expires = protocol::UnixMillis(crate::backend::NOW + 50 * 86_400_000);
    let second = screens.enrol(&backend, 2, "Example Corp");
    assert!(second.chosen && !screens.enrolment(first).chosen);
    screens.saved(&badge(1, "Ada"));
}

#[test]
fn an_enrolment_code_before_the_camera_is_told_and_enrols() {
    let backend = Backend::start();
    let screens = Screens::new();
    let job = json!({ "look_for": "badges" });
    assert_eq!(screens.refused("start_scanning", job), "not_enrolled");
    let shown = screens.scanning(StartScanning::EnrolmentCode);
    let code = backend.code(1, "Example Corp").to_string();
    let told = shown.until(Some(&code), |event| match event {
        Event::EnrolmentCode { code } => Some(code),
        Event::Decision { decision } => panic!("{decision:?}"),
        Event::Overview { .. } => None,
    });
    assert_eq!(told, code);
    let enrolled = screens
        .ask("enrol", json!({ "code": told, "label": "" }))
        .unwrap();
    assert_eq!(enrolled["sponsor_name"], "Example Corp");
    assert_eq!(enrolled["chosen"], true);
}
