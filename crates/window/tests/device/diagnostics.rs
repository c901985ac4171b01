//! What is told of the device to somebody who helps holds nothing about anybody.

use std::fs;

use serde_json::json;
use window::Window;

use crate::backend::{Backend, badge, badge_id};
use crate::screens::{Screens, options};

#[test]
fn diagnostics_name_nobody_and_no_secret() {
    let backend = Backend::start();
    let screens = Screens::new();
    let code = backend.code(1, "Example Corp").to_string();
    let request = json!({ "code": code, "label": "Front table" });
    screens.ask("enrol", request).unwrap();
    screens.set_pin("918273");
    screens
        .ask("set_operator", json!({ "name": "Anastasia" }))
        .unwrap();
    let scan = screens.saved(&badge(1, "Adelheid"));
    let note = json!({
        "scan": scan, "text": "Wants the quarterly roadmap", "rating": 4, "tags": ["vip-list"],
        "answers": [{ "question": 4, "answer": { "text": "moonshine" } }],
    });
    screens.ask("add_note", note).unwrap();
    let void = json!({ "scan": scan, "reason": "changed-their-mind" });
    screens.ask("void_scan", void).unwrap();
    fs::create_dir(screens.path("logs")).unwrap();
    fs::write(screens.path("logs/lanyard.2027-05-11.log"), "older\n").unwrap();
    let lines: String = (0..500).map(|line| format!("line {line}\n")).collect();
    fs::write(screens.path("logs/lanyard.2027-05-12.log"), lines).unwrap();
    fs::write(screens.path("logs/zzz.txt"), "not a log\n").unwrap();
    let Screens {
        window,
        folder,
        clock,
    } = screens;
    drop(window);
    let window = Window::open(window::Options {
        journal: Some(folder.path().join("logs")),
        ..options(&folder, &clock)
    });
    let screens = Screens {
        window,
        folder,
        clock,
    };
    screens.ask("unlock", json!({ "pin": "918273" })).unwrap();
    let answer = screens.ask("diagnostics", json!({})).unwrap();
    let text = answer["text"].as_str().unwrap();
    let human_code = badge_id(1).human_code().to_string();
    let secret = code.rsplit('#').next().unwrap().split('.').next().unwrap();
    for private in [
        "Adelheid",
        "Anastasia",
        "roadmap",
        "vip-list",
        "moonshine",
        "changed-their-mind",
        "918273",
        "Front table",
        &human_code,
        &badge_id(1).to_string(),
        &scan.to_string(),
        secret,
        &backend.url(),
    ] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    for told in [
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        "camera: off",
        "pin: set",
        "key: file",
        "3 in all",
        "0 and 1 taken back",
        "line 499",
    ] {
        assert!(text.contains(told), "no {told} in {text}");
    }
    for untold in ["line 9\n", "older", "not a log"] {
        assert!(!text.contains(untold), "{untold} in {text}");
    }
}
