//! The kiosk, before which an attendee may stand alone.

use serde_json::json;
use window::api::{LockState, Outcome};

use crate::backend::{Backend, badge};
use crate::screens::Screens;

fn kiosk(backend: &Backend) -> Screens {
    let (screens, _) = Screens::enrolled(backend);
    screens.set_pin("1234");
    screens
}

#[test]
fn a_kiosk_tells_of_the_scans_that_were_decided_on_in_it() {
    let backend = Backend::start();
    let screens = kiosk(&backend);
    let before = screens.saved(&badge(1, "Ada"));
    screens.ask("enter_kiosk", json!({})).unwrap();
    let detail = |scan: protocol::ScanId| json!({ "scan": scan });
    assert_eq!(screens.refused("scan_detail", detail(before)), "kiosk");

    let made = screens.saved(&badge(2, "Ben"));
    let view = screens.ask("scan_detail", detail(made)).unwrap();
    assert_eq!(view["row"]["name"], "Ben");
    let narrowed = json!({ "scan": made, "remove": ["email"] });
    let view = screens.ask("narrow_scan", narrowed).unwrap();
    assert_eq!(view["removed"], json!(["email"]));

    // Its attendee has come again.
    let again = screens.scan(&badge(1, "Ada"));
    assert!(matches!(again.outcome, Outcome::Already { scan, .. } if scan == before));
    assert!(screens.ask("scan_detail", detail(before)).is_ok());
}

#[test]
fn an_attendee_before_a_kiosk_reads_nothing_that_the_staff_wrote() {
    let backend = Backend::start();
    let screens = kiosk(&backend);
    let scan = screens.saved(&badge(1, "Ada"));
    let note = |text: &str, rating: u8| json!({ "scan": scan, "text": text, "rating": rating, "tags": ["cold"], "answers": [] });
    screens
        .ask("add_note", note("Only came for the socks", 1))
        .unwrap();
    // A clock that is set right in between makes nothing old new.
    screens.clock.go(-3_600_000);
    screens.ask("enter_kiosk", json!({})).unwrap();
    screens.scan(&badge(1, "Ada"));
    let view = screens.ask("scan_detail", json!({ "scan": scan })).unwrap();
    assert_eq!(view["notes"], json!([]));
    assert_eq!(view["row"]["notes"], 0);
    assert_eq!(view["row"]["rating"], json!(null));
    screens.clock.go(1000);
    let view = screens.ask("add_note", note("Please call me", 5)).unwrap();
    assert_eq!(view["notes"][0]["text"], "Please call me");
    assert_eq!(view["notes"].as_array().unwrap().len(), 1);
    screens.ask("unlock", json!({ "pin": "1234" })).unwrap();
    let view = screens.ask("scan_detail", json!({ "scan": scan })).unwrap();
    assert_eq!(view["notes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_kiosk_is_left_with_the_pin_alone_and_a_restart_is_no_way_out() {
    let backend = Backend::start();
    let screens = kiosk(&backend);
    screens.ask("enter_kiosk", json!({})).unwrap();
    assert_eq!(
        screens.refused("unlock", json!({ "pin": "9999" })),
        "wrong_pin"
    );
    assert_eq!(screens.overview().lock, LockState::Kiosk);
    let screens = screens.restart();
    assert_eq!(screens.overview().lock, LockState::Locked);
    screens.ask("unlock", json!({ "pin": "1234" })).unwrap();
    assert_eq!(screens.overview().lock, LockState::Open);
}

#[test]
fn a_kiosk_begins_with_no_sheet() {
    let backend = Backend::start();
    backend.state().consent_mode = protocol::ConsentMode::Confirm;
    let screens = kiosk(&backend);
    let sheet = screens.asked(&badge(1, "Ada"));
    screens.ask("enter_kiosk", json!({})).unwrap();
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share), "sheet_gone");
    assert_ne!(screens.asked(&badge(1, "Ada")), sheet);
}

#[test]
fn nobody_enrols_at_a_kiosk() {
    let backend = Backend::start();
    let screens = kiosk(&backend);
    screens.ask("enter_kiosk", json!({})).unwrap();
    let job = json!({ "look_for": "enrolment_code" });
    assert_eq!(screens.refused("start_scanning", job), "kiosk");
}
