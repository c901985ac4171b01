//! The PIN and the lock.

use serde_json::json;
use window::api::{CameraState, LockState, StartScanning};

use crate::backend::{Answer, Backend, badge};
use crate::screens::Screens;

fn pin(pin: &str) -> serde_json::Value {
    json!({ "pin": pin })
}

#[test]
fn without_a_pin_nothing_can_be_locked() {
    let screens = Screens::new();
    assert_eq!(screens.refused("lock", json!({})), "no_pin");
    assert_eq!(screens.refused("enter_kiosk", json!({})), "no_pin");
}

#[test]
fn a_pin_has_4_to_12_digits() {
    let screens = Screens::new();
    for bad in ["", "123", "1234567890123", "12a4", "１２３４", "12 34"] {
        let request = json!({ "current": null, "new": bad });
        assert_eq!(screens.refused("set_pin", request), "bad_pin", "{bad}");
    }
    assert!(!screens.overview().has_pin);
}

#[test]
fn a_pin_is_changed_and_removed_only_by_who_knows_it() {
    let screens = Screens::new();
    screens.set_pin("1234");
    let change =
        |current: Option<&str>, new: Option<&str>| json!({ "current": current, "new": new });
    for current in [None, Some("0000"), Some("")] {
        let request = change(current, Some("5678"));
        assert_eq!(screens.refused("set_pin", request), "wrong_pin");
    }
    screens
        .ask("set_pin", change(Some("1234"), Some("5678")))
        .unwrap();
    screens.ask("lock", json!({})).unwrap();
    assert_eq!(screens.refused("unlock", pin("1234")), "wrong_pin");
    screens.ask("unlock", pin("5678")).unwrap();
    screens.ask("set_pin", change(Some("5678"), None)).unwrap();
    assert!(!screens.overview().has_pin);
    let screens = screens.restart();
    assert_eq!(screens.overview().lock, LockState::Open);
}

#[test]
fn wrong_tries_make_wait_and_neither_the_right_pin_nor_a_restart_cuts_it_short() {
    let screens = Screens::new();
    screens.set_pin("1234");
    screens.ask("lock", json!({})).unwrap();
    for _ in 0..4 {
        let problem = screens.ask("unlock", pin("0000")).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.about), ("wrong_pin", None));
    }
    let fifth = screens.ask("unlock", pin("0000")).unwrap_err();
    assert_eq!(fifth.code, "wrong_pin");
    assert_eq!(fifth.about.as_deref(), Some("30"));
    let seconds = |screens: &Screens| {
        let problem = screens.ask("unlock", pin("1234")).unwrap_err();
        assert_eq!(problem.code, "too_many_tries");
        problem.about.unwrap().parse::<u32>().unwrap()
    };
    assert!((1..=30).contains(&seconds(&screens)));

    let screens = screens.restart();
    assert_eq!(screens.overview().lock, LockState::Locked);
    assert!((1..=30).contains(&seconds(&screens)));
    // A clock that is set back does not help either.
    screens.clock.go(-1_000_000);
    let screens = screens.restart();
    assert!((1..=30).contains(&seconds(&screens)));

    screens.clock.go(1_000_000 + 31_000);
    let screens = screens.restart();
    let next = screens.ask("unlock", pin("0000")).unwrap_err();
    assert_eq!(
        (next.code.as_str(), next.about.as_deref()),
        ("wrong_pin", Some("60"))
    );
    screens.clock.go(61_000);
    let screens = screens.restart();
    screens.ask("unlock", pin("1234")).unwrap();
    screens.ask("lock", json!({})).unwrap();
    let first_again = screens.ask("unlock", pin("0000")).unwrap_err();
    assert_eq!(first_again.about, None);
}

#[test]
fn open_screens_are_no_place_to_try_pins_at() {
    let screens = Screens::new();
    screens.set_pin("1234");
    for _ in 0..9 {
        assert!(screens.ask("unlock", pin("0000")).is_ok());
    }
    screens.ask("lock", json!({})).unwrap();
    screens.ask("unlock", pin("1234")).unwrap();
}

#[test]
fn locking_lets_the_camera_go_and_closes_the_sheets() {
    let backend = Backend::start();
    backend.state().consent_mode = protocol::ConsentMode::Confirm;
    let (screens, _) = Screens::enrolled(&backend);
    screens.set_pin("1234");
    let shown = screens.scanning(StartScanning::Badges);
    shown.until(None, |event| match event {
        window::api::Event::Overview { overview } => {
            matches!(overview.camera, CameraState::Live { .. }).then_some(())
        }
        _ => None,
    });
    let sheet = screens.asked(&badge(1, "Ada"));
    screens.ask("lock", json!({})).unwrap();
    assert_eq!(screens.overview().camera, CameraState::Off);
    screens.ask("unlock", pin("1234")).unwrap();
    let share = json!({ "sheet": sheet, "fields": ["email"] });
    assert_eq!(screens.refused("share", share), "sheet_gone");
    assert_eq!(screens.records(), 0);
}

#[test]
fn syncing_goes_on_behind_the_lock() {
    let backend = Backend::start();
    backend.always(Answer::HangUp);
    let screens = Screens::new();
    backend.script([Answer::Honest]);
    let device = screens.enrol(&backend, 1, "Example Corp").device;
    screens.set_pin("1234");
    screens.saved(&badge(1, "Ada"));
    screens.ask("lock", json!({})).unwrap();
    backend.always(Answer::Honest);
    screens.until(|overview| {
        overview.lock == LockState::Locked && overview.enrolments[0].sync.accepted == 1
    });
    assert_eq!(backend.kept(device), 1);
}

#[test]
fn screens_that_nobody_uses_are_locked_and_a_kiosk_is_not() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let preferences = json!({ "preferences": { "lock_after_minutes": 5 } });
    screens.ask("set_preferences", preferences).unwrap();
    let minutes = |count: i64| screens.clock.go(count * 60_000);
    minutes(6);
    assert_eq!(screens.overview().lock, LockState::Open, "there is no PIN");

    screens.set_pin("1234");
    for _ in 0..3 {
        minutes(4);
        screens.ask("touched", json!({})).unwrap();
    }
    minutes(4);
    screens.saved(&badge(1, "Ada"));
    minutes(4);
    assert_eq!(screens.overview().lock, LockState::Open);
    // What the screens ask by themselves is no touch.
    screens.window.push_frame(1, 1, vec![0]).unwrap();
    minutes(2);
    assert_eq!(screens.refused("storage", json!({})), "locked");
    assert_eq!(screens.overview().lock, LockState::Locked);

    screens.ask("unlock", pin("1234")).unwrap();
    screens.ask("enter_kiosk", json!({})).unwrap();
    minutes(60);
    assert_eq!(screens.overview().lock, LockState::Kiosk);
    screens.ask("unlock", pin("1234")).unwrap();
    assert!(screens.ask("storage", json!({})).is_ok());
    let screens = screens.restart();
    screens.ask("unlock", pin("1234")).unwrap();
    screens.clock.go(6 * 60_000);
    assert_eq!(screens.overview().lock, LockState::Locked);
}

#[test]
fn after_a_sleep_the_screens_are_locked_before_they_show_or_take_a_picture() {
    let screens = Screens::new();
    screens.set_pin("1234");
    let preferences = json!({ "preferences": { "lock_after_minutes": 5 } });
    screens.ask("set_preferences", preferences).unwrap();
    screens.clock.go(6 * 60_000);
    let shown = screens.window.view_frame(0).unwrap_err();
    assert_eq!(shown.code, "locked");
    screens.ask("unlock", pin("1234")).unwrap();
    screens.clock.go(6 * 60_000);
    let taken = screens.window.push_frame(1, 1, vec![0]).unwrap_err();
    assert_eq!(taken.code, "locked");
}

#[test]
fn the_screens_are_told_when_they_lock_by_themselves() {
    let screens = Screens::new();
    screens.set_pin("1234");
    let preferences = json!({ "preferences": { "lock_after_minutes": 1 } });
    screens.ask("set_preferences", preferences).unwrap();
    let events = screens.window.watch();
    screens.clock.go(61_000);
    // A change of anything wakes who looks at the time.
    screens.ask("retry_open", json!({})).unwrap();
    loop {
        match events.recv_timeout(crate::screens::PATIENCE).unwrap() {
            window::api::Event::Overview { overview } if overview.lock == LockState::Locked => {
                break;
            }
            _ => {}
        }
    }
}

#[test]
fn what_is_stored_of_a_pin_is_not_the_pin() {
    let screens = Screens::new();
    screens.set_pin("918273645");
    let log = screens.ask("diagnostics", json!({})).unwrap().to_string();
    assert!(!log.contains("918273645"));
    let json = screens.ask("overview", json!({})).unwrap().to_string();
    assert!(!json.contains("918273645"));
}
