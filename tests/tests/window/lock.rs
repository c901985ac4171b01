//! The PIN: locked screens, and a device that stands on its own.

use serde_json::json;

use crate::stand::Stand;

const PIN: &str = "4711";

#[test]
fn locked_screens_show_nothing_and_answer_nothing_until_the_pin() {
    let mut stand = Stand::open("lock", 2);
    stand.scan(0);
    set_pin(&mut stand);
    stand.window.press("Lock now").unwrap();
    stand
        .window
        .see("Every scan on this device is saved")
        .unwrap();
    stand.window.shot("locked").unwrap();
    let name = stand.name(0);
    assert!(!stand.window.text().unwrap().contains(&name));
    for command in ["scans", "sync_now", "scan_text", "set_pin"] {
        assert_eq!(refusal(&stand, command), "locked", "{command}");
    }
    let badge = stand.badge(1);
    stand.camera.show(&badge);
    let other = stand.name(1);
    stand.window.never_see(&other).unwrap();
    stand.camera.hide();

    enter(&mut stand, "1234");
    stand.window.see("That is not the PIN").unwrap();
    stand.window.shot("wrong").unwrap();
    enter(&mut stand, PIN);
    stand
        .window
        .see_no_more("Every scan on this device is saved")
        .unwrap();
    stand.window.go("Scan").unwrap();
    stand.scan(1);
    stand.window.go("Settings").unwrap();
    stand.window.press("Lock now").unwrap();
    stand
        .window
        .see("Every scan on this device is saved")
        .unwrap();
    // Not for a screen reader either.
    stand.window.see_no_more(&other).unwrap();
    assert_eq!(stand.scans_on_the_device().len(), 2);

    stand.window.start().unwrap();
    stand
        .window
        .see("Every scan on this device is saved")
        .unwrap();
    assert_eq!(
        refusal(&stand, "scans"),
        "locked",
        "a restart opens nothing"
    );
    enter(&mut stand, PIN);
    stand.window.see("Hold the code of a badge").unwrap();
}

#[test]
fn a_kiosk_scans_and_shows_nothing_of_before() {
    let mut stand = Stand::open("kiosk", 2);
    stand.scan(0);
    set_pin(&mut stand);
    stand.window.press("Start kiosk mode").unwrap();
    stand.window.see("Hold the code of a badge").unwrap();
    stand.window.shot("kiosk").unwrap();
    let before = stand.name(0);
    assert!(!stand.window.text().unwrap().contains(&before));
    for command in ["scans", "export_bundle", "set_operator", "enrol"] {
        assert_eq!(refusal(&stand, command), "kiosk", "{command}");
    }
    stand.scan(1);
    stand.window.shot("scanned").unwrap();
    stand.window.press("Unlock").unwrap();
    enter(&mut stand, PIN);
    stand.window.go("Scans").unwrap();
    stand.window.see(&before).unwrap();
}

fn set_pin(stand: &mut Stand) {
    let window = &mut stand.window;
    window.go("Settings").unwrap();
    window.press("Set a PIN").unwrap();
    window.write("New PIN (4 to 12 digits)", PIN).unwrap();
    window.write("New PIN again", PIN).unwrap();
    window.press("Save the PIN").unwrap();
    window.see("The PIN is set").unwrap();
}

fn enter(stand: &mut Stand, pin: &str) {
    stand.window.write("PIN", pin).unwrap();
    stand.window.keys("\n").unwrap();
}

/// The code with which a command is refused to the page itself, whatever the page would ask.
fn refusal(stand: &Stand, command: &str) -> String {
    let request = match command {
        "scans" => json!({ "text": "", "show": "all", "before": null, "limit": 10 }),
        "scan_text" => json!({ "text": "x", "typed_by": "person" }),
        "set_pin" => json!({ "current": null, "new": null }),
        "set_operator" => json!({ "name": "x" }),
        "enrol" => json!({ "code": "x", "label": "x" }),
        "export_bundle" => json!({ "device": "00000000-0000-4000-8000-000000000000" }),
        _ => json!({}),
    };
    let script = format!(
        "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('{command}', {{ request: {request} }})
           .then(() => done('answered'), (problem) => done(problem.code));"
    );
    let code = stand.window.script_async(&script).unwrap();
    code.as_str().unwrap_or_default().to_owned()
}
