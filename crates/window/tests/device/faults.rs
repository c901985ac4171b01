//! A bad day: the device can't be opened, or does not save.

use std::fs;

use serde_json::json;
use window::Window;
use window::api::Outcome;

use crate::backend::{Backend, badge};
use crate::screens::{Screens, clock, options};

/// The code of the fault that a window finds.
fn fault(screens: &Screens) -> Option<String> {
    screens.overview().fault.map(|fault| fault.code)
}

fn with_damage(damage: impl Fn(&Screens)) -> (Screens, Backend) {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    screens.saved(&badge(1, "Ada"));
    let Screens {
        window,
        folder,
        clock,
    } = screens;
    drop(window);
    // Until a window looks at what was done to it.
    let screens = Screens {
        window: Window::open(options(&tempfile::tempdir().unwrap(), &clock)),
        folder,
        clock,
    };
    damage(&screens);
    let Screens { folder, clock, .. } = screens;
    let screens = Screens {
        window: Window::open(options(&folder, &clock)),
        folder,
        clock,
    };
    (screens, backend)
}

#[test]
fn a_lost_key_is_told_and_found_again() {
    let (screens, _backend) = with_damage(|screens| {
        fs::rename(screens.path("device/booth.key"), screens.path("key")).unwrap();
    });
    assert_eq!(fault(&screens).as_deref(), Some("key_lost"));
    for (command, request) in [
        (
            "scans",
            json!({ "text": "", "show": "all", "before": null, "limit": 1 }),
        ),
        ("sync_now", json!({})),
        ("storage", json!({})),
        ("start_scanning", json!({ "look_for": "badges" })),
        ("set_preferences", json!({ "preferences": {} })),
        ("scan_text", json!({ "text": "x", "typed_by": "person" })),
        ("retry_open", json!({})),
    ] {
        match screens.ask(command, request) {
            Err(problem) => assert_eq!(problem.code, "key_lost", "{command}"),
            Ok(answer) => assert_eq!(answer["fault"]["code"], "key_lost", "{command}"),
        }
    }
    assert!(
        screens.ask("diagnostics", json!({})).unwrap()["text"]
            .as_str()
            .unwrap()
            .contains("fault: key_lost")
    );
    fs::rename(screens.path("key"), screens.path("device/booth.key")).unwrap();
    let overview = screens.ask("retry_open", json!({})).unwrap();
    assert_eq!(overview["fault"], json!(null));
    assert_eq!(overview["enrolments"][0]["sync"]["scans"], 1);
    screens.saved(&badge(2, "Ben"));
}

#[test]
fn a_damaged_database_is_told_and_left_as_it_is() {
    let (screens, _backend) = with_damage(|screens| {
        let database = screens.path("device/booth.db");
        let mut bytes = fs::read(&database).unwrap();
        let middle = bytes.len() / 2;
        for byte in &mut bytes[middle..middle + 4096] {
            *byte ^= 0x5a;
        }
        fs::write(&database, bytes).unwrap();
    });
    assert_eq!(fault(&screens).as_deref(), Some("damaged"));
    assert_eq!(screens.overview().enrolments, []);
}

#[test]
fn a_file_that_is_no_database_is_told() {
    let (screens, _backend) = with_damage(|screens| {
        fs::write(
            screens.path("device/booth.db"),
            "SQLite format 3\0 and no more",
        )
        .unwrap();
    });
    assert_eq!(fault(&screens).as_deref(), Some("not_a_database"));
}

#[test]
fn a_folder_that_can_not_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("device"), "a file").unwrap();
    let clock = clock();
    let screens = Screens {
        window: Window::open(options(&folder, &clock)),
        folder,
        clock,
    };
    assert_eq!(fault(&screens).as_deref(), Some("folder"));
    fs::remove_file(screens.path("device")).unwrap();
    screens.ask("retry_open", json!({})).unwrap();
    assert_eq!(fault(&screens), None);
}

#[test]
fn screens_with_a_pin_are_locked_again_once_the_device_opens() {
    let screens = Screens::new();
    screens.set_pin("1234");
    let (key, away) = (screens.path("device/booth.key"), screens.path("key"));
    fs::rename(&key, &away).unwrap();
    let screens = screens.restart();
    assert_eq!(fault(&screens).as_deref(), Some("key_lost"));
    fs::rename(&away, &key).unwrap();
    let overview = screens.ask("retry_open", json!({})).unwrap();
    assert_eq!(overview["lock"], "locked");
    assert_eq!(screens.refused("storage", json!({})), "locked");
}

#[test]
fn what_could_not_be_saved_is_told_and_the_sheet_stays() {
    let backend = Backend::start();
    backend.state().consent_mode = protocol::ConsentMode::Confirm;
    let (screens, _) = Screens::enrolled(&backend);
    let sheet = screens.asked(&badge(1, "Ada"));
    // A name that no record can hold, as an older program might have left it.
    let device = booth::Booth::open(
        &screens.path("device"),
        booth::Options {
            key: booth::KeyChoice::File,
            ..booth::Options::default()
        },
    )
    .unwrap();
    device.set_operator(Some(&"x".repeat(100))).unwrap();
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    let decision = screens.ask("share", share.clone()).unwrap();
    assert_eq!(decision["outcome"]["kind"], "not_saved");
    assert_eq!(decision["outcome"]["reason"]["code"], "not_recordable");
    assert_eq!(screens.records(), 0);
    device.set_operator(None).unwrap();
    let decision = screens.ask("share", share).unwrap();
    assert_eq!(decision["outcome"]["kind"], "saved");
}

#[test]
fn a_revoked_device_is_shown_and_refuses_new_scans() {
    let backend = Backend::start();
    let (screens, device) = Screens::enrolled(&backend);
    backend.state().kept.get_mut(&device).unwrap().status = Some(protocol::DeviceStatus::Revoked);
    screens.saved(&badge(1, "Ada"));
    let overview = screens
        .until(|overview| overview.enrolments[0].state == window::api::EnrolmentState::Revoked);
    let sync = &overview.enrolments[0].sync;
    assert_eq!(sync.end_of_day, window::api::EndOfDayView::AllHeld);
    let decision = screens.scan(&badge(2, "Ben"));
    assert!(
        matches!(&decision.outcome, Outcome::Refused { reason } if reason.code == "device_revoked"),
        "{decision:?}"
    );
}
