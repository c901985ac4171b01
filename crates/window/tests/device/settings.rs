//! The choices of the device's users, and what the device tells of itself.

use booth::{Booth, KeyChoice, Setting};
use serde_json::{Value, json};
use window::api::{Contrast, Language, Preferences, Theme};

use crate::backend::{Answer, Backend, badge};
use crate::screens::Screens;

fn chosen() -> Preferences {
    Preferences {
        language: Some(Language::BrazilianPortuguese),
        theme: Theme::Dark,
        contrast: Contrast::High,
        mute: true,
        mirror: true,
        rapid: true,
        lock_after_minutes: Some(5),
    }
}

fn set(screens: &Screens, preferences: &Preferences) -> Result<Value, window::Problem> {
    screens.ask("set_preferences", json!({ "preferences": preferences }))
}

#[test]
fn preferences_survive_a_restart() {
    let screens = Screens::new();
    assert_eq!(screens.overview().preferences, Preferences::default());
    set(&screens, &chosen()).unwrap();
    let screens = screens.restart();
    assert_eq!(screens.overview().preferences, chosen());
}

#[test]
fn preferences_that_can_not_be_read_are_the_usual_ones() {
    let screens = Screens::new();
    let device = Booth::open(
        &screens.path("device"),
        booth::Options {
            key: KeyChoice::File,
            ..booth::Options::default()
        },
    )
    .unwrap();
    for garbled in [
        "",
        "{",
        "[]",
        r#"{"theme":"plaid"}"#,
        r#"{"of_a_newer_version":1}"#,
    ] {
        device
            .set_setting(Setting::Preferences, Some(garbled))
            .unwrap();
        let overview = screens.overview();
        assert_eq!(overview.preferences, Preferences::default(), "{garbled}");
        assert_eq!(overview.fault, None);
    }
}

#[test]
fn the_time_to_a_lock_is_a_minute_to_a_day() {
    let screens = Screens::new();
    for minutes in [0, 24 * 60 + 1, u16::MAX] {
        let preferences = Preferences {
            lock_after_minutes: Some(minutes),
            ..chosen()
        };
        assert_eq!(
            set(&screens, &preferences).unwrap_err().code,
            "bad_preferences"
        );
    }
    assert_eq!(screens.overview().preferences, Preferences::default());
}

#[test]
fn an_operators_name_is_one_that_records_can_hold() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    for bad in ["é".repeat(33), "Ana\nBob".into(), "\u{7}".into()] {
        assert_eq!(
            screens.refused("set_operator", json!({ "name": bad })),
            "bad_operator"
        );
    }
    screens
        .ask("set_operator", json!({ "name": "é".repeat(32) }))
        .unwrap();
    screens.saved(&badge(1, "Ada"));
    let screens = screens.restart();
    assert_eq!(screens.overview().operator, Some("é".repeat(32)));
    screens.ask("set_operator", json!({ "name": " " })).unwrap();
    assert_eq!(screens.overview().operator, None);
}

#[test]
fn the_program_says_what_is_stored_and_where() {
    let backend = Backend::start();
    backend.script([Answer::Honest]);
    backend.always(Answer::HangUp);
    let (screens, _) = Screens::enrolled(&backend);
    let scan = screens.saved(&badge(1, "Ada"));
    screens.saved(&badge(2, "Ben"));
    let void = json!({ "scan": scan, "reason": "" });
    screens.ask("void_scan", void).unwrap();
    let storage = screens.ask("storage", json!({})).unwrap();
    assert_eq!(
        storage["folder"],
        screens.path("device").display().to_string()
    );
    assert!(storage["database_bytes"].as_u64().unwrap() > 4096);
    assert!(storage["free_bytes"].as_u64().unwrap() > 0);
    assert_eq!(storage["key_in_keychain"], false);
    assert_eq!(storage["scans"], 2);
    assert_eq!(storage["records"], 3);
    assert_eq!(storage["waiting"], 3);
    let about = screens.ask("about_program", json!({})).unwrap();
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(about["platform"], std::env::consts::OS);
    assert_eq!(about["camera_owner"], "webview");
}
