//! The pages' permissions: the capabilities are compared with the table of commands.
#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use window::command_table::{COMMANDS, Role};

/// Each role, and the capability that grants its commands.
const ROLES: [(Role, &str); 4] = [
    (Role::Anyone, "anyone"),
    (Role::Scanning, "scanning"),
    (Role::OneScan, "one-scan"),
    (Role::Operator, "operator"),
];

/// The calls beside the table, and their roles. `watch` shows nothing of an attendee on locked screens,
/// because the device sends nothing.
const BESIDE: [(&str, Role); 3] = [
    ("watch", Role::Anyone),
    ("view_frame", Role::Scanning),
    ("push_frame", Role::Scanning),
];

fn json(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_role_of_the_table_has_a_capability() {
    for row in COMMANDS {
        assert!(ROLES.iter().any(|(role, _)| *role == row.role), "{row:?}");
    }
}

#[test]
fn each_command_is_granted_by_the_capability_of_its_role_and_by_no_other() {
    for (role, name) in ROLES {
        let table = COMMANDS.iter().map(|row| (row.name, row.role));
        let wanted: BTreeSet<String> = table
            .chain(BESIDE)
            .filter(|(_, of)| *of == role)
            .map(|(command, _)| format!("allow-{}", command.replace('_', "-")))
            .collect();
        let capability = json(&format!("capabilities/{name}.json"));
        let granted: BTreeSet<String> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|permission| permission.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(granted, wanted, "{name}");
    }
}

#[test]
fn capabilities_are_for_the_one_window_and_for_pages_of_this_program() {
    for (_, name) in ROLES {
        let capability = json(&format!("capabilities/{name}.json"));
        assert_eq!(capability["identifier"], name);
        assert_eq!(capability["windows"], serde_json::json!(["main"]));
        assert_eq!(capability["local"], true);
        for other in ["remote", "webviews", "platforms"] {
            assert_eq!(capability[other], Value::Null, "{other}");
        }
    }
}

#[test]
fn no_other_capability_is_in_force() {
    let config = json("tauri.conf.json");
    let in_force: Vec<&str> = config["app"]["security"]["capabilities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    assert_eq!(in_force, ROLES.map(|(_, name)| name));
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities")).unwrap();
    assert_eq!(files.count(), ROLES.len());
}

#[test]
fn the_pages_reach_nothing_but_the_program() {
    let config = json("tauri.conf.json");
    let security = &config["app"]["security"];
    let policy = security["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["connect-src"], "ipc: http://ipc.localhost");
    for (directive, sources) in policy {
        let sources = sources.as_str().unwrap();
        for source in sources.split(' ') {
            let known = [
                "'none'",
                "'self'",
                "blob:",
                "data:",
                "ipc:",
                "http://ipc.localhost",
            ];
            assert!(known.contains(&source), "{directive} {source}");
        }
        assert!(!sources.contains("unsafe"), "{directive}");
    }
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(
        security["dangerousDisableAssetCspModification"],
        Value::Null
    );
}
