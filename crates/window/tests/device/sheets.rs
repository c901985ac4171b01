//! Consent on the screen: nothing is stored before the attendee says so.

use protocol::{Body, ConsentGiven, ConsentMode, Field, FieldSet};
use serde_json::json;
use window::api::{Outcome, StartScanning};

use crate::backend::{Answer, Backend, badge, do_not_scan_badge};
use crate::screens::Screens;

fn confirming() -> Backend {
    let backend = Backend::start();
    backend.state().consent_mode = ConsentMode::Confirm;
    backend
}

#[test]
fn nothing_is_stored_before_share_and_then_what_was_shared() {
    let backend = confirming();
    let (screens, device) = Screens::enrolled(&backend);
    let decision = screens.scan(&badge(1, "Ada"));
    let Outcome::Ask {
        sheet,
        name,
        fields,
    } = decision.outcome
    else {
        panic!("{decision:?}")
    };
    assert_eq!(name.as_deref(), Some("Ada"));
    assert_eq!(fields, Field::ALL);
    assert_eq!(screens.records(), 0);

    let request = json!({ "sheet": sheet, "fields": ["first_name", "email"] });
    let shared = screens.ask("share", request.clone()).unwrap();
    assert_eq!(shared["outcome"]["kind"], "saved");
    assert_eq!(shared["device"], json!(device));
    assert_eq!(screens.records(), 1);
    // A second tap is none.
    assert_eq!(screens.refused("share", request), "sheet_gone");
    assert_eq!(screens.records(), 1);

    screens.until(|overview| overview.enrolments[0].sync.accepted == 1);
    let records = backend.records(device);
    let Body::Scan(scan) = &records[0].body else {
        panic!("{:?}", records[0].body)
    };
    assert_eq!(scan.given, ConsentGiven::Confirmed);
    assert_eq!(
        scan.fields,
        FieldSet::from_iter([Field::FirstName, Field::Email])
    );
}

#[test]
fn who_declines_leaves_nothing() {
    let backend = confirming();
    let (screens, _) = Screens::enrolled(&backend);
    let sheet = screens.asked(&badge(1, "Ada"));
    screens.ask("decline", json!({ "sheet": sheet })).unwrap();
    screens.ask("decline", json!({ "sheet": sheet })).unwrap();
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share), "sheet_gone");
    assert_eq!(screens.records(), 0);
    // The attendee may think again.
    assert_ne!(screens.asked(&badge(1, "Ada")), sheet);
}

#[test]
fn sharing_nothing_stores_nothing_and_can_be_changed() {
    let backend = confirming();
    let (screens, _) = Screens::enrolled(&backend);
    let sheet = screens.asked(&badge(1, "Ada"));
    let shared = screens
        .ask("share", json!({ "sheet": sheet, "fields": [] }))
        .unwrap();
    assert_eq!(shared["outcome"]["reason"]["code"], "nothing_to_share");
    assert_eq!(screens.records(), 0);
    let shared = screens
        .ask("share", json!({ "sheet": sheet, "fields": ["email"] }))
        .unwrap();
    assert_eq!(shared["outcome"]["kind"], "saved");
}

#[test]
fn a_badge_whose_sheet_waits_opens_no_other() {
    let backend = confirming();
    let (screens, _) = Screens::enrolled(&backend);
    let ada = badge(1, "Ada");
    let shown = screens.scanning(StartScanning::Badges);
    let Outcome::Ask { sheet, .. } = shown.decision(&ada).outcome else {
        panic!()
    };
    // A scanner that is asked by somebody answers; with the same sheet.
    assert_eq!(screens.asked(&ada), sheet);
    // So does the camera: screens that show another attendee's sheet at the time, or were loaded anew,
    // know of none.
    screens.ask("stop_scanning", json!({})).unwrap();
    let shown = screens.scanning(StartScanning::Badges);
    let again = shown.decision(&ada);
    assert!(matches!(again.outcome, Outcome::Ask { sheet: same, .. } if same == sheet));
    let next = shown.decision(&badge(2, "Ben"));
    assert!(matches!(next.outcome, Outcome::Ask { sheet: other, .. } if other != sheet));
}

#[test]
fn sheets_are_bounded_and_the_oldest_is_forgotten() {
    let backend = confirming();
    let (screens, _) = Screens::enrolled(&backend);
    let sheets: Vec<_> = (0..9)
        .map(|number| screens.asked(&badge(number, "Ada")))
        .collect();
    let share = |sheet: u64| json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share(sheets[0])), "sheet_gone");
    assert!(screens.ask("share", share(sheets[8])).is_ok());
}

#[test]
fn do_not_scan_me_is_never_asked_and_never_stored() {
    for mode in [ConsentMode::Confirm, ConsentMode::Handover] {
        let backend = Backend::start();
        backend.state().consent_mode = mode;
        let (screens, _) = Screens::enrolled(&backend);
        let decision = screens.scan(&do_not_scan_badge(1, "Ada"));
        assert_eq!(
            decision.outcome,
            Outcome::DoNotScan {
                name: Some("Ada".into())
            }
        );
        assert_eq!(screens.records(), 0);
    }
}

#[test]
fn a_sheet_that_nobody_answers_is_closed() {
    let backend = confirming();
    let (screens, _) = Screens::enrolled(&backend);
    let sheet = screens.asked(&badge(1, "Ada"));
    screens.clock.go(9 * 60_000);
    assert_eq!(screens.asked(&badge(1, "Ada")), sheet);
    screens.clock.go(2 * 60_000);
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share), "sheet_gone");
    assert_ne!(screens.asked(&badge(1, "Ada")), sheet);
    assert_eq!(screens.records(), 0);
}

#[test]
fn a_sheet_of_an_earlier_run_is_none_of_this_one() {
    let backend = confirming();
    let (screens, _) = Screens::enrolled(&backend);
    let sheet = screens.asked(&badge(1, "Ada"));
    backend.always(Answer::HangUp);
    let screens = screens.restart();
    screens.asked(&badge(2, "Ben"));
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share), "sheet_gone");
}
